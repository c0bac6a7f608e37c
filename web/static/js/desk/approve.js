// Says at once whether what was typed is what was asked for.
const input = document.getElementById("confirm");
const right = document.getElementById("typed-right");
const plain = (text) => text.replace(/\s+/g, "").toLocaleLowerCase("de");

if (input) {
  const show = () => { right.hidden = plain(input.value) !== plain(input.dataset.wanted); };
  input.addEventListener("input", show);
  show();
}
