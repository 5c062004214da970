/** What answers are worth, and when a module is done. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import {
  freshState,
  giveAnswer,
  isSpent,
  openScreen,
  outcome,
  points,
  respond,
  score,
} from "../../../templates/module/runtime/learner.js";
import { MODULE, RESPONSES, numberOf } from "./module.mjs";

const allOpened = MODULE.screens.reduce(
  (state, _, index) => openScreen(state, index),
  freshState(MODULE),
);

/** The state after a response to the question of a kind. */
const answered = (state, kind, response) => giveAnswer(state, MODULE, numberOf(kind), response);

/** The state with such a response to each question of these kinds. */
const answeredAll = (state, how, kinds = Object.keys(RESPONSES)) =>
  kinds.reduce(
    (given, kind) => answered(given, kind, RESPONSES[kind][how] ?? RESPONSES[kind].right),
    state,
  );

/** A module with the questions of these kinds alone. */
const withKinds = (...kinds) => ({
  ...MODULE,
  questions: kinds.map((kind) => MODULE.questions[numberOf(kind)]),
});

describe("points", () => {
  const worth = (kind, response) => points(MODULE.questions[numberOf(kind)], response);

  test("one answer: a point for each that is accepted", () => {
    assert.deepEqual(
      ["0", "1", "2", "3", ""].map((response) => worth("single-choice", response)),
      [0, 1, 1, 0, 0],
    );
    assert.deepEqual(
      ["0", "1", ""].map((response) => worth("true-false", response)),
      [0, 1, 0],
    );
  });

  test("several answers: one for each good one, less one for each other, never below 0", () => {
    const cases = {
      "023": 3,
      "02": 2,
      3: 1,
      0: 1,
      "0123": 2,
      "01234": 1,
      "01": 0,
      "014": 0,
      14: 0,
      "": 0,
    };
    for (const [response, expected] of Object.entries(cases)) {
      assert.equal(worth("multiple-choice", response), expected, response);
    }
  });

  test("pairs and order: one for each in its place", () => {
    assert.deepEqual(
      ["012", "021", "120", "000", "-1-", "---", ""].map((response) => worth("matching", response)),
      [3, 1, 0, 1, 1, 0, 0],
    );
    assert.deepEqual(
      ["0123", "0132", "1032", "1203"].map((response) => worth("sequencing", response)),
      [4, 2, 0, 1],
    );
  });

  test("words and wishes: none", () => {
    assert.equal(worth("free-text", ""), 0);
    assert.equal(worth("wish", "c"), 0);
  });
});

describe("answers", () => {
  test("what is not handed in is kept, and counts for nothing", () => {
    const state = respond(freshState(MODULE), 0, "1");
    assert.deepEqual(state.answers[0], { response: "1", pending: true, attempts: 0, points: 0 });
    const module = { ...withKinds("single-choice"), rule: "all-questions" };
    assert.equal(outcome({ ...allOpened, answers: [state.answers[0]] }, module), "i");
  });

  test("handing in is one more attempt, and the best one counts", () => {
    const better = answered(answered(freshState(MODULE), "matching", "021"), "matching", "012");
    const worse = answered(better, "matching", "120");
    assert.deepEqual(worse.answers[numberOf("matching")], {
      response: "120",
      pending: false,
      attempts: 3,
      points: 3,
    });
  });

  test("a try that is not handed in leaves the points of those before it", () => {
    const state = respond(
      answered(freshState(MODULE), "matching", "012"),
      numberOf("matching"),
      "1--",
    );
    assert.deepEqual(state.answers[numberOf("matching")], {
      response: "1--",
      pending: true,
      attempts: 1,
      points: 3,
    });
  });

  test("other answers stay as they are, and so does the state that was given", () => {
    const before = freshState(MODULE);
    const after = answered(before, "true-false", "1");
    assert.deepEqual(before, freshState(MODULE));
    after.answers.forEach((answer, index) => {
      if (index !== numberOf("true-false")) assert.equal(answer, before.answers[index]);
    });
  });

  test("attempts are spent when the limit is reached, and never without one", () => {
    const [free, limited] = [MODULE.questions[0], MODULE.questions[1]];
    assert.deepEqual(
      [0, 1, 2, 3].map((attempts) => isSpent({ attempts }, limited)),
      [false, false, true, true],
    );
    assert.equal(isSpent({ attempts: 99 }, free), false);
  });
});

