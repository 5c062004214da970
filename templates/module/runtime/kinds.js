/**
 * The kinds of questions by name; each is described by what it has in the file of its folder:
 *
 * - `isResponse(response, size, sizeOfMatches)`: true where a learner can answer so
 * - `points(numbers, correct)`: what the numbers of a response are worth
 * - `encode(numbers, question)`: a response as keys, and back: `restore(keys, pending, question)`
 * gives
 *   { response, whole } with what the question still has of it, and whether that is all
 * - `type`, one of the standards' interaction types, and `told(digits, text)`, what is said of a
 * response
 *   there: a list of digits or of pairs of them, a boolean, or a text. `alternatives`: each right
 * answer
 *   alone is right
 * - `feedback(response, correct)`: the numbers of the comments that are shown
 * - `right(numbers, correct)`, where each place is marked
 * - `verdict(words, response, correct)`: what is said of all of it; `words` are the page's texts
 * - `Part`: the question in the page, made with (element, words, onChange): `inputs`, `marks`,
 * `read()`,
 *   `put(response)` and `isComplete(response)`
 *
 * `question` is the question's data in the page, and a response is as in responses.js.
 */

import { freeText } from "../questions/free-text/kind.js";
import { matching } from "../questions/matching/kind.js";
import { multipleChoice } from "../questions/multiple-choice/kind.js";
import { sequencing } from "../questions/sequencing/kind.js";
import { singleChoice } from "../questions/single-choice/kind.js";
import { trueFalse } from "../questions/true-false/kind.js";
import { DIGITS } from "./responses.js";

export const KINDS = {
  "single-choice": singleChoice,
  "multiple-choice": multipleChoice,
  "true-false": trueFalse,
  matching,
  sequencing,
  "free-text": freeText,
  // What the choosing tool asks.
  wish: singleChoice,
};

/**
 * An answer for an LMS, in no standard's words: { type, response, correct: [what is right] }.
 *
 * @param text what the learner wrote, for an answer in words
 */
export function asInteraction(question, response, text) {
  const { type, told, alternatives } = KINDS[question.kind];
  const correct = question.correct.map((number) => DIGITS[number]);
  const each = alternatives
    ? correct.map((digit) => [digit])
    : [correct].filter((all) => all.length);
  return { type, response: told([...response], text), correct: each.map((digits) => told(digits)) };
}
