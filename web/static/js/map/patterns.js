// Hatches as SVG patterns, and the lines that go with each severity.
const SVG = "http://www.w3.org/2000/svg";

export const LEVELS = { Minor: 1, Moderate: 2, Severe: 3, Extreme: 4 };

const COLOURS = {
  1: ["#FFE12F", "#5E4A00"],
  2: ["#FFA305", "#B24A00"],
  3: ["#C31C13", "#B60000"],
  4: ["#5B007E", "#5B007E"],
  drill: ["#CFEF6B", "#394800"],
};

const AFFECTED = { 1: "#FFFBE0", 2: "#FFF0D6", 3: "#FDEEED", 4: "#F3E9F7", drill: "#EBF7C6" };

export function styleOf(key) {
  return { line: COLOURS[key][1], affected: AFFECTED[key], hatch: `url(#or-h-${key})`, zones: [`url(#or-x-${key})`, `url(#or-o-${key})`, `url(#or-d-${key})`] };
}

function element(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const rect = (width, height, fill, opacity = 1) => element("rect", { width, height, fill, "fill-opacity": opacity });

function stripes(id, [fill, line]) {
  const frame = { id, width: 10, height: 10, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return element("pattern", frame, rect(10, 10, "#fff", 0.55), rect(10, 10, fill, 0.22), rect(2.25, 10, line));
}

function crossed(id, [fill, line]) {
  const frame = { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return element("pattern", frame, rect(7, 7, fill, 0.8), rect(2, 7, line), rect(7, 2, line));
}

// The second and the third zone: stripes the other way, then dots.
function opposite(id, [fill, line]) {
  const frame = { id, width: 12, height: 12, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" };
  return element("pattern", frame, rect(12, 12, "#fff", 0.7), rect(12, 12, fill, 0.45), rect(3.5, 12, line));
}

function dots(id, [fill, line]) {
  const frame = { id, width: 10, height: 10, patternUnits: "userSpaceOnUse" };
  return element("pattern", frame, rect(10, 10, "#fff", 0.7), rect(10, 10, fill, 0.3), element("circle", { cx: 5, cy: 5, r: 2, fill: line }));
}

export function define() {
  const made = element("svg", { width: 0, height: 0, "aria-hidden": "true", focusable: "false", class: "visually-hidden" });
  const defs = element("defs", {});
  for (const [key, colours] of Object.entries(COLOURS)) {
    defs.append(stripes(`or-h-${key}`, colours), crossed(`or-x-${key}`, colours), opposite(`or-o-${key}`, colours), dots(`or-d-${key}`, colours));
  }
  defs.append(stripes("or-h-key", COLOURS[2]));
  made.append(defs);
  document.body.append(made);
}

export function showKey(key) {
  const old = document.getElementById("or-h-key");
  old.replaceWith(stripes("or-h-key", COLOURS[key]));
  const affected = document.querySelector(".key-affected");
  affected.style.fill = AFFECTED[key];
  affected.style.stroke = COLOURS[key][1];
}
