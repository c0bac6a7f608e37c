// Asks the server while somebody draws: one question at a time, the newest wins, old figures are marked at once.
import { ask } from "./asking.js";

const PAUSE = 120;
const RETRY = 2000;
const SLOW = 1000;

export class Preview {
  constructor(state, words, address, shown) {
    Object.assign(this, { state, words, address, shown, waiting: false, running: null, timer: 0, tardy: 0 });
    this.answer = document.getElementById("answer");
    this.fresh = document.getElementById("fresh");
    this.again = document.getElementById("retry");
    this.refusal = document.getElementById("refusal");
    state.addEventListener("change", ({ detail }) => this.ask(detail.held ? PAUSE * 1.5 : PAUSE));
    this.answer.addEventListener("change", (event) => this.decided(event.target));
    this.again.addEventListener("click", () => this.retry());
  }

  ask(pause) {
    this.mark("stale", this.words.working);
    this.waiting = true;
    if (!this.running) this.later(pause);
  }

  // Gives the question that hangs up and asks again.
  retry() {
    this.waiting = true;
    if (this.running) this.running.abort();
    else this.later(0);
    this.answer.focus({ preventScroll: true });
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    this.waiting = false;
    this.running = new AbortController();
    this.tardy = setTimeout(() => this.slow(), SLOW);
    let next = PAUSE;
    try {
      const { ok, status, data } = await ask(this.address, this.state.body({ held: true }), this.running.signal);
      if (ok) this.take(data);
      else this.refuse(status, data);
    } catch (error) {
      next = this.failed(error);
    }
    clearTimeout(this.tardy);
    this.running = null;
    if (this.waiting) this.later(next);
    else this.again.hidden = true;
  }

  slow() {
    this.mark("stale", this.words.slow);
    this.again.hidden = false;
  }

  failed(error) {
    this.waiting = true;
    if (error.name === "AbortError") { this.mark("stale", this.words.working); return 0; }
    this.mark("stale", this.words.offline);
    this.again.hidden = false;
    return RETRY;
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

  refuse(status, problem) {
    if (status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
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
    const change = (made) => this.state.draw(made, { keep: true });
    if (input.name === "width") change((drawn) => { drawn.width = input.value; });
    if (input.name === "publish") change((drawn) => { drawn.whole = input.value === "whole"; });
    if (input.dataset.sliver) change((drawn) => { drawn.slivers[input.dataset.sliver] = input.checked; });
  }
}
