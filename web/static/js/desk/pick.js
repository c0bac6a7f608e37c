// Tapping districts, in and out. Which one a spot lies in the server decides, by the full boundary.
import { say } from "../say.js";
import { ask } from "./asking.js";

export class Picking {
  constructor(map, state, ground, words, drawing) {
    Object.assign(this, { state, ground, words, drawing, turn: Promise.resolve() });
    map.on("click", ({ latlng }) => { if (drawing.tool === "pick" && !drawing.crossed) this.at(latlng); });
  }

  // Taps in a quick row are taken one after the other.
  at(spot) {
    this.turn = this.turn.then(() => this.asked(spot));
    return this.turn;
  }

  async asked({ lng, lat }) {
    try {
      const { ok, data } = await ask("/desk/pick", { lon: lng, lat });
      if (!ok || !data.key) this.told(this.words.nowhere);
      else if (!data.mine) this.told(this.words.outside_pick.replace("{name}", data.name));
      else this.toggle(data.key, data.name);
    } catch {
      this.told(this.words.pick_offline);
    }
  }

  told(words) {
    this.drawing.said.textContent = words;
    this.drawing.said.hidden = false;
    say(words);
  }

  toggle(key, name) {
    this.set(key, !this.state.drawn.districts.includes(key), name);
    this.drawing.hint("pick");
  }

  set(key, wanted, name = this.ground.name(key)) {
    const { districts } = this.state.drawn;
    if (districts.includes(key) === wanted) return;
    this.state.draw((drawn) => {
      drawn.districts = wanted ? [...drawn.districts, key] : drawn.districts.filter((one) => one !== key);
    });
    say(`${name}: ${wanted ? this.words.picked : this.words.dropped}`);
  }
}
