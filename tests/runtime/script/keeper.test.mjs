/** What is sent when, what stays on the device, and what the learner is told. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeState } from "../../../templates/module/runtime/codec.js";
import { freshState } from "../../../templates/module/runtime/learner.js";
import { DONE, MODULE, answerOf, browser, lms, visit, windowWith } from "./lms.mjs";

/** Suspend data of this or another module. */
const dataOf = (change = {}, module = MODULE) =>
  encodeState({ ...freshState(module), ...change }, module);
const SUSPEND_DATA = "cmi.suspend_data";
const STATUS = "cmi.core.lesson_status";
const ORDINARY = { "cmi.core.student_id": "jo" };
const isCommit = ([name]) => name === "LMSCommit";

test("one Initialize, one Finish and no call after it", (context) => {
  const found = lms();
  const { keeper, act, finish, tick } = visit(context, found);
  act({ texts: ["A"] });
  finish();
  const made = found.calls.length;
  finish();
  act(DONE);
  keeper.retry();
  tick(600000);
  assert.equal(found.calls.length, made);
  for (const name of ["LMSInitialize", "LMSFinish"]) {
    assert.equal(found.names().filter((one) => one === name).length, 1);
  }
});

for (const status of ["", "not attempted", "incomplete", "browsed", "failed"]) {
  test(`while not done, incomplete is set in every visit, also where it reads '${status}'`, (context) => {
    const found = lms({ [STATUS]: status });
    const { finish } = visit(context, found);
    assert.deepEqual(found.sets(STATUS), ["incomplete"]);
    finish();
    assert.deepEqual(found.sets(STATUS), ["incomplete"]);
  });
}

for (const [letter, word] of [
  ["c", "completed"],
  ["p", "passed"],
]) {
  for (const status of ["", "incomplete", "not attempted", "failed", "browsed"]) {
    test(`what was done is said again where the record says '${status}' to ${word}`, (context) => {
      const found = lms({ [STATUS]: status, [SUSPEND_DATA]: dataOf({ ...DONE, status: letter }) });
      visit(context, found);
      assert.deepEqual(found.sets(STATUS), [word]);
      assert.deepEqual(found.sets("cmi.core.score.raw"), letter === "p" ? ["100"] : []);
      assert.ok(
        found.calls.findIndex(isCommit) > found.calls.findIndex((call) => call[2] === word),
      );
    });
  }
}

test("one failure at the moment of completion does not last: the next visit says it again", (context) => {
  const kept = browser();
  const server = { well: true };
  const stored = { ...ORDINARY };
  const launch = () => {
    const values = { ...stored };
    return lms(values, {
      LMSCommit: () => {
        if (server.well) Object.assign(stored, values);
        return String(server.well);
      },
      LMSFinish: () => {
        if (server.well) Object.assign(stored, values);
        return String(server.well);
      },
    });
  };
  const first = visit(context, launch(), { kept });
  first.act({ texts: ["Mine"] });
  server.well = false;
  first.act(DONE);
  assert.equal(first.finish(), false);
  assert.equal(stored[STATUS], "incomplete");
  server.well = true;
  const second = visit(context, launch(), { kept });
  assert.equal(second.news.takenUp, true);
  assert.equal(stored[STATUS], "passed");
  assert.equal(second.keeper.state.texts[0], "Mine");
});

test("what is completed or passed is never taken back", (context) => {
  for (const status of ["completed", "passed"]) {
    const found = lms({ [STATUS]: status });
    const { act, finish } = visit(context, found);
    act({ texts: ["A"] });
    act(DONE);
    finish();
    assert.ok(!found.sets(STATUS).includes("incomplete"));
    assert.equal(found.values["cmi.core.exit"], "");
  }
});

test("exit stays suspend until just before Finish: one player closes the page at the blank", (context) => {
  const found = lms();
  const { act, finish } = visit(context, found);
  act(DONE);
  assert.deepEqual(found.sets("cmi.core.exit"), ["suspend"]);
  finish();
  const last = found.calls.slice(-2);
  assert.deepEqual(last, [
    ["LMSSetValue", "cmi.core.exit", ""],
    ["LMSFinish", ""],
  ]);
});

