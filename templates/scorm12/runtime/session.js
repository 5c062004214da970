/**
 * One visit as the LMS sees it: a state machine around the SCORM 1.2 API.
 *
 *     not-started ──start──> running ──finish──> finished
 *          └────────────────> lost (no API, or it refuses)
 *
 * Initialize and Finish happen once; nothing is called before, between or after. Each call is
 * guarded: an LMS may throw, answer true or "true", 0 or "0".
 */

import { findApi } from "./api.js";

const PROBE = "cmi.core._children";

/** @param view the window in which the search for the API starts. */
export class Session {
  constructor(view) {
    this.view = view;
    this.api = null;
    this.state = "not-started";
    this.finishOnly = false;
  }

  /** True when the LMS has opened a session; afterwards the state is "running" or "lost". */
  start() {
    this.api = findApi(this.view);
    this.state = "lost";
    if (!this.api) {
      return false;
    }
    // A reloaded frame finds the session open: false with 101, and yet it can be used.
    const opened = isTrue(this.call("LMSInitialize", "")) || this.isOpenAlready();
    if (opened) {
      this.state = "running";
      this.finishOnly = this.answersNothing(PROBE);
    }
    return opened;
  }

  isOpenAlready() {
    if (this.errorCode() !== 101) {
      return false;
    }
    const status = this.call("LMSGetValue", "cmi.core.lesson_status");
    return this.errorCode() === 0 && Boolean(status);
  }

  // An AICC shim knows no _children and reports no errors. Its Commit saves nothing and resets
  // the status to "not attempted" until Finish, so there only Finish is used.
  answersNothing(element) {
    return !this.call("LMSGetValue", element) && this.errorCode() === 0;
  }

  /** The value of a data model element as text, or null when the LMS does not have it. */
  get(element) {
    if (this.state !== "running") {
      return null;
    }
    const value = this.call("LMSGetValue", element);
    return value === null || value === undefined || this.errorCode() !== 0 ? null : String(value);
  }

  /** True when the LMS took the value. That does not mean that it is saved: see commit. */
  set(element, value) {
    return this.state === "running" && isTrue(this.call("LMSSetValue", element, value));
  }

  /** True when the LMS says that everything set so far is saved. */
  commit() {
    return this.state === "running" && !this.finishOnly && isTrue(this.call("LMSCommit", ""));
  }

  /** True when the LMS says that the session is closed. May be called again without harm. */
  finish() {
    if (this.state !== "running") {
      return false;
    }
    const closed = isTrue(this.call("LMSFinish", ""));
    this.state = "finished";
    return closed;
  }

  errorCode() {
    return Number(this.call("LMSGetLastError")) || 0;
  }

  // Called on the API object itself: some LMSs rely on `this`.
  call(name, ...values) {
    try {
      return this.api[name](...values);
    } catch (error) {
      return null;
    }
  }
}

function isTrue(answer) {
  return answer === true || answer === "true" || answer === 1 || answer === "1";
}
