// Drawing: polygon, rectangle, circle, cut, zones. Geoman draws, the state keeps, the layers here can be dragged.
import { say } from "../say.js";
import { styleOf } from "../map/patterns.js";
import { latlngsOf, polygonOf, ringOf, vertices } from "../map/shapes.js";
import { areaOf, put } from "./pieces.js";

const SHAPES = { draw: "Polygon", cut: "Polygon", polygon: "Polygon", rectangle: "Rectangle", circle: "Circle" };
const MOST_HANDLES = 150;
const DASHES = document.documentElement.dataset.mode === "drill" ? "12 6" : null;
const LINE = { color: "#131525", weight: 3, fill: false, dashArray: DASHES };

export class Drawing {
  constructor(map, stage, state, words, keyOf) {
    Object.assign(this, { map, stage, state, words, keyOf, tool: "", zone: { shape: "circle", key: null }, crossed: false });
    this.live = L.layerGroup().addTo(map);
    this.said = document.getElementById("map-hint");
    this.acts = document.getElementById("draw-acts");
    this.snapping = false;
    new MutationObserver(quiet).observe(map.getContainer(), { subtree: true, childList: true });
    document.addEventListener("ortsruf:drawn", (event) => this.taken(event.detail.layer));
    map.on("mousemove", () => stage.classList.add("pointing"));
    map.on("mouseout", () => stage.classList.remove("pointing"));
    map.on("pm:drawstart", ({ workingLayer }) => this.follow(workingLayer));
    map.on("pm:drawend", () => { if (!this.switching) this.use(""); });
    this.acts.addEventListener("click", (event) => this.act(event.target.closest("[data-draw]")?.dataset.draw));
    state.addEventListener("change", ({ detail }) => { if (detail.rebuild) this.rebuild(); });
  }

  // draw, rectangle, circle or polygon with the tool in hand; "" where it draws nothing.
  form(tool = this.tool) {
    if (tool === "zone") return this.zone.shape;
    return tool in SHAPES ? tool : "";
  }

  get cornered() {
    return SHAPES[this.form()] === "Polygon";
  }