test("the completion batch: data, place, score, time, status, commit", (context) => {
  const found = lms({ [STATUS]: "incomplete" });
  const { act, told } = visit(context, found);
  found.calls.length = 0;
  act(DONE);
  const sent = found.calls
    .filter(([name]) => name !== "LMSGetValue")
    .map((call) => call[1] || call[0]);
  assert.deepEqual(sent, [
    SUSPEND_DATA,
    "cmi.core.lesson_location",
    "cmi.core.score.min",
    "cmi.core.score.max",
    "cmi.core.score.raw",
    "cmi.core.session_time",
    STATUS,
    "LMSCommit",
  ]);
  assert.equal(found.values["cmi.core.session_time"], "0000:01:01.00");
  assert.equal(found.values[STATUS], "passed");
  assert.deepEqual(told.slice(-2), ["completed", "sent"]);
});

test("going to a screen sends suspend data alone: with ESR each value is a post of its own", (context) => {
  const found = lms();
  const { act } = visit(context, found);
  found.calls.length = 0;
  act({ screen: 1, opened: [true, true] }, "moved");
  assert.deepEqual(
    found.calls.map((call) => call[1] || call[0]),
    [SUSPEND_DATA, "LMSCommit"],
  );
});

test("a raw score is never sent before the module is passed, and failed never", (context) => {
  const found = lms();
  const { act, finish } = visit(context, found);
  act({ ...DONE, answers: [answerOf("0", 9)] });
  finish();
  assert.deepEqual([found.sets("cmi.core.score.raw"), found.sets(STATUS)], [[], ["incomplete"]]);
  assert.equal(found.values["cmi.core.exit"], "suspend");
});

test("partial credit is sent as a whole number", (context) => {
  const found = lms();
  const [one] = MODULE.questions;
  const question = {
    ...one,
    kind: "multiple-choice",
    size: 4,
    correct: [0, 1, 2],
    points: 3,
    options: ["aa0", "aa1", "aa2", "aa3"],
  };
  const { act } = visit(context, found, {
    module: { ...MODULE, questions: [question], masteryScore: 60 },
  });
  act({ ...DONE, answers: [{ response: "01", pending: false, attempts: 1, points: 2 }] });
  assert.equal(found.values["cmi.core.score.raw"], "67");
  assert.equal(found.values[STATUS], "passed");
});

test("answers that an update has taken away do not take away the score", (context) => {
  const done = { ...DONE, status: "p" };
  const module = {
    ...MODULE,
    masteryScore: 60,
    structure: "ffffff",
    questions: [{ ...MODULE.questions[0], options: ["new", "nex"] }],
  };
  for (const [reached, recorded, expected] of [
    [100, "", "100"],
    [0, "80", "80"],
    [0, "", "60"],
  ]) {
    const found = lms({
      [SUSPEND_DATA]: dataOf({ ...done, reached }),
      [STATUS]: "incomplete",
      "cmi.core.score.raw": recorded,
    });
    const { keeper } = visit(context, found, { module });
    assert.deepEqual(keeper.state.answers, freshState(module).answers);
    assert.deepEqual(found.sets("cmi.core.score.raw"), [expected]);
  }
});

test("where nobody knows the score, that of an LMS that says passed is left as it is", (context) => {
  const found = lms({ [STATUS]: "passed" });
  const { act, finish } = visit(context, found);
  act({ texts: ["A"] });
  finish();
  assert.deepEqual(found.sets("cmi.core.score.raw"), []);
});

test("at the end all is said once more: most LMSs say yes also to what never arrived", (context) => {
  const found = lms({ ...ORDINARY });
  const { act, finish } = visit(context, found);
  act(DONE);
  found.calls.length = 0;
  finish();
  for (const element of [SUSPEND_DATA, STATUS, "cmi.core.score.raw"])
    assert.equal(found.sets(element).length, 1, element);
});

test("an answer that is not handed in is kept, and completes nothing", (context) => {
  const found = lms();
  const { act } = visit(context, found, { module: { ...MODULE, rule: "all-questions" } });
  act({ ...DONE, answers: [{ response: "1", pending: true, attempts: 0, points: 0 }] });
  assert.match(found.values[SUSPEND_DATA], /:qqq00\.yes:/);
  assert.equal(found.values[STATUS], "incomplete");
});

test("passed is sent as completed where the catalogue says so", (context) => {
  const found = lms();
  visit(context, found, { module: { ...MODULE, passedCountsAsCompleted: true } }).act(DONE);
  assert.equal(found.values[STATUS], "completed");
});

