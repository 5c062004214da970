/**
 * Forma LMS: answers of another kind. What SetValue says, and an Initialize or Commit that failed,
 * are String objects, which equal "true" and are not identical with it. The error codes are those
 * of SCORM 2004.
 *
 * Initialize, Commit and Finish wait for the server; without any answer a beacon is tried and
 * taken for saved. When the window goes, the player's own handler finishes, and goes on with
 * beacons, so that what the SCO sends afterwards arrives as well.
 *
 * Record: `{values: {element: text}, totalTime: hundredths of a second}`.
 */
import { copyOf, createErrorRegister, prepareLaunch } from "./core.js";
import { createDataModel, summarizeRecord } from "./data-model.js";
import { Session } from "./session.js";
import {
  ALL_STATUSES,
  STANDARD_TYPES,
  hundredthsToTimespan,
  isText,
  timespanToHundredths,
} from "./value-types.js";

const SESSION_TIME = "cmi.core.session_time";
const CODES = Object.freeze({
  outside: "401",
  unknown: "401",
  group: "401",
  unknownLeaf: "401",
  noChildren: "401",
  noCount: "401",
  absentEntry: "401",
});
/** What SCORM 2004 calls the errors of the data model. */
const CODES_OF_2004 = Object.freeze({ 201: "351", 402: "404", 403: "404", 404: "405", 405: "406" });
const TYPES = Object.freeze({
  ...STANDARD_TYPES,
  status: (text) => ALL_STATUSES.includes(text),
  string4096: (text) => isText(text, 64000),
});

const object = (text) => new String(text);

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
  const totalTime = hundredthsToTimespan(record.totalTime ?? 0);
  let open = false;
  let finished = false;
  let byBeacon = false;
  let counted = 0;

  const model = createDataModel({
    values,
    supplied: (name) =>
      ({
        "cmi.core.student_id": learner.id,
        "cmi.core.student_name": learner.name,
        "cmi.core.credit": "credit",
        "cmi.core.lesson_status": "not attempted",
        "cmi.core.entry": "ab-initio",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.total_time": totalTime,
        "cmi.launch_data": manifest.launchData,
        "cmi.student_data.mastery_score": manifest.masteryScore,
      })[name],
    types: TYPES,
    codes: CODES,
    appends: false,
  });

  const codeOf = (code) => CODES_OF_2004[code] ?? code;

  /** @returns {boolean} what the page learns */
  function transmit(content) {
    const posted = byBeacon ? null : session.send("post", content);
    const { accepted, arrived } = posted?.answer ? posted : session.send("beacon", content);
    if (arrived) store();
    return accepted;
  }

  function store() {
    const time = timespanToHundredths(values[SESSION_TIME] ?? "");
    record.values = copyOf(values);
    delete record.values[SESSION_TIME];
    record.totalTime = (record.totalTime ?? 0) + time - counted;
    counted = time;
  }

  function finish() {
    if (!open) throw new TypeError("no session to finish");
    if (finished) return errors.succeed("true");
    finished = transmit(JSON.stringify({ ...values, finished: true }));
    return finished ? errors.succeed("true") : errors.fail("101");
  }

  session.onLeave = () => {
    byBeacon = true;
    if (open && !finished) finish();
  };
  session.expose(
    {
      LMSInitialize() {
        if (open) return errors.fail("103", object("false"));
        open = session.send("post", "Initialize").accepted;
        return open ? errors.succeed("true") : errors.fail("101", object("false"));
      },
      LMSFinish: finish,
      LMSCommit() {
        if (!open) return errors.fail("142", object("false"));
        const worked = transmit(JSON.stringify(values));
        return worked ? errors.succeed("true") : errors.fail("101", object("false"));
      },
      LMSGetValue(name) {
        if (!open) return errors.fail("122", "");
        const { code, value } = model.get(String(name));
        return code === "0" ? errors.succeed(value) : errors.fail(codeOf(code), "");
      },
      LMSSetValue(name, value) {
        if (!open) return errors.fail("132", object("false"));
        const code = model.set(String(name), value.toString());
        return code === "0"
          ? errors.succeed(object("true"))
          : errors.fail(codeOf(code), object("false"));
      },
      LMSGetLastError: () => errors.code,
      LMSGetErrorString: () => "",
      LMSGetDiagnostic: () => "",
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
export const summary = (record) => summarizeRecord(record);
