/**
 * What every LMS simulator shares: the launch, the last error and the common shape of a record.
 * The session is in session.js.
 *
 * @typedef {object} Launch
 * @property {object} record - the server's stored state of this learner; `{}` for a new one. It
 *   is JSON, it lives across launches, and it is changed only when the real LMS would have saved
 * @property {{masteryScore: ?string, launchData: string, title: string}} manifest
 * @property {{id: string, name: string}} learner - the name as "Last, First"
 * @property {object} options - as the registry in index.js describes them for each simulator
 * @property {Network} network
 * @property {{now: () => number, after: (wait: number, act: () => void) => () => void}} clock - in
 *   milliseconds; `after` does something once, and answers how to call it off
 *
 * @typedef {object} Network - the weather, which may change in the middle of a visit
 * @property {() => boolean} online
 * @property {() => 'well'|'fails'|'expired'} server - fails: it answers 503 to everything; expired:
 *   the session is over, and every request is sent on to a login page, which answers 200 with HTML
 * @property {() => number} delay - milliseconds until the server answers
 *
 * @typedef {object} Summary
 * @property {string} lessonStatus
 * @property {string} scoreRaw - blank when there is none
 * @property {number} totalTime - seconds
 * @property {string} suspendData
 * @property {string} lessonLocation
 * @property {string} entry - what the next launch will say
 * @property {object[]} interactions - as listInteractions in data-model.js gives them
 */

/** The eight functions of the SCORM 1.2 API. */
export const API_FUNCTIONS = Object.freeze([
  "LMSInitialize",
  "LMSFinish",
  "LMSGetValue",
  "LMSSetValue",
  "LMSCommit",
  "LMSGetLastError",
  "LMSGetErrorString",
  "LMSGetDiagnostic",
]);

const ERROR_TEXTS = Object.freeze({
  0: "No error",
  101: "General exception",
  201: "Invalid argument error",
  202: "Element cannot have children",
  203: "Element not an array - cannot have count",
  301: "Not initialized",
  401: "Not implemented error",
  402: "Invalid set value, element is a keyword",
  403: "Element is read only",
  404: "Element is write only",
  405: "Incorrect data type",
});

/**
 * The standard's text of an error code.
 * @param {string|number} code
 * @returns {string|undefined} undefined when there is no such code
 */
export const errorText = (code) =>
  Object.hasOwn(ERROR_TEXTS, code) ? ERROR_TEXTS[code] : undefined;

/**
 * A launch with nothing left out: a new learner, online, on the real clock, where not told.
 * @param {Partial<Launch>} launch
 * @returns {Launch} holding the very record that was given
 */
export function prepareLaunch(launch = {}) {
  return {
    record: launch.record ?? {},
    manifest: { masteryScore: null, launchData: "", title: "", ...launch.manifest },
    learner: { id: "learner-1", name: "Doe, Jo", ...launch.learner },
    options: launch.options ?? {},
    network: { online: () => true, server: () => "well", delay: () => 0, ...launch.network },
    clock: { now: () => Date.now(), after: onTimer, ...launch.clock },
  };
}

function onTimer(wait, act) {
  const timer = setTimeout(act, wait);
  return () => clearTimeout(timer);
}

/** "Doe, Jo" as "Jo Doe"; a name without a comma stays. */
export const firstNameFirst = (name) => name.split(", ").reverse().join(" ");

/** A copy that shares nothing with what it was made from. */
export const copyOf = (value) => JSON.parse(JSON.stringify(value));

/**
 * The mode of a launch, for the LMSs that know more than one.
 * @param {{reviewMode?: null|'review'|'browse'}} options
 * @returns {{lessonMode: string, credit: string}}
 */
export function launchMode({ reviewMode }) {
  return reviewMode
    ? { lessonMode: reviewMode, credit: "no-credit" }
    : { lessonMode: "normal", credit: "credit" };
}

/**
 * Remembers the last error, as every call but the three error functions sets or clears it.
 * @param {string|number} noError - "0", or 0 in an LMS that answers numbers
 */
export function createErrorRegister(noError = "0") {
  const register = {
    code: noError,
    /** Clears the error and passes the result on. */
    succeed(result) {
      register.code = noError;
      return result;
    },
    /** Sets the error and passes the result on. */
    fail(code, result = "false") {
      register.code = code;
      return result;
    },
  };
  return register;
}

/**
 * The three functions about errors, for an LMS that answers the standard's texts.
 * @param {ReturnType<typeof createErrorRegister>} errors
 */
export const errorFunctions = (errors) => ({
  LMSGetLastError: () => errors.code,
  LMSGetErrorString: (code) => errorText(code) ?? "",
  LMSGetDiagnostic: (code) => errorText(code) ?? "",
});

/**
 * The common shape of a record that has its values by element name.
 * @param {Record<string, unknown>} values
 * @param {Partial<Summary>} rest - all that the values do not tell
 * @returns {Summary}
 */
export function summarize(values, rest) {
  return {
    lessonStatus: values["cmi.core.lesson_status"] ?? "not attempted",
    scoreRaw: values["cmi.core.score.raw"] ?? "",
    totalTime: 0,
    suspendData: values["cmi.suspend_data"] ?? "",
    lessonLocation: values["cmi.core.lesson_location"] ?? "",
    entry: "ab-initio",
    interactions: [],
    ...rest,
  };
}
