// Names: the heaviest first, tried beside their place, dropped where they would collide.
import { inside } from "./shapes.js";

const OFFSETS = [[0, 0], [0, -22], [0, 22], [-40, 0], [40, 0], [0, -44], [0, 44], [-60, -24], [60, -24], [-60, 24], [60, 24], [0, 66], [0, -66], [96, 0], [-96, 0], [96, 40], [-96, 40], [96, -40], [-96, -40]];
const OUT = [[72, 30], [-72, -30], [72, -30], [-72, 30], [0, 46], [0, -46], [110, 0], [-110, 0]];

const FAR = [120, 160, 200].flatMap((radius) =>
  [...Array(12).keys()].map((turn) => [Math.cos((turn * Math.PI) / 6) * radius, Math.sin((turn * Math.PI) / 6) * radius]));

const MOST = 120;

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const boxAt = (x, y, width, height) => [x - width / 2 - 2, y - height / 2 - 2, x + width / 2 + 2, y + height / 2 + 2];

export class Labels {
  constructor(map, stage, obstacles) {
    this.map = map;
    this.stage = stage;
    this.obstacles = obstacles;
    this.pane = map.getPane("names");
    this.leaders = L.layerGroup().addTo(map);
    this.labels = [];
    map.on("zoomstart", () => { this.pane.hidden = true; });
    map.on("zoomend moveend resize viewreset", () => this.place());
  }

  // labels: {text, latlng, geometry?, classes, weight, away?}. `away`: beside its place, with a leader.
  show(labels) {
    this.labels = labels.slice().sort((a, b) => b.weight - a.weight);
    this.place();
  }

  place() {
    this.pane.hidden = false;
    this.pane.replaceChildren();
    this.leaders.clearLayers();
    const taken = this.taken();
    let tried = 0;
    for (const label of this.labels) {
      const at = this.anchor(label);
      if (!at) continue;
      this.put(label, at, taken);
      if (++tried >= MOST) break; // the heaviest come first: nobody could read more
    }
  }

  anchor(label) {
    const view = this.map.getBounds();
    if (view.contains(label.latlng) || !label.geometry) return view.contains(label.latlng) ? label.latlng : null;
    return this.innerSpot(view, label.geometry);
  }

  // A spot of the visible part: the one with most neighbours that lie inside too.
  innerSpot(view, geometry) {
    const across = 14;
    const up = 10;
    const grid = [];
    for (let i = 1; i < across; i++) {
      for (let j = 1; j < up; j++) {
        const lng = view.getWest() + ((view.getEast() - view.getWest()) * i) / across;
        const lat = view.getSouth() + ((view.getNorth() - view.getSouth()) * j) / up;
        if (inside(lng, lat, geometry)) grid.push([i, j, lng, lat]);
      }
    }
    if (grid.length < 2) return null;
    const near = ([i, j]) => grid.filter(([k, l]) => Math.abs(i - k) < 3 && Math.abs(j - l) < 3).length;
    const best = grid.reduce((top, spot) => (near(spot) > near(top) ? spot : top));
    return L.latLng(best[3], best[2]);
  }

  taken() {
    const origin = this.stage.getBoundingClientRect();
    const boxes = [];
    for (const selector of this.obstacles) {
      for (const element of document.querySelectorAll(selector)) {
        if (element.hidden || !element.offsetParent) continue;
        const box = element.getBoundingClientRect();
        boxes.push([box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top]);
      }
    }
    return boxes;
  }

  put(label, latlng, taken) {
    const holder = document.createElement("div");
    const inner = document.createElement("div");
    inner.className = `map-name ${label.classes}`;
    for (const [index, line] of [label.text].flat().entries()) {
      if (index) inner.append(document.createElement("br"));
      inner.append(line);
    }
    holder.append(inner);
    this.pane.append(holder);
    const point = this.map.latLngToContainerPoint(latlng);
    const size = [inner.offsetWidth, inner.offsetHeight];
    const offset = this.free(point, size, label, taken);
    if (!offset) {
      holder.remove();
      return;
    }
    const spot = point.add(offset);
    taken.push(boxAt(spot.x, spot.y, ...size));
    L.DomUtil.setPosition(holder, this.map.containerPointToLayerPoint(spot));
    if (label.away || Math.hypot(...offset) > 80) this.leader(latlng, this.map.containerPointToLatLng(spot));
  }

  free(point, size, label, taken) {
    const width = this.stage.clientWidth;
    const height = this.stage.clientHeight;
    const fits = ([x, y]) => {
      const box = boxAt(point.x + x, point.y + y, ...size);
      const within = box[0] > 0 && box[1] > 0 && box[2] < width && box[3] < height;
      return within && !taken.some((other) => overlap(box, other));
    };
    if (label.away) return OUT.find(fits) ?? null;
    return (label.must ? [...OFFSETS, ...FAR] : OFFSETS.slice(0, 7)).find(fits) ?? null;
  }

  leader(from, to) {
    L.polyline([from, to], { pane: "sliver", color: "#454B6B", weight: 1.25, interactive: false }).addTo(this.leaders);
  }
}
