/** A module with a question of each kind, as the page's data has it; shared by these tests. */

/** Keys as outline.py makes them: 3 characters each. */
const keys = (letter, count) =>
  Array.from({ length: count }, (_unused, index) => `${letter}0${index.toString(36)}`);

const question = (id, kind, size, correct, points, attempts = null) => ({
  id,
  kind,
  size,
  correct,
  points,
  attempts,
  key: `q${id.slice(0, 2)}`,
  options: keys(kind[0], size),
  matches: kind === "matching" ? keys("x", size) : [],
});

export const MODULE = {
  id: "example",
  tag: "exampl",
  structure: "0a1b2c",
  screens: ["a", "b", "c"],
  screenKeys: ["scA", "scB", "scC"].map((key) => key.toLowerCase()),
  questions: [
    question("one", "single-choice", 4, [1, 2], 1),
    question("all", "multiple-choice", 5, [0, 2, 3], 3, 2),
    question("yes", "true-false", 2, [1], 1),
    question("pairs", "matching", 3, [0, 1, 2], 3),
    question("order", "sequencing", 4, [0, 1, 2, 3], 4),
    question("words", "free-text", 0, [], 0),
    question("wish", "wish", 13, [], 0),
  ],
  fields: [
    { id: "f", key: "ff0", maxCharacters: 100 },
    { id: "words", key: "fwo", maxCharacters: 100 },
  ],
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