for (const [mode, kind] of [
  ["review", "reviewed"],
  ["browse", "browsed"],
]) {
  test(`${mode} writes nothing, whatever the learner does`, (context) => {
    const data = dataOf({ status: "p", texts: ["Mine"] });
    const found = lms({
      ...ORDINARY,
      "cmi.core.lesson_mode": mode,
      [STATUS]: "passed",
      [SUSPEND_DATA]: data,
    });
    const { keeper, act, finish, kept } = visit(context, found);
    assert.equal(keeper.kind, kind);
    assert.deepEqual(keeper.state.texts, ["Mine"]);
    act({ texts: ["Other"] });
    keeper.recordAnswer(0, answerOf("0", 2), "", 1000);
    assert.equal(finish(), null);
    assert.ok(!found.names().includes("LMSSetValue"));
    assert.ok(!found.names().includes("LMSCommit"));
    assert.deepEqual(kept.localStorage, {});
  });

  test(`${mode} of a module that was never begun ends without a word: Finish would complete it`, (context) => {
    for (const status of ["", "not attempted"]) {
      const found = lms({ "cmi.core.lesson_mode": mode, [STATUS]: status });
      const { keeper, act, finish } = visit(context, found);
      assert.equal(act(DONE).status, "i");
      finish();
      assert.equal(keeper.state.status, "i");
      assert.ok(!found.names().includes("LMSFinish"));
    }
  });
}

test("an LMS without optional elements still records the completion", (context) => {
  const asked = [];
  const found = lms();
  const optional = /score\.m|interactions|_count|student_id/;
  const { LMSSetValue: set, LMSGetValue: get } = found.api;
  const refuse = (name, otherwise, answer) => {
    asked.push(name);
    found.api.error = optional.test(name) ? 401 : 0;
    return optional.test(name) ? answer : otherwise();
  };
  found.api.LMSSetValue = (name, value) => refuse(name, () => set(name, value), "false");
  found.api.LMSGetValue = (name) => refuse(name, () => get(name), "");
  const { keeper, act, told } = visit(context, found);
  keeper.recordAnswer(0, answerOf("1", 1), "", 1000);
  keeper.recordAnswer(0, answerOf("1", 2), "", 1000);
  act(DONE);
  assert.equal(found.values[STATUS], "passed");
  assert.equal(asked.filter((name) => name === "cmi.interactions._count").length, 1, "probed once");
  assert.ok(!asked.some((name) => /interactions\.\d/.test(name)));
  assert.equal(told.at(-1), "sent");
});

test("interactions go on from the LMS's count, with ids of their own and the standard's words", (context) => {
  const found = lms({ "cmi.interactions._count": "3" });
  const { keeper, act } = visit(context, found);
  keeper.recordAnswer(0, answerOf("0", 1), "", 5000);
  keeper.recordAnswer(0, answerOf("1", 2), "", 1500);
  act({});
  const of = (name) => found.values[`cmi.interactions.${name}`];
  assert.deepEqual(["3.id", "3.result", "4.id", "4.type"].map(of), [
    "q-1",
    "wrong",
    "q-2",
    "choice",
  ]);
  assert.deepEqual(
    ["4.student_response", "4.correct_responses.0.pattern", "4.result", "4.latency"].map(of),
    ["1", "1", "correct", "0000:00:01.50"],
  );
});

test("interactions can be switched off", (context) => {
  const found = lms({ "cmi.interactions._count": "0" });
  const { keeper, act } = visit(context, found, {
    module: { ...MODULE, recordInteractions: false },
  });
  keeper.recordAnswer(0, answerOf("0", 1), "", 5000);
  act({});
  assert.ok(!found.calls.some((call) => String(call[1]).includes("interactions")));
});

test("a refused commit is told, and everything is sent again", (context) => {
  const server = { well: true };
  const found = lms({ ...ORDINARY }, { LMSCommit: () => String(server.well) });
  const { act, told, tick } = visit(context, found);
  server.well = false;
  told.length = 0;
  act({ texts: ["First"] });
  assert.deepEqual(told, ["notSent"]);
  tick(5000);
  assert.deepEqual(told, ["notSent", "notSent"]);
  tick(9999);
  assert.equal(told.length, 2, "the second wait is longer");
  server.well = true;
  found.calls.length = 0;
  tick(1);
  assert.equal(told.at(-1), "sent");
  assert.match(found.sets(SUSPEND_DATA).at(-1), /fffFirst/);
  tick(100000);
  assert.equal(told.filter((name) => name === "sent").length, 1);
});

