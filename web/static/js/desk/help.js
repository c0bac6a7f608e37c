// Help places: rows that come and go, a position by search or by a tap on the little map.
import { say } from "../say.js";

export class Help {
  constructor(place, token, touched) {
    Object.assign(this, { place, token, touched, pointing: null });
    this.words = JSON.parse(place.dataset.words);
    this.list = place.querySelector("[data-help-list]");
    this.adder = place.querySelector("[data-help-add]");
    this.said = place.querySelector("[data-help-said]");
    this.adder.addEventListener("click", () => this.add());
    place.addEventListener("click", (event) => this.clicked(event));
    place.addEventListener("input", () => this.number());
    place.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("[data-help-search]")) {
        event.preventDefault();
        this.find(event.target.closest("[data-help]"));
      }
    });
    const map = document.querySelector(".text-side .svgmap");
    if (map && place.dataset.bounds) map.addEventListener("click", (event) => this.pointed(map, event));
    this.number();
  }

  get rows() {
    return [...this.list.querySelectorAll("[data-help]")];
  }

  add() {
    const next = Math.max(-1, ...this.rows.map((row) => Number(row.dataset.help))) + 1;
    const row = this.ensure(next);
    row.querySelector("select").focus();
    return row;
  }

  // The row of a number, made if it is not there yet.
  ensure(number) {
    const there = this.list.querySelector(`[data-help="${number}"]`);
    if (there) return there;
    const html = this.place.querySelector("[data-help-new]").innerHTML.replaceAll("NUMBER", String(number));
    this.list.insertAdjacentHTML("beforeend", html);
    this.number();
    return this.list.lastElementChild;
  }

  number() {
    for (const [at, row] of this.rows.entries()) {
      row.querySelector(".help-number").textContent = String(at + 1);
      row.querySelector(".help-title").textContent = row.querySelector('[name$="_name"]').value || row.querySelector("select").selectedOptions[0].textContent;
    }
    this.adder.disabled = this.rows.length >= Number(this.place.dataset.most);
  }

  clicked(event) {
    const row = event.target.closest("[data-help]");
    const button = event.target.closest("button");
    if (!row || !button) return;
    if (button.matches("[data-help-find]")) this.find(row);
    else if (button.matches("[data-help-point]")) this.point(row, button);
    else if (button.matches("[data-help-remove]")) this.remove(row);
    else if (button.matches("[data-lat]")) this.set(row, button.dataset.lat, button.dataset.lon, button.textContent);
  }

  remove(row) {
    row.remove();
    this.number();
    this.tell(this.words.removed);
    this.adder.focus();
    this.touched();
  }

  async find(row) {
    const field = row.querySelector("[data-help-search]");
    const hits = row.querySelector("[data-help-hits]");
    const typed = field.value.trim() || row.querySelector('[name$="_address"]').value.trim();
    hits.hidden = true;
    if (!typed) return field.focus();
    try {
      const response = await fetch("/desk/locate", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": this.token },
        body: JSON.stringify({ text: typed.slice(0, 100) }),
      });
      const answer = await response.json();
      if (!response.ok) return this.tell(answer.detail ?? this.words.none);
      if (answer.places.length === 1) return this.set(row, answer.places[0].lat, answer.places[0].lon, answer.places[0].name);
      hits.replaceChildren(...answer.places.map(({ name, lat, lon }) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "link";
        button.textContent = name;
        Object.assign(button.dataset, { lat, lon });
        item.append(button);
        return item;
      }));
      hits.hidden = false;
    } catch {
      this.tell(this.words.none);
    }
  }

  point(row, button) {
    const on = this.pointing !== row;
    this.release();
    if (!on) return;
    this.pointing = row;
    button.setAttribute("aria-pressed", "true");
    document.querySelector(".text-side .svgmap").classList.add("pointing");
    this.tell(this.words.here);
  }

  release() {
    this.pointing = null;
    document.querySelector(".text-side .svgmap")?.classList.remove("pointing");
    for (const button of this.place.querySelectorAll("[data-help-point]")) button.setAttribute("aria-pressed", "false");
  }

  pointed(map, event) {
    if (!this.pointing) return;
    const box = map.querySelector(".svgmap__ground").getBoundingClientRect();
    const [west, south, east, north] = this.place.dataset.bounds.split(" ").map(Number);
    const lon = west + ((event.clientX - box.left) / box.width) * (east - west);
    const lat = north - ((event.clientY - box.top) / box.height) * (north - south);
    const row = this.pointing;
    this.release();
    this.set(row, lat.toFixed(5), lon.toFixed(5), `${lat.toFixed(4)}; ${lon.toFixed(4)}`);
  }

  set(row, lat, lon, where) {
    row.querySelector('[name$="_lat"]').value = Number(lat).toFixed(5);
    row.querySelector('[name$="_lon"]').value = Number(lon).toFixed(5);
    row.querySelector("[data-help-hits]").hidden = true;
    this.tell(this.words.set.replace("{where}", where));
    this.touched();
  }

  tell(text) {
    this.said.textContent = text;
    say(text);
  }
}
