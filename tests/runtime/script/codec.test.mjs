/** The state codec: what goes into cmi.suspend_data, and what comes back. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { decodeText, encodeText } from "../../../templates/module/runtime/alphabet.js";
import {
  checksum,
  decodeState,
  encodeState,
  isResponse,
  room,
} from "../../../templates/module/runtime/codec.js";
import {
  freshState,
  giveAnswer,
  openScreen,
  respond,
  writeText,
} from "../../../templates/module/runtime/learner.js";
import { IMPOSSIBLE, MODULE, RESPONSES, numberOf } from "./module.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/texts.json", import.meta.url), "utf8"));
const KINDS = Object.keys(RESPONSES);

/** A state with some of everything: answers handed in and not, and texts. */
function worked() {
  let state = openScreen(openScreen(freshState(MODULE), 0), 2);
  state = giveAnswer(giveAnswer(state, MODULE, 0, "0"), MODULE, 0, "1");
  state = giveAnswer(state, MODULE, numberOf("multiple-choice"), "02");
  state = respond(
    giveAnswer(state, MODULE, numberOf("matching"), "012"),
    numberOf("matching"),
    "-1-",
  );
  state = respond(state, numberOf("sequencing"), "3210");
  state = giveAnswer(state, MODULE, numberOf("free-text"), "");
  state = writeText(state, 0, "Yes, a=b\n🙂");
  return writeText(state, 1, "end");
}

test("texts stand as the vectors say, and come back", () => {
  for (const [text, encoded] of vectors.texts) {
    assert.equal(encodeText(text), encoded);
    assert.equal(decodeText(encoded), text);
    assert.match(encoded, /^[A-Za-z0-9._:,-]*$/);
  }
});

test("what no text makes is refused", () => {
  for (const damaged of vectors.refused) assert.equal(decodeText(damaged), null, damaged);
});

test("every code unit comes back, alone and in company", () => {
  for (let unit = 0; unit < 0x10000; unit += 1) {
    const text = String.fromCharCode(unit);
    assert.equal(decodeText(encodeText(text)), text);
  }
});

/** What decodes to `state`, to this module or to a changed one. */
const back = (state, module = MODULE) => decodeState(encodeState(state, MODULE), module);

test("a state comes back as it was, in the safe alphabet", () => {
  const state = worked();
  const data = encodeState(state, MODULE);
  const body = [
    "3:exampl:0a1b2c:iscc:scascc",
    "qon21s01,qal12m00m02,qpa13.m01x01,qor00.s03s02s01s00,qwo10",
    "ff0Yes.b_a.rb.c.-2R7M,fwoend",
  ].join(":");
  assert.equal(data, `${body}:${checksum(body)}`);
  assert.match(data, /^[A-Za-z0-9._:,-]+$/);
  assert.deepEqual(back(state), { kind: "ours", changed: false, lost: [], state });
  assert.deepEqual(back(freshState(MODULE)).state, freshState(MODULE));
});

test("data that were sent once more with a mark are the same", () => {
  const state = worked();
  assert.deepEqual(decodeState(`${encodeState(state, MODULE)}.`, MODULE).state, state);
});

describe("each kind of answer", () => {
  for (const kind of KINDS) {
    test(`${kind}: comes back, handed in and not`, () => {
      for (const response of Object.values(RESPONSES[kind])) {
        for (const give of [
          giveAnswer,
          (state, _, number, given) => respond(state, number, given),
        ]) {
          const state = give(freshState(MODULE), MODULE, numberOf(kind), response);
          assert.deepEqual(back(state).state, state, response);
        }
      }
    });

    test(`${kind}: what nobody can have answered is refused`, () => {
      const { size } = MODULE.questions[numberOf(kind)];
      assert.ok(isResponse("", kind, size), "nothing yet");
      for (const response of Object.values(RESPONSES[kind]))
        assert.ok(isResponse(response, kind, size), response);
      for (const response of IMPOSSIBLE[kind]) {
        assert.ok(!isResponse(response, kind, size), response);
      }
    });
  }

  test("matching may leave prompts open", () => {
    for (const response of ["---", "0--", "-22"])
      assert.ok(isResponse(response, "matching", 3), response);
  });

  test("attempts beyond what a digit holds stay at the most", () => {
    const many = { ...freshState(MODULE) };
    many.answers = many.answers.map((answer, index) =>
      index === 0 ? { ...answer, response: "1", attempts: 99 } : answer,
    );
    assert.equal(back(many).state.answers[0].attempts, 35);
  });

  test("points beyond those of a question that was changed are its most", () => {
    const state = giveAnswer(freshState(MODULE), MODULE, numberOf("multiple-choice"), "023");
    const questions = MODULE.questions.map((question) => ({
      ...question,
      points: Math.min(question.points, 2),
    }));
    assert.equal(
      back(state, { ...MODULE, questions }).state.answers[numberOf("multiple-choice")].points,
      2,
    );
  });
});

