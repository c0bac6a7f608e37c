// Single keys for people in a hurry: the help sheet is their list, and where they can be switched off (WCAG 2.1.4).
import { say } from "./say.js";

const OFF = "ortsruf-keys-off";
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

const sheet = document.getElementById("shortcuts");
const off = document.getElementById("shortcuts-off");
const acts = new Map([...sheet.querySelectorAll("[data-key]")].map((row) => [row.dataset.key, row.dataset]));

off.checked = localStorage.getItem(OFF) === "1";
off.addEventListener("change", () => {
  if (off.checked) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
});

for (const opener of document.querySelectorAll("[data-opens-shortcuts]")) opener.addEventListener("click", () => sheet.showModal());

// First of all listeners: a search field takes Enter for itself.
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key === "Enter") onwards(event);
}, true);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey) return;
  if (event.ctrlKey || event.metaKey || off.checked || event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") sheet.showModal();
  else if (acts.has(event.key)) act(acts.get(event.key));
  else return;
  event.preventDefault();
});

function onwards(event) {
  const step = document.querySelector(".foot .button.filled, .panel-foot .button.filled");
  if (!step || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  event.stopPropagation();
  step.click();
}

function act({ go, click }) {
  if (go) {
    location.assign(go);
    return;
  }
  const button = document.querySelector(click);
  if (!button) return;
  button.click();
  say(button.textContent.trim());
}
