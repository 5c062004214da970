/**
 * Keeps the learner's work: in the LMS where there is one, and on this device until the LMS has shown
 * at a later launch that it has it.
 *
 * What an LMS answers is a claim: it decides when to try again, never that the copy on this device
 * can go.
 */

import { encodeState } from "./codec.js";
import { interaction } from "./interactions.js";
import { outcome, score } from "./learner.js";
import { resume, statusOf } from "./launch.js";
import { LearnerRecord } from "./record.js";
import { Report } from "./report.js";
import { Rounds } from "./rounds.js";
import { timeOfDay, timespan } from "./timing.js";

/** All times are in milliseconds. */
const RETRY_AFTER = [5000, 10000, 20000, 40000, 60000];
/** An API may come later than the page; after the last of these nobody looks for it any more. */
const LOOK_AFTER = [...Array(20).fill(100), ...Array(16).fill(500), ...Array(20).fill(2000)];
/** An API that refuses to begin, or to read, is asked again after these. */
const ASK_AFTER = [1000, 2000, 4000, 8000, 15000, 30000];
const TYPING_PAUSE = 2000;
/** How often an LMS that has only ever refused is tried again while the learner works. */
const STUCK_PAUSE = 60000;

export class Keeper {
  /**
   * @param module the data in the page
   * @param session a Session that has not been started
   * @param clock from startClock
   * @param journalFor(learner) a Journal for the LMS's identifier of the learner, "" for nobody
   * @param claim(learner, onLater) claims the visit for this tab: see tabs.js
   * @param events { began(), resumed(state, news), kept(), sent(), notSent(), tooLong(field),
   *   cut(most), completed(), elsewhere() }: what the learner ought to know
   */
  constructor({ module, session, clock, journalFor, claim, events }) {
    Object.assign(this, { module, session, journalFor, claim, events });
    this.record = new LearnerRecord(session);
    this.report = new Report({ module, record: this.record, clock, events });
    this.rounds = new Rounds((what) => this.writes(what));
    /** "local" (no LMS), "recorded", "reviewed" and "browsed" (nothing is kept), or "elsewhere". */
    this.kind = "local";
    this.journal = journalFor("");
    /** True where this device has kept what was last given to it. */
    this.kept = this.journal.works;
    /** What an earlier visit left on this device. */
    this.copy = null;
    /** The LMS has something that could not be read. */
    this.unread = false;
    /** Nothing is written over the LMS's data before the learner has been told of it. */
    this.held = false;
    /** There is something that the LMS may not have. */
    this.touched = false;
    /** The LMS's record is also another module's. */
    this.foreign = false;
    /** Commits that failed since the last one that did not. */
    this.failures = 0;
    this.everSent = false;
    /** The LMS has refused from the start. */
    this.stuck = false;
    this.first = null;
    this.answers = [];
    this.release = () => {};
  }

  /** Starts with what the page shows; the LMS is asked at once, and again if it is not there yet. */
  begin(state) {
    this.state = state;
    this.begun = state;
    this.connect(0);
  }

  connect(tries) {
    let started;
    this.rounds.measure(() => {
      started = this.session.start();
    });
    if (started) {
      this.open(0);
      return;
    }
    if (tries === 0) {
      this.restoreLocal();
    }
    const delays = this.session.api ? ASK_AFTER : LOOK_AFTER;
    if (tries < delays.length) {
      this.connectTimer = setTimeout(() => this.connect(tries + 1), delays[tries]);
    }
  }

  restoreLocal() {
    const copy = this.journal.load();
    if (copy) {
      const { state, news } = this.resumed(withData(copy.data), null);
      this.state = state;
      this.begun = state;
      this.events.resumed(state, news);
    }
    this.events.began();
  }

  /** See launch.js. */
  resumed(lms, copy) {
    return resume({ module: this.module, begun: this.begun, now: this.state, lms, copy });
  }

  /** Reads what the LMS has; what cannot be read is asked for again, and nothing is written over it. */
  open(tries) {
    if (tries === 0) {
      // An LMS may leave the mode empty (LiaScript-Exporter#36): that is an ordinary visit.
      const mode = this.session.get("cmi.core.lesson_mode");
      this.kind = { review: "reviewed", browse: "browsed" }[mode] || "recorded";
      this.meet(this.session.get("cmi.core.student_id"));
    }
    const status = this.session.look("cmi.core.lesson_status");
    const data = this.session.look("cmi.suspend_data");
    this.unread = data.failed || status.threw;
    if (!this.unread) {
      this.take({ data: data.value, status: status.value, location: this.session.get("cmi.core.lesson_location") });
    } else if (tries < ASK_AFTER.length) {
      this.connectTimer = setTimeout(() => this.open(tries + 1), ASK_AFTER[tries]);
    }
    if (tries === 0 || !this.unread) {
      this.events.began();
    }
  }

