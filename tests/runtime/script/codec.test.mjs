/** The state codec: what goes into cmi.suspend_data, and what comes back. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { decodeState, decodeText, encodeState, encodeText, isResponse, room } from "../../../templates/scorm12/runtime/codec.js";
import { freshState, giveAnswer, openScreen, respond, shapeOf, writeText } from "../../../templates/scorm12/runtime/learner.js";
import { IMPOSSIBLE, MODULE, RESPONSES, numberOf } from "./module.mjs";

const vectors = JSON.parse(readFileSync(new URL("suspend_data.json", import.meta.url), "utf8"));
const SHAPE = shapeOf(MODULE);
const KINDS = Object.keys(RESPONSES);

/** A state with some of everything: answers handed in and not, and texts. */
function worked() {
  let state = openScreen(openScreen(freshState(MODULE), 0), 2);
  state = giveAnswer(giveAnswer(state, MODULE, 0, "0"), MODULE, 0, "1");
  state = giveAnswer(state, MODULE, numberOf("multiple-choice"), "02");
  state = respond(giveAnswer(state, MODULE, numberOf("matching"), "012"), numberOf("matching"), "-1-");
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

test("a state comes back as it was, in the safe alphabet", () => {
  const state = worked();
  const data = encodeState(state);
  assert.equal(data, "2:0a1b2c:i:2:101:121,0212,00,.-1-13,.321000,10,00:Yes.b_a.rb.c.-2R7M,end");
  assert.match(data, /^[A-Za-z0-9._:,-]+$/);
  assert.deepEqual(decodeState(data, SHAPE), state);
  assert.deepEqual(decodeState(encodeState(freshState(MODULE)), SHAPE), freshState(MODULE));
});

describe("each kind of answer", () => {
  for (const kind of KINDS) {
    test(`${kind}: comes back, handed in and not`, () => {
      for (const response of Object.values(RESPONSES[kind])) {
        for (const give of [giveAnswer, (state, _, number, given) => respond(state, number, given)]) {
          const state = give(freshState(MODULE), MODULE, numberOf(kind), response);
          assert.deepEqual(decodeState(encodeState(state), SHAPE), state, response);
        }
      }
    });

    test(`${kind}: what nobody can have answered is refused`, () => {
      const { size } = MODULE.questions[numberOf(kind)];
      assert.ok(isResponse("", kind, size), "nothing yet");
      for (const response of Object.values(RESPONSES[kind])) assert.ok(isResponse(response, kind, size), response);
      for (const response of IMPOSSIBLE[kind]) {
        assert.ok(!isResponse(response, kind, size), response);
        const state = respond(freshState(MODULE), numberOf(kind), response);
        assert.deepEqual(decodeState(encodeState(state), SHAPE), { status: "i" }, response);
      }
    });
  }

  test("matching may leave prompts open", () => {
    for (const response of ["---", "0--", "-22"]) assert.ok(isResponse(response, "matching", 3), response);
  });

  test("attempts beyond what a digit holds stay at the most", () => {
    const many = { ...freshState(MODULE) };
    many.answers = many.answers.map((answer, index) => (index === 0 ? { ...answer, response: "1", attempts: 99 } : answer));
    assert.equal(decodeState(encodeState(many), SHAPE).answers[0].attempts, 35);
  });

  test("points beyond those of a question that was changed are its most", () => {
    const state = giveAnswer(freshState(MODULE), MODULE, numberOf("multiple-choice"), "023");
    const questions = MODULE.questions.map((question) => ({ ...question, points: Math.min(question.points, 2) }));
    const decoded = decodeState(encodeState(state), { ...SHAPE, questions });
    assert.equal(decoded.answers[numberOf("multiple-choice")].points, 2);
  });
});

test("another structure keeps only what was done", () => {
  const data = encodeState({ ...worked(), status: "p" });
  const done = { status: "p" };
  const fewer = SHAPE.questions.slice(1);
  const smaller = SHAPE.questions.map((question) => ({ ...question, size: 2 }));
  for (const change of [{ structure: "ffffff" }, { screens: 4 }, { screens: 2 }, { fields: 1 }, { fields: 3 }, { questions: fewer }, { questions: smaller }]) {
    assert.deepEqual(decodeState(data, { ...SHAPE, ...change }), done, JSON.stringify(change));
  }
});

test("every damaged state decodes to a fresh start or to a whole one", () => {
  const data = encodeState(worked());
  const whole = JSON.stringify(Object.keys(worked()).sort());
  const seen = { fresh: 0, status: 0, whole: 0 };
  for (let cut = 0; cut < data.length; cut += 1) {
    const [before, after] = [data.slice(0, cut), data.slice(cut + 1)];
    const swapped = [..."~0-.,:"].map((character) => `${before}${character}${after}`);
    for (const damaged of [before, after, before + after, ...swapped]) {
      const state = decodeState(damaged, SHAPE);
      const keys = state && JSON.stringify(Object.keys(state).sort());
      assert.ok(state === null || keys === '["status"]' || keys === whole, damaged);
      seen[state === null ? "fresh" : keys === whole ? "whole" : "status"] += 1;
      if (keys !== whole) continue;
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
  assert.ok(Object.values(seen).every((count) => count > 20), JSON.stringify(seen));
});

test("garbage and the format before this one are a fresh start", () => {
  const former = "1:0a1b2c:c:0:000:-00-00-00:,";
  for (const garbage of ["", "x", "null", "undefined", former, "2", "::::::", null, undefined, 2, "2:0a1b2c:q:0:000:00,00,00,00,00,00,00:,"]) {
    assert.equal(decodeState(garbage, SHAPE), null, String(garbage));
  }
});

test("the room is what a text may still take", () => {
  const state = freshState(MODULE);
  const full = writeText(state, 0, "x".repeat(room(state)));
  assert.equal(encodeState(full).length, 4096);
  assert.equal(room(full), 0);
  assert.equal(room(writeText(state, 0, "🙂")), room(state) - 6);
});
