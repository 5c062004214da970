/**
 * Keeps the learner's work: in the LMS where there is one, else in this browser.
 *
 * Every rule of what is sent when is here. `events` is told what the learner ought to know:
 * "saved" only after the LMS has said so.
 */

import { MOST_CHARACTERS, decodeState, encodeState } from "./codec.js";
import { freshState, outcome, score, shapeOf } from "./learner.js";
import { LearnerRecord } from "./record.js";
import { timeOfDay, timespan } from "./timing.js";

const DONE = { c: "completed", p: "passed" };
const RETRY_AFTER = [5000, 10000, 20000, 40000, 60000];
const ANSWER_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

export class Keeper {
  /**
   * @param module the data in the page
   * @param session a Session that has not been started
   * @param clock from startClock
   * @param store keeps one text on this device: { load(), save(text) }
   * @param events { saved(), notSaved(), tooLong(), completed() }
   */
  constructor({ module, session, clock, store, events }) {
    Object.assign(this, { module, session, clock, store, events });
    this.record = new LearnerRecord(session);
    this.mode = "normal";
    this.alreadyDone = "i";
    this.failures = 0;
    this.retryTimer = null;
    this.state = null;
  }

  /** "recorded", "reviewed" (the LMS shows earlier work and keeps nothing) or "local". */
  get kind() {
    if (this.session.state === "lost") {
      return "local";
    }
    return this.mode === "normal" ? "recorded" : "reviewed";
  }

  /** Starts the session and returns the state that the learner left, or a fresh one. */
  begin() {
    this.session.start();
    if (this.kind === "local") {
      return this.restore(this.store.load());
    }
    // An LMS may leave the mode empty (LiaScript-Exporter#36): that is an ordinary visit.
    const mode = this.record.read("cmi.core.lesson_mode");
    this.mode = mode === "review" || mode === "browse" ? mode : "normal";
    const status = this.record.read("cmi.core.lesson_status");
    this.alreadyDone = { completed: "c", passed: "p" }[status] || "i";
    // What was saved decides on resuming, not cmi.core.entry: LMSs disagree about that.
    const state = this.restore(this.record.read("cmi.suspend_data"));
    if (this.kind === "recorded") {
      this.open(status, state);
    }
    return state;
  }

  restore(data) {
    const stored = decodeState(data, shapeOf(this.module));
    const fresh = freshState(this.module);
    const state = stored && stored.texts ? stored : fresh;
    const done = [this.alreadyDone, stored ? stored.status : "i"].find((status) => status !== "i") || "i";
    this.state = { ...state, status: done };
    return this.state;
  }

  open(status, state) {
    const untouched = status === "" || status === "not attempted";
    if (untouched && state.status !== "i") {
      // The LMS forgot what our own data remembers; nothing that was done is undone.
      this.complete(state);
      return;
    }
    if (untouched) {
      this.record.write("cmi.core.lesson_status", "incomplete");
    }
    this.record.write("cmi.core.exit", state.status === "i" ? "suspend" : "");
  }

  /** Saves `state` now. The status follows from the module's completion rule. */
  keep(state) {
    const before = this.state.status;
    const reached = before === "i" ? outcome(state, this.module) : before;
    this.state = { ...state, status: reached };
    if (encodeState(this.state).length > MOST_CHARACTERS) {
      this.events.tooLong();
      return this.state;
    }
    if (this.kind === "local") {
      this.store.save(encodeState(this.state));
    } else if (this.kind === "recorded" && this.session.state === "running") {
      this.writeProgress();
      if (reached !== before) {
        this.complete(this.state);
      } else {
        this.confirm(this.record.commit());
      }
    }
    if (reached !== before) {
      this.events.completed();
    }
    return this.state;
  }

  writeProgress() {
    const data = encodeState(this.state);
    // Too long is told to the learner as it is typed; what was saved before stays.
    if (data.length <= MOST_CHARACTERS) {
      this.record.write("cmi.suspend_data", data);
    }
    this.record.write("cmi.core.lesson_location", this.module.screens[this.state.screen]);
    this.record.write("cmi.core.session_time", timespan(this.clock.elapsed()));
  }

  // One batch in one order with a commit at once: an LMS that saves the status without the time
  // (Learning Hub) or a raw score without a status (Moodle, with a mastery score) gets it wrong.
  complete(state) {
    if (state.status === "p") {
      this.record.writeOptional("cmi.core.score.min", "0");
      this.record.writeOptional("cmi.core.score.max", "100");
      this.record.write("cmi.core.score.raw", String(score(state)));
    }
    this.record.write("cmi.core.session_time", timespan(this.clock.elapsed()));
    this.record.write("cmi.core.lesson_status", DONE[state.status]);
    this.record.write("cmi.core.exit", "");
    this.confirm(this.record.commit());
  }

  /** Records an answer in the standard's interactions; its state is kept by `keep`. */
  recordAnswer(question, answer, milliseconds) {
    if (this.kind !== "recorded") {
      return;
    }
    const { id, correct } = this.module.questions[question];
    this.record.addInteraction({
      id: `${id}-${answer.attempts}`,
      type: "choice",
      response: ANSWER_CHARACTERS[answer.chosen],
      correct: correct.map((option) => ANSWER_CHARACTERS[option]),
      result: correct.includes(answer.chosen) ? "correct" : "wrong",
      time: timeOfDay(new Date()),
      latency: timespan(milliseconds),
    });
  }

  /** When the page is hidden it may never come back (a phone): commit, but do not finish. */
  hidden() {
    if (this.kind === "recorded" && this.session.state === "running") {
      this.writeProgress();
      this.confirm(this.record.commit());
    }
  }

  /** Ends the visit; true when the LMS says that it has everything. Safe to call twice. */
  finish() {
    clearTimeout(this.retryTimer);
    if (this.session.state !== "running") {
      return false;
    }
    if (this.kind === "recorded") {
      this.writeProgress();
      this.record.commit();
    }
    const closed = this.session.finish();
    return closed && (this.kind === "reviewed" || this.session.finishOnly || this.record.saved);
  }

  confirm(saved) {
    clearTimeout(this.retryTimer);
    if (this.session.finishOnly) {
      return;
    }
    if (saved) {
      this.failures = 0;
      this.events.saved();
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
    this.writeProgress();
    if (this.state.status === "i") {
      this.record.write("cmi.core.lesson_status", "incomplete");
      this.record.write("cmi.core.exit", "suspend");
      this.confirm(this.record.commit());
    } else {
      this.complete(this.state);
    }
  }
}
