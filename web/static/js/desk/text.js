// Step 2: saves while one writes, counts, shows how it arrives; nothing that was typed is ever lost.
import { say } from "../say.js";

const PAUSE = 900;
const form = document.getElementById("text-form");
const words = JSON.parse(form.dataset.words);
const said = document.getElementById("saved");
const arrival = document.getElementById("arrival");
const refusal = document.getElementById("refusal");
const onward = document.getElementById("onward");
const token = document.querySelector('meta[name="csrf"]').content;
let timer = 0;
let dirty = form.dataset.prefilled === "yes";
let running = null;

function length(text) {
  return text.trim().length;
}

function count() {
  for (const counter of document.querySelectorAll("[data-count-for]")) {
    const used = length(document.getElementById(counter.dataset.countFor).value);
    counter.querySelector("strong").textContent = used;
    counter.classList.toggle("over", used > Number(counter.dataset.limit));
  }
}

function tell(text, warn = false) {
  said.textContent = text;
  said.classList.toggle("warn", warn);
}

function touched() {
  dirty = true;
  arrival.dataset.fresh = "stale";
  count();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

async function save() {
  clearTimeout(timer);
  if (running) await running;
  if (!dirty) return true;
  running = send();
  const done = await running;
  running = null;
  return done;
}

async function send() {
  dirty = false;
  tell(words.saving);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": token },
      body: new URLSearchParams(new FormData(form)),
    });
    const data = await response.json();
    if (response.ok) taken(data);
    else refused(response.status, data);
    return response.ok;
  } catch {
    dirty = true;
    tell(words.offline, true);
    timer = setTimeout(save, 3000);
    return false;
  }
}

function taken(data) {
  for (const field of document.querySelectorAll('[name="version"]')) field.value = data.version;
  refusal.hidden = true;
  const open = document.activeElement?.dataset?.channel;
  arrival.innerHTML = data.html;
  if (open) arrival.querySelector(`[data-channel="${open}"]`)?.focus();
  if (!dirty) arrival.dataset.fresh = "fresh";
  tell(words.saved.replace("{time}", data.saved).replace("{version}", data.version));
}

function refused(status, problem) {
  dirty = true;
  const body = refusal.querySelector(".body");
  body.textContent = status === 412 ? `${words.newer} ` : problem.detail;
  if (status === 412) offer(body, Number(problem.current));
  refusal.hidden = false;
  tell(words.unsaved.replace("{why}", status === 412 ? words.newer : problem.detail), true);
  say(body.textContent);
}

function offer(body, current) {
  const other = document.createElement("a");
  other.href = location.pathname;
  other.target = "_blank";
  other.rel = "noopener";
  other.textContent = words.other;
  body.append(other);
  if (!current) return;
  const keep = document.createElement("button");
  keep.type = "button";
  keep.className = "link";
  keep.textContent = words.keep;
  keep.addEventListener("click", () => { form.elements.version.value = current; save(); });
  body.append(" · ", keep);
}

form.addEventListener("input", touched);
form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

onward.addEventListener("click", async (event) => {
  event.preventDefault();
  if (await save()) location.assign(onward.href);
});

document.getElementById("template-form").addEventListener("submit", () => { dirty = false; });

arrival.addEventListener("click", (event) => {
  const row = event.target.closest("[data-channel]");
  if (!row) return;
  form.elements.channel.value = row.dataset.channel;
  dirty = true;
  save();
});

const tabs = [...document.querySelectorAll('[role="tab"]')];
function open(tab) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
}
for (const tab of tabs) {
  tab.addEventListener("click", () => open(tab));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const next = tabs[(tabs.indexOf(tab) + 1) % tabs.length];
    open(next);
    next.focus();
  });
}

const wanted = location.hash && document.querySelector(location.hash);
if (wanted) {
  const panel = wanted.closest('[role="tabpanel"]');
  if (panel) open(document.getElementById(panel.getAttribute("aria-labelledby")));
  wanted.focus();
}
count();
if (dirty) save();
document.body.dataset.ready = "true";
