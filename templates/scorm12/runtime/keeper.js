/**
 * Keeps the learner's work: in the LMS where there is one, else in this browser.
 *
 * Every rule of what is sent when is here. `events` is told what the learner ought to know:
 * "saved" only after the LMS has said so.
 */

import { MOST_CHARACTERS, decodeState, encodeState } from "./codec.js";
import { interaction } from "./interactions.js";
import { fitting, freshState, outcome, score, shapeOf } from "./learner.js";
import { LearnerRecord } from "./record.js";
import { timeOfDay, timespan } from "./timing.js";

const DONE = { completed: "c", passed: "p" };
const RETRY_AFTER = [5000, 10000, 20000, 40000, 60000];

export class Keeper {
  /**
   * @param module the data in the page
   * @param session a Session that has not been started
   * @param clock from startClock
   * @param storeFor(learner) keeps text on this device: { load(), save(text), clear() }; `learner`
   *   is the LMS's identifier of the learner, "" without an LMS, null where an LMS names nobody
   * @param events { saved(), notSaved(), tooLong(), completed() }
   */
  constructor({ module, session, clock, storeFor, events }) {
    Object.assign(this, { module, session, clock, storeFor, events });
    this.record = new LearnerRecord(session);
    this.mode = "normal";
    this.store = null;
    this.base = "";
    this.failures = 0;
    this.retryTimer = null;
    this.state = null;
    this.savedTexts = null;
    this.whole = true;
  }

  /** "recorded", "reviewed" (the LMS shows earlier work and keeps nothing) or "local". */
  get kind() {
    if (this.session.state === "lost" || this.session.state === "not-started") {
      return "local";
    }
    return this.mode === "normal" ? "recorded" : "reviewed";
  }

  /** Starts the session and returns the state that the learner left, or a fresh one. */
  begin() {
    this.session.start();
    if (this.kind === "local") {
      this.store = this.storeFor("");
      this.state = this.restore(this.store.load(), "i");
      return this.state;
    }
    // An LMS may leave the mode empty (LiaScript-Exporter#36): that is an ordinary visit.
    const mode = this.record.read("cmi.core.lesson_mode");
    this.mode = mode === "review" || mode === "browse" ? mode : "normal";
    const status = this.record.read("cmi.core.lesson_status");
    // What was saved decides on resuming, not cmi.core.entry: LMSs disagree about that.
    const data = this.record.read("cmi.suspend_data");
    if (this.kind === "reviewed") {
      this.state = this.restore(data, DONE[status] || "i");
      return this.state;
    }
    this.base = data;
    this.store = this.storeFor(this.record.read("cmi.core.student_id") || null);
    this.state = this.restore(this.unsavedWork() || data, DONE[status] || "i");
    this.open(status);
    return this.state;
  }

  restore(data, done) {
    const stored = decodeState(data, shapeOf(this.module));
    const state = stored && stored.texts ? stored : freshState(this.module);
    this.savedTexts = state.texts;
    // Neither a rebuilt module nor a forgetful LMS undoes what was done.
    const status = done !== "i" || !stored ? done : stored.status;
    return { ...state, status };
  }

  // Work that could not be saved stays on this device. It is taken up again only by the same
  // learner, and only when the LMS still has what it had then: else they went on elsewhere.
  unsavedWork() {
    const [base, data] = this.store.load().split("|");
    return data && base === this.base ? data : "";
  }

  open(status) {
    const untouched = status === "" || status === "not attempted";
    if (untouched && this.state.status === "i") {
      this.record.write("cmi.core.lesson_status", "incomplete");
    }
    this.record.write("cmi.core.exit", this.state.status === "i" ? "suspend" : "");
    if (untouched && this.state.status !== "i") {
      this.writeOutcome();
    }
  }

  /** Saves `state` now; returns it with the status that the module's completion rule gives. */
  keep(state) {
    const finished = this.take(state);
    if (this.send(finished)) {
      this.confirm(this.record.commit());
    }
    if (finished) {
      this.events.completed();
    }
    return this.state;
  }

