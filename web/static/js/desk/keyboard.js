// Drawing with keys alone: arrows move the cross, Enter sets a corner, Shift+Enter closes.
import { say } from "../say.js";
import { ringOf } from "../map/shapes.js";

const STEP = 24;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Crosshair {
  constructor(map, state, drawing, ground, words, pick) {
    Object.assign(this, { map, state, drawing, ground, words, pick, corners: [], on: false });
    this.mark = document.getElementById("crosshair");
    this.button = document.querySelector('[data-act="crosshair"]');
    this.trace = L.layerGroup().addTo(map);
    this.button.addEventListener("click", () => this.toggle(!this.on));
    const box = map.getContainer();
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", words.crosshair);
    box.addEventListener("keydown", (event) => this.key(event));
  }

  toggle(on) {
    this.on = on;
    this.mark.hidden = !on;
    this.button.setAttribute("aria-pressed", String(on));
    this.corners = [];
    this.trace.clearLayers();
    if (!on) return;
    this.map.getContainer().focus();
    say(this.words.crosshair);
  }

  key(event) {
    if (event.key in MOVES) this.move(event);
    else if (event.key === "+" || event.key === "-") this.map.setZoom(this.map.getZoom() + (event.key === "+" ? 0.5 : -0.5));
    else if (event.key === "Enter") this.enter(event);
    else if (event.key === "Escape") this.escape();
    else if (event.key === "Backspace" && this.corners.length) this.back(event);
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
    if (this.drawing.tool === "pick") { this.tap(spot); return; }
    if (this.drawing.tool === "circle" || this.drawing.tool === "zone") { this.round(spot); return; }
    if (event.shiftKey) { this.close(); return; }
    this.corners.push(spot);
    this.retrace();
    say(`${this.words.corner} ${this.corners.length}`);
  }

  tap(spot) {
    for (const [key, layer] of this.ground.leaves) {
      if (layer.getBounds().contains(spot) && this.pick.at(spot, key)) { this.pick.toggle(key); return; }
    }
  }

  round(spot) {
    this.corners.push(spot);
    if (this.corners.length === 1) { say(this.words.centre); this.retrace(); return; }
    const radius = Math.max(10, Math.round(this.map.distance(this.corners[0], spot)));
    this.drawing.takenCircle(L.circle(this.corners[0], { radius }), this.drawing.tool);
    say(`${this.words.radius} ${radius} m`);
    this.clear();
    this.drawing.use("");
  }

  close() {
    if (this.corners.length < 3) return;
    const ring = ringOf(this.corners);
    const field = this.drawing.tool === "cut" ? "cut" : "polygons";
    this.clear();
    this.drawing.use("");
    this.state.draw((drawn) => drawn[field].push([ring]));
    say(this.words.closed);
  }

  back(event) {
    event.preventDefault();
    this.corners.pop();
    this.retrace();
    say(this.words.undone);
  }

  escape() {
    if (this.corners.length) this.clear();
    else this.toggle(false);
    this.drawing.use("");
  }

  clear() {
    this.corners = [];
    this.trace.clearLayers();
  }

  retrace() {
    this.trace.clearLayers();
    const style = { pane: "area", color: "#131525", weight: 3, interactive: false, pmIgnore: true };
    if (this.corners.length > 1) L.polyline(this.corners, style).addTo(this.trace);
    for (const corner of this.corners) L.circleMarker(corner, { ...style, radius: 6, fillColor: "#fff", fillOpacity: 1 }).addTo(this.trace);
    if (this.corners.length > 2) {
      const ring = ringOf(this.corners);
      const field = this.drawing.tool === "cut" ? "cut" : "polygons";
      this.state.hold((drawn) => drawn[field].push([ring]));
    }
  }
}
