/** A module with a question of each kind, as the page's data has it; shared by these tests. */

export const MODULE = {
  id: "example",
  structure: "0a1b2c",
  screens: ["a", "b", "c"],
  questions: [
    { id: "one", kind: "single-choice", size: 4, correct: [1, 2], points: 1, attempts: null },
    { id: "all", kind: "multiple-choice", size: 5, correct: [0, 2, 3], points: 3, attempts: 2 },
    { id: "yes", kind: "true-false", size: 2, correct: [1], points: 1, attempts: null },
    { id: "pairs", kind: "matching", size: 3, correct: [0, 1, 2], points: 3, attempts: null },
    { id: "order", kind: "sequencing", size: 4, correct: [0, 1, 2, 3], points: 4, attempts: null },
    { id: "words", kind: "free-text", size: 0, correct: [], points: 0, attempts: null },
    { id: "wish", kind: "wish", size: 13, correct: [], points: 0, attempts: null },
  ],
  fields: [{ id: "f", maxCharacters: 100 }, { id: "words", maxCharacters: 100 }],
  rule: "mastery-score",
  masteryScore: 50,
};

/** The number of the question of a kind. */
export const numberOf = (kind) => MODULE.questions.findIndex((question) => question.kind === kind);

/** A response to each kind: one that is right, one that is partly right, one that is wrong. */
export const RESPONSES = {
  "single-choice": { right: "2", wrong: "0" },
  "multiple-choice": { right: "023", partial: "02", wrong: "4" },
  "true-false": { right: "1", wrong: "0" },
  matching: { right: "012", partial: "021", wrong: "120" },
  sequencing: { right: "0123", partial: "0132", wrong: "1032" },
  "free-text": { right: "" },
  wish: { right: "c" },
};

/** Responses that no learner can give to the question of a kind. */
export const IMPOSSIBLE = {
  "single-choice": ["4", "-", "00", "12", "z"],
  "multiple-choice": ["5", "-", "20", "00", "012345", "0-2"],
  "true-false": ["2", "-", "01"],
  matching: ["01", "0123", "013", "--", "----"],
  sequencing: ["012", "01233", "0122", "012-", "0124"],
  "free-text": ["0", "-", "a"],
  wish: ["d", "-", "01"],
};
