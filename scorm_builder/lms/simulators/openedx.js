/**
 * Open edX (openedx-scorm-xblock): a shelf for names and values that never tells the status.
 *
 * Everything is "true". Each Set is put into a queue: what stands in it is posted asynchronously,
 * one request at a time, and what fails is not sent again. A Get of the status or the score asks
 * the server, and drops the answer. There is one record for all the SCOs of a package.
 *
 * Record: `{data: {element: value}, lessonStatus, success, score: raw/100, points: what the course
 * was told}`.
 */
import { prepareLaunch, summarize } from "./core.js";
import { listInteractions } from "./data-model.js";
import { Session } from "./session.js";

const STATUS = "cmi.core.lesson_status";
const RAW = "cmi.core.score.raw";
/** These are asked of the server each time, and come to nothing. */
const UNCACHED = [STATUS, RAW];
const USER_NUMBER = 1007;

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - options: scored (default true: the course
 *   counts points, of which an SCO without a score gets none)
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, learner, options } = prepared;
  const session = new Session(prepared);
  const cache = {
    ...record.data,
    "cmi.core.student_id": USER_NUMBER,
    "cmi.core.student_name": learner.id,
  };
  let queue = [];
  let underWay = false;

  /** One element on the server. Throws for a score that is none: the rest of its batch is lost. */
  function store([name, value]) {
    record.data = { ...record.data, [name]: value };
    if (name === RAW && options.scored !== false) {
      const score = Number(value);
      if (value === "" || !(score >= 0)) throw new RangeError("500");
      record.score = score / 100;
    }
    if (name !== STATUS) return;
    const success = ["passed", "failed"].includes(value) ? value : null;
    const completion = { passed: "completed", completed: value, incomplete: value }[value];
    if (completion) record.lessonStatus = completion;
    if (success) record.success = success;
    if (options.scored !== false && (success || completion === "completed")) {
      record.points = record.success === "failed" ? 0 : (record.score ?? 0);
    }
  }

  function storeBatch(batch) {
    try {
      batch.forEach(store);
    } catch (failure) {
      if (!(failure instanceof RangeError)) throw failure;
    }
  }

  function sendQueue() {
    underWay = queue.length > 0;
    if (!underWay) return;
    const batch = queue;
    queue = [];
    for (const [name, value] of batch) if (!UNCACHED.includes(name)) cache[name] = value;
    session.request(JSON.stringify(batch), () => storeBatch(batch), sendQueue);
  }

  session.expose(
    {
      LMSInitialize: () => "true",
      LMSFinish: () => "true",
      LMSCommit: () => "true",
      LMSGetValue(name) {
        if (UNCACHED.includes(name)) {
          session.send("post", `get ${name}`);
          return "";
        }
        return cache[name] ?? "";
      },
      LMSSetValue(name, value) {
        queue.push([name, value]);
        if (!underWay) sendQueue();
        return "true";
      },
      LMSGetLastError: () => "0",
      LMSGetErrorString: () => "Some Error",
      LMSGetDiagnostic: () => "Some Diagnostic",
    },
    () => "0",
  );
  return session;
}

/**
 * The learner record in the common shape. A success shows in no status but completed.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  const data = record.data ?? {};
  return summarize(data, {
    lessonStatus: record.lessonStatus ?? "not attempted",
    scoreRaw: record.score === undefined ? "" : String(Math.round(record.score * 10000) / 100),
    entry: "",
    interactions: listInteractions(data),
  });
}
