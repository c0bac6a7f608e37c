// The search over the map: what the map holds is found at once, the rest by the server, a slip of the finger forgiven.
import { say } from "../say.js";

const PAUSE = 150;
const MOST = 12;

export class Search {
  // `chosen` takes a hit: { key | saved, name, own, bounds }.
  constructor(ground, words, chosen) {
    Object.assign(this, { ground, words, chosen, hits: [], at: -1, timer: 0, asked: 0 });
    this.input = document.getElementById("search");
    this.list = document.getElementById("hits");
    this.none = document.getElementById("no-hits");
    this.extra = JSON.parse(this.list.dataset.words);
    this.input.addEventListener("focus", () => document.dispatchEvent(new CustomEvent("ortsruf:panel", { detail: null })));
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
    const wanted = this.input.value.trim();
    clearTimeout(this.timer);
    this.asked++;
    if (!wanted) { this.close(); return; }
    this.show(this.here(wanted), { settled: false });
    this.timer = setTimeout(() => this.ask(wanted), PAUSE);
  }

  here(typed) {
    const wanted = typed.toLocaleLowerCase("de");
    const fits = ({ name, key }) => name.toLocaleLowerCase("de").includes(wanted) || key.includes(wanted);
    const starts = ({ name }) => Number(!name.toLocaleLowerCase("de").startsWith(wanted));
    return [...this.ground.features.values()]
      .map((feature) => feature.properties)
      .filter(fits)
      .sort((a, b) => starts(a) - starts(b))
      .slice(0, MOST)
      .map(({ key, name }) => ({ key, name, code: key.split(":").pop(), detail: "", own: true }));
  }

  async ask(wanted) {
    const turn = this.asked;
    try {
      const response = await fetch(`/desk/search?${new URLSearchParams({ q: wanted.slice(0, 100) })}`, { headers: { Accept: "application/json" } });
      if (!response.ok || turn !== this.asked) return;
      const { hits } = await response.json();
      if (turn === this.asked) this.show(this.merged(hits), { settled: true });
    } catch {
      if (turn === this.asked) this.show(this.hits, { settled: true });
    }
  }

  // What stood there keeps its place, so that Enter means what was seen.
  merged(hits) {
    const known = new Map(hits.map((hit) => [hit.key, hit]));
    const before = this.hits.map((hit) => known.get(hit.key) ?? hit);
    const there = new Set(before.map((hit) => hit.key));
    return [...before, ...hits.filter((hit) => hit.saved || !there.has(hit.key))].slice(0, MOST);
  }

  show(hits, { settled }) {
    const kept = this.at > 0 ? Math.min(this.at, hits.length - 1) : 0;
    this.hits = hits;
    this.at = hits.length ? kept : -1;
    this.list.replaceChildren(...hits.map((hit, index) => this.row(hit, index)));
    this.list.hidden = !hits.length;
    this.none.hidden = !settled || hits.length > 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.select();
    if (settled) say(hits.length ? this.words.found.replace("{n}", hits.length) : this.words.none);
  }

  row(hit, index) {
    const row = document.createElement("li");
    row.id = `hit-${index}`;
    row.setAttribute("role", "option");
    const name = document.createElement("span");
    name.textContent = hit.name;
    const code = document.createElement("span");
    code.className = "muted";
    code.textContent = hit.code ?? "";
    const detail = document.createElement("span");
    detail.className = "muted detail";
    detail.textContent = [hit.detail, hit.own ? "" : this.extra.outside].filter(Boolean).join(" · ");
    row.classList.toggle("outside", !hit.own);
    row.append(name, code, detail);
    row.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(index); });
    return row;
  }

  key(event) {
    if (event.key === "Escape") { this.input.value = ""; this.asked++; clearTimeout(this.timer); this.close(); return; }
    if (event.key === "Enter") { event.preventDefault(); if (this.at >= 0) this.take(this.at); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.at = Math.max(0, Math.min(this.hits.length - 1, this.at + (event.key === "ArrowDown" ? 1 : -1)));
    this.select();
  }

  select() {
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.at)));
    if (this.at < 0) { this.input.removeAttribute("aria-activedescendant"); return; }
    this.input.setAttribute("aria-activedescendant", `hit-${this.at}`);
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
  }

  take(index) {
    const hit = this.hits[index];
    this.input.value = "";
    this.asked++;
    clearTimeout(this.timer);
    this.close();
    if (!hit.own) say(this.extra.outside_said.replace("{name}", hit.name));
    this.chosen(hit);
  }

  close() {
    this.hits = [];
    this.at = -1;
    this.list.hidden = true;
    this.none.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
