// Pasting places and shapes: the server reads it; what it cannot place stays in the box, each line with why.
import { say } from "../say.js";
import { ask, bring, Panel, Refusal } from "./bringing.js";

export class Pasting {
  constructor(state, token, done) {
    Object.assign(this, { state, token, done, left: [] });
    this.form = document.getElementById("paste");
    this.words = JSON.parse(this.form.dataset.words);
    this.text = document.getElementById("paste-text");
    this.fault = document.getElementById("paste-fault");
    this.answer = document.getElementById("paste-answer");
    this.panel = new Panel(this.form, document.querySelector('[data-act="paste"]'), this.text);
    this.form.querySelector('[data-act="paste-close"]').addEventListener("click", () => this.panel.open(false));
    this.answer.addEventListener("click", (event) => this.clicked(event.target));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.take();
    });
  }

  async take() {
    this.fault.textContent = "";
    try {
      this.show(await ask("/desk/paste", this.token, { text: this.text.value }));
    } catch (error) {
      this.refuse(error instanceof Refusal ? error.message : this.words.offline);
    }
  }

  refuse(words) {
    this.fault.textContent = words;
  }

  // An answer of the server, from a paste or from a file: on the map with it, and what is left open into the box.
  show(data) {
    this.fault.textContent = "";
    this.answer.innerHTML = data.html;
    this.left = (data.open ?? []).map((one) => ({ ...one }));
    if (data.area) {
      if (data.area.circle && this.state.drawn.circle) say(this.words.replaced);
      bring(this.state, data.area);
      this.done();
    }
    if (data.kind !== "file") this.text.value = data.rest ?? "";
    if (data.done) say(data.done);
    if (!this.left.length && !this.answer.textContent.trim()) this.panel.open(false);
    else if (this.form.hidden) this.panel.open(true, { focus: false });
  }

  clicked(target) {
    const button = target.closest("button");
    if (button?.dataset.place) this.choose(button);
    if (button?.dataset.codes) {
      this.state.undo();
      this.text.value = button.dataset.codes;
      this.answer.replaceChildren();
      this.take();
    }
  }

  choose({ dataset: { place, name }, parentElement }) {
    bring(this.state, { districts: [place] });
    this.done();
    say(this.words.placed.replace("{name}", name));
    const row = parentElement.closest("[data-open]");
    this.left[Number(row.dataset.open)].placed = true;
    this.text.value = this.rest();
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("button") ?? this.text).focus();
  }

  rest() {
    const lines = new Map();
    for (const { line, text, placed } of this.left) if (!placed) lines.set(line, [...(lines.get(line) ?? []), text]);
    return [...lines.values()].map((pieces) => pieces.join(", ")).join("\n");
  }
}
