/** The parts that the simulators share: value types, names, the session and the registry. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  API_FUNCTIONS,
  createErrorRegister,
  errorText,
  launchMode,
  prepareLaunch,
} from "../../../scorm_builder/lms/simulators/core.js";
import {
  CHILDREN,
  ELEMENTS,
  countEntries,
  listInteractions,
  locate,
} from "../../../scorm_builder/lms/simulators/data-model.js";
import { simulators } from "../../../scorm_builder/lms/simulators/index.js";
import { LARGEST_BEACON, Session } from "../../../scorm_builder/lms/simulators/session.js";
import {
  STANDARD_TYPES,
  hundredthsToTimespan,
  isDecimal,
  isIdentifier,
  isInteger,
  isResult,
  isScore,
  isTime,
  isTimespan,
  timespanToHundredths,
} from "../../../scorm_builder/lms/simulators/value-types.js";

/** Asserts that a check takes all of one list and none of the other. */
function judges(check, good, bad) {
  for (const text of good) assert.equal(check(text), true, `takes ${JSON.stringify(text)}`);
  for (const text of bad) assert.equal(check(text), false, `refuses ${JSON.stringify(text)}`);
}

describe("value types", () => {
  test("CMITimespan", () =>
    judges(
      isTimespan,
      ["00:00:00", "0000:30:00.12", "99:99:99", "123:00:00.5"],
      [
        "",
        "1:30:00",
        "00:30",
        "00:30:00.123",
        "00:30:00.",
        "PT5M",
        "00:05:5",
        " 00:00:00",
        "00:00:00\n",
        "12345:00:00",
        "-1:00:00",
      ],
    ));
  test("CMITime", () =>
    judges(
      isTime,
      ["00:00:00", "23:59:59", "12:00:00.5", "12:00:00.55"],
      ["", "24:00:00", "23:60:00", "23:00:60", "1:00:00", "12:00:00.555"],
    ));
  test("CMIDecimal", () =>
    judges(
      isDecimal,
      ["0", "-1", "3.14", "007", "-0.5"],
      ["", "-", ".5", "5.", "1e1", "+5", " 5", "1,5", "NaN"],
    ));
  test("CMIIdentifier", () =>
    judges(
      isIdentifier,
      ["a", "q-1_2.b", "x".repeat(255)],
      ["", "obj 1", "a\tb", "x".repeat(256)],
    ));
  test("scores", () =>
    judges(isScore, ["", "0", "100", "99.5"], ["-1", "100.1", "1e1", "abc", " 5", "101"]));
  test("integers in a range", () =>
    judges((text) => isInteger(text, -1, 100), ["-1", "0", "100"], ["", "-2", "101", "1.0", "a"]));
  test("results", () =>
    judges(
      isResult,
      ["correct", "wrong", "unanticipated", "neutral", "0.5"],
      ["", "incorrect", "Correct"],
    ));
  test("vocabularies", () => {
    judges(STANDARD_TYPES.status, ["passed", "browsed"], ["", "Passed", "not attempted"]);
    judges(STANDARD_TYPES.objectiveStatus, ["not attempted"], ["", "unknown"]);
    judges(STANDARD_TYPES.exit, ["", "suspend", "logout", "time-out"], ["normal"]);
    judges(STANDARD_TYPES.interactionType, ["true-false", "likert"], ["", "other"]);
  });
  test("every element has a check, unless it can only be read", () => {
    for (const [name, [access, type]] of Object.entries(ELEMENTS)) {
      if (access !== "r") assert.equal(typeof STANDARD_TYPES[type], "function", name);
    }
  });
  test("time arithmetic is exact", () => {
    assert.equal(timespanToHundredths("0001:00:10.5"), 361050);
    assert.equal(timespanToHundredths("00:00:10.5", Number), 1005);
    assert.equal(timespanToHundredths(""), 0);
    assert.equal(hundredthsToTimespan(361050), "01:00:10.50");
    assert.equal(hundredthsToTimespan(60000), "00:10:00");
    assert.equal(hundredthsToTimespan(10000 * 360000 - 100), "9999:59:59");
  });
});