  meet(learner) {
    if (learner !== "") {
      // It was nobody's until now; on a shared computer it must not become the next person's.
      this.journal.clear();
    }
    this.journal = this.journalFor(learner);
    this.kept = this.journal.works;
    this.copy = this.journal.load();
    if (this.kind === "recorded") {
      this.release = this.claim(learner, () => this.giveUp());
    }
  }

  /** Goes on from what the LMS gave back. */
  take(lms) {
    this.touched = this.state !== this.begun;
    const { state, proven, takenUp, foreign, news } = this.resumed(lms, this.copy);
    this.state = state;
    this.foreign = foreign;
    this.held = news.problem !== null || foreign || news.changed;
    this.report.texts = state.texts;
    this.report.earlierScore = foreign ? 0 : Number(this.session.get("cmi.core.score.raw")) || 0;
    this.report.isPassed = !foreign && statusOf(lms.status) === "p";
    if (proven) {
      this.journal.clear();
    }
    if (!takenUp) {
      this.journal.restart();
    }
    this.journal.sees(lms.data);
    this.events.resumed(state, { ...news, proven, takenUp });
    if (this.kind === "recorded") {
      this.first = this.firstOf(statusOf(lms.status));
      this.touched = this.touched || takenUp;
      this.rounds.plan(this.touched ? "all" : null);
    }
  }

  /** What must be said in every visit, also when the record reads so already: Chamilo 2 completes a
   * visit that sets no status. */
  firstOf(recorded) {
    if (this.state.status === "i") {
      return this.foreign ? () => {} : () => this.record.write("cmi.core.lesson_status", "incomplete");
    }
    return recorded === "i" ? () => this.report.outcome(this.state) : () => {};
  }

  /** The learner has read what has become of their earlier work. */
  goOn() {
    this.held = false;
    this.touched = true;
    if (this.kind === "recorded") {
      this.rounds.plan("all");
    }
  }

  /**
   * The learner has done something: it is kept on this device now, and in the LMS soon.
   *
   * @param how "typed", "moved" (to another screen) or "answered"
   * @returns the state with the status that the module's completion rule gives
   */
  keep(state, how) {
    const finished = this.judge(state);
    this.held = false;
    this.touched = true;
    this.save();
    if (this.kind === "recorded") {
      this.events.kept();
      const what = how === "moved" && !finished ? "place" : "all";
      this.rounds.plan(what, how === "typed" ? TYPING_PAUSE : 0);
    }
    if (finished) {
      this.events.completed();
    }
    return this.state;
  }

  /** True when the completion rule is met for the first time. */
  judge(state) {
    const before = this.state.status;
    const counts = this.kind === "recorded" || this.kind === "local";
    const status = before === "i" && counts ? outcome(state, this.module) : before;
    const reached = status === "p" ? Math.max(state.reached, score(state, this.module)) : 0;
    this.state = { ...state, status, reached };
    return status !== before;
  }

  // While the LMS's data cannot be read, the copy of an earlier visit stays in what is kept here.
  save() {
    if (this.kind === "recorded" || this.kind === "local") {
      const { state } = this.unread && this.copy ? this.resumed(withData(this.copy.data), null) : this;
      this.kept = this.journal.save(encodeState(state, this.module));
    }
  }

  /** Takes the learner's work off this device, and keeps none there any more. */
  forget() {
    this.journal.close();
    this.kept = false;
  }

  /** An answer that was handed in, for the standard's interactions. */
  recordAnswer(question, answer, text, milliseconds) {
    if (this.kind === "recorded" && this.module.recordInteractions) {
      this.answers.push({
        ...interaction(this.module.questions[question], answer, text),
        time: timeOfDay(new Date()),
        latency: timespan(milliseconds),
      });
    }
  }

