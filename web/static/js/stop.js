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

// On a phone the sign is one line; who has unfolded it, or stands on it, still does after it was put in anew.
const folded = { open: false, focused: false };

keep(
  "stop-sign",
  (sign) => `/desk/stop/sign?mark=${sign.dataset.mark}`,
  3000,
  (sign) => {
    const more = sign.querySelector("#stop-more");
    folded.open = more?.open ?? false;
    folded.focused = more?.contains(document.activeElement) ?? false;
    return sign.querySelector("#stop-lift[open]") || sign.querySelector(".stop-back")?.contains(document.activeElement);
  },
  () => {
    const more = document.getElementById("stop-more");
    if (!more) return;
    more.open = folded.open;
    if (folded.focused) more.querySelector("summary").focus({ preventScroll: true });
  },
);