  /** True when the completion rule is met for the first time. */
  take(state) {
    const before = this.state.status;
    const status = before === "i" && this.kind !== "reviewed" ? outcome(state, this.module) : before;
    this.state = { ...state, status };
    return status !== before;
  }

  /** True when values were set that now want a commit. */
  send(finished) {
    // A text that is too long holds back itself alone; the learner is told.
    const fit = fitting(this.state, this.savedTexts, (state) => encodeState(state).length, MOST_CHARACTERS);
    const data = encodeState(fit);
    this.savedTexts = fit.texts;
    this.whole = fit === this.state;
    if (!this.whole) {
      this.events.tooLong();
    }
    if (this.kind === "local") {
      this.store.save(data);
    }
    if (this.kind !== "recorded" || this.session.state !== "running") {
      return false;
    }
    // Kept here until the LMS has said that it has it.
    this.store.save(`${this.base}|${data}`);
    this.record.write("cmi.suspend_data", data);
    this.record.write("cmi.core.lesson_location", this.module.screens[this.state.screen]);
    if (finished) {
      this.writeOutcome();
    } else {
      this.writeTime();
    }
    return true;
  }

  writeTime() {
    this.record.write("cmi.core.session_time", timespan(this.clock.elapsed()));
  }

  // One batch in one order with a commit at once: an LMS that saves the status without the time
  // (Learning Hub) or a raw score without a status (Moodle, with a mastery score) gets it wrong.
  writeOutcome() {
    if (this.state.status === "p") {
      this.record.writeOptional("cmi.core.score.min", "0");
      this.record.writeOptional("cmi.core.score.max", "100");
      this.record.write("cmi.core.score.raw", String(score(this.state, this.module)));
    }
    this.writeTime();
    const passed = this.state.status === "p" && !this.module.passedCountsAsCompleted;
    this.record.write("cmi.core.lesson_status", passed ? "passed" : "completed");
    this.record.write("cmi.core.exit", "");
  }

  /** Records an answer in the standard's interactions; its state is kept by `keep`. */
  recordAnswer(question, answer, text, milliseconds) {
    if (this.kind !== "recorded" || !this.module.recordInteractions) {
      return;
    }
    this.record.addInteraction({
      ...interaction(this.module.questions[question], answer, text),
      time: timeOfDay(new Date()),
      latency: timespan(milliseconds),
    });
  }

  /** Ends the visit with `state`; true when the LMS says that it has everything. Once only. */
  finish(state) {
    clearTimeout(this.retryTimer);
    if (this.session.state !== "running") {
      return false;
    }
    const wanted = this.send(this.take(state));
    const committed = wanted && this.record.commit();
    const closed = this.session.finish();
    const saved = closed && this.whole && (!wanted || committed || this.session.finishOnly);
    if (saved && wanted) {
      this.forget();
    }
    return saved;
  }

  forget() {
    this.base = this.record.lastSent("cmi.suspend_data") || this.base;
    this.store.clear();
  }

  confirm(saved) {
    clearTimeout(this.retryTimer);
    if (this.session.finishOnly) {
      return;
    }
    if (saved) {
      this.failures = 0;
      this.forget();
      if (this.whole) {
        this.events.saved();
      }
      return;
    }
    const delay = RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length - 1)];
    this.failures += 1;
    this.events.notSaved();
    this.retryTimer = setTimeout(() => this.retry(), delay);
  }

  /** Sends everything again, as after a refused commit or when the network is back. */
  retry() {
    if (this.failures === 0 || this.session.state !== "running") {
      return;
    }
    const done = this.state.status !== "i";
    if (!done) {
      this.record.write("cmi.core.lesson_status", "incomplete");
      this.record.write("cmi.core.exit", "suspend");
    }
    if (this.send(done)) {
      this.confirm(this.record.commit());
    }
  }
}