  use(tool) {
    const before = this.form();
    this.tool = tool;
    if (this.form()) this.drawing = { tool, zone: { ...this.zone } }; // Geoman ends the drawing before it hands the shape out
    this.switching = true;
    if (before && this.map.pm.globalDrawModeEnabled()) this.map.pm.disableDraw();
    this.switching = false;
    this.stage.className = this.stage.className.replace(/ ?tool-\w+/g, "");
    if (tool) this.stage.classList.add(`tool-${tool}`);
    for (const button of document.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
    if (this.form() && !this.crossed) this.start(SHAPES[this.form()]);
    if (!tool) this.zone = { shape: this.zone.shape, key: null };
    this.handles();
    this.hint(tool === "zone" && this.zone.shape !== "circle" ? `zone-${this.zone.shape}` : tool);
    this.showActs();
    document.dispatchEvent(new CustomEvent("ortsruf:tool", { detail: { tool } }));
  }

  // A zone as circle, rectangle or polygon; with a key that zone is drawn anew.
  useZone(shape, key = null) {
    this.zone = { shape, key };
    this.use("zone");
  }

  start(shape) {
    this.map.pm.enableDraw(shape, {
      snappable: this.snapping,
      tooltips: false,
      finishOn: "dblclick",
      allowSelfIntersection: false,
      templineStyle: { ...LINE, pane: "area" },
      hintlineStyle: { ...LINE, dashArray: "6 6", weight: 2, pane: "area" },
      pathOptions: { ...LINE, pane: "area" },
    });
  }

  // What to do next with the tool in hand.
  hint(step) {
    const words = this.words.hints[step] ?? "";
    this.said.hidden = !words;
    this.said.textContent = words;
    if (words) say(words);
  }

  // Thumbs close a shape by a button: a double tap is hard to place.
  showActs() {
    this.acts.hidden = !this.form() && !this.crossed;
    this.acts.classList.toggle("crossed", this.crossed);
    this.acts.querySelector('[data-draw="set"]').hidden = !this.crossed;
    for (const act of ["back", "finish"]) this.acts.querySelector(`[data-draw="${act}"]`).hidden = !this.cornered;
  }

  act(name) {
    if (!name || this.cross?.act(name)) return;
    const polygon = this.map.pm.Draw.Polygon;
    if (name === "stop") this.stop();
    else if (name === "back") polygon._removeLastVertex();
    else if (name === "finish") polygon._finishShape();
  }

  stop() {
    this.use("");
    this.state.drop();
  }

  // While somebody draws, three corners already are an area that can be asked about.
  follow(working) {
    working?.on("pm:centerplaced", () => this.hint("edge"));
    if (!working || !working.getLatLngs) return;
    const { drawing } = this;
    working.on("pm:vertexadded pm:vertexremoved", () => {
      const corners = working.getLatLngs().flat();
      if (corners.length < 3 || !this.cornered) return;
      this.preview({ polygon: [ringOf(corners)] }, drawing);
    });
  }

  taken(layer) {
    layer.remove();
    this.place(layer.getRadius ? { circle: circleOf(layer) } : { polygon: polygonOf(layer) }, this.drawing);
  }

  // A piece that is not finished: asked about, not yet there.
  preview(piece, where) {
    if (where.tool === "zone" && !where.zone.key && this.state.drawn.zones.length > 2) return;
    const naming = this.naming();
    this.state.hold((drawn) => put(drawn, where, piece, naming));
  }

  // Puts a finished piece where the tool says: area, cut, or a zone.
  place(piece, { tool, zone } = { tool: this.tool, zone: { ...this.zone } }) {
    const { drawn } = this.state;
    const news = tool === "cut" ? this.words.cut : tool === "zone" ? "" : piece.polygon ? this.words.closed : drawn.circle ? this.words.replaced : "";
    if (tool === "zone" && !zone.key && drawn.zones.length > 2) { say(this.words.zones_full); return; }
    const naming = this.naming();
    this.state.draw((changed) => put(changed, { tool, zone }, piece, naming));
    if (tool === "zone") say(zone.key ? this.words.zone_set.replace("{name}", this.state.drawn.zones.find((one) => one.key === zone.key)?.name ?? "") : this.words.zone_added.replace("{name}", naming.name));
    else if (news) say(news);
  }

  // Name and mark of a new zone: the first of the usual names that is free.
  naming() {
    const taken = new Set(this.state.drawn.zones.map((zone) => zone.name));
    const inner = document.querySelector("#template").selectedOptions[0]?.dataset.inner;
    const names = [inner, ...this.words.zone_names].filter((name) => name && !taken.has(name));
    return { name: names[0] ?? this.words.zone_names[0], key: `z-${Math.random().toString(36).slice(2, 10)}` };
  }

  rebuild() {
    this.live.clearLayers();
    const { polygons, cut, circle, zones } = this.state.drawn;
    polygons.forEach((polygon, index) => this.addPolygon(polygon, LINE, "area", this.into("polygons", index)));
    cut.forEach((polygon, index) => this.addPolygon(polygon, { ...LINE, dashArray: "4 6", weight: 2 }, "cut", this.into("cut", index)));
    if (circle) this.addCircle(circle, LINE, "area", { set: (drawn, made) => { drawn.circle = made; } });
    for (let index = zones.length - 1; index >= 0; index--) this.addZone(zones[index], index);
    this.handles();
  }

  into(field, index) {
    return { set: (drawn, made) => { drawn[field][index] = made; }, drop: (drawn) => drawn[field].splice(index, 1) };
  }

  addZone(zone, index) {
    const style = styleOf(this.keyOf());
    const look = { color: style.line, weight: 3, fillColor: style.zones[index], fillOpacity: 1, fill: true };
    const casing = { pane: "zone", color: "#fff", weight: 7, fill: false, interactive: false, pmIgnore: true };
    const zoneIn = (drawn) => drawn.zones.find((one) => one.key === zone.key);
    if (zone.area.circle) {
      const { lat, lon, radius_m: radius } = zone.area.circle;
      const under = L.circle([lat, lon], { radius, ...casing }).addTo(this.live);
      this.addCircle(zone.area.circle, look, "zone", { under, set: (drawn, made) => { zoneIn(drawn).area = areaOf({ circle: made }); } });
      return;
    }
    const pieces = zone.area.geometry?.type === "Polygon" ? [zone.area.geometry.coordinates] : zone.area.geometry?.coordinates ?? [];
    for (const [number, polygon] of pieces.entries()) {
      const under = L.polygon(latlngsOf(polygon), casing).addTo(this.live);
      this.addPolygon(polygon, look, "zone", {
        under,
        set: (drawn, made) => { zoneIn(drawn).area = areaOf({ polygons: pieces.map((one, at) => (at === number ? made : one)) }); },
        drop: (drawn) => { drawn.zones = drawn.zones.filter((one) => one.key !== zone.key); },
      });
    }
  }

  addPolygon(polygon, style, pane, { set, drop, under }) {
    const layer = L.polygon(latlngsOf(polygon), { ...style, pane }).addTo(this.live);
    this.watch(layer, (drawn) => set(drawn, polygonOf(layer)), under);
    layer.on("pm:remove", () => this.state.draw(drop));
  }

  addCircle({ lat, lon, radius_m: radius }, style, pane, { set, under }) {
    const layer = L.circle([lat, lon], { ...style, radius, pane }).addTo(this.live);
    this.watch(layer, (drawn) => set(drawn, circleOf(layer)), under);
  }

  watch(layer, change, under) {
    layer.on("pm:markerdrag pm:centerplaced", () => {
      under?.remove();
      this.state.hold(change);
    });
    layer.on("pm:edit", () => this.state.draw(change, { keep: !layer.getRadius && !under }));
  }

  handles() {
    const editable = !this.form() && vertices(this.state.drawn.polygons) <= MOST_HANDLES;
    this.live.eachLayer((layer) => {
      if (!layer.pm || layer.options.pmIgnore) return;
      if (editable) layer.pm.enable({ hintlineStyle: { stroke: false }, snappable: this.snapping, allowSelfIntersection: false, preventMarkerRemoval: false });
      else layer.pm.disable();
    });
  }
}

// Geoman's corners can be dragged but not moved by keys: they are no buttons for screen readers (see keyboard.js).
function quiet(changes) {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (!node.classList?.contains("leaflet-marker-icon")) continue;
      node.removeAttribute("role");
      node.removeAttribute("tabindex");
      node.setAttribute("aria-hidden", "true");
    }
  }
}

function circleOf(layer) {
  const { lat, lng } = layer.getLatLng();
  const figures = 1e7;
  return { lat: Math.round(lat * figures) / figures, lon: Math.round(lng * figures) / figures, radius_m: Math.round(layer.getRadius()) };
}
