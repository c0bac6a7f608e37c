// Pasting GeoJSON or WKT: the server reads it, or names the place of the fault.
import { polygonsOf } from "../map/shapes.js";

export class Pasting {
  constructor(state, token, done) {
    this.form = document.getElementById("paste");
    this.text = document.getElementById("paste-text");
    this.fault = document.getElementById("paste-fault");
    this.button = document.querySelector('[data-act="paste"]');
    this.button.addEventListener("click", () => this.open(this.form.hidden));
    this.form.querySelector('[data-act="paste-close"]').addEventListener("click", () => this.open(false));
    this.form.addEventListener("keydown", (event) => { if (event.key === "Escape") this.open(false); });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.take(state, token, done);
    });
  }

  open(wanted) {
    this.form.hidden = !wanted;
    this.button.setAttribute("aria-expanded", String(wanted));
    (wanted ? this.text : this.button).focus();
  }

  async take(state, token, done) {
    this.fault.textContent = "";
    const response = await fetch("/desk/paste", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": token },
      body: JSON.stringify({ text: this.text.value }),
    });
    const data = await response.json();
    if (!response.ok) {
      this.fault.textContent = data.detail ?? data.title;
      return;
    }
    state.draw((drawn) => drawn.polygons.push(...polygonsOf(data.geometry)));
    this.text.value = "";
    this.open(false);
    done();
  }
}