  /**
   * The calls of one round, in their order: see rounds.js. Going to a screen is only kept in suspend
   * data, as with ESR each value that is set is a post of its own.
   */
  writes(what) {
    const { first } = this;
    const answers = this.answers.splice(0);
    this.first = null;
    if (this.session.state !== "running" || (!what && !first && !answers.length)) {
      return [];
    }
    const all = what === "all";
    const data = what && what !== "time" && !this.unread && !this.held;
    return [
      ...(first ? [first, () => this.record.write("cmi.core.exit", "suspend")] : []),
      ...answers.map((answer) => () => this.record.addInteraction(answer)),
      ...(data ? [() => this.writeData()] : []),
      ...(all ? [() => this.report.place(this.state)] : []),
      ...(all || what === "time" ? [() => this.report.result(this.state)] : []),
      () => this.confirm(this.commit(), what),
    ];
  }

  writeData() {
    const data = this.report.data(this.state);
    this.journal.sees(data);
    this.save();
    if (this.report.isShort) {
      this.report.place(this.state);
    }
  }

  commit() {
    return this.failures ? this.record.commitAgain() : this.record.commit();
  }

  confirm(said, what) {
    if (this.session.finishOnly) {
      return;
    }
    if (said && this.report.taken) {
      const isNews = what || this.failures > 0;
      Object.assign(this, { failures: 0, stuck: false, everSent: true });
      this.rounds.notBefore = 0;
      clearTimeout(this.retryTimer);
      if (isNews && this.report.isWhole && !this.unread && !this.held) {
        this.events.sent();
      }
      return;
    }
    this.failures += 1;
    // An LMS that has refused from the start, such as a Learning Hub that a crash has locked, puts a
    // box before the learner each time.
    this.stuck = !this.everSent && this.failures > 1 && this.session.isOnline();
    this.events.notSent();
    clearTimeout(this.retryTimer);
    if (this.stuck) {
      this.rounds.notBefore = Date.now() + STUCK_PAUSE;
    } else {
      const delay = RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length) - 1];
      this.retryTimer = setTimeout(() => this.retry(), delay);
    }
  }

  /** Sends everything again: the network is back, or the learner asks for it. */
  retry() {
    if (this.failures > 0 && this.kind === "recorded") {
      this.rounds.notBefore = 0;
      this.rounds.plan("all");
    }
  }

  /** Sends at once what waits: a hidden page on a phone may never come back. */
  flush() {
    if (this.touched && this.kind === "recorded" && this.session.state === "running") {
      this.rounds.flush();
    }
  }

  /**
   * Ends the visit. Once only.
   *
   * @returns true when the LMS says that it has everything, false when it does not, null where there
   *   was nothing to record
   */
  finish(state) {
    clearTimeout(this.connectTimer);
    clearTimeout(this.retryTimer);
    this.release();
    if (this.kind !== "recorded" || this.session.state !== "running") {
      return this.finishUnrecorded();
    }
    this.judge(state);
    // Once more and all of it: most LMSs say yes also to what never arrived.
    this.record.forget();
    // A visit in which nothing was done leaves the record as it is, but for its time.
    [...this.rounds.rest(), ...this.writes(this.touched ? "all" : "time").slice(0, -1)].forEach((call) => call());
    const committed = this.commit();
    if (this.state.status !== "i") {
      // A player may close the page at this very call, so all else is said before.
      this.record.write("cmi.core.exit", "");
    }
    const closed = this.session.finish();
    const said = this.session.finishOnly ? closed === true : committed && closed !== false;
    return said && this.report.isWhole && !this.unread;
  }

  // An LMS may complete what ends without a status, also where nothing is to be recorded (Moodle's
  // preview). So a visit that may write none ends without a word.
  finishUnrecorded() {
    const status = this.kind === "reviewed" ? this.session.get("cmi.core.lesson_status") : "";
    if (status !== "" && status !== "not attempted") {
      this.session.finish();
    }
    this.session.abandon();
    return null;
  }

  /**
   * The same module was opened in another tab: that one goes on, and this one is silent. It ends now,
   * while the LMS has what it has: one player would put its own old values over newer ones when the tab
   * is closed (Forma).
   */
  giveUp() {
    clearTimeout(this.connectTimer);
    clearTimeout(this.retryTimer);
    this.rounds.stop();
    this.session.finish();
    this.release();
    this.kind = "elsewhere";
    this.events.elsewhere();
  }
}

/** What an LMS would give back that has nothing but these data. */
const withData = (data) => ({ data, status: "", location: "" });
