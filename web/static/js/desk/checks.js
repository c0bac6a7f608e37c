// The checks of the words: to the place in the text with one click, the proposal put in with another.
export function checks(place, { reveal, touched }) {
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-field]");
    if (!button) return;
    const field = document.getElementById(`f-${button.dataset.field}`);
    if (!field) return;
    reveal(field);
    const at = found(field, button.dataset);
    if (button.matches(".check-take") && at) put(field, at, button.dataset.proposal, touched);
    field.focus();
    if (at && !button.matches(".check-take") && field.setSelectionRange) field.setSelectionRange(...at);
  });
}

// Where the words stand now: the text may have moved since it was checked.
function found(field, { said, start, end }) {
  if (typeof field.value !== "string" || !said) return null;
  const at = Number(start);
  if (field.value.slice(at, Number(end)) === said) return [at, Number(end)];
  const moved = field.value.indexOf(said);
  return moved < 0 ? null : [moved, moved + said.length];
}

function put(field, [start, end], proposal, touched) {
  let before = field.value.slice(0, start);
  const after = field.value.slice(end);
  if (!proposal && /\s$|^$/.test(before) && /^[.,;:!?]?\s|^$/.test(after)) before = before.replace(/ $/, "");
  field.value = before + proposal + after;
  const caret = before.length + proposal.length;
  if (field.setSelectionRange) field.setSelectionRange(caret, caret);
  touched();
}
