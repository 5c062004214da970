/**
 * When calls to the LMS are made: in rounds, each of which says all that is new and ends with
 * Commit.
 *
 * Calls of SCORM 1.2 block the page. So none is made while the learner clicks or types, and after
 * one that took long the learner's clicks come before the next. All times are in milliseconds.
 */

/** Nothing waits longer than this for a learner who types without a pause. */
const LONGEST_UNSENT = 8000;
/** After a call that takes longer than this the learner's clicks come before the next one. */
const FELT = 50;
/** An LMS with a call that takes longer than this is slow: it is called only when the learner has
 * paused for SLOW_PAUSE. */
const SLOW = 300;
const SLOW_PAUSE = 1500;

export class Rounds {
  /** @param writes(what) the calls of a round as functions, the last one the Commit; `what` is
   * "place", "all", or null for only what must be said in every visit */
  constructor(writes) {
    this.writes = writes;
    this.slow = false;
    /** Nothing that is planned before this moment begins a round. */
    this.notBefore = 0;
    this.stop();
  }

  /** A round is wanted that says this, and need not begin before `delay` has passed. */
  plan(what, delay = 0) {
    const now = Date.now();
    this.wanted = what === "all" || this.wanted === "all" ? "all" : what || this.wanted;
    this.since = this.since || now;
    clearTimeout(this.timer);
    if (now < this.notBefore) {
      return;
    }
    const pause = this.slow ? Math.max(delay, SLOW_PAUSE) : delay;
    const last = Math.max(now, this.since + LONGEST_UNSENT);
    this.timer = setTimeout(() => this.begin(), Math.min(now + pause, last) - now);
  }

  begin() {
    if (this.steps) {
      return;
    }
    this.steps = this.round();
    this.step();
  }

  round() {
    const steps = this.writes(this.wanted);
    this.wanted = null;
    this.since = 0;
    return steps;
  }

  step() {
    while (this.steps && this.steps.length) {
      const took = this.measure(this.steps.shift());
      if (took > FELT) {
        this.stepTimer = setTimeout(() => this.step(), 0);
        return;
      }
    }
    this.steps = null;
    if (this.wanted) {
      this.plan(null);
    }
  }

  /** Makes a call; how long it took. */
  measure(call) {
    const before = Date.now();
    call();
    const took = Date.now() - before;
    this.slow = this.slow || took > SLOW;
    return took;
  }

  /** Makes the calls of a whole round now, after what is left of the one under way. */
  flush() {
    this.rest().forEach((call) => call());
    this.wanted = "all";
    this.round().forEach((call) => call());
  }

  /** What is left of the round under way but for its Commit; it is over. */
  rest() {
    const rest = (this.steps || []).slice(0, -1);
    this.stop();
    return rest;
  }

  /** No call is made any more. */
  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.stepTimer);
    this.steps = null;
    this.wanted = null;
    this.since = 0;
  }
}
