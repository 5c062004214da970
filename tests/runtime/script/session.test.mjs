/** The session and the writer against LMSs that misbehave, call by call. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { findApi } from "../../../templates/module/runtime/api.js";
import { LearnerRecord } from "../../../templates/module/runtime/record.js";
import { Session } from "../../../templates/module/runtime/session.js";
import { timespan } from "../../../templates/module/runtime/timing.js";
import { lms, windowWith } from "./lms.mjs";

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

for (const answer of [true, "true", "True", "TRUE ", 1, "1", new String("true")]) {
  test(`${JSON.stringify(answer)} of type ${typeof answer} is yes`, () => {
    const session = new Session(windowWith(lms({}, { LMSInitialize: () => answer }).api));
    assert.equal(session.start(), true);
    assert.equal(session.state, "running");
  });
}

for (const answer of [false, "false", 0, "0", "", null, undefined, new String("false"), "not true"]) {
  test(`${JSON.stringify(answer)} of type ${typeof answer} is no`, () => {
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
  const session = new Session(windowWith(lms({}, { LMSInitialize: broken, LMSGetValue: broken, LMSGetLastError: broken }).api));
  assert.equal(session.start(), false);
  assert.equal(session.state, "lost");
});

const started = (values, changes) => {
  const found = lms(values, changes);
  const session = new Session(windowWith(found.api));
  session.start();
  return { found, session };
};

test("a value that came is a value, whatever code an earlier call has left", () => {
  const { found, session } = started({ "cmi.suspend_data": "mine" });
  for (const code of ["401", new String("101"), 301]) {
    found.api.LMSGetLastError = () => code;
    assert.deepEqual(session.look("cmi.suspend_data"), { value: "mine", failed: false, threw: false });
  }
});

test("no value is none where a code stands for good, and failed where it is this call's", () => {
  const { found, session } = started({ "cmi.core.lesson_status": "incomplete" });
  found.api.LMSGetLastError = () => "101";
  assert.equal(session.look("cmi.suspend_data").failed, false, "the code stands after every call");
  const get = found.api.LMSGetValue;
  found.api.LMSGetValue = (name) => {
    found.api.error = name === "cmi.suspend_data" ? 101 : 0;
    return get(name);
  };
  found.api.LMSGetLastError = () => String(found.api.error);
  assert.equal(session.look("cmi.suspend_data").failed, true);
});

test("an LMS that lacks an element has no value, and a Get that throws once is asked again", () => {
  for (const code of [201, 401]) {
    const { found, session } = started({}, { LMSGetValue: () => "" });
    found.api.LMSGetLastError = () => String(code);
    assert.equal(session.look("cmi.suspend_data").failed, false);
  }
  let thrown = 0;
  const once = started({}, { LMSGetValue: () => { if (!thrown++) throw new Error("once"); return "there"; } }).session;
  assert.deepEqual(once.look("cmi.suspend_data"), { value: "there", failed: false, threw: false });
  const never = started({}, { LMSGetValue: () => { throw new Error("always"); } }).session;
  assert.deepEqual(never.look("cmi.suspend_data"), { value: "", failed: true, threw: true });
});

test("only who answers Initialize with the boolean and knows no _children is the AICC shim", () => {
  const cases = [[true, "", true], ["true", "", false], [new String("true"), "", false], [true, "student_id", false]];
  for (const [answer, children, expected] of cases) {
    const { session } = started({}, { LMSInitialize: () => answer, LMSGetValue: () => children });
    assert.equal(session.finishOnly, expected, `${typeof answer} ${children}`);
  }
});

test("a Set that answers nothing, or the value itself, without an error is taken", () => {
  for (const answer of [undefined, "abc"]) {
    const { found, session } = started({}, { LMSSetValue: () => answer });
    assert.equal(session.set("cmi.suspend_data", "abc"), true);
    found.api.error = 405;
    assert.equal(session.set("cmi.suspend_data", "abc"), false);
  }
});

test("no commit counts without a network", () => {
  const found = lms();
  const view = windowWith(found.api);
  const session = new Session(view);
  session.start();
  assert.equal(session.commit(), true);
  view.navigator.onLine = false;
  assert.equal(session.commit(), false);
  assert.equal(session.finish(), false);
});

test("without LMSFinish the name of SCORM 2004 is tried, and without both there is no answer", () => {
  const with2004 = started({}, { LMSFinish: undefined, LMSTerminate: () => "true" });
  assert.equal(with2004.session.finish(), true);
  assert.equal(with2004.found.names().at(-1), "LMSTerminate");
  assert.equal(started({}, { LMSFinish: undefined }).session.finish(), null);
});

test("a visit that was given up calls nothing", () => {
  const { found, session } = started();
  session.abandon();
  const made = found.calls.length;
  assert.equal(session.set("cmi.suspend_data", "a"), false);
  assert.equal(session.commit(), false);
  assert.equal(session.finish(), false);
  assert.equal(session.get("cmi.suspend_data"), "");
  assert.equal(found.calls.length, made);
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

/** Marks each value as stored before it posts, and does not post it again: as Moodle does. */
function marking(server) {
  const values = {};
  const marked = {};
  const stored = {};
  const found = lms(values, {
    LMSCommit: () => {
      const changed = Object.entries(values).filter(([name, value]) => marked[name] !== value);
      Object.assign(marked, values);
      if (changed.length && !server.well) return "false";
      changed.forEach(([name, value]) => { stored[name] = value; });
      return "true";
    },
  });
  return { found, stored };
}

