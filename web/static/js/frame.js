// What every workplace does: the clock runs, htmx carries the CSRF token, old figures are marked as old.
import { forget } from "./desk/keep.js";
import { say } from "./say.js";

const token = document.querySelector('meta[name="csrf"]').content;

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = token;
});

for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failed, (event) => {
    const target = event.detail.target ?? event.target;
    target.closest("[data-fresh]")?.setAttribute("data-fresh", "stale");
    say(document.body.dataset.sayStale);
  });
}

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) event.target.closest("[data-fresh]")?.setAttribute("data-fresh", "fresh");
});

const clock = document.querySelector("[data-clock]");
if (clock) {
  const ahead = new Date(clock.dataset.clock).getTime() - Date.now();
  const form = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
  const seconds = new Intl.DateTimeFormat("de-DE", { timeStyle: "medium", timeZone: "Europe/Berlin" });
  const tick = () => {
    const now = new Date(Date.now() + ahead);
    clock.textContent = form.format(now);
    for (const exact of document.querySelectorAll("[data-clock-seconds]")) exact.textContent = seconds.format(now);
  };
  tick();
  setInterval(tick, 1000);
}

document.querySelector('form[action="/logout"]')?.addEventListener("submit", forget);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.bar-person[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.bar-person[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
