// Copying a post's text. The button appears only where the browser can copy; the text itself can always be opened.

function prepare(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function copy(button) {
  const word = button.querySelector("span");
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  word.textContent = button.dataset.copied;
  document.getElementById("spoken").textContent = button.dataset.copied;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

// While somebody reads the text or has just copied it, the list stays as it is.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const list = event.target.closest("#by-hand");
  if (list && (list.querySelector("details[open]") || list.contains(document.activeElement))) event.preventDefault();
});
document.body.addEventListener("htmx:afterSwap", () => prepare(document));
prepare(document);
