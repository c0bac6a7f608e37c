// Drawing under a cross, by keys or by thumb: the map moves below it, Enter or the button sets a corner.
import { say } from "../say.js";
import { polygonOf, ringOf } from "../map/shapes.js";

const STEP = 24;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const TRACE = { pane: "area", color: "#131525", weight: 3, interactive: false, pmIgnore: true };

export class Crosshair {
  constructor(map, state, drawing, words, picking) {
    Object.assign(this, { map, state, drawing, words, picking, corners: [], on: false });
    this.mark = document.getElementById("crosshair");
    this.button = document.querySelector('[data-act="crosshair"]');
    this.trace = L.layerGroup().addTo(map);
    this.button.addEventListener("click", () => this.toggle(!this.on));
    document.addEventListener("ortsruf:tool", () => this.clear());
    const box = map.getContainer();
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", words.crosshair);
    box.addEventListener("keydown", (event) => this.key(event));
    map.on("move", () => { if (this.on && this.corners.length) this.retrace(); });
    map.on("moveend", () => { if (this.on && this.corners.length) this.ask(); });
  }

  toggle(on) {
    this.on = on;
    this.mark.hidden = !on;
    this.button.setAttribute("aria-pressed", String(on));
    this.drawing.crossed = on;
    this.drawing.use(this.drawing.tool);
    if (!on) return;
    this.map.getContainer().focus({ preventScroll: true });
    say(this.words.crosshair);
  }

  // What a button below the map means while the cross is there.
  act(name) {
    if (!this.on) return false;
    if (name === "set") this.enter({});
    else if (name === "finish") this.close();
    else if (name === "back") this.back();
    else this.escape();
    return true;
  }

  key(event) {
    if (event.target.closest("button, input")) return;
    if (event.key in MOVES) this.move(event);
    else if (event.key === "+" || event.key === "-") this.map.setZoom(this.map.getZoom() + (event.key === "+" ? 0.5 : -0.5));
    else if (event.key === "Enter") this.enter(event);
    else if (event.key === "Escape") this.escape();
    else if (event.key === "Backspace" && this.corners.length) this.back();
    else return;
    event.preventDefault();
  }

  move(event) {
    const [x, y] = MOVES[event.key];
    const step = event.shiftKey ? STEP * 4 : event.altKey ? 4 : STEP;
    this.map.panBy([x * step, y * step], { animate: false });
  }

  enter(event) {
    if (!this.on) { this.toggle(true); return; }
    const spot = this.map.getCenter();
    if (this.drawing.tool === "pick") { this.picking.at(spot); return; }
    if (!this.drawing.form()) this.drawing.use("draw");
    if (event.shiftKey) { this.close(); return; }
    this.corners.push(spot);
    if (this.drawing.cornered) say(`${this.words.corner} ${this.corners.length}`);
    else if (this.corners.length > 1) { this.finish(); return; }
    else say(this.drawing.form() === "circle" ? this.words.centre : this.words.opposite);
    this.retrace();
    this.ask();
  }

  close() {
    if (this.drawing.cornered && this.corners.length > 2) this.finish();
  }

  finish() {
    const piece = this.piece();
    const radius = piece.circle ? `${this.words.radius} ${piece.circle.radius_m} m` : "";
    const where = { tool: this.drawing.tool, zone: { ...this.drawing.zone } };
    this.drawing.use("");
    this.drawing.place(piece, where);
    if (radius) say(radius);
  }

  // What the corners and the place of the cross make together.
  piece() {
    const [first] = this.corners;
    const last = this.corners[this.corners.length - 1];
    const spot = this.corners.length > 1 ? last : this.map.getCenter();
    if (this.drawing.form() === "circle") {
      const radius = Math.max(10, Math.round(this.map.distance(first, spot)));
      return { circle: { lat: first.lat, lon: first.lng, radius_m: radius } };
    }
    if (this.drawing.form() === "rectangle") return { polygon: polygonOf(L.rectangle([first, spot])) };
    return { polygon: [ringOf(this.corners)] };
  }

  back() {
    if (!this.corners.length) return;
    this.corners.pop();
    this.retrace();
    this.ask();
    say(this.words.undone);
  }

  escape() {
    if (!this.corners.length) this.toggle(false);
    this.drawing.stop();
  }

  clear() {
    this.corners = [];
    this.trace.clearLayers();
  }

  retrace() {
    this.trace.clearLayers();
    if (!this.corners.length) return;
    for (const corner of this.corners) L.circleMarker(corner, { ...TRACE, radius: 6, fillColor: "#fff", fillOpacity: 1 }).addTo(this.trace);
    const form = this.drawing.form();
    const spot = this.map.getCenter();
    const open = { ...TRACE, fill: false };
    if (form === "circle") L.circle(this.corners[0], { ...open, radius: Math.max(1, this.map.distance(this.corners[0], spot)) }).addTo(this.trace);
    else if (form === "rectangle") L.rectangle([this.corners[0], spot], open).addTo(this.trace);
    else {
      L.polyline(this.corners, open).addTo(this.trace);
      L.polyline([this.corners[this.corners.length - 1], spot], { ...open, dashArray: "6 6", weight: 2 }).addTo(this.trace);
    }
  }

  // Three corners, or a centre and an edge, already can be asked about.
  ask() {
    const enough = this.drawing.cornered ? this.corners.length > 2 : !this.corners[0]?.equals(this.map.getCenter());
    if (!enough) return;
    const piece = this.piece();
    const where = { tool: this.drawing.tool, zone: { ...this.drawing.zone } };
    this.drawing.preview(piece, where);
  }
}
