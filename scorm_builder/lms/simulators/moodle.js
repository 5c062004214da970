/**
 * Moodle 4.5 (scorm_12.js): checks like the standard, but keeps numbers where it checked a range,
 * lets a mastery score overrule the SCO, and opens a finished attempt in review.
 *
 * Commit sends what has changed; Finish adds the total time and judges the status, also in browse
 * mode. Each value is marked as stored before it is sent, so that after a request that failed the
 * same value is no change: the next Commit sends nothing and answers "true". While the page
 * unloads, and where there is no network, a beacon is tried and taken for saved. The data come
 * with the page, so Initialize asks no server.
 *
 * Record: `{values: {element: text}, totalTime: hundredths of a second}`; cmi.core.exit is kept
 * among the values until it is overwritten.
 */
import {
  copyOf,
  createErrorRegister,
  errorText,
  firstNameFirst,
  launchMode,
  prepareLaunch,
} from "./core.js";
import { createDataModel, summarizeRecord } from "./data-model.js";
import { Session } from "./session.js";
import {
  FINAL_STATUSES,
  STANDARD_TYPES,
  hundredthsToTimespan,
  isText,
  timespanToHundredths,
} from "./value-types.js";

const STATUS = "cmi.core.lesson_status";
const EXIT = "cmi.core.exit";
const SESSION_TIME = "cmi.core.session_time";
const LONGEST_TEXT = 64000;

const CODES = Object.freeze({
  outside: "201",
  unknown: "201",
  group: "201",
  unknownLeaf: "201",
  noChildren: "202",
  noCount: "201",
  absentEntry: "0",
});

/** A range is checked on the number that JavaScript makes of the text: "" is 0, 1e1 is 10. */
const RANGES = Object.freeze({
  score: [0, 100],
  audio: [-1, 100],
  speed: [-100, 100],
  text: [-1, 1],
});
const rangeChecks = Object.fromEntries(
  Object.entries(RANGES).map(([type, [lowest, highest]]) => [
    type,
    (text) => Number(text) >= lowest && Number(text) <= highest,
  ]),
);

const typesFor = ({ standardMode }) => ({
  ...STANDARD_TYPES,
  ...rangeChecks,
  identifier: (text) => /^[!-~]{1,255}$/.test(text),
  ...(standardMode
    ? {}
    : {
        string255: (text) => isText(text, LONGEST_TEXT),
        string4096: (text) => isText(text, LONGEST_TEXT),
      }),
});

function entryOf(values) {
  if (values[EXIT] === "suspend") return "resume";
  return values[STATUS] === undefined ? "ab-initio" : "";
}

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - options: standardMode (default false),
 *   masteryOverride (default true), reviewMode (null, review or browse), preset (the status of
 *   a new learner), placement (frame or popup)
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, manifest, learner, options } = prepared;
  const session = new Session(
    prepared,
    options.placement === "popup" ? { placement: "popup", apiPath: ["opener"] } : {},
  );
  const errors = createErrorRegister();
  const stored = () => record.values ?? (options.preset ? { [STATUS]: options.preset } : {});
  /** What the page takes for stored. */
  const marked = copyOf(stored());
  const finished = FINAL_STATUSES.includes(marked[STATUS]);
  const atLaunch = {
    entry: entryOf(marked),
    ...launchMode({ reviewMode: options.reviewMode || (finished ? "review" : null) }),
  };
  let open = false;
  let values = {};
  let totalTime = record.totalTime ?? 0;
  let model = null;

  const supplied = (name) =>
    ({
      "cmi.core.student_id": learner.id,
      "cmi.core.student_name": options.standardMode ? learner.name : firstNameFirst(learner.name),
      "cmi.core.credit": atLaunch.credit,
      [STATUS]: "not attempted",
      "cmi.core.entry": atLaunch.entry,
      "cmi.core.total_time": hundredthsToTimespan(totalTime),
      "cmi.core.lesson_mode": atLaunch.lessonMode,
      "cmi.launch_data": manifest.launchData,
      "cmi.student_data.mastery_score": manifest.masteryScore,
      "cmi.student_preference.audio": "0",
      "cmi.student_preference.speed": "0",
      "cmi.student_preference.text": "0",
    })[name];

  /** The values as they were last sent: what was set since then is lost. */
  function load() {
    values = copyOf(marked);
    delete values[SESSION_TIME];
    model = createDataModel({
      values,
      supplied,
      types: typesFor(options),
      codes: CODES,
      numericCounts: true,
      convert: (type, text) => (type in RANGES ? Number(text) : text),
    });
  }

  /** @returns {boolean} what the page learns; a beacon cannot tell that it was lost */
  function store(last) {
    if (last) {
      values[STATUS] = judge(model.read(STATUS));
      // Whole hundredths are read from the digits, so ".5" adds five of them.
      totalTime += timespanToHundredths(values[SESSION_TIME] ?? "", Number);
    }
    const changed = Object.fromEntries(
      Object.entries(values).filter(([name, value]) => marked[name] !== value),
    );
    if (!last && Object.keys(changed).length === 0) return true;
    Object.assign(marked, changed);
    const { accepted, arrived } = transmit(JSON.stringify(changed));
    if (arrived) {
      const texts = Object.entries(changed).map(([name, value]) => [name, String(value)]);
      record.values = { ...stored(), ...Object.fromEntries(texts) };
      delete record.values[SESSION_TIME];
      if (last) record.totalTime = totalTime;
    }
    return accepted;
  }

  /** A request without any answer, for want of a network or of time, is repeated as a beacon. */
  function transmit(content) {
    const posted = session.unloading ? null : session.send("post", content);
    return posted?.answer ? posted : session.send("beacon", content);
  }

  function judge(status) {
    const raw = model.read("cmi.core.score.raw");
    const mastery = manifest.masteryScore ?? "";
    const overruled =
      atLaunch.lessonMode === "normal" &&
      atLaunch.credit === "credit" &&
      options.masteryOverride !== false &&
      mastery !== "" &&
      raw !== "";
    if (overruled) return Number(raw) >= Number(mastery) ? "passed" : "failed";
    return status === "not attempted" ? "completed" : status;
  }

  const report = (worked) => (worked ? errors.succeed("true") : errors.fail("101"));

  session.expose(
    {
      LMSInitialize(argument) {
        if (argument !== "") return errors.fail("201");
        const second = open;
        load();
        open = true;
        return report(!second);
      },
      LMSFinish(argument) {
        if (argument !== "") return errors.fail("201");
        if (!open) return errors.fail("301");
        open = false;
        return report(store(true));
      },
      LMSCommit(argument) {
        if (argument !== "") return errors.fail("201");
        return open ? report(store(false)) : errors.fail("301");
      },
      LMSGetValue(name) {
        if (!open) return errors.fail("301", "");
        const { code, value } = model.get(String(name));
        return code === "0" ? errors.succeed(value) : errors.fail(code, "");
      },
      LMSSetValue(name, value) {
        if (!open) return errors.fail("301");
        if (value === null || value === undefined) return errors.fail("201");
        const code = model.set(String(name), String(value));
        return code === "0" ? errors.succeed("true") : errors.fail(code);
      },
      LMSGetLastError: () => errors.code,
      LMSGetErrorString: (code) => errorText(code),
      LMSGetDiagnostic: (code) => errorText(code),
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
export const summary = (record) => summarizeRecord(record, { entry: entryOf(record.values ?? {}) });
