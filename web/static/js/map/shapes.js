// Small geometry for the screen. Measuring is the server's.
export function polygonsOf(geometry) {
  if (!geometry) return [];
  if (geometry.type === "Polygon") return [geometry.coordinates];
  if (geometry.type === "MultiPolygon") return geometry.coordinates;
  if (geometry.type === "Feature") return polygonsOf(geometry.geometry);
  const members = geometry.geometries ?? geometry.features ?? [];
  return members.flatMap(polygonsOf);
}

export function collection(polygons) {
  if (!polygons.length) return null;
  if (polygons.length === 1) return { type: "Polygon", coordinates: polygons[0] };
  return { type: "GeometryCollection", geometries: polygons.map((coordinates) => ({ type: "Polygon", coordinates })) };
}

const round = (value) => Math.round(value * 1e7) / 1e7;

export function ringOf(latlngs) {
  const ring = latlngs.map((spot) => [round(spot.lng), round(spot.lat)]);
  if (ring.length) ring.push(ring[0].slice());
  return ring;
}

export function latlngsOf(polygon) {
  return polygon.map((ring) => ring.slice(0, -1).map(([lng, lat]) => [lat, lng]));
}

export function polygonOf(layer) {
  const latlngs = layer.getLatLngs();
  const rings = Array.isArray(latlngs[0]) ? latlngs : [latlngs];
  return rings.map(ringOf);
}

export function insideRing(x, y, ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

export function inside(x, y, geometry) {
  return polygonsOf(geometry).some((rings) => rings.filter((ring) => insideRing(x, y, ring)).length % 2 === 1);
}

// Where the edge of an area runs through a district: the middle of those spots, or null.
export function touching(area, district) {
  const spots = [];
  for (const polygon of polygonsOf(area)) {
    const ring = polygon[0];
    for (let i = 0; i + 1 < ring.length; i++) {
      const steps = ring.length > 200 ? 1 : 24;
      for (let step = 0; step < steps; step++) {
        const x = ring[i][0] + ((ring[i + 1][0] - ring[i][0]) * step) / steps;
        const y = ring[i][1] + ((ring[i + 1][1] - ring[i][1]) * step) / steps;
        if (inside(x, y, district)) spots.push([x, y]);
      }
    }
  }
  if (!spots.length) return null;
  return spots[Math.floor(spots.length / 2)];
}

export const vertices = (polygons) => polygons.reduce((sum, rings) => sum + rings.reduce((n, ring) => n + ring.length, 0), 0);

const METRES = 111_320;

// Square metres of an area request, well enough to tell the smaller from the larger.
export function sizeOf({ circle, geometry }) {
  const round = circle ? Math.PI * circle.radius_m ** 2 : 0;
  return polygonsOf(geometry).reduce((sum, [outer]) => sum + ringSize(outer), round);
}

function ringSize(ring) {
  const across = METRES * Math.cos((ring[0][1] * Math.PI) / 180);
  let twice = 0;
  for (let i = 0; i + 1 < ring.length; i++) twice += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return (Math.abs(twice) / 2) * across * METRES;
}
