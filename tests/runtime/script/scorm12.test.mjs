/**
 * SCORM 1.2 call by call: where the API is, what its answers mean, and which values it is given.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

import { findApi } from "../../../templates/module/runtime/binding/scorm12/api.js";
import { LearnerRecord } from "../../../templates/module/runtime/binding/scorm12/record.js";
import { Session } from "../../../templates/module/runtime/binding/scorm12/session.js";
import { timespan } from "../../../templates/module/runtime/binding/scorm12/timing.js";
import { lms, windowWith } from "./lms.mjs";

test("the API is found in the own window, a parent past a throwing one, and an opener's parent", () => {
  const { api } = lms();
  const top = windowWith(api);
  const foreign = {
    get API() {
      throw new Error("another origin");
    },
    parent: top,
  };
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
  const odd = {
    parent: null,
    get opener() {
      throw new Error("no");
    },
  };
  assert.equal(findApi(odd), null);
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
    assert.deepEqual(session.look("cmi.suspend_data"), {
      value: "mine",
      failed: false,
      threw: false,
    });
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
  const once = started(
    {},
    {
      LMSGetValue: () => {
        if (!thrown++) throw new Error("once");
        return "there";
      },
    },
  ).session;
  assert.deepEqual(once.look("cmi.suspend_data"), { value: "there", failed: false, threw: false });
  const never = started(
    {},
    {
      LMSGetValue: () => {
        throw new Error("always");
      },
    },
  ).session;
  assert.deepEqual(never.look("cmi.suspend_data"), { value: "", failed: true, threw: true });
});

test("only who answers Initialize with the boolean and knows no _children is the AICC shim", () => {
  const cases = [
    [true, "", true],
    ["true", "", false],
    [new String("true"), "", false],
    [true, "student_id", false],
  ];
  for (const [answer, children, expected] of cases) {
    const { session } = started({}, { LMSInitialize: () => answer, LMSGetValue: () => children });
    assert.equal(session.finishOnly, expected, `${typeof answer} ${children}`);
  }
});

test("without LMSFinish the name of SCORM 2004 is tried, and without both there is no answer", () => {
  const with2004 = started({}, { LMSFinish: undefined, LMSTerminate: () => "true" });
  assert.equal(with2004.session.finish(), true);
  assert.equal(with2004.found.names().at(-1), "LMSTerminate");
  assert.equal(started({}, { LMSFinish: undefined }).session.finish(), null);
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

test("session time: four digits of hours, two decimals", () => {
  assert.equal(timespan(1000), "0000:00:01.00");
  assert.equal(timespan(59999), "0000:01:00.00");
  assert.equal(timespan(3600000 + 61230), "0001:01:01.23");
  assert.equal(timespan(-5), "0000:00:00.00");
  assert.equal(timespan(1e15), "9999:00:00.00");
});
