// What the operator has on the map, with undo and redo. Everything else listens.
import { collection, polygonsOf } from "../map/shapes.js";

const LONGEST = 100;
const copy = (value) => JSON.parse(JSON.stringify(value));

export class State extends EventTarget {
  constructor(initial) {
    super();
    const { area } = initial;
    this.drawn = {
      polygons: polygonsOf(area.geometry),
      circle: area.circle ?? null,
      districts: [...(area.districts ?? [])],
      cut: polygonsOf(area.subtract),
      zone: initial.zones[0] ?? null,
    };
    this.template = initial.template;
    this.severity = initial.severity;
    this.width = initial.width;
    this.slivers = { ...initial.sliver_choices };
    this.mode = initial.mode;
    this.pending = null;
    this.before = [];
    this.after = [];
  }

  // Change what is drawn. `keep`: the layers on the map already show it, don't build them anew.
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

  decide(change) {
    change(this);
    this.changed({ rebuild: false });
  }

  undo() {
    if (!this.before.length) return false;
    this.after.push(copy(this.drawn));
    this.drawn = this.before.pop();
    this.changed({ rebuild: true });
    return true;
  }

  redo() {
    if (!this.after.length) return false;
    this.before.push(copy(this.drawn));
    this.drawn = this.after.pop();
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
      width: this.width,
      sliver_choices: this.slivers,
      zones: drawn.zone ? [{ order: 1, name: drawn.zone.name, area: drawn.zone.area }] : [],
      mode: this.mode,
    };
  }
}