test("a commit that failed is made good where repeating does nothing", () => {
  const server = { well: false };
  const { found, stored } = marking(server);
  const session = new Session(windowWith(found.api));
  session.start();
  const record = new LearnerRecord(session);
  record.write("cmi.suspend_data", "3:a");
  record.write("cmi.core.score.raw", "80");
  record.write("cmi.core.lesson_status", "passed");
  assert.equal(record.commit(), false);
  server.well = true;
  assert.equal(session.commit(), true, "it says so, and nothing is stored");
  assert.deepEqual(stored, {});
  assert.equal(record.commitAgain(), true);
  assert.deepEqual(stored, { "cmi.suspend_data": "3:a", "cmi.core.score.raw": "80", "cmi.core.lesson_status": "passed" });
  assert.deepEqual(found.sets("cmi.core.lesson_status"), ["passed", "incomplete", "passed"]);
});

test("while the server is still away, one request is enough to see it, and the right values are last", () => {
  const { found } = marking({ well: false });
  const session = new Session(windowWith(found.api));
  session.start();
  const record = new LearnerRecord(session);
  record.write("cmi.suspend_data", "3:a");
  record.commit();
  found.calls.length = 0;
  assert.equal(record.commitAgain(), false);
  assert.equal(found.names().filter((name) => name === "LMSCommit").length, 1);
  assert.deepEqual(found.sets("cmi.suspend_data"), ["3:a.", "3:a"]);
});

test("what was committed is not said again", () => {
  const found = lms();
  const session = new Session(windowWith(found.api));
  session.start();
  const record = new LearnerRecord(session);
  record.write("cmi.core.lesson_status", "incomplete");
  record.commit();
  record.write("cmi.suspend_data", "a");
  found.api.LMSCommit = () => "false";
  record.commit();
  found.calls.length = 0;
  record.commitAgain();
  assert.deepEqual(found.sets("cmi.core.lesson_status"), []);
});

test("session time: four digits of hours, two decimals", () => {
  assert.equal(timespan(1000), "0000:00:01.00");
  assert.equal(timespan(59999), "0000:01:00.00");
  assert.equal(timespan(3600000 + 61230), "0001:01:01.23");
  assert.equal(timespan(-5), "0000:00:00.00");
  assert.equal(timespan(1e15), "9999:00:00.00");
});
