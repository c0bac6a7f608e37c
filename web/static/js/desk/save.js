// Saves by itself once the figures stand; never over somebody else's version, and what is not saved stays on this device.
import { polygonsOf } from "../map/shapes.js";
import { Keep } from "./keep.js";
import { compare, Merge } from "./merge.js";
import { Presence } from "./presence.js";
import { Retry } from "./retry.js";

const PAUSE = 1200;
const copy = (value) => JSON.parse(JSON.stringify(value));
const DRAWN = { whole_districts: "whole", width: "width", sliver_choices: "slivers" };

// A value as text, whatever the order of its fields.
function stable(value) {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  if (value && typeof value === "object") return `{${Object.keys(value).sort().map((key) => `${key}:${stable(value[key])}`).join()}}`;
  return JSON.stringify(value ?? null);
}

export class Saving {
  constructor(state, words, token, start) {
    Object.assign(this, { state, token, id: start.id, version: start.version, running: null, timer: 0, dirty: false, waiting: null });
    this.said = document.getElementById("saved");
    this.onward = document.getElementById("onward");
    this.note = document.getElementById("rescue");
    this.words = { ...words, ...JSON.parse(this.note.dataset.words) };
    this.width = null;
    this.stored = this.said.textContent;
    const place = document.getElementById("presence");
    this.person = place.dataset.person;
    this.keep = new Keep(this.id ?? `new:${state.mode}`, this.person);
    this.base = this.parts();
    this.retry = new Retry(() => this.save(), (s) => this.say(this.words.offline.replace("{s}", s), "offline"));
    this.merge = new Merge(document.getElementById("merge"), (chosen) => this.decided(chosen));
    this.presence = new Presence(place, token, { heard: (version) => this.heard(version), lost: () => {} });
    state.addEventListener("change", ({ detail }) => { if (!detail.held) this.touched(); });
    this.onward.addEventListener("click", (event) => this.leave(event));
    window.addEventListener("beforeunload", (event) => { if (this.dirty && !state.empty) event.preventDefault(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.dirty && this.id && !this.retry.waiting) this.save(); });
    queueMicrotask(() => this.rescue());
  }

  // What the map decides, part by part, so that two of them can be compared.
  parts(of = this.mine()) {
    const { polygons, circle, districts, cut, zones, ...rest } = of;
    const bare = zones.map(({ key, name, area }, index) => ({ order: index + 1, key: key || null, name, area }));
    return Object.fromEntries(Object.entries({ area: { polygons, circle, districts, cut }, zones: bare, ...rest }).map(([name, value]) => [name, stable(value)]));
  }

  mine() {
    const { polygons, circle, districts, cut, zones, whole, width, slivers } = this.state.drawn;
    return copy({ polygons, circle, districts, cut, zones, whole_districts: whole ?? false, width: width ?? this.width, sliver_choices: slivers, template: this.state.template, severity: this.state.severity });
  }

  touched() {
    this.dirty = true;
    this.onward.setAttribute("aria-disabled", String(this.state.empty));
    this.hold();
    clearTimeout(this.timer);
    if (!this.retry.waiting && !this.waiting) this.say(this.words.typing, "unsaved");
    if (!this.state.empty || this.id) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  hold() {
    this.keep.put({ version: this.version, base: this.base, mine: this.mine() });
  }

  async save() {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (this.waiting) return false;
    if (!this.dirty) return true;
    this.running = this.send();
    const done = await this.running;
    this.running = null;
    return done;
  }

  async send() {
    this.dirty = false;
    if (!this.retry.waiting) this.say(this.words.saving, "saving");
    const body = { ...this.state.body(), version: this.version };
    body.width ??= this.width;
    const sent = this.parts();
    try {
      const response = await fetch(this.id ? `/desk/alerts/${this.id}/area` : "/desk/alerts", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": this.token },
        body: JSON.stringify(body),
      });
      if (response.status >= 502) throw new Error(String(response.status));
      const data = await response.json();
      this.retry.done();
      if (response.ok) this.taken(data, sent);
      else if (response.status === 412) return await this.newer();
      else this.refused(data);
      return response.ok;
    } catch {
      this.dirty = true;
      this.hold();
      this.retry.later();
      return false;
    }
  }

  taken(data, sent) {
    if (!this.id) {
      history.replaceState(null, "", data.area);
      const form = document.getElementById("discard");
      form.action = `/desk/alerts/${data.id}/discard`;
      form.hidden = false;
      this.keep.drop();
      this.keep = new Keep(data.id, this.person);
      this.presence.begin(data.id);
    }
    this.id = data.id;
    this.version = data.version;
    this.base = sent;
    this.onward.href = data.text;
    this.stored = this.words.saved.replace("{time}", data.saved);
    if (this.dirty) this.hold();
    else this.keep.drop();
    this.say(this.dirty ? this.words.typing : this.stored, this.dirty ? "unsaved" : "saved");
  }

  refused(problem) {
    this.dirty = true;
    this.hold();
    this.say(this.words.unsaved.replace("{why}", problem.detail), "refused");
  }

  // --- somebody else has saved -------------------------------------------------------------------------------------

  heard(version) {
    if (this.retry.waiting) this.retry.now();
    else if (this.id && version > this.version && !this.dirty && !this.running && !this.waiting && !this.state.pending) this.pull();
  }

