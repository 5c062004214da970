/**
 * An answer as the standard's interactions have it (SCORM 1.2 RTE, cmi.interactions.n): pure.
 *
 * Answers are single characters, 0 to 9 and a to z, as the strictest LMS wants them.
 */

import { asInteraction } from "../../kinds.js";
import { points } from "../../learner.js";

/**
 * @param question its data in the page
 * @param answer { response, attempts } of the try that is recorded
 * @param text what the learner wrote, for an answer in words
 * @returns { id, type, response, correct: [pattern], result }
 */
export function interaction(question, { response, attempts }, text) {
  const told = asInteraction(question, response, text);
  return {
    id: `${question.id}-${attempts}`,
    type: told.type,
    response: written(told.response),
    correct: told.correct.map(written),
    result: result(question, response),
  };
}

/** A truth, words, or a list of digits or of pairs of them. */
function written(told) {
  if (typeof told === "boolean") {
    return told ? "t" : "f";
  }
  if (typeof told === "string") {
    // Some LMSs lose line breaks and what is beyond the first plane; this is only a report.
    return told.replace(/[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff]+/g, " ").trim() || "-";
  }
  return told.map((part) => [].concat(part).join(".")).join();
}

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