test("an LMS that refuses from the start is asked twice, and then only when the learner does something", (context) => {
  const found = lms({ ...ORDINARY }, { LMSCommit: () => false });
  const { keeper, act, tick } = visit(context, found);
  tick(5000);
  assert.equal(keeper.retries.stuck, true);
  const asked = () => found.calls.filter(isCommit).length;
  assert.equal(asked(), 2);
  tick(3600000);
  assert.equal(asked(), 2, "no clock tries again");
  act({ texts: ["A"] });
  assert.equal(asked(), 3);
  act({ texts: ["AB"] });
  assert.equal(asked(), 3, "not at each of them");
  keeper.retry();
  tick();
  assert.equal(asked(), 4, "the learner asks for it");
});

test("typing reaches the device at each key, and the LMS at a pause, or after 8 seconds without one", (context) => {
  const found = lms({ ...ORDINARY });
  const { act, tick, kept } = visit(context, found);
  const copy = () => JSON.parse(kept.localStorage["scorm_builder:exampl:jo"]).data;
  act({ texts: ["a"] }, "typed");
  assert.match(copy(), /fffa:/);
  assert.deepEqual(found.sets(SUSPEND_DATA), []);
  tick(2000);
  assert.equal(found.sets(SUSPEND_DATA).length, 1);
  for (let second = 0; second < 10; second += 1) {
    act({ texts: ["b".repeat(second + 1)] }, "typed");
    tick(1000);
  }
  assert.equal(found.sets(SUSPEND_DATA).length, 2, "the learner has not paused");
});

test("an LMS's yes does not take the copy off the device; what it gives back does", (context) => {
  const kept = browser();
  const nothing = visit(context, lms({ ...ORDINARY }), { kept });
  nothing.act({ texts: ["Mine"] });
  assert.equal(nothing.told.at(-1), "sent");
  assert.equal(nothing.finish(), true);
  // It kept nothing, whatever it said.
  const again = visit(context, lms({ ...ORDINARY }), { kept });
  assert.deepEqual([again.news.takenUp, again.keeper.state.texts], [true, ["Mine"]]);
  const sent = again.keeper.lms.record.sent.get(SUSPEND_DATA);
  const proof = visit(context, lms({ ...ORDINARY, [SUSPEND_DATA]: sent }), { kept });
  assert.deepEqual([proof.news.proven, proof.news.takenUp], [true, false]);
  assert.deepEqual(kept.localStorage, {});
});

test("the copy is taken up where the LMS has anything that the visit sent or found", (context) => {
  const first = dataOf({ texts: ["Found"] });
  for (const pick of [() => first, (sets) => sets[0], (sets) => sets[1], (sets) => `${sets[1]}.`]) {
    const kept = browser();
    const found = lms({ ...ORDINARY, [SUSPEND_DATA]: first });
    const { act } = visit(context, found, { kept });
    ["One", "Two", "Three"].forEach((text) => act({ texts: [text] }));
    const values = { ...ORDINARY, [SUSPEND_DATA]: pick(found.sets(SUSPEND_DATA)) };
    const { news, keeper } = visit(context, lms(values), { kept });
    assert.deepEqual([news.takenUp, keeper.state.texts], [true, ["Three"]]);
  }
});

test("where the learner went on elsewhere the LMS is right, and their words are shown", (context) => {
  const kept = browser();
  visit(context, lms({ ...ORDINARY, [SUSPEND_DATA]: dataOf({ texts: ["Old"] }) }), { kept }).act({
    texts: ["New"],
  });
  const values = { ...ORDINARY, [SUSPEND_DATA]: dataOf({ texts: ["Later"] }) };
  const { news, keeper } = visit(context, lms(values), { kept });
  assert.deepEqual([news.takenUp, keeper.state.texts, news.aside], [false, ["Later"], ["New"]]);
});

