/**
 * One launch as every simulator has it: the API object with its call log, and the ways to reach the
 * server.
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
 * @property {boolean} arrived - whether the server got it and was well
 * @property {number} at - milliseconds
 */
import { API_FUNCTIONS } from "./core.js";

/** A browser refuses a beacon above this many bytes. */
export const LARGEST_BEACON = 65536;

/** Holds the page: nothing else runs in it while a synchronous request waits for its answer. */
function hold(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

const UNLOADS = ["beforeunload", "pagehide", "unload"];

/** One launch of an SCO. A simulator makes it; the SCO sees only `api`. */
export class Session {
  #launch;

  #unloading = false;

  /** How to call off what was to be done later. */
  #timers = new Set();

  /** What was asked for in this task, and leaves when it is done. */
  #departures = new Set();

  /**
   * @param {import('./core.js').Launch} launch
   * @param {object} place
   * @param {'frame'|'popup'} [place.placement] - where the LMS shows the SCO
   * @param {string[]} [place.apiPath] - the way from the SCO's window to the one with `API`,
   *   as property names: parent, opener
   * @param {number} [place.apiDelay] - milliseconds after which `API` stands there
   */
  constructor(launch, { placement = "frame", apiPath = ["parent"], apiDelay = 0 } = {}) {
    this.#launch = launch;
    /** The API object to put into the page as `API`. Its functions are called as methods. */
    this.api = {};
    this.placement = placement;
    this.apiPath = apiPath;
    this.apiDelay = apiDelay;
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
    /** Does what may read or change the record. The page reads the stored one before, and stores it
     * after, as others may have written to it meanwhile. */
    this.serve = (act) => act();
    /** @type {() => ?string} the type of the event that the SCO's window is handling */
    this.scoEvent = () => null;
    /** @type {?() => void} what the player's own beforeunload handler does. Set by simulators. */
    this.onLeave = null;
    /** True once the window with the player is going: no answer comes back to it. */
    this.leaving = false;
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
   * True while unload handlers of the SCO run, whichever of them was put in first. The page sets it
   * too, and clears it again when the window stays.
   */
  get unloading() {
    return this.#unloading || UNLOADS.includes(this.scoEvent());
  }

  set unloading(value) {
    this.#unloading = value;
  }

  /**
   * Gives the API its functions. For simulators.
   * @param {Record<string, Function>} calls - the eight, or those that the LMS has, and its own
   * @param {() => unknown} lastError
   * @param {{methodsOnly?: boolean}} [how] - methodsOnly: a function torn off the API object
   *   throws, as those of a plug-in or a host object do
   */
  expose(calls, lastError, { methodsOnly = false } = {}) {
    const session = this;
    const names = new Set([...API_FUNCTIONS, ...Object.keys(calls)]);
    for (const name of [...names].filter((each) => calls[each])) {
      this.api[name] = function apiFunction(...args) {
        if (methodsOnly && this !== session.api) throw new TypeError("Illegal invocation");
        return session.#answer(name, args, calls[name], lastError);
      };
    }
  }

  #answer(call, args, respond, lastError) {
    if (this.closed) throw new Error("The API cannot be reached: its window has gone");
    const entry = { call, args, result: undefined, error: undefined, at: this.#launch.clock.now() };
    try {
      entry.result = this.serve(() => respond(...args));
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
   * @returns {{accepted: boolean, arrived: boolean, answer: null|'well'|'fails'|'expired'}} what
   *   the page learns, what is true, and how the server answered: null when it could not
   */
  send(kind, content) {
    // What was asked for before a page waits has left before it.
    if (kind === "post") this.#depart();
    const { online, server, delay } = this.#launch.network;
    const fits = kind !== "beacon" || new TextEncoder().encode(content).length <= LARGEST_BEACON;
    const reached = online() && fits && !(kind === "post" && this.unloading);
    if (reached && kind === "post") hold(delay());
    const answer = reached && kind !== "beacon" ? server() : null;
    const arrived = reached && server() === "well";
    this.messages.push({ kind, content, arrived, at: this.#launch.clock.now() });
    return { accepted: kind === "post" ? arrived : fits, arrived, answer };
  }

  /**
   * Asks the server without waiting. The request leaves when the running task is done, so that it
   * is lost when the page is killed before; while the page unloads it leaves at once. For
   * simulators.
   * @param {string} content
   * @param {() => void} deliver - what the server does, once the request has arrived
   * @param {(answer: null|'well'|'fails'|'expired') => void} [answered] - what the player does
   *   with the answer, when it is still there
   */
  request(content, deliver, answered = () => {}) {
    const depart = () => {
      const { arrived, answer } = this.send("asynchronous", content);
      if (arrived) this.serve(deliver);
      this.after(this.#launch.network.delay(), () => {
        if (!this.leaving) answered(answer);
      });
    };
    if (this.unloading) {
      depart();
      return;
    }
    this.#departures.add({ content, depart });
    this.after(0, () => this.#depart());
  }

  #depart() {
    for (const departure of [...this.#departures]) {
      if (this.#departures.delete(departure)) departure.depart();
    }
  }

  /**
   * Does something later, unless the window has gone by then. For simulators.
   * @returns {() => void} calls it off
   */
  after(milliseconds, act) {
    const cancel = this.#launch.clock.after(milliseconds, () => {
      this.#timers.delete(cancel);
      if (!this.closed) act();
    });
    this.#timers.add(cancel);
    return cancel;
  }

  /** Shows the learner a box. For simulators. */
  alert(text) {
    this.alerts.push({ text, at: this.#launch.clock.now() });
    this.onAlert?.(text);
  }

  /** The window with the player goes: its own handlers run, before those of the SCO. */
  leave() {
    if (this.leaving || this.closed) return;
    this.leaving = true;
    this.unloading = true;
    this.serve(() => this.onLeave?.());
    this.unloading = false;
  }

  /**
   * Tells the LMS that the window went; from then on every call throws.
   * @param {'left'|'killed'|'forceFinish'} kind - left: the SCO's unload handlers ran before
   *   this, with `unloading` set; killed: none ran; forceFinish: as left, ended by the LMS
   */
  close(kind) {
    const kinds = ["left", "killed", ...(this.forceFinish ? ["forceFinish"] : [])];
    if (!kinds.includes(kind)) throw new RangeError(`No such way to close: ${kind}`);
    if (this.closed) return;
    if (kind !== "killed") this.#depart();
    const at = this.#launch.clock.now();
    for (const { content } of this.#departures) {
      this.messages.push({ kind: "asynchronous", content, arrived: false, at });
    }
    this.closed = kind;
    this.#timers.forEach((cancel) => cancel());
  }
}
