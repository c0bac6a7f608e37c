// Saves by itself once the figures stand; never over somebody else's version without asking.
const PAUSE = 1200;

export class Saving {
  constructor(state, words, token, start) {
    Object.assign(this, { state, words, token, id: start.id, version: start.version, running: null, timer: 0, dirty: false });
    this.said = document.getElementById("saved");
    this.onward = document.getElementById("onward");
    this.width = null;
    state.addEventListener("change", ({ detail }) => { if (!detail.held) this.touched(); });
    this.onward.addEventListener("click", (event) => this.leave(event));
    window.addEventListener("beforeunload", (event) => { if (this.dirty && !state.empty) event.preventDefault(); });
  }

  touched() {
    this.dirty = true;
    this.onward.setAttribute("aria-disabled", String(this.state.empty));
    clearTimeout(this.timer);
    if (!this.state.empty || this.id) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (!this.dirty) return true;
    this.running = this.send();
    const done = await this.running;
    this.running = null;
    return done;
  }

  async send() {
    this.dirty = false;
    this.say(this.words.saving);
    const body = { ...this.state.body(), version: this.version };
    body.width ??= this.width;
    try {
      const response = await fetch(this.id ? `/desk/alerts/${this.id}/area` : "/desk/alerts", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": this.token },
        body: JSON.stringify(body),
      });
      const data = await response.json();
      if (response.ok) this.taken(data);
      else this.refused(response.status, data);
      return response.ok;
    } catch {
      this.dirty = true;
      this.say(this.words.unsaved.replace("{why}", this.words.offline), true);
      this.timer = setTimeout(() => this.save(), 3000);
      return false;
    }
  }

  taken(data) {
    if (!this.id) {
      history.replaceState(null, "", data.area);
      const form = document.getElementById("discard");
      form.action = `/desk/alerts/${data.id}/discard`;
      form.hidden = false;
    }
    this.id = data.id;
    this.version = data.version;
    this.onward.href = data.text;
    this.say(this.words.saved.replace("{time}", data.saved));
  }

  refused(status, problem) {
    this.dirty = true;
    this.say(status === 412 ? this.words.newer : this.words.unsaved.replace("{why}", problem.detail), true);
    if (status === 412) this.offer(Number(problem.current));
  }

  offer(current) {
    const load = document.createElement("a");
    load.href = `/desk/alerts/${this.id}/area`;
    load.textContent = this.words.reload;
    this.said.append(" ", load);
    if (!current) return;
    const keep = document.createElement("button");
    keep.type = "button";
    keep.className = "link";
    keep.textContent = this.words.keep;
    keep.addEventListener("click", () => { this.version = current; this.save(); });
    this.said.append(" ", keep);
  }

  async leave(event) {
    event.preventDefault();
    if (this.state.empty) return;
    if (!this.id) this.dirty = true;
    if (await this.save()) {
      this.dirty = false;
      location.assign(this.onward.href);
    }
  }

  say(words, warn = false) {
    this.said.textContent = words;
    this.said.classList.toggle("warn", warn);
  }
}
