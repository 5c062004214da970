/**
 * Frappe LMS: keeps the suspend data, and knows no other end than "passed".
 *
 * Everything is "true". Only two things are sent: suspend data, when none came after it for 300
 * milliseconds, and the status passed, at once. Passed empties the suspend data, and nothing is
 * kept after it. What was set in a visit is not read back in it. There is one record for a
 * package, of which only the first SCO is ever played.
 *
 * Record: `{opened, complete, content: the suspend data}`.
 */
import { prepareLaunch, summarize } from "./core.js";
import { Session } from "./session.js";

const STATUS = "cmi.core.lesson_status";
const SUSPEND_DATA = "cmi.suspend_data";
const LONGEST_PAUSE = 300;

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - no options
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record } = prepared;
  const session = new Session(prepared);
  const atLaunch = {
    [STATUS]: record.complete ? "passed" : "incomplete",
    "cmi.launch_data": record.content ?? "",
    [SUSPEND_DATA]: record.content ?? "",
  };
  let isPassed = false;
  let callOff = () => {};

  function save(details) {
    session.request(JSON.stringify(details), () => {
      if (!record.complete) Object.assign(record, details);
    });
  }

  session.expose(
    {
      LMSInitialize() {
        // The page itself has told the server that the lesson was opened.
        record.opened = true;
        return "true";
      },
      LMSFinish: () => "true",
      LMSCommit: () => "true",
      LMSGetValue: (name) => atLaunch[name] ?? "",
      LMSSetValue(name, value) {
        if (isPassed) return "true";
        if (name === STATUS && value === "passed") {
          isPassed = true;
          save({ complete: true, content: "" });
        } else if (name === SUSPEND_DATA) {
          callOff();
          callOff = session.after(LONGEST_PAUSE, () => {
            if (!isPassed) save({ complete: false, content: value });
          });
        }
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
 * The learner record in the common shape: "Partially Complete" is incomplete.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  const begun = record.opened ? "incomplete" : "not attempted";
  return summarize(
    {},
    {
      lessonStatus: record.complete ? "passed" : begun,
      suspendData: record.content ?? "",
      entry: "",
    },
  );
}
