/**
 * The bindings, with what the tests that hold for each of them must know: a row for each folder in
 * templates/module/runtime/binding.
 */

import { Lms } from "../../../templates/module/runtime/binding/scorm12/lms.js";
import { lms, windowWith } from "./lms.mjs";

export const BINDINGS = {
  scorm12: {
    Lms,
    /** An LMS by `values`, and `changes` to its functions; and the page's window with it. */
    lms,
    windowWith,
    /** What the functions of its API are called. */
    calls: {
      begin: "LMSInitialize",
      read: "LMSGetValue",
      write: "LMSSetValue",
      commit: "LMSCommit",
      finish: "LMSFinish",
      lastError: "LMSGetLastError",
    },
    elements: {
      work: "cmi.suspend_data",
      status: "cmi.core.lesson_status",
      place: "cmi.core.lesson_location",
      score: "cmi.core.score.raw",
      mode: "cmi.core.lesson_mode",
      learner: "cmi.core.student_id",
      exit: "cmi.core.exit",
    },
    /** What it says of a module that is not done, completed, or passed. */
    statuses: { i: "incomplete", c: "completed", p: "passed" },
    /** Codes of its errors: begun already, general, and the element is not there. */
    errors: { begun: "101", general: "101", absent: ["201", "401"] },
  },
};
