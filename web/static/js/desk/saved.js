// Saved areas: found, taken as one step, kept from what is on the map.
import { say } from "../say.js";
import { ask, bring, Panel, Refusal } from "./bringing.js";

const PAUSE = 200;

export class Saved {
  constructor(state, token, done) {
    Object.assign(this, { state, token, done, timer: 0, asked: 0 });
    this.box = document.getElementById("saved-areas");
    this.words = JSON.parse(this.box.dataset.words);
    this.typed = document.getElementById("saved-search");
    this.kind = document.getElementById("saved-kind");
    this.list = document.getElementById("saved-list");
    this.fault = document.getElementById("saved-fault");
    this.hint = document.getElementById("saved-hint");
    this.form = document.getElementById("saved-form");
    this.panel = new Panel(this.box, document.querySelector('[data-act="saved"]'), this.typed);
    this.panel.opened = () => { this.hint.hidden = true; this.look(); };
    this.hint.querySelector("button").addEventListener("click", () => { this.hint.hidden = true; this.panel.button.focus(); });
    this.box.querySelector('[data-act="saved-close"]').addEventListener("click", () => this.panel.open(false));
    this.typed.addEventListener("input", () => this.later());
    this.kind.addEventListener("change", () => this.look());
    this.list.addEventListener("click", ({ target }) => this.clicked(target));
    this.form.replaces.addEventListener("change", () => this.fill());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.keep();
    });
    const wanted = new URLSearchParams(location.search).get("saved");
    if (wanted) this.take(wanted, "replace");
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const turn = ++this.asked;
    const query = new URLSearchParams({ q: this.typed.value.slice(0, 100) });
    if (this.kind.value) query.set("kind", this.kind.value);
    try {
      const response = await fetch(`/desk/saved?${query}`);
      if (!response.ok) throw new Error(response.status);
      const html = await response.text();
      if (turn !== this.asked) return;
      this.list.innerHTML = html;
      this.offer();
    } catch {
      this.fault.textContent = this.words.offline;
    }
  }

  // The choices of the form follow the list.
  offer() {
    const kinds = JSON.parse(this.list.querySelector("[data-kinds]").dataset.kinds);
    if (this.form.kind.options.length === 0) {
      for (const [key, word] of Object.entries(kinds)) {
        this.kind.add(new Option(word, key));
        this.form.kind.add(new Option(word, key));
      }
      this.form.kind.value = "other";
    }
    const chosen = this.form.replaces.value;
    const rows = [...this.list.querySelectorAll("[data-saved]")];
    this.form.replaces.replaceChildren(new Option(this.words.new, ""), ...rows.map((row) => new Option(row.dataset.name, row.dataset.saved)));
    if (rows.some((row) => row.dataset.saved === chosen)) this.form.replaces.value = chosen;
  }

  row(id) {
    return this.list.querySelector(`[data-saved="${CSS.escape(id)}"]`);
  }

  fill() {
    const row = this.row(this.form.replaces.value);
    if (!row) return;
    for (const name of ["name", "kind", "note", "instruction"]) this.form[name].value = row.dataset[name];
  }

  clicked(target) {
    const button = target.closest("[data-take]");
    if (button) this.take(button.closest("[data-saved]").dataset.saved, button.dataset.take);
  }

  async take(id, how) {
    this.fault.textContent = "";
    try {
      this.put(await ask(`/desk/saved/${encodeURIComponent(id)}`, this.token), how);
    } catch (error) {
      this.fault.textContent = error instanceof Refusal ? error.message : this.words.offline;
    }
  }

  put(data, how) {
    const added = how === "add" && !this.state.empty;
    const zones = added && this.state.drawn.zones.length ? [] : [...data.zones].sort((a, b) => a.order - b.order).map(zoneOf);
    bring(this.state, added ? { geometry: data.shape } : data.area, { zones, replace: !added });
    this.template(data.template);
    this.hint.hidden = !data.instruction;
    this.hint.firstElementChild.textContent = this.words.hint.replace("{text}", data.instruction);
    say((added ? this.words.added : this.words.taken).replace("{name}", data.name));
    this.panel.open(false);
    this.done();
  }

  // The occasion that fits, unless somebody has chosen one already.
  template(key) {
    const select = document.getElementById("template");
    if (!key || select.value || ![...select.options].some((option) => option.value === key)) return;
    select.value = key;
    select.dispatchEvent(new Event("change"));
  }

  async keep() {
    this.fault.textContent = "";
    if (this.state.empty) {
      this.fault.textContent = this.words.nothing;
      return;
    }
    const { area, zones } = this.state.body();
    const { name, kind, note, instruction, replaces } = this.form;
    const row = this.row(replaces.value);
    const body = { name: name.value.trim(), kind: kind.value, note: note.value.trim(), instruction: instruction.value.trim(), template: this.state.template ?? "", area, zones };
    if (row) Object.assign(body, { replaces: row.dataset.saved, version: Number(row.dataset.version) });
    try {
      const data = await ask("/desk/saved", this.token, body);
      say(data.said);
      this.form.reset();
      document.getElementById("saved-keep").open = false;
      this.typed.value = "";
      await this.look();
      this.row(data.id)?.querySelector("button").focus();
    } catch (error) {
      this.fault.textContent = error instanceof Refusal ? error.message : this.words.offline;
    }
  }
}

// A zone as the map keeps it; the same area may be taken twice, so its zones get keys of their own.
function zoneOf({ name, area, instruction }) {
  return { key: `saved-${Math.random().toString(36).slice(2, 12)}`, name, area, instruction };
}
