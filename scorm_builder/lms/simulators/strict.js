/**
 * The standard by the letter: ADL's own SCORM 1.2 sample run-time, without its leniencies.
 *
 * Everything it returns is a string. Commit saves what the SCO may read back; the total time,
 * the next entry and the status of an SCO that set none come only with Finish.
 *
 * Record: `{values: {element: text}, totalTime: hundredths of a second, entry}`.
 */
import { copyOf, createErrorRegister, errorFunctions, launchMode, prepareLaunch } from "./core.js";
import { createDataModel, summarizeRecord } from "./data-model.js";
import { Session } from "./session.js";
import { STANDARD_TYPES, hundredthsToTimespan, timespanToHundredths } from "./value-types.js";

const STATUS = "cmi.core.lesson_status";
const EXIT = "cmi.core.exit";
const SESSION_TIME = "cmi.core.session_time";

const CODES = Object.freeze({
  outside: "201",
  unknown: "401",
  group: "401",
  unknownLeaf: "201",
  noChildren: "202",
  noCount: "203",
  absentEntry: "201",
});

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - options: reviewMode (null, review or
 *   browse), preset (the status of a new learner), untouchedStatus ("incomplete" as ADL's sample
 *   writes it, or "completed" as the book has it, then judged by the mastery score)
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, manifest, learner, options } = prepared;
  const session = new Session(prepared);
  const errors = createErrorRegister();
  const { lessonMode, credit } = launchMode(options);
  let model = null;
  let values = {};

  const supplied = (name) =>
    ({
      "cmi.core.student_id": learner.id,
      "cmi.core.student_name": learner.name,
      "cmi.core.credit": credit,
      [STATUS]: options.preset ?? "not attempted",
      "cmi.core.entry": record.entry ?? "ab-initio",
      "cmi.core.total_time": hundredthsToTimespan(record.totalTime ?? 0),
      "cmi.core.lesson_mode": lessonMode,
      "cmi.launch_data": manifest.launchData,
      "cmi.student_data.mastery_score": manifest.masteryScore,
      "cmi.student_preference.audio": "0",
      "cmi.student_preference.speed": "0",
      "cmi.student_preference.text": "0",
    })[name] ?? (/^cmi\.objectives\.\d+\.status$/.test(name) ? "not attempted" : undefined);

  function judgeUntouchedStatus() {
    if (model.read(STATUS) !== "not attempted") return;
    if (options.untouchedStatus !== "completed") {
      values[STATUS] = "incomplete";
      return;
    }
    const raw = model.read("cmi.core.score.raw");
    const judged = credit === "credit" && raw !== "" && (manifest.masteryScore ?? "") !== "";
    const passed = Number(raw) >= Number(manifest.masteryScore);
    values[STATUS] = !judged ? "completed" : passed ? "passed" : "failed";
  }

  function save() {
    const stored = copyOf(values);
    delete stored[EXIT];
    delete stored[SESSION_TIME];
    record.values = stored;
  }

  /** Answers an I, C or F: its argument must be blank and its state right. */
  function when(argument, open, stateError, act) {
    if (argument !== "") return errors.fail("201");
    if ((model !== null) !== open) return errors.fail(stateError);
    if (!session.send("post", act.name).arrived) return errors.fail("101");
    act();
    return errors.succeed("true");
  }

  session.expose(
    {
      LMSInitialize: (argument) =>
        when(argument, false, "101", function initialize() {
          values = copyOf(record.values ?? {});
          model = createDataModel({ values, supplied, types: STANDARD_TYPES, codes: CODES });
        }),
      LMSFinish: (argument) =>
        when(argument, true, "301", function finish() {
          judgeUntouchedStatus();
          save();
          record.totalTime =
            (record.totalTime ?? 0) + timespanToHundredths(values[SESSION_TIME] ?? "");
          record.entry = values[EXIT] === "suspend" ? "resume" : "";
          model = null;
        }),
      LMSCommit: (argument) =>
        when(argument, true, "301", function commit() {
          save();
        }),
      LMSGetValue(name) {
        if (!model) return errors.fail("301", "");
        const { code, value } = model.get(String(name));
        return code === "0" ? errors.succeed(String(value)) : errors.fail(code, "");
      },
      LMSSetValue(name, value) {
        if (!model) return errors.fail("301");
        if (value === null || value === undefined) return errors.fail("405");
        const code = model.set(String(name), String(value));
        return code === "0" ? errors.succeed("true") : errors.fail(code);
      },
      ...errorFunctions(errors),
    },
    () => errors.code,
    { methodsOnly: true },
  );
  return session;
}

/**
 * The learner record in the common shape.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export const summary = (record) => summarizeRecord(record, { entry: record.entry ?? "ab-initio" });