describe("names", () => {
  test("what a name means", () => {
    const kinds = {
      "cmi._version": "version",
      "cmi.core._children": "children",
      "cmi.objectives.0.score._children": "children",
      "cmi.core.student_id._children": "noChildren",
      "cmi.interactions._count": "count",
      "cmi.interactions.3.correct_responses._count": "count",
      "cmi.core._count": "noCount",
      "cmi.core.bogus": "unknownLeaf",
      "cmi.interactions.0.bogus": "unknownLeaf",
      "cmi.core": "group",
      "cmi.core.score": "group",
      "cmi.objectives.0": "group",
      "cmi.bogus": "unknown",
      "cmi.objectives.x.id": "unknown",
      "cmi.objectives.-1.id": "unknown",
      "cmi.objectives.01.id": "unknown",
      "cmi.toString": "unknown",
      cmi: "outside",
      "adl.data": "outside",
      "": "outside",
      "cmi.interactions.10.objectives.2.id": "element",
    };
    for (const [name, kind] of Object.entries(kinds)) assert.equal(locate(name).kind, kind, name);
    assert.deepEqual(locate("cmi.interactions.10.objectives.2.id").indexes, [
      { array: "cmi.interactions", index: 10 },
      { array: "cmi.interactions.10.objectives", index: 2 },
    ]);
  });
  test("_children lists what the table has", () => {
    for (const [group, children] of Object.entries(CHILDREN)) {
      for (const child of children.split(",")) {
        const listed = Object.keys(ELEMENTS).some(
          (name) => name.startsWith(`${group}.${child}`) || name.startsWith(`${group}.n.${child}`),
        );
        assert.ok(listed, `${group} ${child}`);
      }
    }
  });
  test("counts and interactions come from the values", () => {
    const values = { "cmi.interactions.0.id": "a", "cmi.interactions.1.objectives.0.id": "o" };
    assert.equal(countEntries(values, "cmi.interactions"), 2);
    assert.equal(countEntries(values, "cmi.interactions.1.objectives"), 1);
    assert.equal(countEntries(values, "cmi.objectives"), 0);
    assert.deepEqual(
      listInteractions(values).map(({ id, objectives }) => [id, objectives]),
      [
        ["a", []],
        ["", ["o"]],
      ],
    );
  });
});

