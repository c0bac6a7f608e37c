// Keeps a page of the desk up to date: by a stream of the server's, by asking where that breaks, and it says when it is old.
import { say } from "./say.js";

const STALE_AFTER = 6500; // ms; the server gives a sign of life every 2 s
const ASK_EVERY = 2000;
const AGAIN_AFTER = 3000;
const LIVE = document.querySelector("[data-stream]");
const stale = document.getElementById("stale");
const zoned = new Intl.DateTimeFormat("de-DE", { timeStyle: "medium", timeZone: "Europe/Berlin" });

let source = null;
let heard = performance.now();
let at = new Date();
let ahead = 0;
let asking = false;
let asked = 0;
let opened = 0;

function open() {
  if (source || document.hidden) return;
  opened = performance.now();
  source = new EventSource(LIVE.dataset.stream);
  source.addEventListener("state", (event) => take(JSON.parse(event.data)));
}

function close() {
  source?.close();
  source = null;
}

function take({ parts, at: moment, fresh }) {
  for (const [name, html] of Object.entries(parts)) {
    if (name === "banners") alarms(html);
    else put(document.getElementById(name), html);
  }
  at = new Date(moment);
  if (Object.keys(parts).length) ahead = at.getTime() - Date.now();
  tick();
  if (fresh === false) return;
  heard = performance.now();
  mark(false);
}

// A part is swapped whole; who stood on something with an id stands on it again, what was open stays open.
function put(place, html) {
  if (!place) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const unfolded = [...place.querySelectorAll("details[open][id]")].map((one) => one.id);
  place.innerHTML = html;
  for (const one of unfolded) document.getElementById(one)?.setAttribute("open", "");
  const token = document.querySelector('meta[name="csrf"]').content;
  for (const field of place.querySelectorAll('input[name="csrf"]')) field.value = token;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// An alarm that stands already is left alone, so that it is not read out again with every change beside it.
function alarms(html) {
  const place = document.getElementById("banners");
  if (!place) return;
  const fresh = document.createElement("div");
  put(fresh, html);
  const kept = new Map([...place.querySelectorAll("[data-alarm]")].map((one) => [one.id, one]));
  for (const one of [...fresh.querySelectorAll("[data-alarm]")]) {
    const old = kept.get(one.id);
    if (old && old.querySelector(".alarm-said").textContent === one.querySelector(".alarm-said").textContent) one.replaceWith(old);
  }
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const unfolded = [...place.querySelectorAll("details[open]")].map((one) => one.id);
  place.replaceChildren(...fresh.childNodes);
  for (const one of unfolded) document.getElementById(one)?.setAttribute("open", "");
  if (focused?.isConnected) focused.focus({ preventScroll: true });
}

function mark(old) {
  LIVE.closest("[data-fresh]")?.setAttribute("data-fresh", old ? "stale" : "fresh");
  if (!stale || stale.hidden === !old) return;
  stale.hidden = !old;
  if (!old) return;
  stale.querySelector("strong").textContent = stale.dataset.say.replace("{time}", zoned.format(at));
  say(stale.textContent);
}

async function ask() {
  if (asking || document.hidden || performance.now() - asked < ASK_EVERY) return;
  asking = true;
  asked = performance.now();
  try {
    const answer = await fetch(LIVE.dataset.ask, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000) });
    const kind = answer.headers.get("Content-Type") ?? "";
    if (answer.ok && kind.includes("json")) take(await answer.json());
    else mark(true);
  } catch {
    mark(true);
  } finally {
    asking = false;
  }
}

function span(seconds) {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const two = (number) => String(number).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${two(seconds % 60)} min` : `${Math.floor(minutes / 60)}:${two(minutes % 60)} h`;
}

function tick() {
  if (stale && !stale.hidden) return;
  for (const one of document.querySelectorAll("[data-since]")) {
    one.textContent = span(Math.max(0, Math.floor((Date.now() + ahead - new Date(one.dataset.since).getTime()) / 1000)));
  }
}

if (LIVE) {
  open();
  setInterval(() => {
    tick();
    if (document.hidden) return;
    if (performance.now() - heard > STALE_AFTER) {
      ask();
      if (performance.now() - opened > AGAIN_AFTER + STALE_AFTER || source?.readyState === EventSource.CLOSED) {
        if (performance.now() - opened > AGAIN_AFTER) { close(); open(); }
      }
    } else if (!source || source.readyState === EventSource.CLOSED) {
      if (performance.now() - opened > AGAIN_AFTER) { close(); open(); }
    }
  }, 1000);
  // A hidden page needs no connection: browsers allow few to one server.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return close();
    heard = performance.now();
    open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", () => { if (!document.hidden) open(); });
}
