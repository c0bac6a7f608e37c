// The ground: neighbours, own land with its glow, its leaves, its edge. Shapes come once and are kept.
import { inWorld, LeafCanvas } from "./canvas.js";

const plain = { interactive: false, smoothFactor: 1 };

function geometries(features, options) {
  return L.geoJSON({ type: "FeatureCollection", features }, { ...plain, ...options });
}

export class Ground {
  constructor(map, data) {
    this.map = map;
    this.data = data;
    this.wide = Boolean(data.leaves);
    this.features = new Map((data.own ?? []).map((feature) => [feature.properties.key, feature]));
    this.around = new Map(data.around.map((feature) => [feature.properties.key, feature]));
    if (this.wide) this.addLeaves();
    this.addAround();
    this.addOwn();
  }

  // Thousands: names at once, shapes on a canvas, a leaf's geometry only when it is asked for.
  addLeaves() {
    const { leaves, level, per_degree: perDegree } = this.data;
    for (const leaf of leaves) {
      const [key, name, people, lon, lat] = leaf;
      this.features.set(key, { type: "Feature", properties: { key, name, people, level, label: [lon, lat] }, get geometry() { return unrolled(leaf, perDegree); } });
    }
    this.world = new Map(inWorld(leaves, perDegree).map((leaf) => [leaf.key, leaf]));
    this.canvas = new LeafCanvas({ pane: "own" }).addTo(this.map).show([...this.world.values()], { fill: "#FCFCFB", line: "#A3ACBE", weight: 0.9 });
  }

  addAround() {
    const { level } = this.data;
    const style = (feature) =>
      feature.properties.level === level
        ? { fillColor: "#EAEDF2", fillOpacity: 1, color: "#C3CAD6", weight: 1 }
        : { fillColor: "#EAEDF2", fillOpacity: 1, color: "#A3ACBE", weight: 1.5 };
    const others = this.data.around.filter((feature) => !this.features.has(feature.properties.key));
    const between = { pane: "edge", smoothFactor: 2, style: { fill: false, color: "#8A93A8", weight: 1.25 } };
    geometries(others, this.wide ? between : { pane: "around", style }).addTo(this.map);
  }

  addOwn() {
    const { edge } = this.data;
    const drawn = [...(this.data.own ?? [])];
    if (!this.wide) geometries(edge, { pane: "own", style: { fill: false, color: "#39415E", opacity: 0.1, weight: 14 } }).addTo(this.map);
    geometries(drawn, { pane: "own", style: { fillColor: "#FCFCFB", fillOpacity: 1, color: "#8A93A8", weight: 1.25 } }).addTo(this.map);
    geometries(edge, { pane: "edge", style: { fill: false, color: "#39415E", weight: this.wide ? 1.75 : 2.5 } }).addTo(this.map);
  }

  geometry(key) {
    return (this.features.get(key) ?? this.around.get(key))?.geometry ?? null;
  }

  name(key) {
    return (this.features.get(key) ?? this.around.get(key))?.properties.name ?? key;
  }

  bounds() {
    const [west, south, east, north] = this.data.bounds;
    return L.latLngBounds([south, west], [north, east]);
  }

  label(key) {
    const spot = (this.features.get(key) ?? this.around.get(key))?.properties.label;
    return spot ? L.latLng(spot[1], spot[0]) : null;
  }
}

// All rings in one polygon: the even-odd rule tells holes from islands.
function unrolled([, , , , , rings], perDegree) {
  const coordinates = rings.map((steps) => {
    const ring = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      ring.push([lon / perDegree, lat / perDegree]);
    }
    return ring;
  });
  return { type: "Polygon", coordinates };
}
