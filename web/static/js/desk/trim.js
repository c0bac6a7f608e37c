// "Auf meine Zuständigkeit zuschneiden": the server cuts and says what was cut; undo brings it back.
import { say } from "../say.js";
import { ask } from "./asking.js";
import { drawnOf } from "./state.js";

export class Trimming {
  constructor(state, words) {
    Object.assign(this, { state, words });
    this.note = document.getElementById("trimmed");
    document.getElementById("answer").addEventListener("click", (event) => {
      const button = event.target.closest('[data-act="trim"]');
      if (button) this.trim(button);
    });
    state.addEventListener("change", () => { if (!this.own) this.note.hidden = true; });
  }

  async trim(button) {
    button.disabled = true;
    try {
      const { ok, data } = await ask("/desk/trim", { ...this.state.body(), width: null });
      if (ok) this.take(data);
      this.tell(ok ? data.said : data.detail ?? data.title);
    } catch {
      this.tell(this.words.offline);
    }
    button.disabled = false;
  }

  take(data) {
    this.own = true;
    this.state.draw((drawn) => Object.assign(drawn, drawnOf(data)));
    this.own = false;
  }

  tell(words) {
    this.note.textContent = words;
    this.note.hidden = false;
    say(words);
  }
}
