/** What a visit tells the LMS: the learner's work, place, time, status and score. */

import { MOST_CHARACTERS, encodeState } from "./codec.js";
import { fitting, score } from "./learner.js";

/** No LMS cuts what is shorter than this; in characters. */
const FIRST_CUT = 255;

export class Report {
  /** @param events { tooLong(field), cut(most) } */
  constructor({ module, lms, clock, events }) {
    Object.assign(this, { module, lms, clock, events });
    /** As many characters of work as the LMS keeps. */
    this.most = MOST_CHARACTERS;
    this.readBack = 0;
    /** The texts as they were last written. */
    this.texts = module.fields.map(() => "");
    /** The number of the field whose text is too long, or -1. */
    this.tooLong = -1;
    /** False when the LMS refused the learner's work. */
    this.taken = true;
    /** The score that the LMS has from an earlier visit, and whether it says "passed". */
    this.earlierScore = 0;
    this.isPassed = false;
  }

  /**
   * Goes on from what the LMS gave back, as the `read` of a binding has it; `foreign`: it is
   * another module's.
   *
   * @returns a function of the state that says what must be said in every visit, also when the
   *   record
   *   reads so already: Chamilo 2 completes a visit that sets no status
   */
  goOnFrom(state, found, foreign) {
    this.texts = state.texts;
    this.earlierScore = foreign ? 0 : this.lms.readScore();
    this.isPassed = !foreign && found.status === "p";
    if (state.status !== "i") {
      return found.status === "i" ? (now) => this.outcome(now) : () => {};
    }
    return foreign ? () => {} : () => this.lms.notDone();
  }

  /** True when what was written last is all of the learner's work. */
  get isWhole() {
    return this.taken && this.tooLong < 0;
  }

  /** True where the LMS has been seen to keep less than the standard asks for. */
  get isShort() {
    return this.most < MOST_CHARACTERS;
  }

  /** Writes the state as far as it fits; returns what was written. */
  work(state) {
    const fit = fitting(
      state,
      this.texts,
      (one) => encodeState(one, this.module).length <= this.most,
    );
    const data = encodeState(fit, this.module);
    this.texts = fit.texts;
    this.tooLong = fit.texts.findIndex((text, index) => text !== state.texts[index]);
    this.taken = this.lms.work(data);
    if (this.tooLong >= 0 && !this.isShort) {
      this.events.tooLong(this.tooLong);
    }
    return this.isCut(data) ? this.work(state) : data;
  }

  // A database's column may be too short. Some players cut at once, so that it can be seen; they
  // then have what fits, and the place beside it.
  isCut(data) {
    if (data.length <= Math.max(FIRST_CUT, 2 * this.readBack)) {
      return false;
    }
    this.readBack = data.length;
    const back = this.lms.readWork();
    const cut = back !== "" && back !== data && data.startsWith(back);
    if (cut) {
      this.most = back.length;
      this.events.cut(this.most);
    }
    return cut;
  }

  place(state) {
    this.lms.place(this.module.screens[state.screen]);
  }

  result(state) {
    if (state.status === "i") {
      this.time();
    } else {
      this.outcome(state);
    }
  }

  time() {
    this.lms.time(this.clock.elapsed());
  }

  outcome(state) {
    const passed = state.status === "p";
    const said = passed && !this.module.passedCountsAsCompleted ? "p" : "c";
    this.lms.done(said, passed ? this.scoreOf(state) : null, this.clock.elapsed());
  }

  // Answers that an update has taken away do not take away what was reached with them. Where nobody
  // knows the score, that of an LMS which says "passed" is left as it is.
  scoreOf(state) {
    const known = Math.max(state.reached, score(state, this.module), this.earlierScore);
    if (known < this.module.masteryScore && this.isPassed) {
      return null;
    }
    return Math.min(100, Math.max(known, this.module.masteryScore));
  }
}
