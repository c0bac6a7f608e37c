// Step 2: saves while one writes, counts, shows how it arrives; nothing that was typed is ever lost, nobody's.
import { say } from "../say.js";
import { checks } from "./checks.js";
import { Help } from "./help.js";
import { Keep } from "./keep.js";
import { compare, Merge, same } from "./merge.js";
import { Presence } from "./presence.js";
import { Retry } from "./retry.js";

const PAUSE = 900;
const SILENT = new Set(["csrf", "version", "channel", "help"]);
const form = document.getElementById("text-form");
const words = JSON.parse(form.dataset.words);
const said = document.getElementById("saved");
const arrival = document.getElementById("arrival");
const checked = document.getElementById("checks");
const refusal = document.getElementById("refusal");
const onward = document.getElementById("onward");
const token = document.querySelector('meta[name="csrf"]').content;
const keep = new Keep(form.dataset.alert, form.dataset.person);
const rescue = new Keep(`${form.dataset.alert}:rescue`, form.dataset.person);
let timer = 0;
let dirty = form.dataset.prefilled === "yes";
let running = null;
let base = fields();
let stored = said.textContent;
let waiting = null; // somebody else's version that a person has to decide about

const tabs = [...document.querySelectorAll('[role="tab"]')];
const helping = document.getElementById("help-places");
const help = helping ? new Help(helping, token, () => touched()) : null;
const merge = new Merge(document.getElementById("merge"), decided);
const retry = new Retry(() => save(), (s) => tell(words.offline.replace("{s}", s), "offline"));
const presence = new Presence(document.getElementById("presence"), token, {
  heard: (version, editable) => {
    if (retry.waiting) retry.now();
    else if (!dirty && said.dataset.state === "offline") tell(stored, "saved");
    if (editable && version > Number(form.elements.version.value) && !dirty && !running && !waiting) pull();
  },
  lost: () => { if (!dirty && !running && !waiting) tell(words.lost, "offline"); },
});

function fields() {
  return Object.fromEntries([...new FormData(form)].filter(([name]) => !SILENT.has(name)));
}

function count() {
  for (const counter of document.querySelectorAll("[data-count-for]")) {
    const field = document.getElementById(counter.dataset.countFor);
    if (field) counted(counter, field.value.trim().length);
  }
}

function counted(counter, used) {
  counter.querySelector("strong").textContent = used;
  counter.classList.toggle("over", used > Number(counter.dataset.limit));
}

function tell(text, state) {
  said.textContent = text;
  said.dataset.state = state;
  said.classList.toggle("warn", state === "offline" || state === "refused");
}

function touched() {
  dirty = true;
  arrival.dataset.fresh = checked.dataset.fresh = "stale";
  count();
  hold();
  if (!retry.waiting && !waiting) tell(words.typing, "unsaved");
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function hold() {
  keep.put({ version: Number(form.elements.version.value), base, fields: fields() });
}

async function save() {
  clearTimeout(timer);
  if (running) await running;
  if (waiting) return false;
  if (!dirty) return true;
  running = send();
  const done = await running;
  running = null;
  return done;
}

async function send() {
  dirty = false;
  const sent = fields();
  if (!retry.waiting) tell(words.saving, "saving");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": token },
      body: new URLSearchParams(new FormData(form)),
    });
    if (response.status >= 502) throw new Error(String(response.status));
    const data = await response.json();
    retry.done();
    if (response.ok) taken(data, sent);
    else if (response.status === 412) return await newer();
    else refused(response.status, data);
    return response.ok;
  } catch {
    dirty = true;
    hold();
    retry.later();
    return false;
  }
}

function versioned(version) {
  for (const field of document.querySelectorAll('[name="version"]')) field.value = version;
}

function taken(data, sent) {
  versioned(data.version);
  base = sent;
  refusal.hidden = true;
  if (dirty) hold();
  else keep.drop();
  const open = document.activeElement?.dataset?.channel;
  arrival.innerHTML = data.html;
  if (open) arrival.querySelector(`[data-channel="${open}"]`)?.focus();
  refreshed(data);
  if (!dirty) arrival.dataset.fresh = checked.dataset.fresh = "fresh";
  stored = words.saved.replace("{time}", data.saved).replace("{version}", data.version);
  tell(dirty ? words.typing : stored, dirty ? "unsaved" : "saved");
}

