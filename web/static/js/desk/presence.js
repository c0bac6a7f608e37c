// Says that this window has the draft open, and shows who else has; hears when a newer version stands there.
const EVERY = 4000;

export class Presence {
  constructor(place, token, { heard, lost }) {
    Object.assign(this, { place, token, heard, lost, alert: place.dataset.alert ?? null, timer: 0, closed: false });
    this.words = JSON.parse(place.dataset.words);
    this.page = [...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("");
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.beat(); });
    if (this.alert) this.beat();
  }

  // A draft that was only just saved for the first time.
  begin(alert) {
    if (this.alert) return;
    this.alert = alert;
    this.beat();
  }

  async beat() {
    clearTimeout(this.timer);
    try {
      const response = await this.post("presence", { page: this.page, step: this.place.dataset.step });
      if (response.ok) this.show(await response.json());
    } catch {
      this.lost();
    }
    this.timer = setTimeout(() => this.beat(), EVERY);
  }

  post(path, body) {
    return fetch(`/desk/alerts/${this.alert}/${path}`, {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": this.token },
      body: JSON.stringify(body),
    });
  }

  show({ others, version, editable }) {
    const said = editable ? others.map((one) => one.words) : [this.words.closed];
    const text = said.length ? `${editable ? `${this.words.also} ` : ""}${said.join("; ")}` : "";
    const line = this.place.querySelector("span");
    if (line.textContent !== text) line.textContent = text;
    this.place.hidden = !text;
    this.heard(version, editable);
  }

  leave() {
    clearTimeout(this.timer);
    if (this.alert) this.post("presence/leave", { page: this.page }).catch(() => {});
  }
}