test("an LMS that starts afresh does not take people's words; what else they did starts afresh", (context) => {
  const kept = browser();
  visit(context, lms({ ...ORDINARY, [SUSPEND_DATA]: dataOf() }), { kept }).act({
    opened: [true, true],
    texts: ["Mine"],
  });
  const { keeper, news } = visit(context, lms({ ...ORDINARY }), { kept });
  assert.deepEqual(
    [keeper.state.texts, keeper.state.opened, news.takenUp, news.aside],
    [["Mine"], [false, false], true, []],
  );
});

test("an LMS that starts afresh after a completion takes nothing", (context) => {
  const kept = browser();
  visit(context, lms({ ...ORDINARY, [SUSPEND_DATA]: dataOf() }), { kept }).act({
    ...DONE,
    texts: ["Mine"],
  });
  const found = lms({ ...ORDINARY, [STATUS]: "not attempted" });
  const { keeper } = visit(context, found, { kept });
  assert.deepEqual(
    [keeper.state.texts, keeper.state.status, keeper.state.opened],
    [["Mine"], "p", [true, true]],
  );
  assert.equal(found.values[STATUS], "passed");
});

test("another learner on the same device gets nothing of it, and nobody's lasts as long as the tab", (context) => {
  const kept = browser();
  visit(context, lms({ ...ORDINARY }), { kept }).act({ texts: ["Mine"] });
  const other = visit(context, lms({ "cmi.core.student_id": "al" }), { kept });
  assert.deepEqual(other.keeper.state.texts, [""]);
  const nobody = visit(context, lms({}), { kept });
  assert.deepEqual(nobody.keeper.state.texts, [""]);
  nobody.act({ texts: ["Nobody's"] });
  assert.deepEqual(Object.keys(kept.localStorage), ["scorm_builder:exampl:jo"]);
  assert.deepEqual(visit(context, lms({}), { kept }).keeper.state.texts, ["Nobody's"]);
  assert.deepEqual(
    visit(context, lms({}), { kept: { ...kept, sessionStorage: {} } }).keeper.state.texts,
    [""],
  );
});

test("a copy has an end", (context) => {
  const kept = browser();
  const first = visit(context, lms({ ...ORDINARY }), { kept });
  first.act({ texts: ["Mine"] });
  first.tick(31 * 24 * 3600 * 1000);
  assert.deepEqual(visit(context, lms({ ...ORDINARY }), { kept }).keeper.state.texts, [""]);
});

test("where the browser refuses storage nothing is promised", (context) => {
  const kept = browser();
  kept.localStorage = new Proxy(
    {},
    {
      set() {
        throw new Error("refused");
      },
    },
  );
  const { keeper, act } = visit(context, lms({ ...ORDINARY }), { kept });
  act({ texts: ["A"] });
  assert.equal(keeper.kept, false);
});

test("where Commit does harm, only Finish sends, and its yes counts", (context) => {
  const found = lms({}, { LMSGetValue: () => "", LMSInitialize: () => true });
  const { act, told, finish } = visit(context, found);
  act(DONE);
  assert.ok(!found.names().includes("LMSCommit"));
  assert.ok(!told.includes("sent"), "nobody has said so yet");
  assert.equal(finish(), true);
});

test("a text that is too long holds back itself alone, and nobody says that it was sent", (context) => {
  const found = lms();
  const module = {
    ...MODULE,
    fields: [...MODULE.fields, { id: "g", key: "ggg", maxCharacters: 100 }],
  };
  const { act, told, finish } = visit(context, found, { module });
  act({ texts: ["Short", ""] });
  told.length = 0;
  act({ texts: ["é".repeat(3000), "Other"] });
  assert.match(found.values[SUSPEND_DATA], /:fffShort,gggOther:/);
  assert.equal(told[0], "tooLong 0");
  assert.equal(finish(), false);
});

test("suspend data that are cut at 255 are seen in the first visit: what fits is kept, and the place", (context) => {
  const values = { ...ORDINARY };
  const found = lms(values, {
    LMSSetValue: (name, value) => {
      values[name] = name === SUSPEND_DATA ? value.slice(0, 255) : value;
      return "true";
    },
  });
  const kept = browser();
  const { act, told } = visit(context, found, { kept });
  act({ texts: ["x".repeat(400)], screen: 1, opened: [true, true] }, "moved");
  assert.ok(told.includes("cut 255"));
  assert.ok(values[SUSPEND_DATA].length < 255);
  assert.equal(values["cmi.core.lesson_location"], "b");
  const again = visit(context, lms({ ...values }), { kept });
  assert.deepEqual([again.keeper.state.screen, again.keeper.state.texts[0].length], [1, 400]);
  const elsewhere = visit(context, lms({ ...values }));
  assert.deepEqual(
    [elsewhere.keeper.state.screen, elsewhere.keeper.state.opened],
    [1, [true, true]],
  );
});

