// The real LMS run-time library behind the interface of our simulators, so that one test can drive
// them all. Its record is what was committed, as its server would have it. The page must have
// loaded the library before a launch.
import { API_FUNCTIONS, prepareLaunch } from "/lms/simulators/core.js";
import { Session } from "/lms/simulators/session.js";

export const scormAgain = {
  title: "scorm-again",
  options: [],
  recordActions: {},
  create(launch) {
    const { record } = launch;
    const api = new window.Scorm12API({ autocommit: false, logLevel: 5 });
    const prepared = prepareLaunch(launch);
    const session = new Session(prepared);
    api.loadFromJSON(record.cmi || {}, "cmi");
    // As an LMS that uses the library gives it the learner.
    Object.assign(api.cmi.core, {
      student_id: prepared.learner.id,
      student_name: prepared.learner.name,
    });
    const answer =
      (call) =>
      (...args) => {
        const saving = call === "LMSCommit" || call === "LMSFinish";
        if (saving && !session.send(session.unloading ? "beacon" : "post", call).arrived) {
          return "false";
        }
        const result = api[call](...args);
        if (saving && result === "true") {
          record.cmi = JSON.parse(JSON.stringify(api.cmi));
        }
        return result;
      };
    session.expose(Object.fromEntries(API_FUNCTIONS.map((call) => [call, answer(call)])), () =>
      api.LMSGetLastError(),
    );
    return session;
  },
  summary: ({ cmi }) => ({
    lessonStatus: cmi ? cmi.core.lesson_status : "not attempted",
    scoreRaw: cmi ? cmi.core.score.raw : "",
    suspendData: cmi ? cmi.suspend_data : "",
    lessonLocation: cmi ? cmi.core.lesson_location : "",
    totalTime: 1,
  }),
};
