// The occasion: type a word, arrows and Enter, or a click. The select beside it tells the page's other scripts.
import { say } from "../say.js";

const select = document.getElementById("template");
const input = document.getElementById("occasion-search");
const list = document.getElementById("occasion-list");
const none = document.getElementById("occasion-none");
const occasion = document.getElementById("occasion");
const rows = [...list.querySelectorAll('[role="option"]')];
const groups = [...list.querySelectorAll("[data-group]")];
const words = new Map(rows.map((row) => [row, folded(`${row.dataset.words} ${row.textContent}`)]));
let at = null;

function folded(text) {
  return text.toLocaleLowerCase("de").replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss");
}

function shown() {
  return rows.filter((row) => !row.hidden && !row.closest("[data-group]").hidden);
}

function find() {
  const typed = folded(input.value).split(/\s+/).filter(Boolean);
  for (const row of rows) row.hidden = !typed.every((word) => words.get(row).includes(word));
  for (const group of groups) {
    const idle = ![...group.querySelectorAll('[role="option"]')].some((row) => !row.hidden);
    group.hidden = idle || (typed.length > 0 && group.dataset.group === "recent");
  }
  const found = shown();
  none.hidden = found.length > 0;
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(found.length > 0));
  go(typed.length ? found[0] : null);
  if (typed.length) say(found.length ? (found.length === 1 ? list.dataset.one : list.dataset.found.replace("{n}", found.length)) : list.dataset.none);
}

function go(row) {
  at?.classList.remove("here");
  at = row ?? null;
  if (!at) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  at.classList.add("here");
  input.setAttribute("aria-activedescendant", at.id);
  at.scrollIntoView({ block: "nearest" });
}

function take(row) {
  select.value = row.dataset.key;
  input.value = "";
  find();
  select.dispatchEvent(new Event("change", { bubbles: true }));
  if (!occasion.open) occasion.querySelector("summary").focus();
}

select.addEventListener("change", () => {
  for (const row of rows) row.setAttribute("aria-selected", String(row.dataset.key === select.value));
});
input.addEventListener("input", find);
input.addEventListener("keydown", (event) => {
  const found = shown();
  const here = found.indexOf(at);
  if (event.key === "ArrowDown") go(found[Math.min(here + 1, found.length - 1)]);
  else if (event.key === "ArrowUp") go(found[Math.max(here - 1, 0)]);
  else if (event.key === "Enter" && at) take(at);
  else if (event.key === "Escape" && input.value) { input.value = ""; find(); } else return;
  event.preventDefault();
});
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const row = event.target.closest('[role="option"]');
  if (row) take(row);
});
