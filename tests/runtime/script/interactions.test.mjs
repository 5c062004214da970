/** Answers as the standard's interactions, and what LMSs make of them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { simulators } from "../../../scorm_builder/lms/simulators/index.js";
import { Scorm12API } from "../../../templates/node_modules/scorm-again/dist/esm/scorm12.js";
import { interaction } from "../../../templates/module/runtime/binding/scorm12/interactions.js";
import { LearnerRecord } from "../../../templates/module/runtime/binding/scorm12/record.js";
import { Session } from "../../../templates/module/runtime/binding/scorm12/session.js";
import { MODULE, numberOf } from "./module.mjs";

/** [kind, response, what is recorded]; the attempt is the second one throughout. */
const CASES = [
  [
    "single-choice",
    "1",
    { id: "one-2", type: "choice", response: "1", correct: ["1", "2"], result: "correct" },
  ],
  [
    "single-choice",
    "3",
    { id: "one-2", type: "choice", response: "3", correct: ["1", "2"], result: "wrong" },
  ],
  [
    "multiple-choice",
    "023",
    { id: "all-2", type: "choice", response: "0,2,3", correct: ["0,2,3"], result: "correct" },
  ],
  [
    "multiple-choice",
    "0",
    { id: "all-2", type: "choice", response: "0", correct: ["0,2,3"], result: "0.33" },
  ],
  [
    "multiple-choice",
    "14",
    { id: "all-2", type: "choice", response: "1,4", correct: ["0,2,3"], result: "wrong" },
  ],
  [
    "true-false",
    "0",
    { id: "yes-2", type: "true-false", response: "t", correct: ["f"], result: "wrong" },
  ],
  [
    "true-false",
    "1",
    { id: "yes-2", type: "true-false", response: "f", correct: ["f"], result: "correct" },
  ],
  [
    "matching",
    "021",
    {
      id: "pairs-2",
      type: "matching",
      response: "0.0,1.2,2.1",
      correct: ["0.0,1.1,2.2"],
      result: "0.33",
    },
  ],
  [
    "matching",
    "012",
    {
      id: "pairs-2",
      type: "matching",
      response: "0.0,1.1,2.2",
      correct: ["0.0,1.1,2.2"],
      result: "correct",
    },
  ],
  [
    "sequencing",
    "0132",
    {
      id: "order-2",
      type: "sequencing",
      response: "0,1,3,2",
      correct: ["0,1,2,3"],
      result: "0.50",
    },
  ],
  [
    "sequencing",
    "1032",
    {
      id: "order-2",
      type: "sequencing",
      response: "1,0,3,2",
      correct: ["0,1,2,3"],
      result: "wrong",
    },
  ],
  [
    "free-text",
    "",
    {
      id: "words-2",
      type: "fill-in",
      response: "Caf\u00e9, 50% \u2019so\u2019",
      correct: [],
      result: "neutral",
    },
  ],
  ["wish", "c", { id: "wish-2", type: "choice", response: "c", correct: [], result: "neutral" }],
];
const WORDS = "Caf\u00e9,\n50%\t\u{1f642}\u2028\u2019so\u2019 \u0000";

const told = (kind, response, text = WORDS) =>
  interaction(MODULE.questions[numberOf(kind)], { response, attempts: 2 }, text);

test("each kind has the standard's type, response, patterns and result", () => {
  for (const [kind, response, expected] of CASES)
    assert.deepEqual(told(kind, response), expected, `${kind} ${response}`);
  assert.deepEqual(
    new Set(CASES.map(([kind]) => kind)),
    new Set(MODULE.questions.map(({ kind }) => kind)),
  );
});

test("words that no LMS keeps leave a dash", () => {
  for (const text of ["", " \n ", "\u{1f642}"])
    assert.equal(told("free-text", "", text).response, "-");
});

/** An LMS: its API, what it refused, and the interactions that it kept. */
function lmsOf(name, options) {
  const record = {};
  const api =
    name === "scorm-again"
      ? new Scorm12API({ autocommit: false, logLevel: 5 })
      : simulators[name].create({ record, options }).api;
  const refused = [];
  const set = api.LMSSetValue;
  api.LMSSetValue = (element, value) => {
    const answer = set.call(api, element, value);
    if (String(answer) !== "true") refused.push([element, value]);
    return answer;
  };
  const fromScormAgain = (entry) => ({
    ...entry,
    studentResponse: entry.student_response,
    correctResponses: Object.values(entry.correct_responses).map(({ pattern }) => pattern),
  });
  const kept = () =>
    name === "scorm-again"
      ? Object.values(JSON.parse(JSON.stringify(api.cmi.interactions))).map(fromScormAgain)
      : simulators[name].summary(record).interactions;
  return { api, refused, kept };
}

const LMSS = {
  strict: ["strict"],
  moodle: ["moodle"],
  "moodle, standard mode": ["moodle", { standardMode: true }],
  "learning-hub": ["learning-hub"],
  "scorm-again": ["scorm-again"],
};

describe("an LMS takes every kind, word for word", () => {
  for (const [title, [name, options]] of Object.entries(LMSS)) {
    test(title, () => {
      const lms = lmsOf(name, options);
      const view = { API: lms.api };
      view.parent = view;
      const session = new Session(view);
      assert.ok(session.start());
      const record = new LearnerRecord(session);
      const long = "\u00e9".repeat(300);
      const answers = [
        ...CASES.map(([kind, response]) => told(kind, response)),
        told("free-text", "", long),
      ];
      for (const answer of answers)
        record.addInteraction({ ...answer, time: "09:08:07", latency: "0000:00:01.50" });
      assert.deepEqual(lms.refused, []);
      // The Learning Hub keeps them only when the visit ends; scorm-again then forgets them.
      if (name !== "scorm-again") session.finish();
      const seen = lms.kept().map(({ id, type, studentResponse, correctResponses, result }) => ({
        id,
        type,
        response: studentResponse,
        correct: correctResponses,
        result,
      }));
      assert.deepEqual(
        seen,
        answers.map((answer) => ({ ...answer, response: answer.response.slice(0, 255) })),
      );
    });
  }
});