describe("session", () => {
  /** A session on a clock that stands still: `later` holds what waits for it to go on. */
  function start({ online = true, server = "well", now = 1000, ...place } = {}) {
    const later = new Set();
    const after = (_wait, act) => {
      later.add(act);
      return () => later.delete(act);
    };
    const network = { online: () => online, server: () => server };
    const session = new Session(
      prepareLaunch({ network, clock: { now: () => now, after } }),
      place,
    );
    const goOn = () =>
      [...later].forEach((act) => {
        later.delete(act);
        act();
      });
    return Object.assign(session, { goOn });
  }
  const calls = (change) => ({
    ...Object.fromEntries(API_FUNCTIONS.map((name) => [name, (...args) => args.length])),
    ...change,
  });

  test("logs each call and tells of it", () => {
    const session = start();
    const heard = [];
    const register = createErrorRegister();
    session.onCall = (entry) => heard.push(entry);
    session.expose(calls({ LMSSetValue: () => register.fail("405") }), () => register.code);
    session.api.LMSSetValue("cmi.core.exit", "normal");
    const entry = {
      call: "LMSSetValue",
      args: ["cmi.core.exit", "normal"],
      result: "false",
      error: "405",
      at: 1000,
    };
    assert.deepEqual(session.log, [entry]);
    assert.deepEqual(heard, [entry]);
  });
  test("logs an exception and lets it through", () => {
    const session = start();
    session.expose(
      calls({
        LMSGetValue() {
          throw new TypeError("x");
        },
      }),
      () => 0,
    );
    assert.throws(() => session.api.LMSGetValue("a"), TypeError);
    assert.equal(session.log[0].thrown, "TypeError: x");
    assert.equal(session.log[0].result, undefined);
  });
  test("cannot be reached once closed", () => {
    const session = start();
    session.expose(calls(), () => "0");
    session.close("killed");
    session.close("left");
    assert.equal(session.closed, "killed");
    assert.throws(() => session.api.LMSCommit(""), /cannot be reached/);
    assert.equal(session.log.length, 0);
  });
  test("closes only in the ways it knows", () => {
    assert.throws(() => start().close("finished"), RangeError);
    assert.throws(() => start().close("forceFinish"), RangeError);
  });
  test("a post is blocked while the page unloads; a beacon is not", () => {
    const session = start();
    session.unloading = true;
    assert.deepEqual(session.send("post", ""), { accepted: false, arrived: false, answer: null });
    assert.deepEqual(session.send("beacon", ""), { accepted: true, arrived: true, answer: null });
    assert.deepEqual(
      session.messages.map(({ arrived }) => arrived),
      [false, true],
    );
  });
  test("offline only a post notices", () => {
    const session = start({ online: false });
    assert.deepEqual(session.send("post", ""), { accepted: false, arrived: false, answer: null });
    for (const kind of ["beacon", "asynchronous"]) {
      assert.deepEqual(session.send(kind, ""), { accepted: true, arrived: false, answer: null });
    }
  });
  test("what a server answers that is not well is no arrival", () => {
    for (const server of ["fails", "expired"]) {
      const session = start({ server });
      assert.deepEqual(session.send("post", ""), {
        accepted: false,
        arrived: false,
        answer: server,
      });
      assert.deepEqual(session.send("beacon", ""), {
        accepted: true,
        arrived: false,
        answer: null,
      });
    }
    assert.equal(start().send("post", "").answer, "well");
  });
  test("a request leaves after the task and is answered later", () => {
    const session = start();
    const heard = [];
    session.request(
      "a",
      () => heard.push("arrived"),
      (answer) => heard.push(answer),
    );
    assert.deepEqual([heard, session.messages], [[], []]);
    session.goOn();
    assert.deepEqual(heard, ["arrived"]);
    session.goOn();
    assert.deepEqual(heard, ["arrived", "well"]);
  });
  test("a request is lost with a page that is killed, and arrives from one that is left", () => {
    for (const kind of ["killed", "left"]) {
      const session = start();
      const heard = [];
      session.request(
        "a",
        () => heard.push("arrived"),
        (answer) => heard.push(answer),
      );
      session.close(kind);
      session.goOn();
      assert.deepEqual(heard, kind === "left" ? ["arrived"] : []);
      assert.deepEqual(
        session.messages.map(({ arrived }) => arrived),
        [kind === "left"],
      );
    }
  });
  test("a request while the page unloads leaves at once; a player that goes gets no answer", () => {
    const session = start();
    const heard = [];
    session.leave();
    session.unloading = true;
    session.request(
      "a",
      () => heard.push("arrived"),
      (answer) => heard.push(answer),
    );
    session.goOn();
    assert.deepEqual(heard, ["arrived"]);
  });
  test("what a player would do later is not done once its window has gone", () => {
    const session = start();
    const done = [];
    session.after(300, () => done.push("timer"))();
    session.after(300, () => done.push("timer"));
    session.close("left");
    session.goOn();
    assert.deepEqual(done, []);
  });
  test("the handler of the player runs once, and while the page unloads", () => {
    const session = start();
    const seen = [];
    session.onLeave = () => seen.push(session.unloading);
    session.leave();
    session.leave();
    session.close("left");
    session.leave();
    assert.deepEqual([seen, session.unloading, session.leaving], [[true], false, true]);
  });
  test("a synchronous request holds the page while the server takes its time", () => {
    const network = { online: () => true, delay: () => 20 };
    const session = new Session(prepareLaunch({ network }));
    const took = (act) => {
      const began = performance.now();
      act();
      return performance.now() - began;
    };
    assert.ok(took(() => session.send("post", "")) >= 20);
    session.unloading = true;
    session.send("post", "");
    session.send("beacon", "");
    assert.equal(session.messages.length, 3);
  });
  test("each call may read and change the record", () => {
    const session = start();
    const seen = [];
    session.serve = (act) => {
      seen.push("before");
      const result = act();
      seen.push("after");
      return result;
    };
    session.expose(calls({ LMSCommit: () => seen.push("call") }), () => "0");
    session.api.LMSCommit("");
    assert.deepEqual(seen, ["before", "call", "after"]);
  });
  test("an LMS has the functions that it has", () => {
    const session = start();
    session.expose(calls({ LMSFinish: undefined, LMSTerminate: () => "true" }), () => "0");
    assert.equal("LMSFinish" in session.api, false);
    assert.equal(session.api.LMSTerminate(""), "true");
  });
  test("a beacon has a size", () => {
    const session = start();
    assert.equal(session.send("beacon", "a".repeat(LARGEST_BEACON)).accepted, true);
    assert.equal(session.send("beacon", "é".repeat(LARGEST_BEACON / 2 + 1)).accepted, false);
  });
  test("an alert is kept and told", () => {
    const session = start();
    let text = "";
    session.onAlert = (told) => {
      text = told;
    };
    session.alert("Not saved");
    assert.equal(text, "Not saved");
    assert.deepEqual(session.alerts, [{ text: "Not saved", at: 1000 }]);
  });
  test("modes and error texts", () => {
    assert.deepEqual(launchMode({}), { lessonMode: "normal", credit: "credit" });
    const browse = { lessonMode: "browse", credit: "no-credit" };
    assert.deepEqual(launchMode({ reviewMode: "browse" }), browse);
    assert.equal(errorText("405"), "Incorrect data type");
    assert.equal(errorText("constructor"), undefined);
  });
});

