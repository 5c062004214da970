/**
 * A home-made player: names and values, stored at Commit, and not a word of an error.
 *
 * It answers blank to all that was not set, `_children` and the learner's own name too. Commit and
 * Finish post all values at once, and say yes whatever comes of it. The options are what such
 * players have been seen to do besides.
 *
 * Record: `{values: {element: text}}`.
 */
import { copyOf, prepareLaunch, summarize } from "./core.js";
import { CHILDREN, listInteractions } from "./data-model.js";
import { Session } from "./session.js";
import { isTimespan, timespanToHundredths } from "./value-types.js";

const MODE = "cmi.core.lesson_mode";
const STATUS = "cmi.core.lesson_status";
const SUSPEND_DATA = "cmi.suspend_data";
const SESSION_TIME = "cmi.core.session_time";
/** What a player with an error of its own has heard of. */
const KNOWN = /^cmi\.(core\.(lesson_|student|entry|credit|exit|session|score|total)|suspend_data)/;

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - options: initializeAnswer ("true", "True"
 *   or "1", which stands for the number; every yes is of that kind), cutAt (the longest suspend
 *   data that its database keeps, or null), stickyError (an unknown name is error 401, and the code
 *   stays), lateApi (milliseconds until `API` stands in the page), browse, keepsNothing (Commit
 *   stores nothing), getThrowsOnce
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, options } = prepared;
  const session = new Session(prepared, { apiDelay: Number(options.lateApi ?? 0) });
  const values = copyOf(record.values ?? {});
  const yes = options.initializeAnswer === "1" ? 1 : (options.initializeAnswer ?? "true");
  const longest = options.cutAt ? Number(options.cutAt) : Infinity;
  const browsed = {
    [MODE]: "browse",
    [STATUS]: "not attempted",
    "cmi.core._children": CHILDREN["cmi.core"],
  };
  const supplied = options.browse ? browsed : {};
  let error = "0";
  let mayThrow = Boolean(options.getThrowsOnce);

  function store() {
    const { arrived } = session.send("post", JSON.stringify(values));
    if (arrived && !options.keepsNothing) {
      record.values = { ...values };
      if (values[SUSPEND_DATA] !== undefined) {
        record.values[SUSPEND_DATA] = String(values[SUSPEND_DATA]).slice(0, longest);
      }
    }
    return yes;
  }

  session.expose(
    {
      LMSInitialize: () => yes,
      LMSFinish: store,
      LMSCommit: store,
      LMSGetValue(name) {
        if (mayThrow) {
          mayThrow = false;
          throw new TypeError("not yet");
        }
        if (options.stickyError && values[name] === undefined && !KNOWN.test(name)) error = "401";
        const value = values[name] ?? supplied[name] ?? "";
        return name === SUSPEND_DATA ? String(value).slice(0, longest) : value;
      },
      LMSSetValue(name, value) {
        values[name] = value;
        return yes;
      },
      LMSGetLastError: () => error,
      LMSGetErrorString: () => "",
      LMSGetDiagnostic: () => "",
    },
    () => error,
  );
  return session;
}

/**
 * The learner record in the common shape; the time is that of the last visit.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  const values = record.values ?? {};
  const time = values[SESSION_TIME] ?? "";
  return summarize(values, {
    totalTime: isTimespan(time) ? timespanToHundredths(time) / 100 : 0,
    entry: "",
    interactions: listInteractions(values),
  });
}