  async pull() {
    this.running = this.newer().catch(() => false);
    await this.running;
    this.running = null;
  }

  async newer() {
    const response = await fetch(`/desk/alerts/${this.id}/current.json`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    const current = await response.json();
    const theirs = this.read(current.area);
    const others = this.parts(theirs);
    if (theirs.template === "") others.template = this.base.template;
    const { taken, kept, both } = compare(this.base, this.parts(), others);
    this.put(theirs, Object.keys(taken));
    this.version = current.version;
    this.base = others;
    this.tellMerged(current.author, Object.keys(taken));
    if (Object.keys(both).length) {
      this.ask(current, theirs, both);
      return false;
    }
    this.dirty = Object.keys(kept).length > 0;
    if (this.dirty) return this.send();
    this.keep.drop();
    this.say(this.stored, "saved");
    return true;
  }

  read(area) {
    const { area: drawn, zones, ...rest } = Object.fromEntries(Object.entries(area).map(([name, text]) => [name, JSON.parse(text)]));
    return {
      polygons: polygonsOf(drawn.geometry),
      circle: drawn.circle ?? null,
      districts: drawn.districts ?? [],
      cut: polygonsOf(drawn.subtract),
      zones: [...zones].sort((one, other) => one.order - other.order).map(({ key, name, area: own, instruction }) => ({ key, name, area: own, instruction })),
      ...rest,
    };
  }

  put(from, names) {
    const drawn = names.filter((name) => name in DRAWN || name === "area" || name === "zones");
    if (drawn.length) {
      this.state.draw((now) => {
        for (const name of drawn) {
          if (name === "area") for (const part of ["polygons", "circle", "districts", "cut"]) now[part] = copy(from[part]);
          else if (name === "zones") now.zones = copy(from.zones);
          else now[DRAWN[name]] = copy(from[name]);
        }
      });
    }
    if (names.includes("template")) choose(document.getElementById("template"), from.template);
    if (names.includes("severity")) {
      const radio = document.querySelector(`[name="severity"][value="${from.severity}"]`);
      if (radio) {
        radio.checked = true;
        radio.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    this.dirty = false;
    clearTimeout(this.timer);
  }

  tellMerged(who, names) {
    if (!names.length) return;
    const note = document.getElementById("merged");
    const what = [...new Set(names.map((name) => this.words[name] ?? name))].join(", ");
    note.querySelector(".body").textContent = this.words.merged.replace("{who}", who).replace("{what}", what);
    note.hidden = false;
  }

  ask(current, theirs, both) {
    this.waiting = theirs;
    this.dirty = true;
    this.hold();
    const mine = this.mine();
    const shown = Object.fromEntries(Object.keys(both).map((name) => [name, { mine: summary(name, mine), theirs: summary(name, theirs) }]));
    const said = this.words.conflict.replace("{who}", current.author).replace("{time}", current.at);
    this.merge.ask(shown, { said, who: current.author, label: (name) => this.words[name] ?? name });
    this.say(said, "refused");
  }

  decided(chosen) {
    const theirs = this.waiting;
    this.waiting = null;
    this.put(theirs, Object.keys(chosen).filter((name) => chosen[name] === "theirs"));
    this.dirty = true;
    this.save();
  }

  // --- what lies on this device ------------------------------------------------------------------------------------

  rescue() {
    const entry = this.keep.get();
    if (!entry?.mine) return;
    const { kept, both } = compare(entry.base ?? {}, this.parts(entry.mine), this.parts());
    const names = [...Object.keys(kept), ...Object.keys(both)];
    if (!names.length) return this.keep.drop();
    const time = new Intl.DateTimeFormat("de-DE", { timeStyle: "short", dateStyle: "short", timeZone: "Europe/Berlin" }).format(entry.at);
    this.note.querySelector("[data-rescue-say]").textContent = this.words.rescued.replace("{time}", time);
    this.note.hidden = false;
    this.note.addEventListener("click", (event) => {
      const act = event.target.closest("[data-rescue]")?.dataset.rescue;
      if (!act) return;
      this.note.hidden = true;
      if (act === "take") {
        this.put(entry.mine, names);
        this.touched();
      } else {
        this.keep.drop();
      }
    });
  }

  async leave(event) {
    event.preventDefault();
    if (this.state.empty) return;
    if (!this.id) this.dirty = true;
    if (await this.save()) {
      this.dirty = false;
      location.assign(this.onward.href);
    }
  }

  say(words, state) {
    this.said.textContent = words;
    this.said.dataset.state = state;
    this.said.classList.toggle("warn", state === "offline" || state === "refused");
  }
}

function choose(select, key) {
  if (!select || ![...select.options].some((one) => one.value === key)) return;
  select.value = key;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

// An area in few signs, for the choice between two.
function summary(name, of) {
  if (name === "area") {
    const { polygons, circle, districts, cut } = of;
    return [polygons.length && `▱ ${polygons.length}`, circle && `○ ${Math.round(circle.radius_m)} m`, districts.length && `⌂ ${districts.length}`, cut.length && `✂ ${cut.length}`].filter(Boolean).join(" · ");
  }
  if (name === "zones") return of.zones.map((zone) => zone.name).join(", ");
  const value = of[name];
  return typeof value === "object" ? Object.keys(value ?? {}).join(", ") : String(value ?? "");
}
