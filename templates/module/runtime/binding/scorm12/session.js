/**
 * One visit as the LMS sees it: a state machine around the SCORM 1.2 API.
 *
 *     not-started ──start──> running ──finish──> finished
 *          │                    └────abandon───> abandoned
 *          └────────────────> lost (no API, or it refuses)
 *
 * Initialize and Finish happen once; nothing is called before, between or after. Each call is
 * guarded: an LMS may throw, and answer true, "True", 1, `new String("true")`, 0 or "0". What it
 * answers is a claim. Whether it has kept anything shows at the next launch only.
 */

import { findApi } from "./api.js";
import * as cmi from "./elements.js";

const PROBE = "cmi.core._children";
const ALWAYS_THERE = [cmi.STUDENT_ID, cmi.LESSON_STATUS];
/** Codes of an LMS that does not have an element (SCORM 1.2 RTE, error codes; 404: write only). */
const ABSENT = [201, 202, 203, 401, 404];

/** @param view the window in which the search for the API starts. */
export class Session {
  constructor(view) {
    this.view = view;
    this.api = null;
    this.state = "not-started";
    this.finishOnly = false;
  }

  /** True when the LMS has opened a session; else the state is "lost", and it can be tried again:
   * an API may come later than the page, and a server may have been out of reach. */
  start() {
    this.api = findApi(this.view);
    this.state = "lost";
    if (!this.api) {
      return false;
    }
    // A reloaded frame finds the session open: false with 101, and yet it can be used.
    const answer = this.call("LMSInitialize", "");
    const opened = isTrue(answer) || this.isOpenAlready();
    if (opened) {
      this.state = "running";
      this.finishOnly = answer === true && this.answersNothing(PROBE);
    }
    return opened;
  }

  isOpenAlready() {
    if (this.errorCode() !== 101) {
      return false;
    }
    const status = this.call("LMSGetValue", cmi.LESSON_STATUS);
    return this.errorCode() === 0 && Boolean(status);
  }

  // The AICC shim alone answers Initialize with the boolean, and knows no _children without an
  // error. Its Commit saves nothing and resets the status to "not attempted" until Finish, so there
  // only Finish is used. Home-made players answer like it, but with texts; they save on Commit.
  answersNothing(element) {
    return !this.call("LMSGetValue", element) && this.errorCode() === 0;
  }

  /**
   * What the LMS has for an element: { value, failed, threw }. The value is "" where it has none.
   * `failed`: it could not be read, which is not the same as none; it was asked twice.
   */
  look(element) {
    const first = this.lookOnce(element);
    return first.failed ? this.lookOnce(element) : first;
  }

  lookOnce(element) {
    if (this.state !== "running") {
      return { value: "", failed: true, threw: false };
    }
    let threw = false;
    const value = this.call("LMSGetValue", element, () => {
      threw = true;
    });
    const text = value === null || value === undefined ? "" : String(value);
    // A value that came is a value, whatever code an earlier call has left behind.
    if (text !== "" || threw) {
      return { value: text, failed: threw, threw };
    }
    const code = this.errorCode();
    const failed = code !== 0 && !ABSENT.includes(code) && !this.keepsCode(code);
    return { value: "", failed, threw };
  }

  // Some players never take an error code back: it then stands also after a call that worked.
  keepsCode(code) {
    return ALWAYS_THERE.some(
      (element) => this.call("LMSGetValue", element) && this.errorCode() === code,
    );
  }

  /** The value of a data model element as text, or "" when the LMS does not give one. */
  get(element) {
    return this.look(element).value;
  }

  /** True when the LMS took the value. That does not mean that it is saved. */
  set(element, value) {
    if (this.state !== "running") {
      return false;
    }
    const answer = this.call("LMSSetValue", element, value);
    // Some answer nothing, or the value itself.
    const odd = answer === undefined || (answer === value && value !== "");
    return isTrue(answer) || (odd && this.errorCode() === 0);
  }

  /** True when the LMS says that it has everything set so far, and it can have it: some say so
   * without a network. */
  commit() {
    if (this.state !== "running" || this.finishOnly) {
      return false;
    }
    const before = this.isOnline();
    const said = isTrue(this.call("LMSCommit", ""));
    return said && before && this.isOnline();
  }

  /** False while the browser knows that it has no network. */
  isOnline() {
    return !this.view.navigator || this.view.navigator.onLine !== false;
  }

  /** What the LMS says to the end of the session, or null where it has no call for that. May be
   * called again without harm. */
  finish() {
    if (this.state !== "running") {
      return false;
    }
    // One player has only the name that SCORM 2004 gave it.
    const name = ["LMSFinish", "LMSTerminate"].find((one) => typeof this.api[one] === "function");
    const said = name ? isTrue(this.call(name, "")) && this.isOnline() : null;
    this.state = "finished";
    return said;
  }

  /** Nothing is called from now on, as nothing may be recorded. */
  abandon() {
    if (this.state === "running") {
      this.state = "abandoned";
    }
  }

  errorCode() {
    return Number(String(this.call("LMSGetLastError"))) || 0;
  }

  // Called on the API object itself: some LMSs rely on `this`.
  call(name, ...values) {
    const onError = typeof values[values.length - 1] === "function" ? values.pop() : null;
    try {
      return this.api[name](...values);
    } catch (_error) {
      if (onError) {
        onError();
      }
      return null;
    }
  }
}

function isTrue(answer) {
  return answer !== null && answer !== undefined && /^(?:true|1)$/i.test(String(answer).trim());
}
