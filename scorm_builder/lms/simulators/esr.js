/**
 * ESR: an adapter that posts every changed value at once, knows only the core, and cannot save
 * anything while the page unloads unless the LMS itself forces the end.
 *
 * The adapter works on a cache that it reads once a launch. A value that could not be sent stays
 * in the cache and on the list of what is to be sent, so that setting it again says "true"
 * although nothing was saved; Commit sends it again.
 *
 * Record: `{values: {element: text}, pending: {exit, sessionTime}, totalTime: hundredths of a
 * second, entry, finished}`. The server's rules were not seen; here it adds the time and takes
 * the entry from exit at Finish, and never touches the status.
 */
import { createErrorRegister, errorFunctions, prepareLaunch, summarize } from "./core.js";
import { CHILDREN } from "./data-model.js";
import { Session } from "./session.js";
import {
  STANDARD_TYPES,
  hundredthsToTimespan,
  isDecimal,
  timespanToHundredths,
} from "./value-types.js";

const STATUS = "cmi.core.lesson_status";
const EXIT = "cmi.core.exit";
const SESSION_TIME = "cmi.core.session_time";

const KEYWORDS = Object.freeze({
  "cmi._version": "2.2",
  "cmi.core._children": CHILDREN["cmi.core"],
  "cmi.core.score._children": "raw",
});
const READ_ONLY = [
  "cmi.core.student_id",
  "cmi.core.student_name",
  "cmi.core.credit",
  "cmi.core.entry",
  "cmi.core.total_time",
  "cmi.core.lesson_mode",
  "cmi.launch_data",
];
const WRITE_ONLY = [EXIT, SESSION_TIME];

/** From this code unit on, three base-36 digits are too few and the relay cannot decode. */
const FIRST_WIDE_UNIT = 36 ** 3;
const RELAY_MARK = "~olmota~";

const isRelayable = (text) =>
  !text.includes(RELAY_MARK) &&
  !Array.from({ length: text.length }, (_unused, at) => text.charCodeAt(at)).some(
    (unit) => unit >= FIRST_WIDE_UNIT,
  );

const isPlainScore = (text) => text === "" || (/^\d+$/.test(text) && Number(text) <= 100);

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - options: preset (the status of a new
 *   learner), autoCommit (default true; false sends only with Commit and Finish), assessment
 *   (any decimal is a score), omitStatus (the server sends no status: every Get and Set fails)
 * @returns {Session} with forceFinish
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, manifest, learner, options } = prepared;
  const session = new Session(prepared);
  const errors = createErrorRegister();
  const unsent = new Set();
  let cache = null;
  let state = "new";
  let forced = false;

  const types = {
    [STATUS]: STANDARD_TYPES.status,
    "cmi.core.lesson_location": STANDARD_TYPES.string255,
    "cmi.core.score.raw": options.assessment
      ? (text) => text === "" || isDecimal(text)
      : isPlainScore,
    [EXIT]: STANDARD_TYPES.exit,
    [SESSION_TIME]: STANDARD_TYPES.timespan,
    "cmi.suspend_data": STANDARD_TYPES.string4096,
    "cmi.comments": STANDARD_TYPES.string4096,
  };

  const readServer = () => ({
    "cmi.core.student_id": learner.id,
    "cmi.core.student_name": learner.name,
    "cmi.core.credit": "credit",
    [STATUS]: options.preset ?? "not attempted",
    "cmi.core.entry": record.entry ?? "ab-initio",
    "cmi.core.total_time": hundredthsToTimespan(record.totalTime ?? 0),
    "cmi.core.lesson_mode": "normal",
    "cmi.launch_data": manifest.launchData,
    ...record.values,
  });

  function store(name) {
    const text = cache[name].split(/[\r\n]/)[0];
    if (name === EXIT) record.pending.exit = text;
    else if (name === SESSION_TIME) record.pending.sessionTime = text;
    else record.values[name] = text;
  }

  /** Sends all that is unsent, then optionally the end. One bad value fails the whole message. */
  function transmit(last) {
    if (unsent.size === 0 && !last) return true;
    const names = [...unsent];
    const content = JSON.stringify({ put: names, exit: Boolean(last) });
    const { accepted, arrived } = session.send(forced ? "asynchronous" : "post", content);
    const decoded = names.every((name) => isRelayable(cache[name]));
    if (arrived && decoded) {
      names.forEach(store);
      if (last) endOnServer();
    }
    if (!forced && !(arrived && decoded)) return false;
    unsent.clear();
    return accepted;
  }

  function endOnServer() {
    record.totalTime =
      (record.totalTime ?? 0) + timespanToHundredths(record.pending.sessionTime ?? "");
    record.entry = record.pending.exit === "suspend" ? "resume" : "";
    record.pending = {};
    record.finished = true;
  }

  const isBlank = (argument) => argument === "" || argument === null || argument === undefined;
  const report = (worked) => (worked ? errors.succeed("true") : errors.fail("101"));

  session.forceFinish = () => {
    forced = true;
  };
  session.expose(
    {
      LMSInitialize(argument) {
        if (!isBlank(argument)) return errors.fail("201");
        if (state !== "new" || !session.send("post", "init").arrived) return errors.fail("101");
        cache = readServer();
        record.values = { ...record.values };
        record.pending = {};
        record.finished = false;
        state = "open";
        return errors.succeed("true");
      },
      LMSFinish(argument) {
        if (!isBlank(argument)) return errors.fail("201");
        if (state !== "open") return errors.fail("101");
        const worked = transmit(true);
        if (worked) state = "finished";
        return report(worked);
      },
      LMSCommit(argument) {
        if (!isBlank(argument)) return errors.fail("201");
        return report(state === "open" && transmit(false));
      },
      LMSGetValue(element) {
        const name = String(element);
        if (state !== "open") return errors.fail("101", "");
        if (options.omitStatus) return errors.fail("405", "");
        if (Object.hasOwn(KEYWORDS, name)) return errors.succeed(KEYWORDS[name]);
        if (WRITE_ONLY.includes(name)) return errors.fail("404", "");
        if (!READ_ONLY.includes(name) && !Object.hasOwn(types, name)) return errors.fail("401", "");
        return errors.succeed(cache[name] ?? "");
      },
      LMSSetValue(element, value) {
        const name = String(element);
        const text = isBlank(value) ? "" : String(value);
        if (state !== "open") return errors.fail("101");
        if (options.omitStatus) return errors.fail("405");
        if (Object.hasOwn(KEYWORDS, name)) return errors.fail("402");
        if (READ_ONLY.includes(name)) return errors.fail("403");
        if (!Object.hasOwn(types, name)) return errors.fail("401");
        if (!types[name](text)) return errors.fail("405");
        if (cache[name] === text) return errors.succeed("true");
        cache[name] = text;
        unsent.add(name);
        return report(options.autoCommit === false || transmit(false));
      },
      ...errorFunctions(errors),
    },
    () => errors.code,
  );
  return session;
}

/**
 * The learner record in the common shape; this LMS keeps no interactions.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  return summarize(record.values ?? {}, {
    totalTime: (record.totalTime ?? 0) / 100,
    entry: record.entry ?? "ab-initio",
  });
}
