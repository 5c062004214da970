/**
 * The value types of the SCORM 1.2 data model: vocabularies, checks and time arithmetic.
 *
 * Every check takes the text that the SCO sent and answers true when the standard, read
 * strictly, accepts it. A simulator whose LMS is laxer or stricter brings its own check.
 */

/** cmi.core.lesson_status as an SCO may set it. "not attempted" can only be read: error 405. */
export const SETTABLE_STATUSES = Object.freeze([
  "passed",
  "completed",
  "failed",
  "incomplete",
  "browsed",
]);

/** Every status an LMS may report; an objective may also be set to each of them. */
export const ALL_STATUSES = Object.freeze([...SETTABLE_STATUSES, "not attempted"]);

/** The statuses after which a learner counts as done. */
export const FINAL_STATUSES = Object.freeze(["passed", "completed", "failed"]);

/** cmi.core.exit; "normal" belongs to a later version and is refused. */
export const EXITS = Object.freeze(["", "time-out", "suspend", "logout"]);

/** cmi.interactions.n.type. */
export const INTERACTION_TYPES = Object.freeze([
  "true-false",
  "choice",
  "fill-in",
  "matching",
  "performance",
  "likert",
  "sequencing",
  "numeric",
]);

/** cmi.interactions.n.result, besides a decimal; "incorrect" belongs to a later version. */
export const INTERACTION_RESULTS = Object.freeze(["correct", "wrong", "unanticipated", "neutral"]);

/** CMIString255 and CMIString4096: at most that many UTF-16 units. */
export const isText = (text, longest) => text.length <= longest;

/** CMIIdentifier: 1 to 255 characters, none of them white space. */
export const isIdentifier = (text) => /^\S{1,255}$/.test(text);

/** CMIDecimal: digits with an optional sign and fraction; no exponent, plus sign or space. */
export const isDecimal = (text) => /^-?\d+(\.\d+)?$/.test(text);

/** A score: blank, or a decimal from 0 to 100. */
export const isScore = (text) =>
  text === "" || (isDecimal(text) && Number(text) >= 0 && Number(text) <= 100);

/** CMISInteger within a range, as the student preferences have it. */
export const isInteger = (text, lowest, highest) =>
  /^-?\d+$/.test(text) && Number(text) >= lowest && Number(text) <= highest;

/** CMITimespan: HH:MM:SS, two to four digits of hours, one or two decimals; never blank. */
export const isTimespan = (text) => /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/.test(text);

/** CMITime: a time of day, so that 24:60:60 is refused. */
export const isTime = (text) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/.test(text);

/** The result of an interaction: a word of the vocabulary or a decimal; never blank. */
export const isResult = (text) => INTERACTION_RESULTS.includes(text) || isDecimal(text);

/**
 * The checks by type name, as the table in data-model.js uses them.
 * @type {Readonly<Record<string, (text: string) => boolean>>}
 */
export const STANDARD_TYPES = Object.freeze({
  identifier: isIdentifier,
  string255: (text) => isText(text, 255),
  string4096: (text) => isText(text, 4096),
  status: (text) => SETTABLE_STATUSES.includes(text),
  objectiveStatus: (text) => ALL_STATUSES.includes(text),
  exit: (text) => EXITS.includes(text),
  score: isScore,
  weighting: (text) => text === "" || isDecimal(text),
  timespan: isTimespan,
  time: isTime,
  interactionType: (text) => INTERACTION_TYPES.includes(text),
  result: isResult,
  audio: (text) => isInteger(text, -1, 100),
  speed: (text) => isInteger(text, -100, 100),
  text: (text) => isInteger(text, -1, 1),
});

/**
 * The parts of a CMITimespan.
 * @param {string} text - a value that isTimespan accepts
 * @returns {{hours: number, minutes: number, seconds: number, fraction: string}} the fraction
 *   is the digits as written, because one LMS reads ".5" as five hundredths
 */
export function timespanParts(text) {
  const [hours, minutes, rest] = text.split(":");
  const [seconds, fraction = ""] = rest.split(".");
  return { hours: Number(hours), minutes: Number(minutes), seconds: Number(seconds), fraction };
}

/**
 * A CMITimespan as a whole number of hundredths of a second, so that sums are exact.
 * @param {string} text - a value that isTimespan accepts; blank counts as nothing
 * @param {(fraction: string) => number} [readFraction] - hundredths from the fraction's digits
 * @returns {number}
 */
export function timespanToHundredths(
  text,
  readFraction = (fraction) => Number(fraction.padEnd(2, "0")),
) {
  if (text === "") return 0;
  const { hours, minutes, seconds, fraction } = timespanParts(text);
  return ((hours * 60 + minutes) * 60 + seconds) * 100 + readFraction(fraction);
}

/**
 * HH:MM:SS, with .SS when there are hundredths.
 * @param {number} hundredths
 * @returns {string} a CMITimespan
 */
export function hundredthsToTimespan(hundredths) {
  const pair = (number) => String(number).padStart(2, "0");
  const seconds = Math.floor(hundredths / 100);
  const fraction = hundredths % 100;
  const whole = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return whole.map(pair).join(":") + (fraction ? `.${pair(fraction)}` : "");
}
