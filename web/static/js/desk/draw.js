// Drawing: polygon, circle, cut, inner zone. Geoman draws, the state keeps, the layers here can be dragged.
import { say } from "../say.js";
import { styleOf } from "../map/patterns.js";
import { latlngsOf, polygonOf, ringOf, vertices } from "../map/shapes.js";

const SHAPE = { draw: "Polygon", cut: "Polygon", circle: "Circle", zone: "Circle" };
const MOST_HANDLES = 150;
const DASHES = document.documentElement.dataset.mode === "drill" ? "12 6" : null;
const LINE = { color: "#131525", weight: 3, fill: false, dashArray: DASHES };

export class Drawing {
  constructor(map, stage, state, words, keyOf) {
    Object.assign(this, { map, stage, state, words, keyOf, tool: "" });
    this.live = L.layerGroup().addTo(map);
    this.said = document.getElementById("map-hint");
    this.snapping = false;
    new MutationObserver(quiet).observe(map.getContainer(), { subtree: true, childList: true });
    document.addEventListener("ortsruf:drawn", (event) => this.taken(event.detail.layer));
    map.on("mousemove", () => stage.classList.add("pointing"));
    map.on("mouseout", () => stage.classList.remove("pointing"));
    map.on("pm:drawstart", ({ workingLayer }) => this.follow(workingLayer));
    map.on("pm:drawend", () => this.use(this.tool === "pick" ? "pick" : ""));
    state.addEventListener("change", ({ detail }) => { if (detail.rebuild) this.rebuild(); });
  }

  use(tool) {
    const before = this.tool;
    this.tool = tool;
    if (tool in SHAPE) this.drawing = tool; // Geoman ends the drawing before it hands the shape out
    if (before in SHAPE && this.map.pm.globalDrawModeEnabled()) this.map.pm.disableDraw();
    this.stage.className = this.stage.className.replace(/ ?tool-\w+/g, "");
    if (tool) this.stage.classList.add(`tool-${tool}`);
    for (const button of document.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
    if (tool in SHAPE) this.start(SHAPE[tool]);
    this.handles();
    this.hint(tool);
    document.dispatchEvent(new CustomEvent("ortsruf:tool", { detail: { tool } }));
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

  // While somebody draws, three corners already are an area that can be asked about.
  follow(working) {
    working?.on("pm:centerplaced", () => this.hint("edge"));
    if (!working || !working.getLatLngs) return;
    working.on("pm:vertexadded", () => {
      const corners = working.getLatLngs().flat();
      if (corners.length < 3) return;
      const ring = ringOf(corners);
      const field = this.tool === "cut" ? "cut" : "polygons";
      this.state.hold((drawn) => drawn[field].push([ring]));
    });
  }

  taken(layer) {
    const tool = this.drawing;
    layer.remove();
    if (layer.getRadius) this.takenCircle(layer, tool);
    else {
      const polygon = polygonOf(layer);
      this.state.draw((drawn) => drawn[tool === "cut" ? "cut" : "polygons"].push(polygon));
      say(tool === "cut" ? this.words.cut : this.words.closed);
    }
  }

  takenCircle(layer, tool) {
    const circle = circleOf(layer);
    if (tool === "zone") this.state.draw((drawn) => { drawn.zone = zoneOf(circle); });
    else {
      if (this.state.drawn.circle) say(this.words.replaced);
      this.state.draw((drawn) => { drawn.circle = circle; });
    }
  }

  rebuild() {
    this.live.clearLayers();
    const { polygons, cut, circle, zone } = this.state.drawn;
    polygons.forEach((polygon, index) => this.addPolygon(polygon, "polygons", index, LINE));
    cut.forEach((polygon, index) => this.addPolygon(polygon, "cut", index, { ...LINE, dashArray: "4 6", weight: 2 }));
    if (circle) this.addCircle(circle, LINE, "area", (drawn, made) => { drawn.circle = made; });
    if (zone?.area.circle) {
      const style = styleOf(this.keyOf());
      this.addCasing(zone.area.circle);
      this.addCircle(zone.area.circle, { color: style.line, weight: 3, fillColor: style.crossed, fillOpacity: 1, fill: true }, "zone",
        (drawn, made) => { drawn.zone = { ...drawn.zone, area: { circle: made } }; });
    }
    this.handles();
  }

  addCasing({ lat, lon, radius_m: radius }) {
    L.circle([lat, lon], { radius, pane: "casing", color: "#fff", weight: 7, fill: false, interactive: false, pmIgnore: true }).addTo(this.live);
  }

  addPolygon(polygon, field, index, style) {
    const layer = L.polygon(latlngsOf(polygon), { ...style, pane: field === "cut" ? "cut" : "area" }).addTo(this.live);
    const put = (drawn) => { drawn[field][index] = polygonOf(layer); };
    this.watch(layer, put);
    layer.on("pm:remove", () => this.state.draw((drawn) => drawn[field].splice(index, 1)));
  }

  addCircle({ lat, lon, radius_m: radius }, style, pane, put) {
    const layer = L.circle([lat, lon], { ...style, radius, pane }).addTo(this.live);
    this.watch(layer, (drawn) => put(drawn, circleOf(layer)));
  }

  watch(layer, put) {
    layer.on("pm:markerdrag pm:centerplaced", () => this.state.hold(put));
    layer.on("pm:edit", () => this.state.draw(put, { keep: !layer.getRadius }));
  }

  handles() {
    const editable = !(this.tool in SHAPE) && vertices(this.state.drawn.polygons) <= MOST_HANDLES;
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

function zoneOf(circle) {
  const chosen = document.querySelector("#template").selectedOptions[0];
  return { order: 1, name: chosen?.dataset.inner || "Sperrkreis", area: { circle } };
}
