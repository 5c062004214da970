/** The session, the writer and the keeper against LMSs that misbehave, call by call. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { findApi } from "../../../templates/scorm12/runtime/api.js";
import { Keeper } from "../../../templates/scorm12/runtime/keeper.js";
import { LearnerRecord } from "../../../templates/scorm12/runtime/record.js";
import { Session } from "../../../templates/scorm12/runtime/session.js";
import { timespan } from "../../../templates/scorm12/runtime/timing.js";

/** An API that answers from `values`, counts its calls, and does what `changes` say. */
function lms(values = {}, changes = {}) {
  const calls = [];
  const api = {
    error: 0,
    LMSInitialize: () => "true",
    LMSFinish: () => "true",
    LMSCommit: () => "true",
    LMSGetLastError: () => String(api.error),
    LMSSetValue: (name, value) => {
      values[name] = value;
      return "true";
    },
    LMSGetValue: (name) => values[name] ?? (name === "cmi.core._children" ? "student_id" : ""),
    ...changes,
  };
  for (const name of Object.keys(api).filter((key) => key.startsWith("LMS") && key !== "LMSGetLastError")) {
    const original = api[name];
    api[name] = (...given) => {
      const answer = original(...given);
      calls.push([name, ...given]);
      return answer;
    };
  }
  return { api, calls, values, names: () => calls.map(([name]) => name) };
}

const windowWith = (api) => {
  const view = { API: api };
  view.parent = view;
  return view;
};

const MODULE = {
  id: "example",
  structure: "0a1b2c",
  screens: ["a", "b"],
  questions: [{ id: "q", kind: "single-choice", size: 2, correct: [1], points: 1, attempts: null }],
  fields: [{ id: "f", maxCharacters: 100 }],
  rule: "mastery-score",
  masteryScore: 100,
  recordInteractions: true,
  passedCountsAsCompleted: false,
};

function keeperFor(found, module = MODULE, stored = {}) {
  const told = [];
  const events = Object.fromEntries(
    ["saved", "notSaved", "tooLong", "completed"].map((name) => [name, () => told.push(name)]),
  );
  const storeFor = (learner) => ({
    load: () => stored[learner] ?? "",
    save: (text) => { if (learner !== null) stored[learner] = text; },
    clear: () => { delete stored[learner]; },
  });
  const keeper = new Keeper({
    module,
    session: new Session(found ? windowWith(found.api) : windowWith(undefined)),
    clock: { elapsed: () => 61000 },
    storeFor,
    events,
  });
  return { keeper, told, stored };
}

/** An answer to the question, handed in. */
const answerOf = (response, attempts) => ({ response, pending: false, attempts, points: response === "1" ? 1 : 0 });

const done = (state) => ({ ...state, opened: [true, true], answers: [answerOf("1", 1)] });

test("the API is found in the own window, a parent past a throwing one, and an opener's parent", () => {
  const { api } = lms();
  const top = windowWith(api);
  const foreign = { get API() { throw new Error("another origin"); }, parent: top };
  assert.equal(findApi(windowWith(api)), api);
  assert.equal(findApi({ parent: foreign }), api);
  const popup = {};
  popup.parent = popup;
  popup.opener = { parent: foreign };
  assert.equal(findApi(popup), api);
  const framed = { parent: popup };
  assert.equal(findApi(framed), api);
});

test("the search ends where there is no API, also in a ring of windows", () => {
  const alone = {};
  alone.parent = alone;
  alone.opener = null;
  assert.equal(findApi(alone), null);
  const ring = {};
  ring.parent = { parent: ring };
  assert.equal(findApi(ring), null);
  const odd = { parent: null, get opener() { throw new Error("no"); } };
  assert.equal(findApi(odd), null);
});

for (const answer of [true, "true", 1, "1"]) {
  test(`${JSON.stringify(answer)} is yes`, () => {
    const session = new Session(windowWith(lms({}, { LMSInitialize: () => answer }).api));
    assert.equal(session.start(), true);
    assert.equal(session.state, "running");
  });
}

for (const answer of [false, "false", 0, "0", "", null, undefined]) {
  test(`${JSON.stringify(answer)} is no`, () => {
    const session = new Session(windowWith(lms({}, { LMSInitialize: () => answer }).api));
    assert.equal(session.start(), false);
    assert.equal(session.state, "lost");
    assert.equal(session.set("cmi.core.exit", ""), false);
    assert.equal(session.finish(), false);
  });
}

test("a session that a reloaded frame left open is used", () => {
  const found = lms({ "cmi.core.lesson_status": "incomplete" }, { LMSInitialize: () => "false" });
  let asked = 0;
  found.api.LMSGetLastError = () => (asked++ ? "0" : "101");
  const session = new Session(windowWith(found.api));
  assert.equal(session.start(), true);
});

