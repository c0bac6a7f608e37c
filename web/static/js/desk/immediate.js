// A phone knows where it is: one tap instead of typing coordinates.
import { say } from "../say.js";

const here = document.getElementById("here");
const where = document.getElementById("where");

if (navigator.geolocation && window.isSecureContext) {
  here.hidden = false;
  here.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        where.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        say(where.value);
        document.getElementById("place").focus();
      },
      ({ message }) => say(message),
      { enableHighAccuracy: true, timeout: 10000 },
    );
  });
}
