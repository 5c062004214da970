/** What the script and Python both work out, by the vectors that Python's own tests hold. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { choose } from "../../../templates/module/runtime/choices.js";
import { decodeState, encodeState } from "../../../templates/module/runtime/codec.js";
import { KINDS } from "../../../templates/module/runtime/kinds.js";
import {
  freshState,
  giveAnswer,
  openScreen,
  respond,
  score,
} from "../../../templates/module/runtime/learner.js";
import { responseOf } from "../../../templates/module/runtime/responses.js";

const vectorsOf = (name) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));

test("the choosing tool comes to the techniques of the vectors", () => {
  const { table, cases } = vectorsOf("choices");
  assert.ok(cases.length >= 80);
  for (const [answers, best] of cases)
    assert.deepEqual(choose(table, answers), best, JSON.stringify(answers));
});

const { data: module, fixedCharacters } = vectorsOf("outline");
/** What is right: all good answers where several can be given, else the first. */
const rightOne = ({ kind, correct }) =>
  responseOf(KINDS[kind].alternatives ? correct.slice(0, 1) : correct);

test("a right answer to each question gives the points that Python says, and comes back", () => {
  let state = freshState(module);
  module.questions.forEach((question, index) => {
    state = giveAnswer(state, module, index, rightOne(question));
    assert.equal(state.answers[index].points, question.points, question.kind);
  });
  assert.equal(score(state, module), 100);
  const found = decodeState(encodeState(state, module), module);
  assert.deepEqual([found.lost, found.state], [[], state]);
});

test("no state without text takes more than Python says, and the fullest takes it but for commas", () => {
  let state = module.screens.reduce(
    (one, _unused, index) => openScreen(one, index),
    freshState(module),
  );
  module.questions.forEach(({ kind, size, options }, index) => {
    const all = responseOf(options.map((_unused, number) => number));
    const fullest = [all, all.slice(0, 1), ""].find(
      (response) => response === "" || KINDS[kind].isResponse(response, size, size),
    );
    state = respond(giveAnswer(state, module, index, fullest), index, fullest);
  });
  const keys = module.fields.reduce((sum, { key }) => sum + key.length, 0);
  const commas = module.fields.length - 1;
  const taken = encodeState({ ...state, status: "p", reached: 100 }, module).length + keys + commas;
  assert.ok(
    taken <= fixedCharacters && fixedCharacters - taken <= 2,
    `${taken} of ${fixedCharacters}`,
  );
});
