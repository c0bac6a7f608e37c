// Files for the map, by button or dropped on it. Text files go the way of a paste; the others are read by the server.
import { say } from "../say.js";

const TEXTS = /\.(txt|csv|wkt|xml|cap)$/i;
const LONGEST_TEXT = 1_400_000;

export class Uploads {
  constructor(pasting, token) {
    Object.assign(this, { pasting, token, file: null });
    this.words = pasting.words;
    this.input = document.getElementById("upload-file");
    this.said = document.getElementById("upload-state");
    this.bar = document.getElementById("upload-progress");
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    pasting.answer.addEventListener("click", ({ target }) => {
      if (target.closest('[data-act="upload-again"]')) this.again();
    });
    this.listen(document.getElementById("map-side"));
  }

  listen(side) {
    side.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      side.classList.add("dropping");
      side.dataset.dropping = this.words.dropping;
    });
    side.addEventListener("dragleave", (event) => {
      if (!side.contains(event.relatedTarget)) side.classList.remove("dropping");
    });
    side.addEventListener("drop", (event) => {
      event.preventDefault();
      side.classList.remove("dropping");
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
  }

  async take(files) {
    if (!files.length) return;
    const { panel } = this.pasting;
    if (panel.box.hidden) panel.open(true, { focus: false });
    this.pasting.answer.replaceChildren();
    const [file] = files;
    const most = this.words.megabytes * 1024 * 1024;
    if (files.length > 1) this.pasting.refuse(this.words.one);
    else if (TEXTS.test(file.name) && file.size < LONGEST_TEXT) {
      this.pasting.text.value = await file.text();
      this.pasting.take();
    } else if (file.size > most) this.pasting.refuse(this.words.too_big.replace("{file}", file.name));
    else {
      this.file = file;
      this.send({});
    }
    this.input.value = "";
  }

  again() {
    const layer = document.querySelector('[name="upload-layer"]:checked')?.value ?? this.layer ?? "";
    const crs = document.getElementById("upload-crs")?.value ?? this.crs ?? "";
    this.send({ layer, crs });
  }

  send({ layer = "", crs = "" }) {
    Object.assign(this, { layer, crs });
    this.pasting.refuse("");
    const form = new FormData();
    form.set("file", this.file);
    form.set("layer", layer);
    form.set("crs", crs);
    const request = new XMLHttpRequest();
    request.open("POST", "/desk/upload");
    request.setRequestHeader("X-CSRF-Token", this.token);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => this.progress(loaded, total));
    request.upload.addEventListener("load", () => this.progress(1, 0));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => { this.over(); this.pasting.refuse(this.words.offline); });
    this.progress(0, 1);
    request.send(form);
  }

  progress(loaded, total) {
    const percent = total ? Math.floor((100 * loaded) / total) : null;
    this.said.hidden = false;
    if (percent === null) this.bar.removeAttribute("value");
    else this.bar.value = percent;
    const words = percent === null ? this.words.reading : this.words.sending.replace("{percent}", percent);
    this.said.querySelector("span").textContent = words.replace("{file}", this.file.name);
  }

  answered(request) {
    this.over();
    let data = null;
    try { data = JSON.parse(request.responseText); } catch { data = {}; }
    if (request.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
    else if (request.status >= 400) this.pasting.refuse(data.detail ?? data.title ?? this.words.offline);
    else {
      this.pasting.show(data);
      if (data.ask) this.pasting.answer.querySelector("input, select")?.focus();
      else say(this.pasting.answer.textContent);
    }
  }

  over() {
    this.said.hidden = true;
  }
}
