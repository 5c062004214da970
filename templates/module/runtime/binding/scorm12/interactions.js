/**
 * An answer as the standard's interactions have it (SCORM 1.2 RTE, cmi.interactions.n): pure.
 *
 * Answers are single characters, 0 to 9 and a to z, as the strictest LMS wants them.
 */

import { points } from "../../learner.js";

const TYPES = {
  "true-false": "true-false",
  matching: "matching",
  sequencing: "sequencing",
  "free-text": "fill-in",
};

/**
 * @param question { id, kind, correct, points }
 * @param answer { response, attempts } of the try that is recorded
 * @param text what the learner wrote, for an answer in words
 * @returns { id, type, response, correct: [pattern], result }
 */
export function interaction(question, { response, attempts }, text) {
  const { id, kind, correct } = question;
  const digits = [...response];
  const all = correct.map((number) => number.toString(36));
  const told = { id: `${id}-${attempts}`, type: TYPES[kind] || "choice", result: result(question, response) };
  switch (kind) {
    case "true-false":
      return { ...told, response: truth(response), correct: all.map(truth) };
    case "multiple-choice":
    case "sequencing":
      return { ...told, response: digits.join(), correct: [all.join()] };
    case "matching":
      return { ...told, response: pairs(digits), correct: [pairs(all)] };
    case "free-text":
      // Some LMSs lose line breaks and what is beyond the first plane; this is only a report.
      return { ...told, response: text.replace(/[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff]+/g, " ").trim() || "-", correct: [] };
    default:
      return { ...told, response, correct: all };
  }
}

const truth = (number) => (number === "0" ? "t" : "f");

const pairs = (matches) => matches.map((match, prompt) => `${prompt.toString(36)}.${match}`).join();

/** "correct", "wrong", the share of the points between them, or "neutral" where there are none. */
function result(question, response) {
  if (question.points === 0) {
    return "neutral";
  }
  const share = points(question, response) / question.points;
  if (share === 1) {
    return "correct";
  }
  return share === 0 ? "wrong" : share.toFixed(2);
}
