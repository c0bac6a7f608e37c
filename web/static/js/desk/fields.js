// The template's fields: what is typed there goes into the texts of all languages, as long as nobody is typing in them.
const PAUSE = 200;
const fields = document.getElementById("template-fields");

if (fields) {
  const form = fields.closest("form");
  const token = document.querySelector('meta[name="csrf"]').content;
  const words = JSON.parse(fields.dataset.words);
  const said = document.getElementById("fields-said");
  let before = JSON.parse(fields.dataset.before);
  let timer = 0;
  let asked = 0;

  fields.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(fill, PAUSE);
  });

  async function fill() {
    const mine = ++asked;
    const sent = new FormData(form);
    sent.set("before", JSON.stringify(before));
    try {
      const response = await fetch(fields.dataset.fill, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRF-Token": token },
        body: new URLSearchParams(sent),
      });
      const data = await response.json();
      if (mine !== asked) return;
      if (response.ok) take(sent, data);
      else fail(data.detail);
    } catch {
      if (mine === asked) fail(words.offline);
    }
  }

  function take(sent, data) {
    said.hidden = true;
    let touched = false;
    for (const [name, text] of Object.entries(data.texts)) {
      const box = form.elements[name];
      if (box.value.replaceAll("\r\n", "\n") !== String(sent.get(name)).replaceAll("\r\n", "\n")) continue;
      box.value = text;
      touched = true;
    }
    before = data.values;
    for (const place of fields.querySelectorAll('[id^="u-"]')) tell(place, data.unsaid[place.id.slice(2)]);
    if (touched) form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function tell(place, unsaid) {
    place.textContent = unsaid ?? "";
    place.classList.toggle("warn", Boolean(unsaid));
  }

  function fail(why) {
    said.textContent = words.failed.replace("{why}", why);
    said.hidden = false;
  }
}
