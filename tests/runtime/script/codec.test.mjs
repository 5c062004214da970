/** The state codec: what goes into cmi.suspend_data, and what comes back. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { decodeState, decodeText, encodeState, encodeText, room } from "../../../templates/scorm12/runtime/codec.js";
import { freshState, giveAnswer, openScreen, outcome, score, shapeOf, writeText } from "../../../templates/scorm12/runtime/learner.js";

const vectors = JSON.parse(readFileSync(new URL("suspend_data.json", import.meta.url), "utf8"));
const MODULE = {
  id: "example",
  structure: "0a1b2c",
  screens: ["a", "b", "c"],
  questions: [
    { id: "q", options: 3, correct: [1] },
    { id: "r", options: 2, correct: [0] },
  ],
  fields: [{ id: "f", maxCharacters: 100 }, { id: "g", maxCharacters: 100 }],
  rule: "mastery-score",
  masteryScore: 50,
};
const SHAPE = shapeOf(MODULE);

function worked() {
  let state = freshState(MODULE);
  state = openScreen(state, 0);
  state = openScreen(state, 2);
  state = giveAnswer(state, MODULE, 0, 2);
  state = giveAnswer(state, MODULE, 0, 1);
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
  assert.match(data, /^[A-Za-z0-9._:,-]+$/);
  assert.deepEqual(decodeState(data, SHAPE), state);
  assert.deepEqual(decodeState(encodeState(freshState(MODULE)), SHAPE), freshState(MODULE));
});

test("another structure keeps only what was done", () => {
  const data = encodeState({ ...worked(), status: "p" });
  const rebuilt = { ...SHAPE, structure: "ffffff" };
  assert.deepEqual(decodeState(data, rebuilt), { status: "p" });
  assert.deepEqual(decodeState(data, { ...SHAPE, screens: 4 }), { status: "p" });
  assert.deepEqual(decodeState(data, { ...SHAPE, options: [2, 2] }).status, "p");
  assert.deepEqual(decodeState(data, { ...SHAPE, fields: 1 }), { status: "p" });
});

test("every damaged state decodes to a fresh start or to a whole one", () => {
  const data = encodeState(worked());
  const whole = JSON.stringify(Object.keys(worked()).sort());
  for (let cut = 0; cut < data.length; cut += 1) {
    for (const damaged of [data.slice(0, cut), `${data.slice(0, cut)}~${data.slice(cut + 1)}`, data.slice(cut + 1)]) {
      const state = decodeState(damaged, SHAPE);
      const keys = state && JSON.stringify(Object.keys(state).sort());
      assert.ok(state === null || keys === '["status"]' || keys === whole, damaged);
      if (keys === whole) assert.equal(state.texts.length, 2);
    }
  }
  for (const garbage of ["", "x", "null", "undefined", "2:0a1b2c:i:0:000:-00-00:,", "::::::", null, undefined, "1:0a1b2c:q:0:000:-00-00:,"]) {
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

test("the rules of completion", () => {
  const all = [0, 1, 2].reduce(openScreen, freshState(MODULE));
  assert.equal(outcome(all, { ...MODULE, rule: "all-screens" }), "c");
  assert.equal(outcome(openScreen(freshState(MODULE), 0), { ...MODULE, rule: "all-screens" }), "i");
  assert.equal(outcome(all, { ...MODULE, rule: "all-questions" }), "i");
  const wrong = giveAnswer(giveAnswer(all, MODULE, 0, 0), MODULE, 1, 1);
  assert.equal(outcome(wrong, { ...MODULE, rule: "all-questions" }), "c");
  assert.equal(outcome(wrong, MODULE), "i");
  assert.equal(score(wrong), 0);
  const half = giveAnswer(wrong, MODULE, 0, 1);
  assert.equal(score(half), 50);
  assert.equal(outcome(half, MODULE), "p");
  assert.equal(outcome(half, { ...MODULE, masteryScore: 51 }), "i");
  const spoiled = giveAnswer(half, MODULE, 0, 0);
  assert.equal(score(spoiled), 50, "a question once right stays right");
});
