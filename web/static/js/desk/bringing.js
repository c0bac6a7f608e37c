// What comes to the map from outside goes on it as one step that can be undone.
import { polygonsOf } from "../map/shapes.js";

export function bring(state, area, { zones = [], replace = false } = {}) {
  state.draw((drawn) => {
    if (replace) Object.assign(drawn, { polygons: [], circle: null, districts: [], cut: [] });
    drawn.polygons.push(...polygonsOf(area.geometry));
    drawn.cut.push(...polygonsOf(area.subtract));
    drawn.districts = [...new Set([...drawn.districts, ...(area.districts ?? [])])];
    if (area.circle) drawn.circle = area.circle;
    if (replace || zones.length) drawn.zones = zones;
  });
}

export async function ask(address, token, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) Object.assign(headers, { "X-CSRF-Token": token, "Content-Type": "application/json" });
  const response = await fetch(address, { method: body === undefined ? "GET" : "POST", headers, body: JSON.stringify(body) });
  const data = await response.json();
  if (response.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  if (!response.ok) throw new Refusal(data);
  return data;
}

export class Refusal extends Error {
  constructor(problem) {
    super(problem.faults?.map((fault) => fault.detail).join("; ") || problem.detail || problem.title);
  }
}

// One of several panels over the map: a button opens it, the others close.
export class Panel {
  constructor(box, button, first) {
    Object.assign(this, { box, button, first });
    button.addEventListener("click", () => this.open(box.hidden));
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") this.open(false); });
    document.addEventListener("ortsruf:panel", ({ detail }) => { if (detail !== box && !box.hidden) this.shut(); });
    document.addEventListener("ortsruf:tool", ({ detail }) => { if (detail.tool && !box.hidden) this.shut(); });
  }

  open(wanted, { focus = true } = {}) {
    if (wanted) document.dispatchEvent(new CustomEvent("ortsruf:panel", { detail: this.box }));
    this.box.hidden = !wanted;
    this.button.setAttribute("aria-expanded", String(wanted));
    if (focus) (wanted ? this.first : this.button).focus();
    if (wanted) this.opened?.();
  }

  shut() {
    this.open(false, { focus: false });
  }
}
