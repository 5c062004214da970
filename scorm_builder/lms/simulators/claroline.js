/**
 * Claroline: a short list of elements, checked, and a server that keeps the best of all results.
 *
 * Commit and Finish send the whole model without waiting, and are always "true". The record keeps
 * the best status and the best score; what the SCO reads at the next launch are its own last
 * values.
 *
 * Record: `{values: {element: value}, entry, status: the best, score: the best, totalTime:
 * hundredths of a second}`.
 */
import { copyOf, createErrorRegister, errorFunctions, prepareLaunch, summarize } from "./core.js";
import { CHILDREN, ELEMENTS } from "./data-model.js";
import { Session } from "./session.js";
import { ALL_STATUSES, EXITS, isText, isTimespan, timespanToHundredths } from "./value-types.js";

const STATUS = "cmi.core.lesson_status";
const RAW = "cmi.core.score.raw";
const EXIT = "cmi.core.exit";
const SESSION_TIME = "cmi.core.session_time";
const USER_NUMBER = 2007;
const RANKS = ["not attempted", "browsed", "incomplete", "completed", "failed", "passed"];

const isKnown = (name) =>
  Object.hasOwn(ELEMENTS, name) && /^cmi\.(core|suspend_data|launch_data|student_data)/.test(name);

const isScore = (value) => String(value) !== "" && Number(value) >= 0 && Number(value) <= 100;

/** Each throws for null, as these checks do. */
const CHECKS = Object.freeze({
  [STATUS]: (value) => ALL_STATUSES.includes(value.toString().toLowerCase()),
  [RAW]: isScore,
  "cmi.core.score.min": isScore,
  "cmi.core.score.max": isScore,
  [EXIT]: (value) => EXITS.includes(value.toString()),
  [SESSION_TIME]: (value) => isTimespan(value.toString()) && /^\d+:[0-5]\d:/.test(value.toString()),
  "cmi.core.lesson_location": (value) => isText(value.toString(), 255),
  "cmi.suspend_data": (value) => isText(value.toString(), 4096),
});

/** "Doe, Jo" as "Jo, Doe": the given name first, and the comma stays. */
const givenNameFirst = (name) => name.split(", ").reverse().join(", ");

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - no options
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, manifest, learner } = prepared;
  const session = new Session(prepared);
  const errors = createErrorRegister();
  const values = copyOf(record.values ?? {});
  const hours = (record.totalTime ?? 0) / 360000;
  const supplied = {
    "cmi.core.student_id": USER_NUMBER,
    "cmi.core.student_name": givenNameFirst(learner.name),
    "cmi.core.credit": "no-credit",
    "cmi.core.lesson_mode": "normal",
    "cmi.core.total_time": `${hours}:${Math.floor(hours * 60) % 60}:0.0`,
    "cmi.launch_data": manifest.launchData,
    "cmi.student_data.mastery_score": manifest.masteryScore,
  };
  let entry = record.entry ?? "ab-initio";
  let open = false;
  let counted = 0;

  function saveOnServer(sent, entryThen) {
    const time = timespanToHundredths(sent[SESSION_TIME] ?? "");
    const status = String(sent[STATUS] ?? "not attempted").toLowerCase();
    record.values = sent;
    record.entry = entryThen;
    record.totalTime = (record.totalTime ?? 0) + time - counted;
    counted = time;
    if (RANKS.indexOf(status) > RANKS.indexOf(record.status ?? "not attempted")) {
      record.status = status;
    }
    if (sent[RAW] !== undefined && !(record.score > Number(sent[RAW]))) {
      record.score = Number(sent[RAW]);
    }
  }

  function put() {
    const sent = copyOf(values);
    const entryThen = entry;
    session.request(JSON.stringify(sent), () => saveOnServer(sent, entryThen));
    return errors.succeed("true");
  }

  session.expose(
    {
      LMSInitialize() {
        open = true;
        return errors.succeed("true");
      },
      LMSFinish() {
        if (!open) return errors.fail("301");
        open = false;
        entry = values[EXIT] === "suspend" ? "resume" : "";
        return put();
      },
      LMSCommit: () => (open ? put() : errors.fail("301")),
      LMSGetValue(name) {
        if (!open) return errors.fail("301", "");
        if (name === "cmi.core._children") return errors.succeed(CHILDREN["cmi.core"]);
        if (!isKnown(name)) return errors.fail("401", "");
        if (ELEMENTS[name][0] === "w") return errors.fail("404", "");
        if (name === "cmi.core.entry") return errors.succeed(entry);
        return errors.succeed(values[name] ?? supplied[name] ?? "");
      },
      LMSSetValue(name, value) {
        if (!open) return errors.fail("301");
        if (!isKnown(name)) return errors.fail("401");
        if (value === null || value === undefined) throw new TypeError("value");
        if (ELEMENTS[name][0] === "r") return errors.fail("403");
        if (!CHECKS[name](value)) return errors.fail("405");
        values[name] = value;
        return errors.succeed("true");
      },
      ...errorFunctions(errors),
    },
    () => errors.code,
  );
  return session;
}

/**
 * The learner record in the common shape: the best results, and the last data.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  return summarize(record.values ?? {}, {
    lessonStatus: record.status ?? "not attempted",
    scoreRaw: record.score === undefined ? "" : String(record.score),
    totalTime: (record.totalTime ?? 0) / 100,
    entry: record.entry ?? "ab-initio",
  });
}
