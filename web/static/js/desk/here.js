// A step without anything to save: this window has the draft open, others see it.
import { Presence } from "./presence.js";

const place = document.getElementById("presence");
new Presence(place, document.querySelector('meta[name="csrf"]').content, { heard: () => {}, lost: () => {} });
