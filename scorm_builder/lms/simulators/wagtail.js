/**
 * wagtail-lms: every call but Set and Commit waits for the server, and there is no LMSFinish.
 *
 * It has LMSTerminate instead. Each Set is stored by a request of its own, which nobody waits for;
 * a Get, and even a question for the last error, is a synchronous request, and throws where there
 * is no answer. When the window goes, the player's own handler terminates before the SCO's can:
 * what the SCO sets then is refused.
 *
 * Record: `{values: {element: value}}`.
 */
import { firstNameFirst, prepareLaunch, summarize } from "./core.js";
import { listInteractions } from "./data-model.js";
import { Session } from "./session.js";

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - no options
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, learner } = prepared;
  const session = new Session(prepared);
  const supplied = {
    "cmi.core.lesson_status": "incomplete",
    "cmi.core.student_id": learner.id,
    "cmi.core.student_name": firstNameFirst(learner.name),
    "cmi.core.credit": "credit",
    "cmi.core.entry": "ab-initio",
    "cmi.core.lesson_mode": "normal",
    "cmi.core.total_time": "0000:00:00.00",
  };
  let initialized = false;
  let terminated = false;
  const isOpen = () => initialized && !terminated;

  /** A synchronous request; an error of the server is taken for a blank answer. */
  function ask(method, answerOf) {
    const { answer } = session.send("post", method);
    if (answer === null) throw new Error("NetworkError");
    if (answer === "expired") throw new SyntaxError("Unexpected token <");
    return answer === "well" ? answerOf() : "";
  }

  function terminate() {
    if (!isOpen()) return "false";
    terminated = true;
    session.request("Terminate", () => {});
    return "true";
  }

  function commit() {
    if (!isOpen()) return "false";
    session.request("Commit", () => {});
    return "true";
  }

  session.onLeave = () => {
    commit();
    terminate();
  };
  session.expose(
    {
      LMSInitialize() {
        if (initialized) return "false";
        initialized = true;
        // The attempt began when the page was opened.
        record.values ??= {};
        session.request("Initialize", () => {});
        return "true";
      },
      LMSFinish: undefined,
      LMSTerminate: terminate,
      LMSCommit: commit,
      LMSGetValue(name) {
        if (!isOpen()) return "";
        return ask(`GetValue ${name}`, () => record.values?.[name] ?? supplied[name] ?? "");
      },
      LMSSetValue(name, value) {
        if (!isOpen()) return "false";
        session.request(JSON.stringify({ [name]: value }), () => {
          record.values = { ...record.values, [name]: value };
        });
        return "true";
      },
      LMSGetLastError: () => ask("GetLastError", () => "0") || "0",
      LMSGetErrorString: () => ask("GetErrorString", () => "No error"),
      LMSGetDiagnostic: () => ask("GetDiagnostic", () => ""),
    },
    () => "0",
  );
  return session;
}

/**
 * The learner record in the common shape; nothing adds up the time.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  const values = record.values ?? {};
  const begun = record.values ? "incomplete" : "not attempted";
  return summarize(values, {
    lessonStatus: values["cmi.core.lesson_status"] ?? begun,
    scoreRaw: String(values["cmi.core.score.raw"] ?? ""),
    interactions: listInteractions(values),
  });
}