function refreshed({ checks: rows, tabs: complete, counts }) {
  const focused = checked.contains(document.activeElement);
  checked.innerHTML = rows;
  if (focused) checked.querySelector("button")?.focus();
  for (const [code, whole] of Object.entries(complete)) {
    const tab = document.getElementById(`tab-${code}`);
    if (tab) tab.dataset.complete = whole ? "yes" : "no";
  }
  for (const counter of document.querySelectorAll("[data-count-for]")) {
    const name = counter.dataset.countFor.slice(2);
    if (name in counts && same(form.elements[name]?.value, base[name])) counted(counter, counts[name]);
  }
}

function refused(status, problem) {
  dirty = true;
  hold();
  const why = status === 401 || status === 403 ? words.signedout : status === 409 ? words.gone : problem.detail;
  refusal.querySelector(".body").textContent = why;
  refusal.hidden = false;
  tell(words.unsaved.replace("{why}", why), "refused");
  say(why);
}

// --- somebody else has saved ---------------------------------------------------------------------------------------

async function theirs() {
  const response = await fetch(`/desk/alerts/${form.dataset.alert}/current.json`, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function newer() {
  dirty = true;
  hold();
  const current = await theirs();
  return together(current, compare(base, fields(), shown(current.text)));
}

async function pull() {
  try {
    const current = await theirs();
    if (dirty || running) return;
    running = together(current, compare(base, fields(), shown(current.text)));
    await running;
  } catch {
    // The next heartbeat tries again.
  } finally {
    running = null;
  }
}

const EMPTY_IF_ABSENT = /^(?:event|headline|description|instruction|field|zone\d+|help\d+)_/;

// Their fields, as far as this form has them; a help place of theirs gets its row.
function shown(text) {
  for (const name of Object.keys(text)) {
    const number = /^help(\d+)_/.exec(name);
    if (number && help) help.ensure(number[1]);
  }
  return Object.fromEntries(Object.keys(fields()).map((name) => [name, text[name] ?? (EMPTY_IF_ABSENT.test(name) ? "" : base[name] ?? "")]));
}

async function together(current, { taken: new_, both }) {
  if (!current.editable) {
    refused(409, {});
    return false;
  }
  put(new_);
  if (Object.keys(both).length) {
    waiting = current;
    hold();
    merge.ask(both, {
      said: words.conflict.replace("{who}", current.author).replace("{time}", current.at),
      who: current.author,
      label,
      show: readable,
    });
    tell(merge.place.querySelector("[data-merge-say]").textContent, "refused");
    return false;
  }
  return joined(current, new_);
}

// What stands here goes on top of their version.
async function joined(current, new_) {
  base = shown(current.text);
  versioned(current.version);
  dirty = true;
  if (Object.keys(new_).length) {
    const what = [...new Set(Object.keys(new_).map(label))].join(", ");
    const note = document.getElementById("merged");
    note.querySelector(".body").textContent = words.merged.replace("{who}", current.author).replace("{what}", what);
    note.hidden = false;
  }
  const unknown = Object.keys(current.text).some((name) => /^(headline_|zone\d+_)/.test(name) && !(name in form.elements) && current.text[name]);
  const done = await send();
  if (done && unknown && !dirty) location.reload();
  return done;
}

function decided(chosen) {
  const current = waiting;
  waiting = null;
  const new_ = {};
  for (const [name, whose] of Object.entries(chosen)) {
    if (whose === "theirs") new_[name] = current.text[name] ?? "";
  }
  put(new_);
  if (running) running.then(() => joined(current, {}));
  else running = joined(current, {}).finally(() => { running = null; });
}

function put(values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field instanceof HTMLSelectElement && ![...field.options].some((one) => one.value === value)) continue;
    field.value = value;
  }
  help?.number();
  count();
}

function label(name) {
  const field = document.getElementById(`f-${name}`);
  const text = field && document.querySelector(`label[for="f-${CSS.escape(name)}"]`)?.textContent.trim();
  if (!text) return words.elsewhere;
  const panel = field.closest('[role="tabpanel"]');
  const row = field.closest("[data-help]");
  const tab = panel && document.getElementById(panel.getAttribute("aria-labelledby"));
  const where = row ? row.querySelector(".help-title").textContent : tab && tab !== tabs[0] ? tab.dataset.name : "";
  return where ? `${text} (${where})` : text;
}

