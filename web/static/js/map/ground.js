// The ground: neighbours, own land with its glow, its leaves, its edge. Shapes come once and are kept.
const plain = { interactive: false, smoothFactor: 1 };

function geometries(features, options) {
  return L.geoJSON({ type: "FeatureCollection", features }, { ...plain, ...options });
}

export class Ground {
  constructor(map, data) {
    this.map = map;
    this.data = data;
    this.leaves = new Map();
    this.features = new Map(data.own.map((feature) => [feature.properties.key, feature]));
    this.around = new Map(data.around.map((feature) => [feature.properties.key, feature]));
    this.addAround();
    this.addOwn();
  }

  addAround() {
    const fine = this.data.level;
    const style = (feature) =>
      feature.properties.level === fine
        ? { fillColor: "#EAEDF2", fillOpacity: 1, color: "#C3CAD6", weight: 1 }
        : { fillColor: "#EAEDF2", fillOpacity: 1, color: "#A3ACBE", weight: 1.5 };
    const own = new Set(this.data.own.map((feature) => feature.properties.key));
    geometries(this.data.around.filter((feature) => !own.has(feature.properties.key)), { pane: "around", style }).addTo(this.map);
  }

  addOwn() {
    geometries([this.data.edge], { pane: "own", style: { fill: false, color: "#39415E", opacity: 0.1, weight: 14 } }).addTo(this.map);
    const style = { fillColor: "#FCFCFB", fillOpacity: 1, color: "#8A93A8", weight: 1.25 };
    for (const feature of this.data.own) {
      const layer = L.geoJSON(feature, { ...plain, pane: "own", style, interactive: true, bubblingMouseEvents: true }).addTo(this.map);
      this.leaves.set(feature.properties.key, layer);
    }
    geometries([this.data.edge], { pane: "edge", style: { fill: false, color: "#39415E", weight: 2.5 } }).addTo(this.map);
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
