// Step 1: puts the parts of the map page together.
import { say } from "../say.js";
import { Answer } from "../map/answer.js";
import { Ground } from "../map/ground.js";
import { Labels } from "../map/labels.js";
import { define, LEVELS, showKey } from "../map/patterns.js";
import { Drawing } from "./draw.js";
import { Crosshair } from "./keyboard.js";
import { CircleForm } from "./circle.js";
import { intake } from "./intake.js";
import { Picking } from "./pick.js";
import { Preview } from "./preview.js";
import { Saving } from "./save.js";
import { State } from "./state.js";
import { Trimming } from "./trim.js";
import { ListTwin } from "./twin.js";
import { Zones } from "./zones.js";

const OBSTACLES = [".map-tools", ".map-search", ".map-view", ".map-legend", ".map-zoom", ".map-circle", ".map-hint", ".leaflet-marker-icon.marker-icon"];

const { map, scale } = window.ortsruf;
const start = JSON.parse(document.querySelector("[data-state]").dataset.state);
const words = JSON.parse(document.getElementById("map-side").dataset.words);
const token = document.querySelector('meta[name="csrf"]').content;
const stage = document.getElementById("map-stage");
const state = new State(start);
const keyOf = () => (state.mode === "drill" ? "drill" : LEVELS[state.severity]);

map.setMinZoom(5).setMaxZoom(18);
document.getElementById("scale").prepend(scale.getContainer());
const line = scale.getContainer().firstElementChild;
const scaled = () => { document.getElementById("scale-words").textContent = line.textContent; };
map.on("zoomend moveend", scaled);
scaled();
define();
showKey(keyOf());

const response = await fetch("/desk/ground.json", { headers: { Accept: "application/geo+json" } });
const ground = new Ground(map, await response.json());
const labels = new Labels(map, stage, OBSTACLES);
const answer = new Answer(map, ground, labels, words);
const drawing = new Drawing(map, stage, state, words, keyOf);
const picking = new Picking(map, state, ground, words, drawing);
const zones = new Zones(state, words, drawing);
const list = new ListTwin(state, ground, words, (key, wanted) => picking.set(key, wanted));
const saving = new Saving(state, words, token, start);
let unframed = false;
const preview = new Preview(state, words, start.preview, (data) => {
  answer.show(data.map, keyOf(), state.current().zones);
  zones.answered(data);
  list.shares(data.map);
  saving.width = data.width ?? null;
  if (data.map) say(data.map.spoken);
  if (data.map && unframed) frame();
});
drawing.cross = new Crosshair(map, state, drawing, words, picking);
new CircleForm(state, words, drawing, () => { unframed = true; });
new Trimming(state, words);
intake({ map, state, ground, words, token, picking, done: () => { unframed = true; drawing.use(""); } });

state.addEventListener("change", () => answer.stale());
state.addEventListener("change", () => steps());

for (const button of document.querySelectorAll("[data-tool]")) {
  button.addEventListener("click", (event) => {
    drawing.use(button.dataset.tool);
    if (!event.detail) drawing.cross.toggle(true); // chosen by a key: go on by keys
  });
}

const acts = {
  undo: () => { if (state.undo()) say(words.undone); },
  redo: () => { if (state.redo()) say(words.redone); },
  "zoom-in": () => map.zoomIn(),
  "zoom-out": () => map.zoomOut(),
  frame: () => frame(ground.bounds()),
  snap: (button) => {
    drawing.snapping = !drawing.snapping;
    button.setAttribute("aria-pressed", String(drawing.snapping));
    drawing.handles();
  },
};
for (const button of document.querySelectorAll("[data-act]")) {
  const act = acts[button.dataset.act];
  if (act) button.addEventListener("click", () => act(button));
}

document.addEventListener("ortsruf:tool", () => labels.place());

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.closest("input, textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "z") acts[event.shiftKey ? "redo" : "undo"]();
  else if (key === "y") acts.redo();
  else return;
  event.preventDefault();
});

function steps() {
  document.querySelector('[data-act="undo"]').disabled = !state.before.length;
  document.querySelector('[data-act="redo"]').disabled = !state.after.length;
}

// Shows what is drawn; with `around` all of that too.
function frame(around) {
  unframed = false;
  const shape = answer.data?.shape;
  const bounds = shape ? L.geoJSON(shape).getBounds() : ground.bounds();
  const room = shape && !around ? { padding: [110, 90] } : besideTheTools();
  map.fitBounds(around ? bounds.extend(around) : bounds, { ...room, animate: false });
}

// Where tools and search lie on the map, what is shown keeps clear of them; on a phone they stand below it.
function besideTheTools() {
  const box = map.getContainer().getBoundingClientRect();
  const tools = document.querySelector(".map-tools").getBoundingClientRect();
  const onMap = tools.top < box.bottom - 1 && tools.height > tools.width;
  return { paddingTopLeft: onMap ? [tools.right - box.left + 16, 84] : [24, 24], paddingBottomRight: [24, 24] };
}

const template = document.getElementById("template");
template.addEventListener("change", choose);

function choose() {
  const chosen = template.selectedOptions[0];
  state.decide(() => {
    state.template = template.value;
    state.severity = chosen.dataset.severity ?? state.severity;
  });
  const name = document.getElementById("occasion-name");
  name.textContent = name.dataset.prefix + chosen.textContent;
  document.querySelector(`[name="severity"][value="${state.severity}"]`).checked = true;
  document.getElementById("occasion").open = !template.value;
  severity();
}

for (const radio of document.querySelectorAll('[name="severity"]')) {
  radio.addEventListener("change", () => {
    state.decide(() => { state.severity = radio.value; });
    severity();
  });
}

function severity() {
  const shape = document.querySelector(`[name="severity"][value="${state.severity}"]`).parentElement.querySelector(".severity").cloneNode(true);
  shape.classList.remove("small");
  document.getElementById("occasion-shape").replaceChildren(shape);
  showKey(keyOf());
  drawing.rebuild();
}

drawing.rebuild();
answer.show(null, keyOf(), state.drawn.zones);
steps();
if (template.value !== (state.template ?? "")) choose(); // somebody was faster than this script
if (state.empty) {
  drawing.use("draw");
  frame(ground.bounds());
} else {
  unframed = true;
  preview.ask(0);
}
window.ortsruf.state = state;
document.body.dataset.ready = "true";