function readable(name, value) {
  const field = form.elements[name];
  if (!(field instanceof HTMLSelectElement)) return value;
  return [...field.options].find((one) => one.value === value)?.textContent ?? value;
}

// --- what lies on this device ---------------------------------------------------------------------------------------

const rescued = lostAndFound();
if (rescued) offer(rescued);

function lostAndFound() {
  const fresh = keep.get();
  const old = rescue.get();
  if (!fresh && !old) return null;
  const changed = fresh ? Object.entries(fresh.fields ?? {}).filter(([name, value]) => !same(value, fresh.base?.[name])) : [];
  const entry = old ? { ...old, fields: { ...old.fields, ...Object.fromEntries(changed) } } : fresh;
  const differs = Object.entries(entry.fields ?? {}).filter(([name, value]) => !same(value, base[name]) && !same(value, entry.base?.[name]));
  keep.drop();
  if (!differs.length) {
    rescue.drop();
    return null;
  }
  rescue.put(entry);
  return { ...entry, names: differs.map(([name]) => name) };
}

function offer(entry) {
  const note = document.getElementById("rescue");
  const time = new Intl.DateTimeFormat("de-DE", { timeStyle: "short", dateStyle: "short", timeZone: "Europe/Berlin" }).format(entry.at);
  for (const name of entry.names) {
    const number = /^help(\d+)_/.exec(name);
    if (number && help) help.ensure(number[1]);
  }
  const what = [...new Set(entry.names.map(label))].join(", ");
  note.querySelector("[data-rescue-say]").textContent = words.rescued.replace("{time}", time).replace("{what}", what);
  note.hidden = false;
  note.addEventListener("click", (event) => {
    const act = event.target.closest("[data-rescue]")?.dataset.rescue;
    if (!act) return;
    note.hidden = true;
    if (act === "take") back(entry);
    else rescue.drop();
  });
}

async function back(entry) {
  const mine = { ...fields(), ...entry.fields };
  const { kept, both } = compare(entry.base ?? {}, mine, fields());
  put(kept);
  rescue.drop();
  if (Object.keys(both).length) {
    put(Object.fromEntries(Object.entries(both).map(([name, one]) => [name, one.mine])));
    touched();
    clearTimeout(timer);
    const current = await theirs().catch(() => null);
    if (current) await together(current, { taken: {}, both });
    return;
  }
  touched();
  save();
}

// --- the page -------------------------------------------------------------------------------------------------------

form.addEventListener("input", (event) => { if (event.target.name) touched(); });
form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
window.addEventListener("beforeunload", (event) => { if (dirty || running) event.preventDefault(); });
document.addEventListener("visibilitychange", () => { if (document.hidden && dirty && !retry.waiting) save(); });

for (const link of document.querySelectorAll(".foot a[href], .steps a[href], .text-side a[href]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
    if (!dirty && !running && link !== onward) return;
    event.preventDefault();
    if (await save()) location.assign(link.href);
  });
}

for (const id of ["template-form", "language-add", "language-remove"]) {
  const other = document.getElementById(id);
  other?.addEventListener("submit", async (event) => {
    if (!dirty && !running) return;
    event.preventDefault();
    const { submitter } = event;
    if (await save()) other.requestSubmit(submitter);
  });
}

arrival.addEventListener("click", (event) => {
  const row = event.target.closest("[data-channel]");
  if (!row) return;
  form.elements.channel.value = row.dataset.channel;
  dirty = true;
  save();
});

function open(tab) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
}
function reveal(field) {
  const panel = field.closest('[role="tabpanel"]');
  if (panel) open(document.getElementById(panel.getAttribute("aria-labelledby")));
}
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
for (const tab of tabs) {
  tab.addEventListener("click", () => open(tab));
  tab.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(tab);
    const next = event.key === "Home" ? tabs[0] : event.key === "End" ? tabs.at(-1) : event.key in STEPS ? tabs.at((at + STEPS[event.key]) % tabs.length) : null;
    if (!next) return;
    event.preventDefault();
    open(next);
    next.focus();
  });
}

checks(checked, { reveal, touched });

function arrive() {
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!wanted) return;
  reveal(wanted);
  wanted.focus();
}
window.addEventListener("hashchange", arrive);
arrive();
count();
if (dirty) save();
document.body.dataset.ready = "true";
