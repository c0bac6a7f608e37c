// Tapping districts, in and out.
import { say } from "../say.js";
import { inside } from "../map/shapes.js";

export class Picking {
  constructor(state, ground, words, drawing) {
    Object.assign(this, { state, ground, words, drawing });
    for (const [key, layer] of ground.leaves) {
      layer.on("click", () => { if (drawing.tool === "pick") this.toggle(key); });
    }
  }

  at(spot, key) {
    return inside(spot.lng, spot.lat, this.ground.geometry(key));
  }

  toggle(key) {
    this.set(key, !this.state.drawn.districts.includes(key));
  }

  set(key, wanted) {
    const { districts } = this.state.drawn;
    if (districts.includes(key) === wanted) return;
    this.state.draw((drawn) => {
      drawn.districts = wanted ? [...drawn.districts, key] : drawn.districts.filter((one) => one !== key);
    });
    say(`${this.ground.name(key)}: ${wanted ? this.words.picked : this.words.dropped}`);
  }
}