/** The module with other things in the question of a kind. */
const changed = (kind, change) => ({
  ...MODULE,
  structure: "ffffff",
  questions: MODULE.questions.map((question) =>
    question.kind === kind ? { ...question, ...change(question) } : question,
  ),
});

const without = (list, index) => list.filter((_unused, number) => number !== index);
const answerIn = (found, kind) => found.state.answers[numberOf(kind)];

describe("a module that has changed", () => {
  test("options in another order: every answer is the one that was given", () => {
    const state = worked();
    const reversed = (question) => ({
      options: [...question.options].reverse(),
      matches: [...question.matches].reverse(),
    });
    const module = {
      ...MODULE,
      structure: "ffffff",
      questions: MODULE.questions.map((question) => ({ ...question, ...reversed(question) })),
    };
    const found = back(state, module);
    assert.deepEqual([found.changed, found.lost], [true, []]);
    assert.equal(
      answerIn(found, "single-choice").response,
      "2",
      "option 1 of 4 from the other end",
    );
    assert.equal(answerIn(found, "multiple-choice").response, "24");
    assert.equal(answerIn(found, "sequencing").response, "0123");
    assert.equal(answerIn(found, "matching").response, "-1-");
  });

  test("questions, screens and fields are found wherever they stand", () => {
    const module = {
      ...MODULE,
      structure: "ffffff",
      screens: ["c", "new", "a"],
      screenKeys: ["scc", "scn", "sca"],
      questions: [...MODULE.questions].reverse(),
      fields: [...MODULE.fields].reverse(),
    };
    const { state, lost } = back(worked(), module);
    assert.deepEqual(lost, []);
    assert.deepEqual([state.screen, state.opened], [0, [true, false, true]]);
    assert.deepEqual(state.texts, ["end", "Yes, a=b\n🙂"]);
    assert.deepEqual(state.answers, [...worked().answers].reverse());
  });

  test("an option that has gone takes only itself along", () => {
    const module = changed("multiple-choice", ({ options }) => ({ options: without(options, 0) }));
    const found = back(worked(), module);
    assert.deepEqual(found.lost, [numberOf("multiple-choice")]);
    assert.deepEqual(answerIn(found, "multiple-choice"), {
      response: "1",
      pending: true,
      attempts: 0,
      points: 0,
    });
    assert.deepEqual(answerIn(found, "single-choice"), worked().answers[0]);
  });

  test("an answer whose option has gone is no other option's", () => {
    const module = changed("single-choice", ({ options }) => ({ options: without(options, 1) }));
    const found = back(worked(), module);
    assert.deepEqual(found.lost, [0]);
    assert.deepEqual(answerIn(found, "single-choice"), {
      response: "",
      pending: false,
      attempts: 0,
      points: 0,
    });
  });

  test("an option more leaves the answer as it was handed in", () => {
    for (const kind of ["single-choice", "multiple-choice"]) {
      const found = back(
        worked(),
        changed(kind, ({ options }) => ({ options: ["new", ...options] })),
      );
      assert.deepEqual(found.lost, []);
      assert.equal(answerIn(found, kind).attempts, worked().answers[numberOf(kind)].attempts);
    }
  });

  test("pairs: one less costs nothing, one more or a match that has gone is asked again", () => {
    const state = giveAnswer(freshState(MODULE), MODULE, numberOf("matching"), "012");
    const fewer = changed("matching", ({ options, matches }) => ({
      options: without(options, 0),
      matches: without(matches, 0),
    }));
    assert.deepEqual(answerIn(back(state, fewer), "matching"), {
      response: "01",
      pending: false,
      attempts: 1,
      points: 3,
    });
    const more = changed("matching", ({ options, matches }) => ({
      options: [...options, "new"],
      matches: [...matches, "new"],
    }));
    assert.deepEqual(back(state, more).lost, [numberOf("matching")]);
    assert.deepEqual(answerIn(back(state, more), "matching"), {
      response: "012-",
      pending: true,
      attempts: 0,
      points: 0,
    });
    const other = changed("matching", ({ matches }) => ({ matches: ["new", ...matches.slice(1)] }));
    assert.equal(answerIn(back(state, other), "matching").response, "-12");
    const open = respond(freshState(MODULE), numberOf("matching"), "-1-");
    assert.deepEqual(back(open, more).lost, [], "what was open is open");
  });

  test("an order: one item less keeps it, one more is asked again", () => {
    const state = giveAnswer(freshState(MODULE), MODULE, numberOf("sequencing"), "3210");
    const fewer = changed("sequencing", ({ options }) => ({ options: without(options, 1) }));
    assert.deepEqual(
      [back(state, fewer).lost, answerIn(back(state, fewer), "sequencing").response],
      [[], "210"],
    );
    const more = changed("sequencing", ({ options }) => ({ options: ["new", ...options] }));
    assert.deepEqual(answerIn(back(state, more), "sequencing"), {
      response: "43210",
      pending: true,
      attempts: 0,
      points: 0,
    });
  });

  test("the words of a field that has gone are carried along, and come back with it", () => {
    const module = { ...MODULE, structure: "ffffff", fields: MODULE.fields.slice(1) };
    const { state } = back(worked(), module);
    assert.deepEqual([state.texts, state.others], [["end"], [["ff0", "Yes, a=b\n🙂"]]]);
    assert.deepEqual(decodeState(encodeState(state, module), MODULE).state.texts, worked().texts);
  });

  test("what was done stays done", () => {
    for (const status of ["c", "p"]) {
      assert.equal(
        back(
          { ...worked(), status },
          changed("wish", () => ({ options: [] })),
        ).state.status,
        status,
      );
    }
  });
});

