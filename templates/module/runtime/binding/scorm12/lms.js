/**
 * The LMS by SCORM 1.2: takes what the run-time says of the learner's work, and says it in the
 * words of the standard. Each binding has a class like this one; what stands outside knows no more
 * of an LMS.
 *
 * What an LMS answers is a claim. Each call may block the page, so each method makes few.
 */

import * as cmi from "./elements.js";
import { interaction } from "./interactions.js";
import { LearnerRecord } from "./record.js";
import { Session } from "./session.js";
import { timeOfDay, timespan } from "./timing.js";

const DONE = { completed: "c", passed: "p" };
const STATUS = { c: "completed", p: "passed" };
const KINDS = { review: "reviewed", browse: "browsed" };

export class Lms {
  /** @param view the window in which the search for the API starts */
  constructor(view) {
    this.session = new Session(view);
    this.record = new LearnerRecord(this.session);
  }

  /** True when there is an LMS, which may have refused to begin. */
  get isFound() {
    return this.session.api !== null;
  }

  /** True between `begin` and the end of the visit. */
  get isRunning() {
    return this.session.state === "running";
  }

  /** True where an LMS takes nothing before the end of the visit. */
  get sendsAtEnd() {
    return this.session.finishOnly;
  }

  get isOnline() {
    return this.session.isOnline();
  }

  /** True when the LMS has opened the visit; else it can be asked again. */
  begin() {
    return this.session.start();
  }

  /**
   * { kind, learner }: "recorded", or "reviewed" or "browsed" where nothing may be written; and the
   * LMS's identifier of the learner, "" for nobody.
   */
  visit() {
    // An LMS may leave the mode empty (LiaScript-Exporter#36): that is an ordinary visit.
    const kind = KINDS[this.session.get(cmi.LESSON_MODE)] || "recorded";
    return { kind, learner: this.session.get(cmi.STUDENT_ID) };
  }

  /**
   * What earlier visits have left: { work, status: "i"|"c"|"p", place }; null where it cannot be
   * read, which is not the same as nothing.
   */
  read() {
    const status = this.session.look(cmi.LESSON_STATUS);
    const work = this.session.look(cmi.SUSPEND_DATA);
    if (work.failed || status.threw) {
      return null;
    }
    return {
      work: work.value,
      status: DONE[status.value] || "i",
      place: this.session.get(cmi.LESSON_LOCATION),
    };
  }

  /** The score that the LMS has from earlier visits, 0 for none. */
  readScore() {
    return Number(this.session.get(cmi.SCORE_RAW)) || 0;
  }

  /** The work as the LMS has it now. */
  readWork() {
    return this.session.get(cmi.SUSPEND_DATA);
  }

  /** Says that the module is not done yet. */
  notDone() {
    this.record.write(cmi.LESSON_STATUS, "incomplete");
  }

  /** Says that the learner will go on in another visit, whatever becomes of this one. */
  willGoOn() {
    this.record.write(cmi.EXIT, "suspend");
  }

  /** True when the LMS took the learner's work, which is text by codec.js. */
  work(text) {
    return this.record.write(cmi.SUSPEND_DATA, text);
  }

  /** @param place the id of a screen */
  place(place) {
    this.record.write(cmi.LESSON_LOCATION, place);
  }

  /** How long the visit has lasted, in milliseconds. */
  time(milliseconds) {
    this.record.write(cmi.SESSION_TIME, timespan(milliseconds));
  }

  /**
   * Says that the module is done. One batch in one order, with a commit at once: an LMS that saves
   * the status without the time (Learning Hub) or a raw score without a status (Moodle, with a
   * mastery score) gets it wrong.
   *
   * @param status "c" or "p"
   * @param score 0 to 100, or null where none is to be said
   * @param milliseconds how long the visit has lasted
   */
  done(status, score, milliseconds) {
    if (score !== null) {
      this.record.writeOptional(cmi.SCORE_MIN, "0");
      this.record.writeOptional(cmi.SCORE_MAX, "100");
      this.record.write(cmi.SCORE_RAW, String(score));
    }
    this.time(milliseconds);
    this.record.write(cmi.LESSON_STATUS, STATUS[status]);
  }

  /**
   * An answer that was handed in, where the LMS keeps them.
   *
   * @param question its data in the page
   * @param answer { response, attempts } of the try that is recorded
   * @param text what the learner wrote, for an answer in words
   * @param at the Date when it was handed in
   * @param milliseconds how long it took
   */
  answer({ question, answer, text, at, milliseconds }) {
    const told = interaction(question, answer, text);
    this.record.addInteraction({ ...told, time: timeOfDay(at), latency: timespan(milliseconds) });
  }

  /** True when the LMS says that it has everything. `again`: the commit before this one failed. */
  commit(again) {
    return again ? this.record.commitAgain() : this.record.commit();
  }

  /** From now on everything is said again, also what the LMS has taken. */
  sayAgain() {
    this.record.forget();
  }

  /** Commits and ends the visit: true when the LMS says that it has everything. `done`: the learner
   * need not go on. */
  finish(again, done) {
    const committed = this.commit(again);
    if (done) {
      // A player may close the page at this very call, so all else is said before.
      this.record.write(cmi.EXIT, "");
    }
    const closed = this.session.finish();
    return this.sendsAtEnd ? closed === true : committed && closed !== false;
  }

  /** Ends the visit as it is. */
  close() {
    this.session.finish();
  }

  /**
   * Ends a visit in which nothing is recorded: without a word where there is no status yet, as an
   * LMS may complete what ends without one (Moodle's preview). `reviewed`: there is an earlier
   * visit.
   */
  leave(reviewed) {
    const status = reviewed ? this.session.get(cmi.LESSON_STATUS) : "";
    if (status !== "" && status !== "not attempted") {
      this.session.finish();
    }
    this.session.abandon();
  }
}
