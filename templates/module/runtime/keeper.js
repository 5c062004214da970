/**
 * Keeps the learner's work: in the LMS where there is one, and on this device until the LMS has
 * shown at a later launch that it has it.
 *
 * What an LMS answers is a claim: it decides when to try again, never that the copy on this device
 * can go.
 */

import { encodeState } from "./codec.js";
import { Connection } from "./connection.js";
import { resume } from "./launch.js";
import { judge } from "./learner.js";
import { Report } from "./report.js";
import { Retries } from "./retries.js";
import { Rounds } from "./rounds.js";

/** In milliseconds. */
const TYPING_PAUSE = 2000;

export class Keeper {
  /**
   * @param module the data in the page
   * @param lms the Lms of a binding, which has not been begun
   * @param clock from startClock
   * @param journalFor(learner) a Journal for the LMS's identifier of the learner, "" for nobody
   * @param claim(learner, onLater) claims the visit for this tab: see tabs.js
   * @param events { began(), resumed(state, news), kept(), sent(), notSent(), tooLong(field),
   *   cut(most), completed(), elsewhere() }: what the learner ought to know
   */
  constructor({ module, lms, clock, journalFor, claim, events }) {
    Object.assign(this, { module, lms, journalFor, claim, events });
    this.report = new Report({ module, lms, clock, events });
    this.rounds = new Rounds((what) => this.writes(what));
    this.connection = new Connection(lms, (call) => this.rounds.measure(call), {
      absent: () => this.restoreLocal(),
      met: (visit) => this.meet(visit),
      read: (found) => this.open(found),
    });
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
    this.retries = new Retries(this.rounds);
    this.first = null;
    this.answers = [];
    this.release = () => {};
  }

  /**
   * Starts with what the page shows; the LMS is asked at once, and again if it is not there yet.
   */
  begin(state) {
    this.state = state;
    this.begun = state;
    this.connection.open();
  }

  restoreLocal() {
    const copy = this.journal.load();
    if (copy) {
      const { state, news } = this.resumed(withWork(copy.data), null);
      this.state = state;
      this.begun = state;
      this.events.resumed(state, news);
    }
    this.events.began();
  }

  /** True where the learner's work is kept, in an LMS or on this device. */
  get isKept() {
    return this.kind === "recorded" || this.kind === "local";
  }

  /** See launch.js. */
  resumed(lms, copy) {
    return resume({ module: this.module, begun: this.begun, now: this.state, lms, copy });
  }

  meet({ kind, learner }) {
    this.kind = kind;
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

  /** The LMS was read, or not; nothing is written over what could not be read. */
  open(found) {
    this.unread = found === null;
    if (found) {
      this.take(found);
    }
    this.events.began();
  }

  /** Goes on from what the LMS gave back. */
  take(found) {
    this.touched = this.state !== this.begun;
    const { state, proven, takenUp, foreign, news } = this.resumed(found, this.copy);
    this.state = state;
    this.held = news.problem !== null || foreign || news.changed;
    const first = this.report.goOnFrom(state, found, foreign);
    if (proven) {
      this.journal.clear();
    }
    if (!takenUp) {
      this.journal.restart();
    }
    this.journal.sees(found.work);
    this.events.resumed(state, { ...news, proven, takenUp });
    if (this.kind === "recorded") {
      this.first = first;
      this.touched = this.touched || takenUp;
      this.rounds.plan(this.touched ? "all" : null);
    }
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
    this.state = judge({ ...state, status: before }, this.module, this.isKept);
    return this.state.status !== before;
  }

  // While the LMS's data cannot be read, the copy of an earlier visit stays in what is kept here.
  save() {
    if (this.isKept) {
      const { state } =
        this.unread && this.copy ? this.resumed(withWork(this.copy.data), null) : this;
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
        question: this.module.questions[question],
        answer,
        text,
        at: new Date(),
        milliseconds,
      });
    }
  }

  /**
   * The calls of one round, in their order: see rounds.js. Going to a screen is only kept in
   * suspend data, as with ESR each value that is set is a post of its own.
   */
  writes(what) {
    const { first } = this;
    const answers = this.answers.splice(0);
    this.first = null;
    if (!this.lms.isRunning || (!what && !first && !answers.length)) {
      return [];
    }
    const all = what === "all";
    const data = what && what !== "time" && !this.unread && !this.held;
    return [
      ...(first ? [() => first(this.state), () => this.lms.willGoOn()] : []),
      ...answers.map((answer) => () => this.lms.answer(answer)),
      ...(data ? [() => this.writeWork()] : []),
      ...(all ? [() => this.report.place(this.state)] : []),
      ...(all || what === "time" ? [() => this.report.result(this.state)] : []),
      () => this.confirm(this.lms.commit(this.retries.failures > 0), what),
    ];
  }

  writeWork() {
    this.journal.sees(this.report.work(this.state));
    this.save();
    if (this.report.isShort) {
      this.report.place(this.state);
    }
  }

  confirm(said, what) {
    if (this.lms.sendsAtEnd) {
      return;
    }
    if (!said || !this.report.taken) {
      this.retries.failed(this.lms.isOnline);
      this.events.notSent();
      return;
    }
    const isNews = what || this.retries.failures > 0;
    this.retries.succeeded();
    if (isNews && this.report.isWhole && !this.unread && !this.held) {
      this.events.sent();
    }
  }

  /** Sends everything again: the network is back, or the learner asks for it. */
  retry() {
    if (this.kind === "recorded") {
      this.retries.now();
    }
  }

  /** Sends at once what waits: a hidden page on a phone may never come back. */
  flush() {
    if (this.touched && this.kind === "recorded" && this.lms.isRunning) {
      this.rounds.flush();
    }
  }

  /**
   * Ends the visit. Once only.
   *
   * @returns true when the LMS says that it has everything, false when it does not, null where
   *   there
   *   was nothing to record
   */
  finish(state) {
    this.stop();
    if (this.kind !== "recorded" || !this.lms.isRunning) {
      this.lms.leave(this.kind === "reviewed");
      return null;
    }
    this.judge(state);
    // Once more and all of it: most LMSs say yes also to what never arrived.
    this.lms.sayAgain();
    // A visit in which nothing was done leaves the record as it is, but for its time.
    [...this.rounds.rest(), ...this.writes(this.touched ? "all" : "time").slice(0, -1)].forEach(
      (call) => call(),
    );
    const said = this.lms.finish(this.retries.failures > 0, this.state.status !== "i");
    return said && this.report.isWhole && !this.unread;
  }

  /**
   * The same module was opened in another tab: that one goes on, and this one is silent. It ends
   * now, while the LMS has what it has: one player would put its own old values over newer ones
   * when the tab is closed (Forma).
   */
  giveUp() {
    this.stop();
    this.rounds.stop();
    this.lms.close();
    this.kind = "elsewhere";
    this.events.elsewhere();
  }

  stop() {
    this.connection.stop();
    this.retries.stop();
    this.release();
  }
}

/** What an LMS would give back that has nothing but this. */
const withWork = (work) => ({ work, status: "i", place: "" });