test("another module's data complete nothing, and neither do another product's", () => {
  const data = encodeState({ ...worked(), status: "p" }, { ...MODULE, tag: "theirs" });
  for (const foreign of [data, "2A1B", '{"v":1}', "null", "undefined", "x"]) {
    assert.deepEqual(decodeState(foreign, MODULE), { kind: "foreign" }, foreign);
  }
});

test("a newer or older format, and what is damaged, cannot be read, and is not nothing", () => {
  const data = encodeState(worked(), MODULE);
  for (const unknown of [
    "4:exampl:x",
    "2:0a1b2c:i:0:000:00:",
    data.replace("end", "ena"),
    "3:",
    "3:exa",
    "3:exampl",
    "3:exampl:0a1b2c:z",
  ]) {
    assert.deepEqual(decodeState(unknown, MODULE), { kind: "unknown" }, unknown);
  }
  assert.deepEqual(decodeState("", MODULE), { kind: "none" });
});

test("data that were cut give back all that is whole of them", () => {
  const state = { ...worked(), status: "p" };
  const data = encodeState(state, MODULE);
  const at = (piece) => decodeState(data.slice(0, data.indexOf(piece)), MODULE);
  assert.deepEqual(at("nd:").state.texts, ["Yes, a=b\n🙂", ""]);
  assert.deepEqual(at("s02s01").state.answers[3], worked().answers[3]);
  assert.deepEqual(at("s02s01").state.answers[4], freshState(MODULE).answers[4]);
  assert.deepEqual(at("cc:qon").state.opened, [true, false, false]);
  assert.equal(at("scc:").state.status, "p");
  for (const piece of ["nd:", "s02s01", "cc:qon", "scc:"])
    assert.equal(at(piece).kind, "cut", piece);
});

test("every damaged state is known as damaged, or is a whole one", () => {
  const data = encodeState(worked(), MODULE);
  const seen = {};
  for (let cut = 0; cut < data.length; cut += 1) {
    const [before, after] = [data.slice(0, cut), data.slice(cut + 1)];
    const swapped = [..."~0-.,:"].map((character) => `${before}${character}${after}`);
    for (const damaged of [before, after, before + after, ...swapped].filter(
      (one) => one !== data,
    )) {
      const { kind, state } = decodeState(damaged, MODULE);
      seen[kind] = (seen[kind] || 0) + 1;
      assert.ok(kind !== "ours", damaged);
      if (!state) continue;
      assert.equal(state.texts.length, MODULE.fields.length, damaged);
      assert.equal(state.answers.length, MODULE.questions.length, damaged);
      state.answers.forEach(({ response, pending, attempts, points }, index) => {
        const question = MODULE.questions[index];
        assert.ok(isResponse(response, question.kind, question.size), damaged);
        assert.ok(points >= 0 && points <= question.points, damaged);
        assert.ok(Number.isInteger(attempts) && attempts >= 0 && attempts <= 35, damaged);
        assert.equal(typeof pending, "boolean");
      });
    }
  }
  for (const kind of ["cut", "unknown", "foreign"])
    assert.ok(seen[kind] > 20, JSON.stringify(seen));
});

test("the room is what a text may still take", () => {
  const state = freshState(MODULE);
  const free = room(writeText(state, 0, "x"), MODULE);
  const full = writeText(state, 0, "x".repeat(free + 1));
  assert.equal(encodeState(full, MODULE).length, 4096);
  assert.equal(room(full, MODULE), 0);
  assert.equal(room(writeText(state, 0, "🙂"), MODULE), free - 5);
});
