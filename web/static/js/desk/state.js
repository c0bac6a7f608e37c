// What the operator has on the map and has chosen for it, with undo and redo. Everything else listens.
import { collection, polygonsOf } from "../map/shapes.js";

const LONGEST = 100;
const copy = (value) => JSON.parse(JSON.stringify(value));

export function drawnOf({ area, zones }) {
  return {
    polygons: polygonsOf(area.geometry),
    circle: area.circle ?? null,
    districts: [...(area.districts ?? [])],
    cut: polygonsOf(area.subtract),
    zones: [...zones].sort((a, b) => a.order - b.order).map(({ key, name, area: own, instruction }) => ({ key, name, area: own, instruction })),
  };
}

export class State extends EventTarget {
  constructor(initial) {
    super();
    this.drawn = {
      ...drawnOf(initial),
      whole: initial.whole_districts,
      width: initial.width,
      slivers: { ...initial.sliver_choices },
    };
    this.template = initial.template;
    this.severity = initial.severity;
    this.mode = initial.mode;
    this.pending = null;
    this.before = [];
    this.after = [];
  }

  // Change what is drawn or chosen. `keep`: the layers on the map already show it, don't build them anew.
  draw(change, { keep = false } = {}) {
    this.before.push(copy(this.drawn));
    if (this.before.length > LONGEST) this.before.shift();
    this.after = [];
    change(this.drawn);
    this.pending = null;
    this.changed({ rebuild: !keep });
  }

  // What is being drawn or dragged right now: asked about, not yet decided.
  hold(change) {
    this.pending = change;
    this.changed({ rebuild: false, held: true });
  }

  // Lets go of what was being drawn.
  drop() {
    if (!this.pending) return;
    this.pending = null;
    this.changed({ rebuild: false, held: true });
  }

  // Occasion and severity belong to the alert, not to the map: no step of undo.
  decide(change) {
    change(this);
    this.changed({ rebuild: false });
  }

  undo() {
    return this.step(this.before, this.after);
  }

  redo() {
    return this.step(this.after, this.before);
  }

  step(from, to) {
    if (!from.length) return false;
    to.push(copy(this.drawn));
    this.drawn = from.pop();
    this.pending = null;
    this.changed({ rebuild: true });
    return true;
  }

  changed(detail) {
    this.dispatchEvent(new CustomEvent("change", { detail }));
  }

  get empty() {
    const { polygons, circle, districts } = this.current();
    return !polygons.length && !circle && !districts.length;
  }

  current() {
    if (!this.pending) return this.drawn;
    const held = copy(this.drawn);
    this.pending(held);
    return held;
  }

  // The body of every question to the server. `held`: with what is being drawn.
  body({ held = false } = {}) {
    const drawn = held ? this.current() : this.drawn;
    return {
      area: { geometry: collection(drawn.polygons), districts: drawn.districts, circle: drawn.circle, subtract: collection(drawn.cut) },
      severity: this.severity,
      template: this.template,
      width: drawn.width,
      sliver_choices: drawn.slivers,
      whole_districts: drawn.whole,
      zones: drawn.zones.map((zone, index) => ({ order: index + 1, ...zone })),
      mode: this.mode,
    };
  }
}
