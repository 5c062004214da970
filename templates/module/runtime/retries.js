/** When the LMS is told again what it has refused. All times are in milliseconds. */

const RETRY_AFTER = [5000, 10000, 20000, 40000, 60000];
/** How often an LMS that has only ever refused is tried again while the learner works. */
const STUCK_PAUSE = 60000;

export class Retries {
  /** @param rounds in which all is said again */
  constructor(rounds) {
    this.rounds = rounds;
    /** Commits that failed since the last one that did not. */
    this.failures = 0;
    this.everSent = false;
    /** The LMS has refused from the start. */
    this.stuck = false;
  }

  succeeded() {
    Object.assign(this, { failures: 0, stuck: false, everSent: true });
    this.rounds.notBefore = 0;
    this.stop();
  }

  failed(isOnline) {
    this.stop();
    this.failures += 1;
    // An LMS that has refused from the start, such as a Learning Hub that a crash has locked, puts
    // a box before the learner each time.
    this.stuck = !this.everSent && this.failures > 1 && isOnline;
    if (this.stuck) {
      this.rounds.notBefore = Date.now() + STUCK_PAUSE;
    } else {
      const delay = RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length) - 1];
      this.timer = setTimeout(() => this.now(), delay);
    }
  }

  /** Says everything again, if anything is to be said again. */
  now() {
    if (this.failures > 0) {
      this.rounds.notBefore = 0;
      this.rounds.plan("all");
    }
  }

  stop() {
    clearTimeout(this.timer);
  }
}
