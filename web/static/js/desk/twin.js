// The list twin: whoever cannot use the map picks here, with the same effect. Of thousands only hits and picks are listed.
const MOST = 100;

export class ListTwin {
  constructor(state, ground, words, pick) {
    Object.assign(this, { state, ground, words, by: new Map() });
    this.box = document.getElementById("map-list");
    this.rows = this.box.querySelector("ul");
    this.search = document.getElementById("list-search");
    this.box.addEventListener("change", (event) => { if (event.target.type === "checkbox") pick(event.target.value, event.target.checked); });
    this.search?.addEventListener("input", () => this.find());
    for (const button of document.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => this.view(button.dataset.view));
    }
    state.addEventListener("change", () => this.show());
  }

  view(name) {
    this.box.hidden = name !== "list";
    for (const button of document.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === name));
    }
    if (name !== "list") return;
    if (this.search) this.find();
    this.box.querySelector("input")?.focus();
  }

  // What is picked, then what fits the typed words.
  find() {
    const typed = this.search.value.trim().toLocaleLowerCase("de");
    const picked = new Set(this.state.drawn.districts);
    const all = [...this.ground.features.values()].map((feature) => feature.properties);
    const fits = ({ name, key }) => !typed || name.toLocaleLowerCase("de").includes(typed) || key.includes(typed);
    const found = all.filter((one) => !picked.has(one.key) && fits(one));
    const shown = [...all.filter(({ key }) => picked.has(key)), ...found.slice(0, MOST)];
    this.rows.replaceChildren(...shown.map((one, index) => this.row(one, index, picked.has(one.key))));
    const more = found.length - Math.min(found.length, MOST);
    document.getElementById("list-more").textContent = more ? this.words.more_leaves.replace("{n}", more.toLocaleString(document.documentElement.lang)) : "";
  }

  row({ key, name }, index, checked) {
    const row = document.createElement("li");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "choice", id: `leaf-${index}`, value: key, checked });
    const label = Object.assign(document.createElement("label"), { className: "name", htmlFor: box.id, textContent: name });
    const share = Object.assign(document.createElement("span"), { className: "muted", textContent: this.by.get(key) ?? "" });
    share.dataset.share = key;
    const code = Object.assign(document.createElement("span"), { className: "number muted", textContent: key.split(":").pop() });
    row.append(box, label, share, code);
    return row;
  }

  show() {
    const picked = new Set(this.state.drawn.districts);
    for (const input of this.rows.querySelectorAll("input")) input.checked = picked.has(input.value);
  }

  shares(data) {
    this.by = new Map((data?.affected ?? []).map((one) => [one.key, one.share]));
    for (const place of this.rows.querySelectorAll("[data-share]")) place.textContent = this.by.get(place.dataset.share) ?? "";
  }
}
