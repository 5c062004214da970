/**
 * What every LMS simulator shares: the launch, the session with its API object and its call log,
 * and the ways to reach the server.
 *
 * @typedef {object} Launch
 * @property {object} record - the server's stored state of this learner; `{}` for a new one. It
 *   is JSON, it lives across launches, and it is changed only when the real LMS would have saved
 * @property {{masteryScore: ?string, launchData: string, title: string}} manifest
 * @property {{id: string, name: string}} learner - the name as "Last, First"
 * @property {object} options - as the registry in index.js describes them for each simulator
 * @property {{online: () => boolean}} network
 * @property {{now: () => number}} clock - milliseconds
 *
 * @typedef {object} LogEntry
 * @property {string} call - e.g. LMSGetValue
 * @property {unknown[]} args
 * @property {unknown} result - with its true type; undefined when the call threw
 * @property {unknown} error - what LMSGetLastError would answer now, with its true type
 * @property {number} at - milliseconds
 * @property {string} [thrown] - the exception, when the call threw
 *
 * @typedef {object} Message
 * @property {'post'|'beacon'|'asynchronous'} kind
 * @property {string} content
 * @property {boolean} arrived - whether the server got it
 * @property {number} at - milliseconds
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
  'LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit',
  'LMSGetLastError', 'LMSGetErrorString', 'LMSGetDiagnostic',
]);

const ERROR_TEXTS = Object.freeze({
  0: 'No error',
  101: 'General exception',
  201: 'Invalid argument error',
  202: 'Element cannot have children',
  203: 'Element not an array - cannot have count',
  301: 'Not initialized',
  401: 'Not implemented error',
  402: 'Invalid set value, element is a keyword',
  403: 'Element is read only',
  404: 'Element is write only',
  405: 'Incorrect data type',
});

/**
 * The standard's text of an error code.
 * @param {string|number} code
 * @returns {string|undefined} undefined when there is no such code
 */
export const errorText = (code) =>
  (Object.hasOwn(ERROR_TEXTS, code) ? ERROR_TEXTS[code] : undefined);

/** A browser refuses a beacon above this many bytes. */
export const LARGEST_BEACON = 65536;

/**
 * A launch with nothing left out: a new learner, online, on the real clock, where not told.
 * @param {Partial<Launch>} launch
 * @returns {Launch} holding the very record that was given
 */
export function prepareLaunch(launch = {}) {
  return {
    record: launch.record ?? {},
    manifest: { masteryScore: null, launchData: '', title: '', ...launch.manifest },
    learner: { id: 'learner-1', name: 'Doe, Jo', ...launch.learner },
    options: launch.options ?? {},
    network: launch.network ?? { online: () => true },
    clock: launch.clock ?? { now: () => Date.now() },
  };
}

/** A copy that shares nothing with what it was made from. */
export const copyOf = (value) => JSON.parse(JSON.stringify(value));

/**
 * The mode of a launch, for the LMSs that know more than one.
 * @param {{reviewMode?: null|'review'|'browse'}} options
 * @returns {{lessonMode: string, credit: string}}
 */
export function launchMode({ reviewMode }) {
  return reviewMode
    ? { lessonMode: reviewMode, credit: 'no-credit' }
    : { lessonMode: 'normal', credit: 'credit' };
}

/**
 * Remembers the last error, as every call but the three error functions sets or clears it.
 * @param {string|number} noError - "0", or 0 in an LMS that answers numbers
 */
export function createErrorRegister(noError = '0') {
  const register = {
    code: noError,
    /** Clears the error and passes the result on. */
    succeed(result) {
      register.code = noError;
      return result;
    },
    /** Sets the error and passes the result on. */
    fail(code, result = 'false') {
      register.code = code;
      return result;
    },
  };
  return register;
}

/** One launch of an SCO. A simulator makes it; the SCO sees only `api`. */
export class Session {
  #launch;

