/**
 * Finds the LMS and reads what it has; while it is not there, or does not answer, it is asked
 * again.
 */

/** All times are in milliseconds. */
/** An API may come later than the page; after the last of these nobody looks for it any more. */
const LOOK_AFTER = [...Array(20).fill(100), ...Array(16).fill(500), ...Array(20).fill(2000)];
/** An API that refuses to begin, or to read, is asked again after these. */
const ASK_AFTER = [1000, 2000, 4000, 8000, 15000, 30000];

export class Connection {
  /**
   * @param lms from a binding
   * @param measure(call) makes a call that may take its time
   * @param events { absent() at first, met(visit), read(found) with null where it cannot be read,
   *   and
   *   again when it can }
   */
  constructor(lms, measure, events) {
    Object.assign(this, { lms, measure, events });
  }

  open(tries = 0) {
    let begun;
    this.measure(() => {
      begun = this.lms.begin();
    });
    if (begun) {
      this.events.met(this.lms.visit());
      this.read(0);
      return;
    }
    if (tries === 0) {
      this.events.absent();
    }
    this.later(this.lms.isFound ? ASK_AFTER : LOOK_AFTER, tries, (next) => this.open(next));
  }

  read(tries) {
    const found = this.lms.read();
    if (found === null) {
      this.later(ASK_AFTER, tries, (next) => this.read(next));
    }
    if (found !== null || tries === 0) {
      this.events.read(found);
    }
  }

  later(delays, tries, act) {
    if (tries < delays.length) {
      this.timer = setTimeout(() => act(tries + 1), delays[tries]);
    }
  }

  /** Nothing is asked any more. */
  stop() {
    clearTimeout(this.timer);
  }
}
