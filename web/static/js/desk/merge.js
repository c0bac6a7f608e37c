// Two texts of one draft: what only one of them changed goes together by itself, for the rest a person decides.
const norm = (text) => String(text ?? "").replace(/\r\n/g, "\n").trim();
export const same = (one, other) => norm(one) === norm(other);

// Field by field: `mine` and `theirs` against what both began with.
export function compare(base, mine, theirs) {
  const taken = {};
  const kept = {};
  const both = {};
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const [began, own, other] = [base[name], mine[name], theirs[name]];
    if (same(own, other)) continue;
    if (same(own, began)) taken[name] = other ?? "";
    else if (same(other, began)) kept[name] = own ?? "";
    else both[name] = { mine: own ?? "", theirs: other ?? "" };
  }
  return { taken, kept, both };
}

// Shows the fields in question side by side until somebody has decided.
export class Merge {
  constructor(place, done) {
    this.place = place;
    this.fields = place.querySelector("[data-merge-fields]");
    this.template = place.querySelector("[data-merge-field]").content.firstElementChild;
    this.empty = place.querySelector("[data-merge-empty]").content.textContent;
    place.querySelector("[data-merge-done]").addEventListener("click", () => {
      const chosen = Object.fromEntries([...this.fields.children].map((one) => [one.dataset.name, one.querySelector("input:checked").value]));
      this.close();
      done(chosen);
    });
  }

  get open() {
    return !this.place.hidden;
  }

  ask(both, { said, who, label, show = (_, text) => text }) {
    this.place.querySelector("[data-merge-say]").textContent = said;
    this.fields.replaceChildren(...Object.entries(both).map(([name, { mine, theirs }]) => {
      const one = this.template.cloneNode(true);
      one.dataset.name = name;
      one.querySelector("legend").textContent = label(name);
      one.querySelector("[data-mine]").textContent = show(name, mine) || this.empty;
      one.querySelector("[data-theirs]").textContent = show(name, theirs) || this.empty;
      one.querySelector("[data-who]").textContent = who;
      for (const choice of one.querySelectorAll("input")) choice.name = `merge-${name}`;
      return one;
    }));
    this.place.hidden = false;
    this.place.focus();
    this.place.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.place.hidden = true;
  }
}