test("an API that throws is as good as none, and nothing is thrown at the learner", () => {
  const broken = () => { throw new Error("broken"); };
  const found = lms({}, { LMSInitialize: broken, LMSGetValue: broken, LMSGetLastError: broken });
  const { keeper } = keeperFor(found);
  keeper.begin();
  assert.equal(keeper.kind, "local");
});

test("one Initialize, one Finish and no call after it", () => {
  const found = lms();
  const { keeper } = keeperFor(found);
  const state = keeper.begin();
  keeper.keep(state);
  keeper.finish(state);
  const made = found.calls.length;
  keeper.finish(state);
  keeper.keep(done(state));
  keeper.retry();
  assert.equal(found.calls.length, made);
  assert.equal(found.names().filter((name) => name === "LMSInitialize").length, 1);
  assert.equal(found.names().filter((name) => name === "LMSFinish").length, 1);
});

test("values are checked before they are sent, and sent only on change", () => {
  const found = lms();
  const session = new Session(windowWith(found.api));
  session.start();
  const record = new LearnerRecord(session);
  for (const [element, value] of [
    ["cmi.core.lesson_status", "not attempted"],
    ["cmi.core.exit", "normal"],
    ["cmi.core.score.raw", "101"],
    ["cmi.core.score.raw", ""],
    ["cmi.core.score.raw", "1e1"],
    ["cmi.core.session_time", "PT5M"],
    ["cmi.suspend_data", "a=b"],
    ["cmi.suspend_data", "x".repeat(4097)],
    ["cmi.core.lesson_location", "x".repeat(256)],
    ["cmi.completion_status", "completed"],
    ["cmi.core.student_name", "x"],
  ]) {
    assert.equal(record.write(element, value), false, `${element} ${value.slice(0, 10)}`);
  }
  assert.ok(!found.names().includes("LMSSetValue"));
  assert.equal(record.write("cmi.suspend_data", "a"), true);
  assert.equal(record.write("cmi.suspend_data", "a"), true);
  assert.equal(found.names().filter((name) => name === "LMSSetValue").length, 1);
});

test("incomplete is set only where nothing is recorded", () => {
  for (const [status, sets] of [["not attempted", true], ["", true], ["incomplete", false], ["browsed", false], ["completed", false], ["passed", false], ["failed", false]]) {
    const found = lms({ "cmi.core.lesson_status": status });
    keeperFor(found).keeper.begin();
    const set = found.calls.some((call) => call[1] === "cmi.core.lesson_status" && call[0] === "LMSSetValue");
    assert.equal(set, sets, status);
  }
});

test("what is completed or passed is never taken back", () => {
  for (const status of ["completed", "passed"]) {
    const found = lms({ "cmi.core.lesson_status": status });
    const { keeper } = keeperFor(found);
    const state = keeper.begin();
    keeper.keep(state);
    keeper.keep(done(state));
    keeper.finish(state);
    assert.ok(!found.calls.some((call) => call[0] === "LMSSetValue" && call[1] === "cmi.core.lesson_status"));
    assert.equal(found.values["cmi.core.exit"], "");
  }
});

test("the completion batch: score, time, status, exit, commit", () => {
  const found = lms({ "cmi.core.lesson_status": "incomplete" });
  const { keeper, told } = keeperFor(found);
  const state = keeper.begin();
  found.calls.length = 0;
  keeper.keep(done(state));
  const sent = found.calls.filter(([name]) => name !== "LMSGetValue").map((call) => call[1] || call[0]);
  const batch = sent.slice(sent.indexOf("cmi.core.score.min"));
  assert.deepEqual(batch, [
    "cmi.core.score.min", "cmi.core.score.max", "cmi.core.score.raw", "cmi.core.session_time",
    "cmi.core.lesson_status", "cmi.core.exit", "LMSCommit",
  ]);
  assert.equal(found.values["cmi.core.session_time"], "0000:01:01.00");
  assert.equal(found.values["cmi.core.lesson_status"], "passed");
  assert.deepEqual(told, ["saved", "completed"]);
});

test("a raw score is never sent before the module is passed, and failed never", () => {
  const found = lms();
  const { keeper } = keeperFor(found);
  const state = keeper.begin();
  const wrong = { ...done(state), answers: [answerOf("0", 9)] };
  keeper.keep(wrong);
  keeper.finish(wrong);
  assert.ok(!found.calls.some((call) => call[1] === "cmi.core.score.raw" || call[2] === "failed"));
  assert.equal(found.values["cmi.core.exit"], "suspend");
});