test("data that come back cut are told of, and the place is the one beside them", (context) => {
  const data = dataOf({ texts: ["x".repeat(400)], screen: 0 }).slice(0, 255);
  const { news, keeper } = visit(
    context,
    lms({ ...ORDINARY, [SUSPEND_DATA]: data, "cmi.core.lesson_location": "b" }),
  );
  assert.deepEqual([news.problem, keeper.state.screen], ["cut", 1]);
});

for (const [what, data, problem] of [
  [
    "another module's data",
    dataOf({ ...DONE, status: "p" }, { ...MODULE, tag: "theirs" }),
    "foreign",
  ],
  ["another product's data", '{"page":3}', "foreign"],
  ["data of a newer format", "4:exampl:whatever", "unknown"],
  ["damaged data", dataOf({ texts: ["Mine"] }).replace("Mine", "Mone"), "unknown"],
]) {
  test(`${what}: told, and not written over before the learner goes on`, (context) => {
    const found = lms({
      ...ORDINARY,
      [SUSPEND_DATA]: data,
      [STATUS]: problem === "foreign" ? "passed" : "incomplete",
    });
    const { keeper, news, act, tick } = visit(context, found);
    tick(600000);
    assert.equal(news.problem, problem);
    assert.equal(keeper.state.status, "i", "it completes nothing");
    assert.equal(found.values[SUSPEND_DATA], data);
    assert.deepEqual(found.sets(STATUS), problem === "foreign" ? [] : ["incomplete"]);
    act({ texts: ["New"] });
    assert.match(found.values[SUSPEND_DATA], /^3:exampl:.*fffNew/);
  });
}

test("one record for many modules: each finds its own work on the device", (context) => {
  const kept = browser();
  visit(context, lms({ ...ORDINARY }), { kept }).act({ texts: ["Mine"] });
  const data = dataOf({}, { ...MODULE, tag: "theirs" });
  const found = lms({ ...ORDINARY, [SUSPEND_DATA]: data });
  const { keeper, news, tick } = visit(context, found, { kept });
  tick(600000);
  assert.deepEqual([keeper.state.texts, news.takenUp, news.problem], [["Mine"], true, null]);
  assert.equal(found.values[SUSPEND_DATA], data, "not before the learner does something");
});

test("a changed module: told before anything is written, and words and answers stay", (context) => {
  const data = dataOf({ ...DONE, texts: ["Mine"] });
  const module = {
    ...MODULE,
    structure: "ffffff",
    questions: [{ ...MODULE.questions[0], options: ["yes", "no0"] }],
  };
  const found = lms({ ...ORDINARY, [SUSPEND_DATA]: data, [STATUS]: "incomplete" });
  const { keeper, news, tick } = visit(context, found, { module });
  tick(600000);
  assert.deepEqual([news.changed, news.lost, keeper.state.texts], [true, [], ["Mine"]]);
  assert.equal(keeper.state.answers[0].response, "0", "the same words, at another place");
  assert.deepEqual(found.sets(SUSPEND_DATA), []);
  keeper.goOn();
  tick();
  assert.match(found.values[SUSPEND_DATA], /^3:exampl:ffffff:/);
});

test("words whose field has gone are shown once, and carried along", (context) => {
  const module = {
    ...MODULE,
    structure: "ffffff",
    fields: [{ id: "g", key: "ggg", maxCharacters: 100 }],
  };
  const found = lms({ ...ORDINARY, [SUSPEND_DATA]: dataOf({ texts: ["Mine"] }) });
  const { keeper, news, tick } = visit(context, found, { module });
  assert.deepEqual(news.words, ["Mine"]);
  keeper.goOn();
  tick();
  const again = visit(context, lms({ ...found.values }), { module });
  assert.deepEqual([again.news.words, again.keeper.state.others], [[], [["fff", "Mine"]]]);
});

