// What the server answered, drawn: affected leaves, the hatched area with its casing, slivers' rings, names.
import { LeafCanvas } from "./canvas.js";
import { styleOf } from "./patterns.js";
import { polygonsOf, touching } from "./shapes.js";

export class Answer {
  constructor(map, ground, labels, words) {
    this.map = map;
    this.ground = ground;
    this.labels = labels;
    this.words = words;
    this.layer = L.layerGroup().addTo(map);
    this.edges = L.layerGroup().addTo(map);
    this.data = null;
    this.zones = [];
    this.told = ground.wide ? new LeafCanvas({ pane: "affected" }).addTo(map) : null;
  }

  // The edge is the server's; while somebody drags it lies wrong and goes.
  stale() {
    this.edges.clearLayers();
  }

  show(data, key, zones) {
    this.data = data;
    this.key = key;
    this.zones = zones ?? [];
    this.told?.show([], {});
    this.layer.clearLayers();
    this.edges.clearLayers();
    if (data) this.draw(data, styleOf(key));
    this.labels.show([...this.districtNames(), ...this.sliverNames(), ...this.zoneNames()]);
  }

  draw(data, style) {
    const quiet = { interactive: false };
    const told = [...data.affected, ...data.slivers.filter((sliver) => sliver.included)].map((one) => one.key);
    if (this.told) this.told.show(told.map((key) => this.ground.world.get(key)).filter(Boolean), { fill: style.affected, line: style.line, weight: 1.5 });
    else this.drawTold(told, style);
    for (const key of data.outside) {
      const geometry = this.ground.geometry(key);
      if (!geometry) continue;
      L.geoJSON(geometry, { ...quiet, pane: "affected", style: { stroke: false, fillColor: "#F6D9D7", fillOpacity: 1 } }).addTo(this.layer);
      L.geoJSON(geometry, { ...quiet, pane: "affected-line", style: { fill: false, color: "#C31C13", weight: 2, dashArray: "2 5" } }).addTo(this.layer);
    }
    const dashes = this.key === "drill" ? "12 6" : null;
    const hatched = data.whole ? told.map((key) => this.ground.geometry(key)).filter(Boolean) : [data.shape];
    for (const shape of hatched) L.geoJSON(shape, { ...quiet, pane: "hatch", style: { stroke: false, fillColor: style.hatch, fillOpacity: 1 } }).addTo(this.layer);
    L.geoJSON(data.shape, { ...quiet, pane: "casing", style: { fill: false, color: "#fff", weight: 7 } }).addTo(this.edges);
    L.geoJSON(data.shape, { ...quiet, pane: "area", style: { fill: false, color: "#131525", weight: 3, dashArray: dashes } }).addTo(this.edges);
    this.drawSlivers(data);
  }

  drawTold(keys, style) {
    const quiet = { interactive: false };
    for (const geometry of keys.map((key) => this.ground.geometry(key)).filter(Boolean)) {
      L.geoJSON(geometry, { ...quiet, pane: "affected", style: { stroke: false, fillColor: style.affected, fillOpacity: 1 } }).addTo(this.layer);
      L.geoJSON(geometry, { ...quiet, pane: "affected-line", style: { fill: false, color: style.line, weight: 2 } }).addTo(this.layer);
    }
  }

  drawSlivers(data) {
    this.rings = [];
    for (const sliver of data.slivers) {
      const geometry = this.ground.geometry(sliver.key);
      const spot = geometry && touching(data.shape, geometry);
      if (!spot) continue;
      const latlng = L.latLng(spot[1], spot[0]);
      this.rings.push({ ...sliver, latlng });
      L.circleMarker(latlng, { pane: "sliver", radius: 13, color: "#454B6B", weight: 2, dashArray: "3 3", fill: false, interactive: false }).addTo(this.layer);
    }
  }

  districtNames() {
    const affected = new Map((this.data?.affected ?? []).map((one) => [one.key, one]));
    const ancestors = new Set(this.ground.data.ancestors);
    const names = [];
    for (const [key, feature] of this.ground.features) {
      const one = affected.get(key);
      const population = feature.properties.people ?? 1;
      if (one) names.push(this.affectedName(one, feature, population));
      else names.push({ text: feature.properties.name, latlng: this.ground.label(key), geometry: this.ground.wide ? null : feature.geometry, classes: "own", weight: 1e6 + population });
    }
    for (const [key, feature] of this.ground.around) {
      if (this.ground.features.has(key) || ancestors.has(key)) continue;
      const fine = feature.properties.level === this.ground.data.level;
      const outside = this.data?.outside.includes(key);
      const text = outside ? `${feature.properties.name} · ${this.words.outside}` : feature.properties.name;
      names.push({ text, latlng: this.ground.label(key), geometry: outside ? feature.geometry : null, classes: outside ? "chip outside" : "far", weight: outside ? 5e8 : fine ? 1 : 2, must: outside });
    }
    return names;
  }

  affectedName(one, feature, population) {
    const text = `${one.name} ${one.share}${one.gap ? ` · ${this.words.gap}` : ""}`;
    const classes = one.gap ? "chip gap" : "chip";
    if (this.ground.wide) return { text, latlng: this.ground.label(one.key), geometry: null, classes, weight: 1e9 + population };
    const latlng = this.middleInside(feature) ?? this.ground.label(one.key);
    return { text, latlng, geometry: feature.geometry, classes, weight: 1e9 + population, must: true };
  }

  // The name of an affected leaf goes where area and leaf meet.
  middleInside(feature) {
    const shape = polygonsOf(this.data.shape)[0]?.[0];
    const label = this.ground.label(feature.properties.key);
    if (!shape || !label) return label;
    const bounds = L.latLngBounds(shape.map(([lng, lat]) => [lat, lng])).intersects(L.geoJSON(feature).getBounds())
      ? L.latLngBounds(shape.map(([lng, lat]) => [lat, lng])) : null;
    if (!bounds) return label;
    const own = L.geoJSON(feature).getBounds();
    const south = Math.max(bounds.getSouth(), own.getSouth());
    const north = Math.min(bounds.getNorth(), own.getNorth());
    const west = Math.max(bounds.getWest(), own.getWest());
    const east = Math.min(bounds.getEast(), own.getEast());
    return L.latLng((south + north) / 2, (west + east) / 2);
  }

  sliverNames() {
    if (!this.data) return [];
    return (this.rings ?? []).map((ring) => ({
      text: `${ring.name} ${ring.share.replace("<", this.words.under)}`,
      latlng: ring.latlng,
      classes: "chip ring",
      weight: 1e8,
      away: true,
    }));
  }

  // A zone's name at its northern edge.
  zoneNames() {
    return this.zones.map((zone, index) => ({ zone, spot: northOf(zone.area), index }))
      .filter(({ spot }) => spot)
      .map(({ zone, spot, index }) => ({ text: zone.name, latlng: spot, classes: "chip zone", weight: 2e9 - index, must: true }));
  }
}

function northOf({ circle, geometry }) {
  if (circle) return L.latLng(L.latLng(circle.lat, circle.lon).toBounds(circle.radius_m * 2).getNorth(), circle.lon);
  if (!geometry) return null;
  const bounds = L.geoJSON(geometry).getBounds();
  return L.latLng(bounds.getNorth(), bounds.getCenter().lng);
}
