// What was typed and not yet saved, kept in this browser: by draft and person, forgotten on sign-out and after a week.
const PREFIX = "ortsruf:draft:";
const WEEK = 7 * 24 * 3600 * 1000;

let forgotten = false;

export class Keep {
  constructor(subject, person) {
    this.key = `${PREFIX}${person}:${subject}`;
    tidy();
  }

  put(entry) {
    if (forgotten) return false;
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...entry, at: Date.now() }));
      return true;
    } catch {
      return false; // full, or forbidden in this browser: the form itself still holds it
    }
  }

  get() {
    return read(this.key);
  }

  drop() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept then.
    }
  }
}

// Everything of everybody: whoever signs out leaves nothing behind.
export function forget() {
  forgotten = true;
  for (const key of keys()) localStorage.removeItem(key);
}

function tidy() {
  for (const key of keys()) {
    const entry = read(key);
    if (!entry || Date.now() - entry.at > WEEK) localStorage.removeItem(key);
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    const entry = JSON.parse(localStorage.getItem(key));
    return entry && typeof entry === "object" ? entry : null;
  } catch {
    return null;
  }
}
