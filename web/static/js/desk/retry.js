// Tries again and again what failed, ever more rarely, and says when; at once when the connection is back.
const FIRST = 1000;
const MOST = 30_000;

export class Retry {
  constructor(attempt, told) {
    Object.assign(this, { attempt, told, wait: FIRST, timer: 0, due: 0 });
    window.addEventListener("online", () => { if (this.due) this.now(); });
  }

  get waiting() {
    return this.due > 0;
  }

  later() {
    clearTimeout(this.timer);
    this.due = performance.now() + this.wait;
    this.wait = Math.min(MOST, this.wait * 2);
    this.tick();
  }

  now() {
    clearTimeout(this.timer);
    this.due = 0;
    this.attempt();
  }

  done() {
    clearTimeout(this.timer);
    this.due = 0;
    this.wait = FIRST;
  }

  tick() {
    const left = this.due - performance.now();
    if (left <= 0) return this.now();
    this.told(Math.ceil(left / 1000));
    this.timer = setTimeout(() => this.tick(), Math.min(1000, left));
  }
}
