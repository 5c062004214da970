/** What a visit writes into the learner's record: suspend data, place, time, status and score. */

import { MOST_CHARACTERS, encodeState } from "./codec.js";
import { fitting, score } from "./learner.js";
import { timespan } from "./timing.js";

/** No LMS cuts what is shorter than this; in characters. */
const FIRST_CUT = 255;

export class Report {
  /** @param events { tooLong(field), cut(most) } */
  constructor({ module, record, clock, events }) {
    Object.assign(this, { module, record, clock, events });
    /** As many characters of suspend data as the LMS keeps. */
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

  /** True when what was written last is all of the learner's work. */
  get isWhole() {
    return this.taken && this.tooLong < 0;
  }

  /** True where the LMS has been seen to keep less than the standard asks for. */
  get isShort() {
    return this.most < MOST_CHARACTERS;
  }

  /** Writes the state as far as it fits; returns what was written. */
  data(state) {
    const fit = fitting(state, this.texts, (one) => encodeState(one, this.module).length <= this.most);
    const data = encodeState(fit, this.module);
    this.texts = fit.texts;
    this.tooLong = fit.texts.findIndex((text, index) => text !== state.texts[index]);
    this.taken = this.record.write("cmi.suspend_data", data);
    if (this.tooLong >= 0 && !this.isShort) {
      this.events.tooLong(this.tooLong);
    }
    return this.isCut(data) ? this.data(state) : data;
  }

  // A database's column may be too short. Some players cut at once, so that it can be seen; they then
  // have what fits, and the place beside it.
  isCut(data) {
    if (data.length <= Math.max(FIRST_CUT, 2 * this.readBack)) {
      return false;
    }
    this.readBack = data.length;
    const back = this.record.session.get("cmi.suspend_data");
    const cut = back !== "" && back !== data && data.startsWith(back);
    if (cut) {
      this.most = back.length;
      this.events.cut(this.most);
    }
    return cut;
  }

  place(state) {
    this.record.write("cmi.core.lesson_location", this.module.screens[state.screen]);
  }

  result(state) {
    if (state.status === "i") {
      this.time();
    } else {
      this.outcome(state);
    }
  }

  time() {
    this.record.write("cmi.core.session_time", timespan(this.clock.elapsed()));
  }

  // Answers that an update has taken away do not take away what was reached with them. Where nobody
  // knows the score, that of an LMS which says "passed" is left as it is.
  score(state) {
    const known = Math.max(state.reached, score(state, this.module), this.earlierScore);
    if (known < this.module.masteryScore && this.isPassed) {
      return;
    }
    this.record.writeOptional("cmi.core.score.min", "0");
    this.record.writeOptional("cmi.core.score.max", "100");
    this.record.write("cmi.core.score.raw", String(Math.min(100, Math.max(known, this.module.masteryScore))));
  }

  // One batch in one order with a commit at once: an LMS that saves the status without the time
  // (Learning Hub) or a raw score without a status (Moodle, with a mastery score) gets it wrong.
  outcome(state) {
    if (state.status === "p") {
      this.score(state);
    }
    this.time();
    const passed = state.status === "p" && !this.module.passedCountsAsCompleted;
    this.record.write("cmi.core.lesson_status", passed ? "passed" : "completed");
  }
}
