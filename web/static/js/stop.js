// The kill switch: its form opens as a dialog, fetched at that moment so that its counts are fresh; its sign is asked
// for again and again, but never while somebody is writing in it.

import { keep } from "./poll.js";

const dialog = document.getElementById("stop-dialog");

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("textarea").focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes]")) dialog.close();
});

keep(
  "stop-sign",
  (sign) => `/desk/stop/sign?mark=${sign.dataset.mark}`,
  3000,
  (sign) => sign.querySelector("details[open]") || sign.contains(document.activeElement),
);
