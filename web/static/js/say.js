// Tells screen readers what has changed.
const place = document.getElementById("spoken");

export function say(words) {
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
}
