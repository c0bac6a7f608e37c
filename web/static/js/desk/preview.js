// Asks the server while somebody draws: one question at a time, the newest wins, old figures are marked at once.
const PAUSE = 120;
const RETRY = 2000;

export class Preview {
  constructor(state, words, token, address, shown) {
    Object.assign(this, { state, words, token, address, shown, waiting: false, running: false, timer: 0 });
    this.answer = document.getElementById("answer");
    this.fresh = document.getElementById("fresh");
    this.refusal = document.getElementById("refusal");
    state.addEventListener("change", ({ detail }) => this.ask(detail.held ? PAUSE * 1.5 : PAUSE));
    this.answer.addEventListener("change", (event) => this.decided(event.target));
  }

  ask(pause) {
    this.mark("stale", this.words.working);
    this.waiting = true;
    if (!this.running) this.later(pause);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    this.waiting = false;
    this.running = true;
    let again = PAUSE;
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": this.token },
        body: JSON.stringify(this.state.body({ held: true })),
      });
      const data = await response.json();
      if (response.ok) this.take(data);
      else this.refuse(response, data);
    } catch {
      this.mark("stale", this.words.offline);
      this.waiting = true;
      again = RETRY;
    }
    this.running = false;
    if (this.waiting) this.later(again);
  }

  take(data) {
    this.refusal.hidden = true;
    if (this.waiting) return;
    const focused = document.activeElement?.closest("#answer") ? document.activeElement : null;
    const mark = focused && (focused.dataset.sliver ? `[data-sliver="${focused.dataset.sliver}"]` : `[name="${focused.name}"][value="${focused.value}"]`);
    this.answer.innerHTML = data.html;
    if (mark) this.answer.querySelector(mark)?.focus();
    this.mark("fresh", this.words.fresh);
    this.shown(data);
  }

  refuse(response, problem) {
    if (response.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
    this.refusal.querySelector(".body").textContent = problem.detail ?? problem.title;
    this.refusal.hidden = false;
    this.mark("stale", this.words.stale);
  }

  mark(state, words) {
    this.answer.dataset.fresh = state;
    this.fresh.classList.toggle("warn", state !== "fresh");
    this.fresh.querySelector("span").textContent = words;
    this.fresh.querySelector("use").setAttribute("href", this.symbol(state));
    document.getElementById("map-stage").classList.toggle("stale", state !== "fresh");
  }

  symbol(state) {
    const here = this.fresh.querySelector("use").getAttribute("href").split("#")[0];
    return `${here}#${state === "fresh" ? "done" : "hourglass"}`;
  }

  decided(input) {
    if (input.name === "width") this.state.decide((state) => { state.width = input.value; });
    if (input.dataset.sliver) this.state.decide((state) => { state.slivers[input.dataset.sliver] = input.checked; });
  }
}
