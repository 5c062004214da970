/**
 * ILIAS 5.4: strict about values, and about a failed request once only.
 *
 * Nothing is sent before Commit or Finish: then all that was set since, in one synchronous
 * request. The list of what is to be sent is emptied before it goes, so that after a failure the
 * next Commit is "true" and sends nothing, until something is set again. Where the request cannot
 * go at all, 5.4 throws. Newer versions say "false", but send by beacon from inside a click, and
 * that is always "true". The data come with the page, so Initialize asks no server.
 *
 * Record: `{values: {element: text}, progress: 1 in progress, 2 completed, 3 failed}`, the
 * progress as the course sees it.
 */
import { copyOf, createErrorRegister, errorFunctions, prepareLaunch, summarize } from "./core.js";
import { createDataModel, listInteractions } from "./data-model.js";
import { Session } from "./session.js";
import { STANDARD_TYPES, hundredthsToTimespan, timespanToHundredths } from "./value-types.js";

const STATUS = "cmi.core.lesson_status";
const RAW = "cmi.core.score.raw";
const EXIT = "cmi.core.exit";
const MODE = "cmi.core.lesson_mode";
const CREDIT = "cmi.core.credit";
const SESSION_TIME = "cmi.core.session_time";
const TOTAL_TIME = "cmi.core.total_time";

const CODES = Object.freeze({
  outside: "201",
  unknown: "201",
  group: "201",
  unknownLeaf: "201",
  noChildren: "202",
  noCount: "203",
  absentEntry: "0",
});
const ANYTHING = Object.fromEntries(Object.keys(STANDARD_TYPES).map((type) => [type, () => true]));

/** The events of the SCO's window in which a beacon is sent. */
const IN_BEACONS = Object.freeze({ old: ["unload", "beforeunload"], trunk: ["click"] });

function entryOf(values) {
  if (values[EXIT] === "suspend") return "resume";
  return values[EXIT] === undefined ? "ab-initio" : "";
}

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - options: trunk (the newer rules of
 *   sending), checkValues (default true), autoReview (a completed SCO is only looked at),
 *   autoSuspend (every exit is a suspension), browse, timeFromLms (the SCO's session time does not
 *   count)
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, manifest, learner, options, clock } = prepared;
  const session = new Session(prepared);
  const errors = createErrorRegister();
  const values = copyOf(record.values ?? {});
  const unsent = new Set();
  const beacons = [...IN_BEACONS.old, ...(options.trunk ? IN_BEACONS.trunk : [])];
  let open = false;
  let entry = "";
  let totalAtStart = "00:00:00";
  let startedAt = 0;

  const model = createDataModel({
    values,
    supplied: (name) =>
      ({
        "cmi.core.student_id": learner.id,
        "cmi.core.student_name": learner.name,
        [STATUS]: "not attempted",
        "cmi.launch_data": manifest.launchData,
        "cmi.student_data.mastery_score": manifest.masteryScore,
        "cmi.student_data.time_limit_action": "continue,no message",
        "cmi.student_preference.audio": "0",
        "cmi.student_preference.speed": "0",
        "cmi.student_preference.text": "0",
      })[name] ?? (/^cmi\.objectives\.\d+\.status$/.test(name) ? "not attempted" : undefined),
    types: options.checkValues === false ? ANYTHING : STANDARD_TYPES,
    codes: CODES,
    appends: false,
  });

  function put(name, text) {
    values[name] = text;
    unsent.add(name);
  }

  function start() {
    entry = entryOf(values);
    totalAtStart = values[TOTAL_TIME] ?? "00:00:00";
    startedAt = clock.now();
    const reviewed = options.autoReview && ["completed", "passed"].includes(values[STATUS]);
    const mode = options.browse ? "browse" : "normal";
    if (reviewed) entry = "";
    put(MODE, reviewed ? "review" : mode);
    put(CREDIT, values[MODE] === "normal" ? "credit" : "no-credit");
  }

  function countTime(time) {
    const total = timespanToHundredths(totalAtStart) + timespanToHundredths(time);
    put(TOTAL_TIME, hundredthsToTimespan(total));
  }

  /** @returns {boolean} what the page learns */
  function store() {
    if (unsent.size === 0) return true;
    const changed = Object.fromEntries([...unsent].map((name) => [name, values[name] ?? ""]));
    unsent.clear();
    const kind = beacons.includes(session.scoEvent()) ? "beacon" : "post";
    const { accepted, arrived, answer } = session.send(kind, JSON.stringify(changed));
    if (arrived) {
      record.values = { ...record.values, ...changed };
      const status = values[STATUS];
      record.progress = { completed: 2, passed: 2, failed: 3 }[status] ?? 1;
    }
    // Its own way to tell of the failure fails.
    if (kind === "post" && answer === null && !options.trunk) throw new TypeError("warning");
    return accepted;
  }

  function judge() {
    const status = values[STATUS] ?? "not attempted";
    if (status === "not attempted") put(STATUS, "completed");
    const mastery = Number.parseFloat(manifest.masteryScore ?? "");
    const raw = Number.parseFloat(values[RAW] ?? "");
    if (values[STATUS] !== "completed") return;
    if (raw < mastery) put(STATUS, "failed");
    if (raw >= mastery) put(STATUS, "passed");
  }

  const report = (worked) => (worked ? errors.succeed("true") : errors.fail("101"));

  function refusal(argument) {
    if (argument !== "") return "201";
    return open ? null : "301";
  }

  session.expose(
    {
      LMSInitialize(argument) {
        if (argument !== "") return errors.fail("201");
        if (open) return errors.fail("101");
        open = true;
        start();
        return errors.succeed("true");
      },
      LMSFinish(argument) {
        const code = refusal(argument);
        if (code) return errors.fail(code);
        judge();
        if (options.autoSuspend) put(EXIT, "suspend");
        const worked = store();
        if (worked) open = false;
        return report(worked);
      },
      LMSCommit(argument) {
        const code = refusal(argument);
        if (code) return errors.fail(code);
        if (options.timeFromLms) {
          countTime(hundredthsToTimespan(Math.round((clock.now() - startedAt) / 10)));
        }
        return report(store());
      },
      LMSGetValue(element) {
        const name = String(element);
        if (!open) return errors.fail("301", "");
        if (name === "cmi.core.entry") return errors.succeed(entry);
        if (name === TOTAL_TIME) return errors.succeed(totalAtStart);
        const { code, value } = model.get(name);
        return code === "0" ? errors.succeed(String(value)) : errors.fail(code, "");
      },
      LMSSetValue(element, value) {
        const name = String(element);
        if (!["string", "number", "boolean"].includes(typeof value)) return errors.fail("405");
        if (!open) return errors.fail("301");
        const isDropped = values[MODE] === "review" && /score|status/.test(name);
        const before = values[name];
        const code = model.set(name, String(value));
        if (code !== "0") return errors.fail(code);
        if (isDropped) values[name] = before ?? "";
        else if (values[MODE] !== "browse") unsent.add(name);
        if (name === SESSION_TIME && !options.timeFromLms) countTime(values[name]);
        return errors.succeed("true");
      },
      ...errorFunctions(errors),
    },
    () => errors.code,
  );
  return session;
}

/**
 * The learner record in the common shape.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  const values = record.values ?? {};
  return summarize(values, {
    totalTime: timespanToHundredths(values[TOTAL_TIME] ?? "") / 100,
    entry: entryOf(values),
    interactions: listInteractions(values),
  });
}
