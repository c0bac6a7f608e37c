// The search over the map: names and codes, the hits as a list.
import { say } from "../say.js";

export class Search {
  constructor(ground, words, chosen) {
    Object.assign(this, { ground, words, chosen, hits: [], at: -1 });
    this.input = document.getElementById("search");
    this.list = document.getElementById("hits");
    this.none = document.getElementById("no-hits");
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
      event.preventDefault();
      this.input.focus();
    });
  }

  find() {
    const wanted = this.input.value.trim().toLocaleLowerCase("de");
    const all = [...this.ground.features.values(), ...this.ground.around.values()].map((feature) => feature.properties);
    const fits = ({ name, key }) => name.toLocaleLowerCase("de").includes(wanted) || key.includes(wanted);
    const starts = ({ name }) => Number(!name.toLocaleLowerCase("de").startsWith(wanted));
    this.hits = wanted ? all.filter(fits).sort((a, b) => starts(a) - starts(b)).slice(0, 12) : [];
    this.show(wanted);
  }

  show(wanted) {
    this.at = this.hits.length ? 0 : -1;
    this.list.replaceChildren(...this.hits.map((hit, index) => this.row(hit, index)));
    this.list.hidden = !this.hits.length;
    this.none.hidden = !wanted || this.hits.length > 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.select();
    if (wanted) say(this.hits.length ? this.words.found.replace("{n}", this.hits.length) : this.words.none);
  }

  row(hit, index) {
    const row = document.createElement("li");
    row.id = `hit-${index}`;
    row.setAttribute("role", "option");
    const code = document.createElement("span");
    code.className = "muted";
    code.textContent = hit.key.split(":").pop();
    row.append(hit.name, code);
    row.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(index); });
    return row;
  }

  key(event) {
    if (event.key === "Escape") { this.input.value = ""; this.close(); return; }
    if (event.key === "Enter") { event.preventDefault(); if (this.at >= 0) this.take(this.at); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.at = Math.max(0, Math.min(this.hits.length - 1, this.at + (event.key === "ArrowDown" ? 1 : -1)));
    this.select();
  }

  select() {
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.at)));
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `hit-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  take(index) {
    const hit = this.hits[index];
    this.input.value = "";
    this.close();
    this.chosen(hit.key);
  }

  close() {
    this.hits = [];
    this.list.hidden = true;
    this.none.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
