// All that brings an area in from outside the drawing tools: search, paste, files, saved areas.
import { Pasting } from "./paste.js";
import { Saved } from "./saved.js";
import { Search } from "./search.js";
import { Uploads } from "./upload.js";

export function intake({ map, state, ground, words, token, picking, done }) {
  const saved = new Saved(state, token, done);
  new Uploads(new Pasting(state, token, done), token);
  new Search(ground, words, (hit) => {
    if (hit.saved) { saved.take(hit.saved, "replace"); return; }
    if (hit.own) picking.set(hit.key, true, hit.name);
    const bounds = hit.bounds ? L.latLngBounds([hit.bounds[1], hit.bounds[0]], [hit.bounds[3], hit.bounds[2]]) : null;
    const shape = ground.geometry(hit.key);
    if (bounds || shape) map.fitBounds(bounds ?? L.geoJSON(shape).getBounds(), { padding: [60, 60], animate: false });
  });
}
