// Where a drawn piece goes: into the area, out of it, or into a zone.
import { collection, sizeOf } from "../map/shapes.js";

// An area request of one piece: {circle}, {polygon} or {polygons}.
export function areaOf({ circle = null, polygon = null, polygons = polygon ? [polygon] : [] }) {
  return { geometry: polygons.length > 1 ? { type: "MultiPolygon", coordinates: polygons } : collection(polygons), districts: [], circle, subtract: null };
}

// `where`: the tool in hand and, for a zone, the one that is drawn anew; `naming`: name and key of a new one.
export function put(drawn, { tool, zone }, piece, naming) {
  if (tool === "zone") putZone(drawn.zones, zone.key, areaOf(piece), naming);
  else if (piece.circle) drawn.circle = piece.circle;
  else drawn[tool === "cut" ? "cut" : "polygons"].push(piece.polygon);
}

// The smaller zone lies within the larger one: a new one goes where its size says.
function putZone(zones, key, area, { name, key: mark }) {
  const known = zones.find((one) => one.key === key);
  if (known) { known.area = area; return; }
  const larger = zones.findIndex((one) => sizeOf(one.area) > sizeOf(area));
  zones.splice(larger < 0 ? zones.length : larger, 0, { key: mark, name, area, instruction: {} });
}
