// A circle around typed coordinates or a place's name; and the radius of the one that is there.
import { say } from "../say.js";
import { ask } from "./asking.js";

const LEAST = 10;
const MOST = 100_000;

export class CircleForm {
  constructor(state, words, drawing, done) {
    Object.assign(this, { state, words, drawing, done, tool: "" });
    this.form = document.getElementById("circle-form");
    this.typed = document.getElementById("circle-place");
    this.radius = document.getElementById("radius");
    this.fault = document.getElementById("circle-fault");
    this.hits = document.getElementById("circle-hits");
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.find(); });
    this.radius.addEventListener("change", () => this.resize());
    document.addEventListener("ortsruf:tool", ({ detail }) => { this.tool = detail.tool; this.show(); });
    state.addEventListener("change", () => this.show());
    this.show();
  }

  get drawsCircle() {
    return this.tool === "circle" || (this.tool === "zone" && this.drawing.zone.shape === "circle");
  }

  show() {
    const { circle } = this.state.drawn;
    this.form.hidden = !circle && !this.drawsCircle;
    this.form.classList.toggle("only-radius", !this.drawsCircle);
    if (circle && this.tool !== "zone" && document.activeElement !== this.radius) this.radius.value = circle.radius_m;
  }

  get metres() {
    const radius = Number(this.radius.value);
    return radius >= LEAST && radius <= MOST ? radius : null;
  }

  resize() {
    const { circle } = this.state.drawn;
    if (!circle || this.tool === "zone" || this.typed.value.trim()) return;
    if (!this.metres) { this.tell(this.words.radius_bounds); return; }
    this.tell("");
    this.state.draw((drawn) => { drawn.circle = { ...drawn.circle, radius_m: this.metres }; });
  }

  async find() {
    this.hits.hidden = true;
    if (!this.metres) { this.tell(this.words.radius_bounds); return; }
    if (!this.typed.value.trim()) { this.resize(); this.typed.focus(); return; }
    try {
      const { ok, data } = await ask("/desk/locate", { text: this.typed.value });
      if (!ok) this.tell(data.errors?.[0]?.detail ?? data.detail ?? data.title);
      else if (data.places.length === 1) this.set(data.places[0]);
      else this.offer(data.places);
    } catch {
      this.tell(this.words.offline);
    }
  }

  offer(places) {
    this.tell("");
    this.hits.replaceChildren(...places.map((place) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.textContent = place.name;
      button.addEventListener("click", () => this.set(place));
      row.append(button);
      return row;
    }));
    this.hits.hidden = false;
    this.hits.querySelector("button").focus();
    say(this.words.choose_place);
  }

  set({ name, lat, lon }) {
    this.tell("");
    this.hits.hidden = true;
    this.typed.value = "";
    const radius = this.metres; // the field shows another circle's once the tool is out of hand
    const tool = this.tool === "zone" ? "zone" : "circle";
    const where = { tool, zone: { ...this.drawing.zone } };
    this.drawing.use("");
    this.drawing.place({ circle: { lat, lon, radius_m: radius } }, where);
    say(this.words.drawn_here.replace("{name}", name));
    this.done();
  }

  tell(words) {
    this.fault.textContent = words;
  }
}