test("what cannot be read is not written over, is asked for again, and comes back under new words", (context) => {
  const values = {
    ...ORDINARY,
    [SUSPEND_DATA]: dataOf({ texts: ["Old"] }),
    [STATUS]: "incomplete",
  };
  const server = { broken: true };
  const found = lms(values, {
    LMSGetValue: (name) => {
      if (server.broken && name === SUSPEND_DATA) throw new Error("not now");
      return values[name] ?? "x";
    },
  });
  const { keeper, act, tick, told } = visit(context, found);
  assert.equal(keeper.unread, true);
  act({ texts: ["New"] });
  tick(3000);
  assert.deepEqual(found.sets(SUSPEND_DATA), []);
  assert.ok(!told.includes("sent"));
  server.broken = false;
  tick(60000);
  assert.deepEqual(keeper.state.texts, ["Old\nNew"]);
  assert.match(found.values[SUSPEND_DATA], /fffOld\.cNew/);
});

test("while the LMS cannot be read, the copy of an earlier visit stays on the device", (context) => {
  const kept = browser();
  visit(context, lms({ ...ORDINARY }), { kept }).act({ texts: ["Copy"] });
  const broken = lms(
    {},
    {
      LMSGetValue: (name) => {
        if (name === SUSPEND_DATA) throw new Error("never");
        return ORDINARY[name] ?? "x";
      },
    },
  );
  const { act, tick } = visit(context, broken, { kept });
  act({ texts: ["a"] }, "typed");
  act({ texts: ["ab"] }, "typed");
  tick(600000);
  assert.deepEqual(visit(context, lms({ ...ORDINARY }), { kept }).keeper.state.texts, ["Copy\nab"]);
});

test("an API that comes late is found, and nothing typed is lost", (context) => {
  const view = windowWith(undefined);
  const found = lms({
    ...ORDINARY,
    [SUSPEND_DATA]: dataOf({ texts: ["Old"], screen: 1, opened: [true, true] }),
  });
  const { keeper, act, tick, told, kept } = visit(context, null, { view });
  assert.equal(keeper.kind, "local");
  act({ texts: ["New"] }, "typed");
  view.API = found.api;
  tick(1500);
  tick();
  assert.equal(keeper.kind, "recorded");
  assert.deepEqual([keeper.state.texts, keeper.state.screen], [["Old\nNew"], 1]);
  assert.match(found.values[SUSPEND_DATA], /fffOld\.cNew/);
  assert.equal(told.at(-1), "sent");
  assert.deepEqual(kept.sessionStorage, {}, "nothing is left for the next person");
});

test("the search for an API has an end", (context) => {
  const view = windowWith(undefined);
  const { tick, keeper } = visit(context, null, { view });
  tick(120000);
  view.API = lms().api;
  tick(3600000);
  assert.equal(keeper.kind, "local");
});

test("without an LMS the work is kept as long as the tab", (context) => {
  const kept = browser();
  visit(context, null, { kept }).act({ texts: ["Here"] });
  const again = visit(context, null, { kept });
  assert.deepEqual(again.keeper.state.texts, ["Here"]);
  assert.deepEqual(visit(context, null).keeper.state.texts, [""]);
});

test("the later of two tabs wins, and the earlier one calls nothing any more", (context) => {
  const kept = browser();
  const found = lms({ ...ORDINARY });
  const first = visit(context, found, { kept });
  first.act({ texts: ["First"] });
  const second = visit(context, lms({ ...found.values }), { kept });
  assert.equal(first.told.at(-1), "elsewhere");
  const made = found.calls.length;
  first.act({ texts: ["Late"] });
  first.finish();
  first.tick(60000);
  assert.equal(found.calls.length, made);
  assert.deepEqual(second.keeper.state.texts, ["First"]);
  second.act({ texts: ["Second"] });
  assert.equal(second.told.at(-1), "sent");
  assert.match(kept.localStorage["scorm_builder:exampl:jo"], /Second/);
});

test("a visit in which nothing was done leaves the record as it is, but for its time", (context) => {
  const found = lms({
    ...ORDINARY,
    [SUSPEND_DATA]: dataOf({ texts: ["Mine"] }),
    [STATUS]: "incomplete",
  });
  const { keeper, finish } = visit(context, found);
  keeper.flush();
  assert.equal(finish(), true);
  assert.deepEqual([found.sets(SUSPEND_DATA), found.sets("cmi.core.lesson_location")], [[], []]);
  assert.deepEqual(found.sets("cmi.core.session_time"), ["0000:01:01.00"]);
});
