// Lets this device ring: asks the browser, tells the server, and says plainly where either cannot.
const box = document.getElementById("push");
const words = box ? JSON.parse(box.dataset.words) : {};
const said = document.getElementById("push-said");
const on = document.getElementById("push-on");
const off = document.getElementById("push-off");
const token = document.querySelector('meta[name="csrf"]').content;

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "="));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

// A browser that subscribed with another key of ours hears nothing.
function isOurs(subscription) {
  const known = subscription.options?.applicationServerKey;
  const wanted = bytes(box.dataset.key);
  return !known || new Uint8Array(known).every((byte, place) => byte === wanted[place]);
}

async function tell(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
}

function show(text, { rings = false, can = true } = {}) {
  said.textContent = text;
  on.hidden = rings || !can;
  off.hidden = !rings;
}

const able = () => window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
const registered = () => navigator.serviceWorker.register("/push.js", { scope: "/desk/", updateViaCache: "none" });

async function subscribe() {
  on.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      show(words.denied);
      return;
    }
    const worker = await registered();
    await navigator.serviceWorker.ready;
    await (await worker.pushManager.getSubscription())?.unsubscribe();
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
    await tell("/api/v1/on-call/push", made.toJSON());
    show(words.rings, { rings: true });
  } catch {
    show(words.failed);
  } finally {
    on.disabled = false;
  }
}

async function unsubscribe() {
  off.disabled = true;
  try {
    const worker = await registered();
    const found = await worker.pushManager.getSubscription();
    if (found) {
      await tell("/api/v1/on-call/push/off", { endpoint: found.endpoint });
      await found.unsubscribe();
    }
    show(words.silent);
  } catch {
    show(words.failed, { rings: true });
  } finally {
    off.disabled = false;
  }
}

async function begin() {
  if (!able()) {
    show(window.isSecureContext ? words.unable : words.insecure, { can: false });
    return;
  }
  on.addEventListener("click", subscribe);
  off.addEventListener("click", unsubscribe);
  if (Notification.permission === "denied") {
    show(words.denied);
    return;
  }
  const worker = await navigator.serviceWorker.getRegistration("/desk/");
  const found = await worker?.pushManager.getSubscription();
  if (found && isOurs(found)) {
    // Whoever signs in at this device now is who it rings for.
    await tell("/api/v1/on-call/push", found.toJSON()).catch(() => {});
    show(words.rings, { rings: true });
  } else {
    show(words.silent);
  }
}

if (box) begin();
