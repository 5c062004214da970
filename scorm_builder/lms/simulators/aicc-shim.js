/**
 * AICC shim: a page in the package that turns the SCORM API into AICC messages for the server.
 *
 * It refuses nothing, tells of no error and loses a good deal: it sends four values and its own
 * clock, fills them into a text by pattern replacement, and reads the answer line by line.
 * Commit sends line feeds, which the server cannot split: it saves nothing and resets the status.
 * Only Finish saves. It goes by beacon, so that it is "true" also without a network and after the
 * session has expired, when the whole visit is lost.
 *
 * Record: `{lessonStatus, lessonLocation, scoreRaw, suspendData, totalTime: hundredths of a
 * second}`, as the server stored it; what a launch reads of it may be less.
 */
import { prepareLaunch } from "./core.js";
import { Session } from "./session.js";
import {
  ALL_STATUSES,
  hundredthsToTimespan,
  isTimespan,
  timespanToHundredths,
} from "./value-types.js";

const LOCATION = "cmi.core.lesson_location";
const STATUS = "cmi.core.lesson_status";
const SCORE = "cmi.core.score.raw";
const SUSPEND_DATA = "cmi.suspend_data";

/** In this order the marks are replaced, so a mark inside an earlier value is replaced too. */
const MARKS = ["SUSPEND_DATA", "LESSON_LOCATION", "LESSON_STATUS", "SCORE", "TIME"];
const OUTGOING = [
  "[core]",
  "lesson_location={{LESSON_LOCATION}}",
  "lesson_status={{LESSON_STATUS}}",
  "score={{SCORE}}",
  "time={{TIME}}",
  "[core_lesson]",
  "{{SUSPEND_DATA}}",
].join("\n");

/** Sections of an AICC text: section name to its lines. A line starting with [ opens one. */
function splitSections(text, lineBreak) {
  const sections = {};
  let name = "";
  for (const line of text.split(lineBreak)) {
    if (line.startsWith("[")) name = line.replace(/[[\]]/g, "").trim().toLowerCase();
    else (sections[name] ??= []).push(line);
  }
  return sections;
}

/** What the server takes from a message. Without CRLF it finds no line that it knows. */
function parseOnServer(text) {
  const sections = splitSections(text, "\r\n");
  const fields = {};
  for (const line of sections.core ?? []) {
    const at = line.indexOf("=");
    if (at > 0) fields[line.slice(0, at).trim().toLowerCase()] = line.slice(at + 1).trim();
  }
  return { fields, suspendData: (sections.core_lesson ?? []).join("\r\n").trim() };
}

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - options: preset (the status of a new
 *   learner), serverMasteryScore (the course's own, null for none; the manifest's is ignored)
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, learner, options, clock } = prepared;
  const session = new Session(prepared);
  let values = new Map();
  let initialized = false;
  let finished = false;
  let startedAt = 0;

  function serverText() {
    return [
      "[core]",
      `student_id=${learner.id}`,
      `student_name=${learner.name}`,
      "credit=credit",
      "lesson_mode=normal",
      `lesson_location=${record.lessonLocation ?? ""}`,
      `lesson_status=${record.lessonStatus ?? options.preset ?? "not attempted"}`,
      `score=${record.scoreRaw ?? ""}`,
      `time=${hundredthsToTimespan(record.totalTime ?? 0)}`,
      "[student_data]",
      `mastery_score=${options.serverMasteryScore ?? ""}`,
      "[core_lesson]",
      record.suspendData ?? "",
    ].join("\r\n");
  }

  /** Reads as the shim does: a value ends at its own first equals sign or line break. */
  function readServer() {
    const sections = splitSections(serverText(), /\r\n|\r|\n/);
    const fields = {};
    for (const line of [...(sections.core ?? []), ...(sections.student_data ?? [])]) {
      const [name, value = ""] = line.split("=");
      fields[name.trim()] = value.trim();
    }
    return new Map(
      Object.entries({
        "cmi.core.student_id": fields.student_id,
        "cmi.core.student_name": fields.student_name,
        "cmi.core.credit": fields.credit,
        "cmi.core.lesson_mode": fields.lesson_mode,
        [LOCATION]: fields.lesson_location,
        [STATUS]: fields.lesson_status,
        [SCORE]: fields.score,
        "cmi.core.total_time": fields.time,
        "cmi.student_data.mastery_score": fields.mastery_score,
        [SUSPEND_DATA]: (sections.core_lesson?.[0] ?? "").split("=")[0].trim(),
      }),
    );
  }

  function fillIn() {
    const time = hundredthsToTimespan(Math.round((clock.now() - startedAt) / 1000) * 100);
    const contents = {
      SUSPEND_DATA: values.get(SUSPEND_DATA),
      LESSON_LOCATION: values.get(LOCATION),
      LESSON_STATUS: values.get(STATUS),
      SCORE: values.get(SCORE),
      TIME: time,
    };
    // A plain string as the replacement: $& and its like expand, as they do in the shim.
    return MARKS.reduce(
      (text, mark) =>
        text.replace(new RegExp(`\\{\\{${mark}\\}\\}`, "g"), String(contents[mark] ?? "")),
      OUTGOING,
    );
  }

  function saveOnServer({ fields, suspendData }) {
    const status = (fields.lesson_status ?? "").toLowerCase();
    const score = fields.score ?? "";
    const numeric = score !== "" && Number.isFinite(Number(score));
    if (ALL_STATUSES.includes(status)) record.lessonStatus = status;
    if (numeric) record.scoreRaw = score;
    const mastery = options.serverMasteryScore ?? "";
    if (numeric && mastery !== "") {
      record.lessonStatus = Number(score) >= Number(mastery) ? "passed" : "failed";
    }
    record.lessonLocation = fields.lesson_location ?? "";
    record.suspendData = suspendData;
    const time = fields.time ?? "";
    record.totalTime =
      (record.totalTime ?? 0) + (isTimespan(time) ? timespanToHundredths(time) : 0);
  }

  session.expose(
    {
      LMSInitialize() {
        if (!initialized) {
          values = session.send("post", "GetParam").arrived ? readServer() : new Map();
          startedAt = clock.now();
          initialized = true;
        }
        return true;
      },
      LMSFinish() {
        if (!initialized) return "false";
        const content = fillIn().replace(/\r?\n/g, "\r\n");
        const { arrived } = session.send("beacon", content);
        if (arrived && !finished) saveOnServer(parseOnServer(content));
        finished = true;
        return true;
      },
      LMSCommit() {
        if (!initialized) return "false";
        const { arrived } = session.send("post", fillIn());
        if (arrived && !finished) record.lessonStatus = "not attempted";
        return true;
      },
      LMSGetValue: (name) => values.get(name) ?? "",
      LMSSetValue(name, value) {
        values.set(name, value);
        return "true";
      },
      LMSGetLastError: () => "0",
      LMSGetErrorString: () => "",
      LMSGetDiagnostic: () => "",
    },
    () => "0",
  );
  return session;
}

/**
 * The learner record in the common shape, as the server has it; no interactions, and the entry
 * always reads blank.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  return {
    lessonStatus: record.lessonStatus ?? "not attempted",
    scoreRaw: record.scoreRaw ?? "",
    totalTime: (record.totalTime ?? 0) / 100,
    suspendData: record.suspendData ?? "",
    lessonLocation: record.lessonLocation ?? "",
    entry: "",
    interactions: [],
  };
}
