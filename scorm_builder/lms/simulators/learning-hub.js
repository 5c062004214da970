/**
 * Learning Hub: lax about values, particular about sessions.
 *
 * Initialize and Finish answer strings, SetValue and Commit booleans, the last error is a number,
 * and some calls throw. Each launch writes a new row and marks it as active content; only that
 * row may be saved, and only Finish (or logging out) frees it: after a page that was killed every
 * save is answered with an error and a box, in each later launch too. The learner's own result is
 * written once a launch: by the first save with a final status and at least a second of time.
 *
 * Record: `{rows: [row], activeRow: id or null}`; a row is `{id, status, location, suspendData,
 * scoreRaw: text or null, exit, seconds, interactions: {element: text}, outcome: null or
 * {status, score: number or null, seconds, scoreShown}}`.
 */
import { copyOf, createErrorRegister, errorText, prepareLaunch } from "./core.js";
import { CHILDREN, listInteractions } from "./data-model.js";
import { createHubValues } from "./learning-hub-values.js";
import { Session } from "./session.js";
import { FINAL_STATUSES } from "./value-types.js";

const ALERT = "The LMS could not save. Your progress may be lost.";
const LONGEST_DATABASE_TEXT = 255;
const MOST_SECONDS = 35999;

/** Whole seconds; the first digit of the hours is dropped, so 10:00:00 counts as nothing. */
function secondsOf(time) {
  if (time === "") return 0;
  const [hours, minutes, seconds] = time.split(":");
  const whole = (Number(hours.slice(1)) * 60 + Number(minutes)) * 60 + Number(seconds.slice(0, 2));
  return Math.min(whole, MOST_SECONDS);
}

/** What the next launch starts from: the last row, unless that one is done. */
function resumable(record) {
  const last = record.rows?.at(-1);
  return last && !FINAL_STATUSES.includes(last.status) ? last : null;
}

const entryAfter = (row) => (!row ? "ab-initio" : row.exit === "suspend" ? "resume" : "");

