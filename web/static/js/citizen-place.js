// Where am I? Decided in the browser: the outlines come to the reader, the reader's position goes nowhere.

const NEAR_METRES = 150;

function inRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);

export function contains(geometry, spot) {
  return polygons(geometry).some(([outer, ...holes]) => inRing(spot, outer) && !holes.some((hole) => inRing(spot, hole)));
}

// Metres to the nearest edge; flat, good enough at this size.
export function metresToEdge(geometry, [lon, lat]) {
  const perLat = 111195;
  const perLon = perLat * Math.cos((lat * Math.PI) / 180);
  let least = Infinity;
  for (const polygon of polygons(geometry)) {
    for (const ring of polygon) {
      for (let i = 1; i < ring.length; i++) {
        const ax = (ring[i - 1][0] - lon) * perLon;
        const ay = (ring[i - 1][1] - lat) * perLat;
        const bx = (ring[i][0] - lon) * perLon;
        const by = (ring[i][1] - lat) * perLat;
        const length = (bx - ax) ** 2 + (by - ay) ** 2;
        const along = length ? Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length)) : 0;
        least = Math.min(least, Math.hypot(ax + along * (bx - ax), ay + along * (by - ay)));
      }
    }
  }
  return least;
}

function position() {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
}

const said = document.querySelector("[data-said]");

function say(words, tone = "") {
  said.textContent = words;
  said.className = `said ${tone}`;
  said.hidden = false;
}

async function amInside(button) {
  const words = button.dataset;
  try {
    const [place, shapes] = await Promise.all([position(), fetch(words.locate).then((answer) => answer.json())]);
    const spot = [place.coords.longitude, place.coords.latitude];
    const zone = shapes.zones.find((one) => contains(one.geometry, spot));
    if (zone) return say(`${words.inside}: ${zone.name}.`, "inside-yes");
    if (contains(shapes.area, spot)) return say(`${words.inside}.`, "inside-yes");
    const unsure = Math.max(NEAR_METRES, place.coords.accuracy);
    if (metresToEdge(shapes.area, spot) < unsure) return say(`${words.near}.`, "inside-yes");
    return say(`${words.outside}.`, "inside-no");
  } catch {
    return say(`${words.refused}.`);
  }
}

async function findPlace(button) {
  const words = button.dataset;
  try {
    const [place, shapes] = await Promise.all([position(), fetch(words.find).then((answer) => answer.json())]);
    const spot = [place.coords.longitude, place.coords.latitude];
    const found = shapes.places.find((one) => contains(one.geometry, spot));
    if (!found) return say(words.none);
    // Only the name of the place goes to the server, as if it had been typed.
    return location.assign(words.to.replace("KEY", encodeURIComponent(found.key)));
  } catch {
    return say(words.refused);
  }
}

if ("geolocation" in navigator) {
  for (const hidden of document.querySelectorAll("[data-locate], [data-privacy]")) hidden.hidden = false;
  document.querySelector("[data-locate]")?.addEventListener("click", (event) => amInside(event.currentTarget));
  document.querySelector("[data-find]")?.addEventListener("click", (event) => findPlace(event.currentTarget));
}
