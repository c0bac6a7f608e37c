// The zones as cards: names, people, order, and what is wrong with the place of one.
import { say } from "../say.js";

const MOST = 3;

export class Zones {
  constructor(state, words, drawing) {
    Object.assign(this, { state, words, drawing, figures: new Map() });
    this.box = document.getElementById("zones");
    this.list = document.getElementById("zone-list");
    this.rest = document.getElementById("zone-rest");
    this.adding = document.getElementById("zone-add");
    this.closed = this.box.dataset.closed === "true";
    this.list.addEventListener("click", (event) => this.act(event.target.closest("[data-zone]")));
    this.list.addEventListener("change", (event) => this.rename(event.target));
    this.adding?.addEventListener("click", (event) => this.add(event));
    state.addEventListener("change", ({ detail }) => { if (!detail.held) this.show(); });
    this.show();
  }

  add(event) {
    const shape = event.target.closest("[data-zone-shape]")?.dataset.zoneShape;
    if (!shape) return;
    this.drawing.useZone(shape);
    if (!event.detail) this.drawing.cross.toggle(true);
  }

  // Figures of the server: people, size and faults by the zone's key.
  answered(data) {
    this.figures = new Map((data.zones ?? []).map((zone) => [zone.key, zone]));
    this.rest.querySelector("[data-people]").textContent = data.rest ?? "–";
    this.show();
  }

  show() {
    const { zones } = this.state.drawn;
    this.box.hidden = this.state.empty && !zones.length;
    this.rest.hidden = !zones.length;
    if (this.adding) this.adding.hidden = zones.length >= MOST;
    const button = document.querySelector('[data-tool="zone"]');
    button.disabled = this.closed || zones.length >= MOST;
    const cards = new Map([...this.list.children].map((card) => [card.dataset.key, card]));
    const wanted = zones.map((zone, index) => this.fill(cards.get(zone.key) ?? this.card(zone.key), zone, index));
    for (const [index, card] of wanted.entries()) {
      if (this.list.children[index] !== card) this.list.insertBefore(card, this.list.children[index] ?? null);
    }
    while (this.list.children.length > wanted.length) this.list.lastElementChild.remove();
  }

  card(key) {
    const card = document.getElementById("zone-card").content.firstElementChild.cloneNode(true);
    card.dataset.key = key;
    return card;
  }

  fill(card, zone, index) {
    const figures = this.figures.get(zone.key);
    const name = card.querySelector(".zone-name");
    if (document.activeElement !== name) name.value = zone.name;
    card.classList.toggle("innermost", index === 0);
    card.querySelector("[data-people]").textContent = figures?.people ?? "–";
    card.querySelector("[data-size]").textContent = zone.area.circle ? `${this.words.radius} ${zone.area.circle.radius_m} m` : figures?.area ?? "";
    const fault = card.querySelector(".zone-fault");
    const said = (figures?.faults ?? []).join("; ");
    if (fault.textContent !== said) fault.textContent = said;
    fault.hidden = !said;
    card.querySelector('[data-zone="inwards"]').disabled = index === 0;
    card.querySelector('[data-zone="outwards"]').disabled = index === this.state.drawn.zones.length - 1;
    for (const button of card.querySelectorAll("[data-zone]")) button.setAttribute("aria-label", `${button.textContent} (${zone.name})`);
    return card;
  }

  rename(input) {
    const { key } = input.closest(".zone-card").dataset;
    this.state.draw((drawn) => { drawn.zones.find((zone) => zone.key === key).name = input.value.trim(); });
  }

  act(button) {
    if (!button) return;
    const { key } = button.closest(".zone-card").dataset;
    const zone = this.state.drawn.zones.find((one) => one.key === key);
    const { zone: what } = button.dataset;
    if (what === "delete") this.remove(zone);
    else if (what === "again") this.drawing.useZone(zone.area.circle ? "circle" : "polygon", key);
    else this.move(zone, what === "inwards" ? -1 : 1);
  }

  remove(zone) {
    this.state.draw((drawn) => { drawn.zones = drawn.zones.filter((one) => one.key !== zone.key); });
    say(this.words.zone_removed.replace("{name}", zone.name));
    (this.list.querySelector("input") ?? this.adding?.querySelector("button") ?? document.getElementById("onward")).focus();
  }

  move(zone, by) {
    this.state.draw((drawn) => {
      const at = drawn.zones.findIndex((one) => one.key === zone.key);
      drawn.zones.splice(at + by, 0, ...drawn.zones.splice(at, 1));
    });
    const at = this.state.drawn.zones.findIndex((one) => one.key === zone.key);
    say(this.words.zone_moved.replace("{name}", zone.name).replace("{n}", at + 1));
    const card = this.list.children[at];
    (card.querySelector(`[data-zone="${by < 0 ? "inwards" : "outwards"}"]:enabled`) ?? card.querySelector("[data-zone]:enabled")).focus();
  }
}
