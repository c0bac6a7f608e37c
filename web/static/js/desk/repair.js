// Several at once: choosing all, how many are chosen, and a list that stays as it is while somebody works in it.

import { keep } from "../poll.js";

const list = () => document.getElementById("repair-list");
const choices = () => [...list().querySelectorAll('input[name="chosen"]')];

function show() {
  const every = list().querySelector("[data-every]");
  if (!every) return;
  const all = choices();
  const chosen = all.filter((one) => one.checked).length;
  every.closest("label").hidden = false;
  every.checked = chosen === all.length;
  every.indeterminate = chosen > 0 && chosen < all.length;
  const count = list().querySelector("[data-chosen]");
  count.dataset.none ??= count.textContent;
  count.textContent =
    chosen === 0 ? count.dataset.none : chosen === 1 ? count.dataset.one : count.dataset.many.replace("{n}", chosen);
  list().querySelector("[data-for-chosen]").hidden = chosen === 0;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-every]")) for (const one of choices()) one.checked = event.target.checked;
  if (event.target.matches('[data-every], input[name="chosen"]')) show();
});

keep(
  "repair-list",
  () => "/desk/repair/list",
  5000,
  (part) =>
    choices().some((one) => one.checked) ||
    part.querySelector(".fix-more details[open]") ||
    part.contains(document.activeElement),
  show,
);
show();

// What can be taken back counts down, and goes when its minute is over.
const undo = document.querySelector("[data-undo]");
if (undo) {
  const ends = Date.now() + undo.dataset.undo * 1000;
  const words = undo.querySelector("[data-left]");
  const count = setInterval(() => {
    const left = Math.round((ends - Date.now()) / 1000);
    words.textContent = words.dataset.left.replace("{n}", left);
    if (left > 0) return;
    clearInterval(count);
    undo.remove();
  }, 1000);
}