test("partial credit is sent as a whole number", () => {
  const found = lms();
  const question = { id: "q", kind: "multiple-choice", size: 4, correct: [0, 1, 2], points: 3, attempts: null };
  const { keeper } = keeperFor(found, { ...MODULE, questions: [question], masteryScore: 60 });
  keeper.keep({ ...done(keeper.begin()), answers: [{ response: "01", pending: false, attempts: 1, points: 2 }] });
  assert.equal(found.values["cmi.core.score.raw"], "67");
  assert.equal(found.values["cmi.core.lesson_status"], "passed");
});

test("an answer that is not handed in is saved, and completes nothing", () => {
  const found = lms();
  const { keeper } = keeperFor(found, { ...MODULE, rule: "all-questions" });
  keeper.keep({ ...done(keeper.begin()), answers: [{ response: "1", pending: true, attempts: 0, points: 0 }] });
  assert.equal(found.values["cmi.suspend_data"], "2:0a1b2c:i:0:11:.100:");
  assert.equal(found.values["cmi.core.lesson_status"], "incomplete");
});

test("passed is sent as completed where the catalogue says so", () => {
  const found = lms();
  const { keeper } = keeperFor(found, { ...MODULE, passedCountsAsCompleted: true });
  keeper.keep(done(keeper.begin()));
  assert.equal(found.values["cmi.core.lesson_status"], "completed");
});

for (const mode of ["review", "browse"]) {
  test(`${mode} writes nothing, and still says goodbye`, () => {
    const data = "2:0a1b2c:p:1:11:111:Mine";
    const found = lms({ "cmi.core.lesson_mode": mode, "cmi.core.lesson_status": "passed", "cmi.suspend_data": data });
    const { keeper } = keeperFor(found);
    const state = keeper.begin();
    assert.deepEqual(state.texts, ["Mine"]);
    keeper.keep({ ...state, texts: ["Other"] });
    keeper.recordAnswer(0, answerOf("0", 2), "", 1000);
    keeper.finish(state);
    assert.ok(!found.names().includes("LMSSetValue"));
    assert.ok(!found.names().includes("LMSCommit"));
    assert.equal(found.names().at(-1), "LMSFinish");
  });
}

test("an empty mode is an ordinary visit, whatever entry says", () => {
  for (const entry of ["", "resume", "ab-initio"]) {
    const found = lms({ "cmi.core.lesson_mode": "", "cmi.core.entry": entry, "cmi.suspend_data": "2:0a1b2c:i:1:11:00:Mine" });
    const { keeper } = keeperFor(found);
    assert.equal(keeper.begin().screen, 1);
    assert.equal(keeper.kind, "recorded");
  }
});

test("an LMS without optional elements still records the completion", () => {
  const asked = [];
  const found = lms();
  const optional = /score\.m|interactions|_count|student_id/;
  const set = found.api.LMSSetValue;
  const get = found.api.LMSGetValue;
  const refuse = (name, otherwise, answer) => {
    asked.push(name);
    found.api.error = optional.test(name) ? 401 : 0;
    return optional.test(name) ? answer : otherwise();
  };
  found.api.LMSSetValue = (name, value) => refuse(name, () => set(name, value), "false");
  found.api.LMSGetValue = (name) => refuse(name, () => get(name), "");
  const { keeper, told } = keeperFor(found);
  const state = keeper.begin();
  keeper.recordAnswer(0, answerOf("1", 1), "", 1000);
  keeper.recordAnswer(0, answerOf("1", 2), "", 1000);
  keeper.keep(done(state));
  assert.equal(found.values["cmi.core.lesson_status"], "passed");
  assert.equal(asked.filter((name) => name.includes("interactions")).length, 1, "probed once");
  assert.deepEqual(told, ["saved", "completed"]);
});

test("interactions go on from the LMS's count, with ids of their own and the standard's words", () => {
  const found = lms({ "cmi.interactions._count": "3" });
  const { keeper } = keeperFor(found);
  keeper.begin();
  keeper.recordAnswer(0, answerOf("0", 1), "", 5000);
  keeper.recordAnswer(0, answerOf("1", 2), "", 1500);
  assert.equal(found.values["cmi.interactions.3.id"], "q-1");
  assert.equal(found.values["cmi.interactions.3.result"], "wrong");
  assert.equal(found.values["cmi.interactions.4.id"], "q-2");
  assert.equal(found.values["cmi.interactions.4.type"], "choice");
  assert.equal(found.values["cmi.interactions.4.student_response"], "1");
  assert.equal(found.values["cmi.interactions.4.correct_responses.0.pattern"], "1");
  assert.equal(found.values["cmi.interactions.4.result"], "correct");
  assert.equal(found.values["cmi.interactions.4.latency"], "0000:00:01.50");
});