describe("registry", () => {
  /** What an LMS says of the next entry of a learner who has not been there, where it is blank. */
  const BLANK_ENTRY = ["aicc-shim", "openedx", "frappe", "opigno", "key-value"];

  for (const [name, simulator] of Object.entries(simulators)) {
    test(`${name} keeps the promise of a simulator`, () => {
      assert.ok(simulator.title && simulator.description);
      for (const option of simulator.options) {
        assert.ok(option.name && option.description);
        assert.ok(["boolean", "choice", "text"].includes(option.type));
        if (option.type === "choice") assert.ok(option.choices.includes(option.default));
      }
      const record = {};
      const session = simulator.create({ record });
      assert.deepEqual(record, {}, "a launch alone saves nothing");
      const names = Object.keys(session.api).map((each) => each.replace("Terminate", "Finish"));
      assert.deepEqual(names.sort(), [...API_FUNCTIONS].sort());
      assert.ok(["frame", "popup"].includes(session.placement));
      assert.ok(session.apiPath.every((step) => ["parent", "opener"].includes(step)));
      const blank = simulator.summary(record);
      assert.deepEqual(blank, {
        lessonStatus: "not attempted",
        scoreRaw: "",
        totalTime: 0,
        suspendData: "",
        lessonLocation: "",
        entry: BLANK_ENTRY.includes(name) ? "" : "ab-initio",
        interactions: [],
      });
    });
    test(`${name} takes an ordinary session and keeps it as JSON`, () => {
      const record = {};
      const later = [];
      const after = (_wait, act) => {
        later.push(act);
        return () => later.splice(later.indexOf(act), 1);
      };
      const { api } = simulator.create({ record, clock: { after } });
      api.LMSInitialize("");
      api.LMSSetValue("cmi.core.lesson_status", "incomplete");
      api.LMSSetValue("cmi.core.lesson_location", "page-2");
      api.LMSSetValue("cmi.suspend_data", "v1.a-b_c");
      api.LMSSetValue("cmi.core.exit", "suspend");
      api.LMSSetValue("cmi.core.session_time", "0000:01:00.00");
      api[api.LMSFinish ? "LMSFinish" : "LMSTerminate"]("");
      while (later.length) later.shift()();
      assert.deepEqual(JSON.parse(JSON.stringify(record)), record);
      const { lessonStatus, suspendData, lessonLocation } = simulator.summary(record);
      assert.deepEqual(
        [lessonStatus, suspendData, lessonLocation],
        ["incomplete", "v1.a-b_c", name === "frappe" ? "" : "page-2"],
      );
    });
    if (!simulator.options.some((option) => option.name === "preset")) continue;
    test(`${name} starts from a preset status`, () => {
      const { api } = simulator.create({ record: {}, options: { preset: "incomplete" } });
      api.LMSInitialize("");
      assert.equal(api.LMSGetValue("cmi.core.lesson_status"), "incomplete");
    });
  }
  test("what has one record for a package says so", () => {
    const shared = Object.keys(simulators).filter((name) => simulators[name].sharedRecord);
    assert.deepEqual(shared, ["openedx", "frappe", "opigno"]);
  });
  test("only strict refuses a function torn off the API object", () => {
    for (const [name, { create }] of Object.entries(simulators)) {
      const { LMSInitialize } = create({}).api;
      if (name === "strict") assert.throws(() => LMSInitialize(""), TypeError);
      else assert.doesNotThrow(() => LMSInitialize(""));
    }
  });
  test("a second tab of moodle changes only what it sends", () => {
    const record = {};
    const [first, second] = [1, 2].map(() => simulators.moodle.create({ record }).api);
    for (const api of [first, second]) api.LMSInitialize("");
    second.LMSSetValue("cmi.suspend_data", "newer");
    second.LMSSetValue("cmi.core.lesson_location", "p2");
    second.LMSCommit("");
    first.LMSSetValue("cmi.suspend_data", "older");
    first.LMSCommit("");
    const { suspendData, lessonLocation } = simulators.moodle.summary(record);
    assert.deepEqual([suspendData, lessonLocation], ["older", "p2"]);
  });
  test("a second tab of strict writes all of its own old state", () => {
    const record = {};
    const [first, second] = [1, 2].map(() => simulators.strict.create({ record }).api);
    for (const api of [first, second]) api.LMSInitialize("");
    second.LMSSetValue("cmi.suspend_data", "newer");
    second.LMSCommit("");
    first.LMSCommit("");
    assert.equal(simulators.strict.summary(record).suspendData, "");
  });
  test("moodle finds its API in the opener of a popup", () => {
    const { placement, apiPath } = simulators.moodle.create({ options: { placement: "popup" } });
    assert.deepEqual([placement, apiPath], ["popup", ["opener"]]);
  });
});