describe("score", () => {
  test("each question that gives points counts the same", () => {
    assert.equal(score(freshState(MODULE), MODULE), 0);
    assert.equal(score(answeredAll(freshState(MODULE), "right"), MODULE), 100);
    assert.equal(score(answered(freshState(MODULE), "sequencing", "0123"), MODULE), 20);
    assert.equal(score(answered(freshState(MODULE), "true-false", "1"), MODULE), 20);
  });

  test("partial credit: the share of a question's points", () => {
    // 1 + 2/3 + 1 + 1/3 + 2/4 of 5 questions
    assert.equal(score(answeredAll(freshState(MODULE), "partial"), MODULE), 70);
    assert.equal(score(answered(freshState(MODULE), "multiple-choice", "02"), MODULE), 13);
    assert.equal(score(answeredAll(freshState(MODULE), "wrong"), MODULE), 0);
  });

  test("a module without points is always worth 100", () => {
    const module = withKinds("free-text");
    assert.equal(score(freshState(module), module), 100);
    assert.equal(
      score(freshState({ ...MODULE, questions: [] }), { ...MODULE, questions: [] }),
      100,
    );
  });
});

describe("outcome", () => {
  test("all screens", () => {
    const module = { ...MODULE, rule: "all-screens" };
    assert.equal(outcome(allOpened, module), "c");
    assert.equal(outcome(openScreen(freshState(MODULE), 0), module), "i");
  });

  test("all questions: each kind has to be handed in, right or wrong", () => {
    const module = { ...MODULE, rule: "all-questions" };
    assert.equal(outcome(answeredAll(allOpened, "wrong"), module), "c");
    assert.equal(
      outcome(answeredAll(freshState(MODULE), "right"), module),
      "i",
      "without the screens",
    );
    for (const kind of Object.keys(RESPONSES)) {
      const others = Object.keys(RESPONSES).filter((other) => other !== kind);
      assert.equal(
        outcome(answeredAll(allOpened, "right", others), module),
        "i",
        `without ${kind}`,
      );
    }
  });

  test("a mastery score is reached by the best attempts, and what was reached stays", () => {
    const wrong = answeredAll(allOpened, "wrong");
    assert.equal(outcome(wrong, MODULE), "i");
    const partial = answeredAll(wrong, "partial");
    assert.equal(outcome(partial, { ...MODULE, masteryScore: 70 }), "p");
    assert.equal(outcome(partial, { ...MODULE, masteryScore: 71 }), "i");
    assert.equal(outcome(answeredAll(partial, "wrong"), { ...MODULE, masteryScore: 70 }), "p");
    assert.equal(
      outcome(answeredAll(freshState(MODULE), "right"), MODULE),
      "i",
      "without the screens",
    );
  });

  test("a choice: a result is reached, or the full list opened; nothing else", () => {
    const module = {
      ...withKinds("wish", "wish"),
      rule: "a-choice",
      screens: ["what-it-is", "choose", "all-techniques", "find-out-more"],
    };
    const fresh = freshState(module);
    const opened = [0, 1, 3].reduce(openScreen, fresh);
    assert.equal(outcome(opened, module), "i");
    assert.equal(outcome(respond(fresh, 0, "1"), module), "i", "not handed in");
    assert.equal(outcome(giveAnswer(fresh, module, 0, "1"), module), "c");
    assert.equal(outcome(openScreen(fresh, 2), module), "c");
    const again = respond(giveAnswer(fresh, module, 0, "1"), 0, "");
    assert.equal(outcome(again, module), "c", "starting again takes nothing back");
  });
});