test("interactions can be switched off", () => {
  const found = lms({ "cmi.interactions._count": "0" });
  const { keeper } = keeperFor(found, { ...MODULE, recordInteractions: false });
  keeper.begin();
  keeper.recordAnswer(0, answerOf("0", 1), "", 5000);
  assert.ok(!found.calls.some((call) => String(call[1]).includes("interactions")));
});

test("a refused commit is told, and everything is sent again", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let online = false;
  const found = lms({}, { LMSCommit: () => String(online) });
  const { keeper, told, stored } = keeperFor(found);
  const state = keeper.begin();
  keeper.keep({ ...state, texts: ["First"] });
  assert.deepEqual(told, ["notSaved"]);
  context.mock.timers.tick(5000);
  assert.deepEqual(told, ["notSaved", "notSaved"]);
  context.mock.timers.tick(9999);
  assert.equal(told.length, 2, "the second wait is longer");
  online = true;
  found.calls.length = 0;
  context.mock.timers.tick(1);
  assert.deepEqual(told.at(-1), "saved");
  assert.ok(found.calls.some((call) => call[1] === "cmi.suspend_data" && call[0] === "LMSSetValue"));
  assert.deepEqual(stored, {}, "nothing is left on the device");
  context.mock.timers.tick(100000);
  assert.equal(told.filter((name) => name === "saved").length, 1);
});

test("work that could not be saved waits on the device for the same learner", () => {
  const stored = {};
  const values = { "cmi.core.student_id": "jo", "cmi.suspend_data": "2:0a1b2c:i:0:10:00:Old" };
  const first = keeperFor(lms({ ...values }, { LMSCommit: () => "false", LMSFinish: () => "false" }), MODULE, stored);
  const state = first.keeper.begin();
  assert.equal(first.keeper.finish({ ...state, texts: ["New"] }), false);
  const again = keeperFor(lms({ ...values }), MODULE, stored).keeper;
  assert.deepEqual(again.begin().texts, ["New"]);
  const other = keeperFor(lms({ ...values, "cmi.core.student_id": "al" }), MODULE, stored).keeper;
  assert.deepEqual(other.begin().texts, ["Old"]);
  const nobody = { ...values, "cmi.core.student_id": "" };
  assert.deepEqual(keeperFor(lms(nobody), MODULE, stored).keeper.begin().texts, ["Old"]);
  const elsewhere = { ...values, "cmi.suspend_data": "2:0a1b2c:i:0:10:00:Later" };
  assert.deepEqual(keeperFor(lms(elsewhere), MODULE, stored).keeper.begin().texts, ["Later"]);
});

test("where Commit does harm, only Finish saves", () => {
  const found = lms({}, { LMSGetValue: () => "", LMSInitialize: () => true });
  const { keeper, told } = keeperFor(found);
  const state = keeper.begin();
  keeper.keep(done(state));
  assert.ok(!found.names().includes("LMSCommit"));
  assert.ok(!told.includes("saved"), "nobody has said so yet");
  assert.equal(keeper.finish(done(state)), true);
});

test("a text that is too long holds back itself alone, and nobody says that it is saved", () => {
  const found = lms();
  const two = { ...MODULE, fields: [...MODULE.fields, { id: "g", maxCharacters: 100 }] };
  const { keeper, told } = keeperFor(found, two);
  const state = keeper.begin();
  keeper.keep({ ...state, texts: ["Short", ""] });
  told.length = 0;
  const after = { ...done(state), opened: [true, false], texts: ["é".repeat(3000), "Other"] };
  keeper.keep(after);
  assert.equal(found.values["cmi.suspend_data"], "2:0a1b2c:i:0:10:111:Short,Other");
  assert.deepEqual(told, ["tooLong"]);
  assert.equal(keeper.finish(after), false);
});

test("a rebuilt module starts afresh and does not un-complete", () => {
  const found = lms({ "cmi.core.lesson_status": "not attempted", "cmi.suspend_data": "2:ffffff:p:1:11:111:Mine" });
  const { keeper } = keeperFor(found);
  const state = keeper.begin();
  assert.deepEqual(state.texts, [""]);
  keeper.keep(state);
  assert.equal(found.values["cmi.core.lesson_status"], "passed");
});

test("without an LMS the work is kept on the device", () => {
  const { keeper, stored } = keeperFor(null);
  const state = keeper.begin();
  keeper.keep({ ...state, texts: ["Here"] });
  const again = keeperFor(null, MODULE, stored).keeper;
  assert.deepEqual(again.begin().texts, ["Here"]);
});

test("session time: four digits of hours, two decimals", () => {
  assert.equal(timespan(1000), "0000:00:01.00");
  assert.equal(timespan(59999), "0000:01:00.00");
  assert.equal(timespan(3600000 + 61230), "0001:01:01.23");
  assert.equal(timespan(-5), "0000:00:00.00");
  assert.equal(timespan(1e15), "9999:00:00.00");
});