/**
 * One launch. Its `launchRefused` tells when another session still holds the lock: the resource
 * page then offers no launch, and a session begun all the same cannot save.
 * @param {Partial<import('./core.js').Launch>} launch - options: preset (the status that a
 *   session before this one left)
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, manifest, learner, options } = prepared;
  const session = new Session(prepared, { placement: "popup", apiPath: ["parent"] });
  const errors = createErrorRegister(0);
  const values = createHubValues(errors);
  const masteryScore = Number(manifest.masteryScore || 100);
  let rowId = null;

  if ((record.activeRow ?? null) !== null) {
    session.launchRefused = "Another session of this learner was not finished.";
  }

  function startRow() {
    if (!record.rows && options.preset) record.rows = [emptyRow(0, options.preset)];
    record.rows ??= [];
    const previous = resumable(record);
    rowId = record.rows.length;
    const row = previous
      ? { ...copyOf(previous), id: rowId, seconds: 0, interactions: {}, outcome: null }
      : emptyRow(rowId, null);
    const timeSpent = previous !== null && record.rows.some((earlier) => earlier.seconds > 0);
    record.rows.push(row);
    record.activeRow ??= rowId;
    const carried = previous?.status === "incomplete" ? previous : emptyRow(rowId, null);
    values.load(
      {
        "cmi._version": "3.4",
        "cmi.core._children": CHILDREN["cmi.core"],
        "cmi.core.score._children": CHILDREN["cmi.core.score"],
        "cmi.student_data._children": CHILDREN["cmi.student_data"],
        "cmi.student_preference._children": CHILDREN["cmi.student_preference"],
        "cmi.objectives._children": CHILDREN["cmi.objectives"],
        "cmi.interactions._children": CHILDREN["cmi.interactions"],
        "cmi.core.student_id": learner.id,
        "cmi.core.student_name": learner.name,
        "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.entry": entryAfter(previous),
        "cmi.core.lesson_status": previous ? "incomplete" : "not attempted",
        "cmi.core.lesson_location": carried.location,
        "cmi.core.score.raw": carried.scoreRaw ?? "",
        "cmi.core.score.min": "",
        "cmi.core.score.max": "",
        "cmi.core.exit": row.exit,
        "cmi.core.session_time": "",
        "cmi.suspend_data": carried.suspendData,
        "cmi.launch_data": manifest.launchData,
        "cmi.comments_from_lms": "",
        "cmi.student_data.mastery_score": String(masteryScore),
        "cmi.student_data.max_time_allowed": "",
        "cmi.student_data.time_limit_action": "",
        "cmi.student_preference.audio": "0",
        "cmi.student_preference.language": "",
        "cmi.student_preference.speed": "0",
        "cmi.student_preference.text": "0",
      },
      { totalTimeBroken: timeSpent },
    );
  }

  const isActive = () => rowId !== null && record.activeRow === rowId;

  /** The server's part of a save. @returns {boolean} false: it answered with an error */
  function saveRow(byBeacon) {
    const interactions = values.entries();
    const tooLong = Object.values(interactions).some((text) => text.length > LONGEST_DATABASE_TEXT);
    const raw = String(values.read("cmi.core.score.raw"));
    const unreadable = raw !== "" && !Number.isFinite(Number(raw));
    if (!isActive() || (byBeacon ? tooLong : unreadable)) return false;
    const row = record.rows.find(({ id }) => id === rowId);
    row.status = values.read("cmi.core.lesson_status");
    row.location = values.read("cmi.core.lesson_location");
    row.suspendData = values.read("cmi.suspend_data");
    row.scoreRaw = raw === "" || unreadable ? null : raw;
    row.exit = values.read("cmi.core.exit");
    row.seconds = secondsOf(values.read("cmi.core.session_time"));
    if (byBeacon) row.interactions = interactions;
    if (!row.outcome && row.seconds >= 1 && FINAL_STATUSES.includes(row.status)) {
      row.outcome = outcomeOf(row);
    }
    return true;
  }

  function outcomeOf({ status, scoreRaw, seconds }) {
    const score = scoreRaw === null ? null : Number(scoreRaw);
    const shown = status === "failed" || (status === "passed" && score > 0);
    return {
      status,
      seconds,
      score: status === "completed" && score === 0 ? null : score,
      scoreShown: shown && score !== null && masteryScore !== 0,
    };
  }

  session.expose(
    {
      LMSInitialize() {
        errors.succeed();
        // The handler of a failed request trips over itself.
        if (!session.send("post", "initialise").arrived) throw new TypeError("No answer to handle");
        startRow();
        return "true";
      },
      LMSFinish() {
        errors.succeed();
        const { accepted, arrived } = session.send("beacon", values.content());
        // A beacon that the browser refuses as too large is posted, which nobody waits for.
        const posted = !accepted && session.send("post", values.content()).arrived;
        if ((arrived && saveRow(true)) || (posted && saveRow(false))) record.activeRow = null;
        return "true";
      },
      LMSCommit() {
        errors.succeed();
        const posted = session.send("post", values.content());
        if (posted.answer) {
          if (posted.arrived && saveRow(false)) return true;
          session.alert(ALERT);
          return false;
        }
        // Without any answer, for want of a network or of time, a beacon is taken for saved.
        const { accepted, arrived } = session.send("beacon", values.content());
        if (arrived) saveRow(true);
        return accepted;
      },
      LMSGetValue: (name) => values.get(name),
      LMSSetValue: (name, value) => values.set(name, value),
      LMSGetLastError: () => errors.code,
      LMSGetErrorString: (code) =>
        (typeof code === "string" && errorText(code)) || "Unknown exception",
      LMSGetDiagnostic: () => (errors.code === 0 ? "" : errorText(errors.code)),
    },
    () => errors.code,
  );
  return session;
}

const emptyRow = (id, status) => ({
  id,
  status,
  location: "",
  suspendData: "",
  scoreRaw: null,
  exit: "",
  seconds: 0,
  interactions: {},
  outcome: null,
});

/** What can happen to the record outside a session: the learner logs out, which frees the lock. */
export function logOut(record) {
  record.activeRow = null;
}

/** A republished package with "clear suspend data" ticked: the data go, the entry stays. */
export function clearSuspendData(record) {
  const last = record.rows?.at(-1);
  if (last) Object.assign(last, { location: "", suspendData: "", scoreRaw: null });
}

/**
 * The learner record in the common shape. The status and the score are those of the last launch
 * that left a result; a launch without one counts as incomplete, whatever status it set.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  const rows = record.rows ?? [];
  const last = rows.at(-1);
  const outcome = rows.findLast((row) => row.outcome)?.outcome;
  const score = outcome ? outcome.score : last?.scoreRaw;
  return {
    lessonStatus: outcome?.status ?? (last ? "incomplete" : "not attempted"),
    scoreRaw: score === null || score === undefined ? "" : String(score),
    totalTime: rows.reduce((sum, row) => sum + (row.outcome?.seconds ?? row.seconds), 0),
    suspendData: last?.suspendData ?? "",
    lessonLocation: last?.location ?? "",
    entry: entryAfter(resumable(record)),
    interactions: listInteractions(last?.interactions ?? {}),
  };
}