  /**
   * @param {Launch} launch
   * @param {object} place
   * @param {'frame'|'popup'} [place.placement] - where the LMS shows the SCO
   * @param {string[]} [place.apiPath] - the way from the SCO's window to the one with `API`,
   *   as property names: parent, opener
   */
  constructor(launch, { placement = 'frame', apiPath = ['parent'] } = {}) {
    this.#launch = launch;
    /** The API object to put into the page as `API`. Its functions are called as methods. */
    this.api = {};
    this.placement = placement;
    this.apiPath = apiPath;
    /** @type {LogEntry[]} */
    this.log = [];
    /** @type {Message[]} every attempt to reach the server */
    this.messages = [];
    /** @type {Array<{text: string, at: number}>} the boxes that the LMS put before the learner */
    this.alerts = [];
    /** @type {?(entry: LogEntry) => void} */
    this.onCall = null;
    /** @type {?(text: string) => void} */
    this.onAlert = null;
    /** True while unload handlers run. The page sets it before they do, and clears it again
     * when the window stays. */
    this.unloading = false;
    /** @type {?string} how the window went, or null while it is there */
    this.closed = null;
    /** @type {?string} why the LMS's own page would not have launched at all. The API answers
     * all the same, for learners who get in another way. */
    this.launchRefused = null;
    /** @type {?() => void} the LMS ends the session, where it can; call it before the SCO's
     * unload handlers run */
    this.forceFinish = null;
  }

  /**
   * Gives the API its functions. For simulators.
   * @param {Record<string, Function>} calls - all eight
   * @param {() => unknown} lastError
   * @param {{methodsOnly?: boolean}} [how] - methodsOnly: a function torn off the API object
   *   throws, as those of a plug-in or a host object do
   */
  expose(calls, lastError, { methodsOnly = false } = {}) {
    const session = this;
    for (const name of API_FUNCTIONS) {
      this.api[name] = function apiFunction(...args) {
        if (methodsOnly && this !== session.api) throw new TypeError('Illegal invocation');
        return session.#answer(name, args, calls[name], lastError);
      };
    }
  }

  #answer(call, args, respond, lastError) {
    if (this.closed) throw new Error('The API cannot be reached: its window has gone');
    const entry = { call, args, result: undefined, error: undefined, at: this.#launch.clock.now() };
    try {
      entry.result = respond(...args);
      return entry.result;
    } catch (exception) {
      entry.thrown = String(exception);
      throw exception;
    } finally {
      entry.error = lastError();
      this.log.push(entry);
      this.onCall?.(entry);
    }
  }

  /**
   * Tries to reach the server. For simulators.
   * @param {'post'|'beacon'|'asynchronous'} kind - post waits for the answer, and browsers block
   *   it while a page unloads; the two others wait for nothing, so they cannot tell of failure
   * @param {string} content
   * @returns {{accepted: boolean, arrived: boolean}} what the page learns, and what is true
   */
  send(kind, content) {
    const online = this.#launch.network.online();
    const fits = kind !== 'beacon' || new TextEncoder().encode(content).length <= LARGEST_BEACON;
    const arrived = online && fits && !(kind === 'post' && this.unloading);
    this.messages.push({ kind, content, arrived, at: this.#launch.clock.now() });
    return { accepted: kind === 'post' ? arrived : fits, arrived };
  }

  /** Shows the learner a box. For simulators. */
  alert(text) {
    this.alerts.push({ text, at: this.#launch.clock.now() });
    this.onAlert?.(text);
  }

  /**
   * Tells the LMS that the window went; from then on every call throws.
   * @param {'left'|'killed'|'forceFinish'} kind - left: the SCO's unload handlers ran before
   *   this, with `unloading` set; killed: none ran; forceFinish: as left, ended by the LMS
   */
  close(kind) {
    const kinds = ['left', 'killed', ...(this.forceFinish ? ['forceFinish'] : [])];
    if (!kinds.includes(kind)) throw new RangeError(`No such way to close: ${kind}`);
    this.closed ??= kind;
  }
}
