// A choice in the head shows its figures at once; without JavaScript a button does.
for (const choice of document.querySelectorAll("select[data-submit]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
