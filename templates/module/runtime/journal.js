/**
 * The learner's work on this device: written at each input, and kept until an LMS has shown that it
 * has it.
 *
 * A learner whom the LMS names has it across visits, for DAYS. Where nobody is named it may be a
 * shared computer: it then lasts as long as the browser's tab. A browser may refuse to store
 * anything (private settings, a frame in a sandbox); then nothing is promised.
 */

import { checksum } from "./codec.js";

const NAME = "scorm_builder";
const DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;
/** How many of the values that an LMS was sent in a visit are remembered. */
const MOST_SEEN = 500;

export class Journal {
  /**
   * @param view the page's window
   * @param module the module's tag, so that two modules on one device do not mix
   * @param learner the LMS's identifier of the learner, so that two learners do not; "" for nobody
   */
  constructor(view, module, learner, now = () => Date.now()) {
    this.named = learner !== "";
    this.key = [NAME, module, learner].join(":");
    this.now = now;
    this.seen = [];
    this.storage = storageOf(view, this.named ? "localStorage" : "sessionStorage");
    if (this.storage && this.named) {
      removeOld(this.storage, now() - DAYS * DAY);
    }
  }

  /** True where the browser keeps what is written here. */
  get works() {
    return this.storage !== null;
  }

  /**
   * What an earlier visit left: { data, has(value) }, or null. `has`: the LMS was sent the value in
   * that visit, or had it at the start.
   */
  load() {
    const found = parse(this.storage && this.storage.getItem(this.key));
    this.seen = found ? found.seen : [];
    return found && { data: found.data, has: (value) => found.seen.includes(short(value)) };
  }

  /** Starts a copy that follows on none: what the LMS has now is all that is known of it. */
  restart() {
    this.seen = [];
  }

  /** Notes that the LMS had this value, or was sent it. */
  sees(value) {
    const seen = short(value);
    if (this.seen[this.seen.length - 1] !== seen) {
      this.seen = [...this.seen, seen].slice(-MOST_SEEN);
    }
  }

  /** Keeps `data`; false where the browser does not. */
  save(data) {
    const text = JSON.stringify({ at: this.now(), data, seen: this.seen });
    try {
      this.storage.setItem(this.key, text);
      return this.storage.getItem(this.key) === text;
    } catch (_error) {
      return false;
    }
  }

  /** Forgets what is kept, as the LMS has shown that it has it, or the learner wants it. */
  clear() {
    if (this.storage) {
      this.storage.removeItem(this.key);
    }
  }

  /** Forgets, and keeps nothing more. */
  close() {
    this.clear();
    this.storage = null;
  }
}

const short = (value) => `${value.length}.${checksum(value)}`;

// Only what can be read back counts as stored.
function storageOf(view, name) {
  const probe = `${NAME}:`;
  try {
    const storage = view[name];
    storage.setItem(probe, "1");
    const works = storage.getItem(probe) === "1";
    storage.removeItem(probe);
    return works ? storage : null;
  } catch (_error) {
    return null;
  }
}

function parse(text) {
  try {
    const { at, data, seen } = JSON.parse(text);
    return typeof at === "number" && typeof data === "string" && Array.isArray(seen)
      ? { at, data, seen }
      : null;
  } catch (_error) {
    return null;
  }
}

function removeOld(storage, before) {
  Object.keys(storage)
    .filter((key) => key.startsWith(`${NAME}:`))
    .forEach((key) => {
      const found = parse(storage.getItem(key));
      if (!found || found.at < before) {
        storage.removeItem(key);
      }
    });
}
