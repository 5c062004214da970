/**
 * The learner's state as text for cmi.suspend_data, and back.
 *
 * Only `[A-Za-z0-9._:,-]` is used: ESR's relay loses line breaks and emoji, the AICC shim cuts at
 * "=" and expands "$&". Never more than 4,096 characters (SCORM 1.2 RTE, CMIString4096).
 *
 *     2:9f3c2a:i:3:110100000:211,02424,00:Start_small,,Ask_Sam.c
 *     |  |     | | |         |            texts, one a field
 *     |  |     | | |         questions: response, then a digit each for attempts and points
 *     |  |     | | screens opened
 *     |  |     | current screen
 *     |  |     i incomplete, c completed, p passed
 *     |  structure tag of the module
 *     version of this format
 *
 * A response that is not handed in has a dot before it. It is the number of the option, the numbers of those that are ticked, what stands at each
 * prompt ("-" for nothing), or the order of the items; it is empty for an answer in words.
 *
 * Text: letters, digits and "-" stand for themselves, "_" is a space, ".x" is a common character
 * from the table, ".ABC" (three of 0-9A-Z) any other up to U+B63F, ".-ABCD" all the rest.
 */

export const MOST_CHARACTERS = 4096;
const FORMAT = "2";
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const COMMON = ".,\n'\"?!:;()/&%@+*=#\u00a3\u2019\u2013\u00e9_[]";
const COMMON_CODES = "abcdefghijklmnopqrstuvwxyz";
const PLAIN = /^[A-Za-z0-9-]$/;
const MOST_SHORT = 36 ** 3;

const ESCAPES = new Map([...COMMON].map((character, index) => [character, COMMON_CODES[index]]));
const CHARACTERS = new Map([...COMMON].map((character, index) => [COMMON_CODES[index], character]));

/** `text` in the safe alphabet; every text, also one with a lone surrogate, comes back the same. */
export function encodeText(text) {
  let encoded = "";
  for (const character of text) {
    encoded += encodeCharacter(character);
  }
  return encoded;
}

function encodeCharacter(character) {
  if (PLAIN.test(character)) {
    return character;
  }
  if (character === " ") {
    return "_";
  }
  if (ESCAPES.has(character)) {
    return `.${ESCAPES.get(character)}`;
  }
  const point = character.codePointAt(0);
  const short = point < MOST_SHORT;
  const number = point.toString(36).toUpperCase().padStart(short ? 3 : 4, "0");
  return short ? `.${number}` : `.-${number}`;
}

/** The text of `encoded`, or null when it is not what encodeText makes. */
export function decodeText(encoded) {
  let text = "";
  let rest = encoded;
  while (rest) {
    const match = /^(?:([A-Za-z0-9-])|(_)|\.([a-z])|\.([0-9A-Z]{3})|\.-([0-9A-Z]{4}))/.exec(rest);
    if (!match) {
      return null;
    }
    const [whole, plain, space, common, short, long] = match;
    if (common && !CHARACTERS.has(common)) {
      return null;
    }
    const point = parseInt(short || long || "0", 36);
    if (point > 0x10ffff) {
      return null;
    }
    text += plain || (space && " ") || (common && CHARACTERS.get(common)) || String.fromCodePoint(point);
    rest = rest.slice(whole.length);
  }
  return text;
}

/**
 * The state as suspend data. May be longer than MOST_CHARACTERS: ask `room` before saving.
 *
 * @param state { structure, status: "i"|"c"|"p", screen, opened: [boolean],
 *   answers: [{response: string, pending, attempts, points}], texts: [string] }
 */
export function encodeState(state) {
  const opened = state.opened.map((value) => (value ? "1" : "0")).join("");
  const answers = state.answers.map(encodeAnswer).join(",");
  const texts = state.texts.map(encodeText).join(",");
  return [FORMAT, state.structure, state.status, DIGITS[state.screen], opened, answers, texts].join(":");
}

function encodeAnswer({ response, pending, attempts, points }) {
  const most = DIGITS.length - 1;
  return (pending ? "." : "") + response + DIGITS[Math.min(attempts, most)] + DIGITS[points];
}

/**
 * The state in `data`, or null when it is empty, damaged or of another format: a fresh start.
 *
 * When only the structure tag or the sizes differ from `shape`, the state is `{status}` alone:
 * the module was rebuilt, progress starts afresh, but what was done stays done.
 *
 * @param shape { structure, screens, questions: [{kind, size, points}], fields }: what the module
 *   has now.
 */
export function decodeState(data, shape) {
  const parts = typeof data === "string" ? data.split(":") : [];
  const [format, structure, status, screen, opened, answers, texts] = parts;
  if (format !== FORMAT || parts.length !== 7 || !/^[icp]$/.test(status)) {
    return null;
  }
  const decodedTexts = (shape.fields === 0 && texts === "" ? [] : texts.split(",")).map(decodeText);
  const decodedAnswers = decodeAnswers(answers, shape.questions);
  const index = DIGITS.indexOf(screen);
  const fits =
    structure === shape.structure &&
    screen.length === 1 &&
    index >= 0 &&
    index < shape.screens &&
    opened.length === shape.screens &&
    /^[01]*$/.test(opened) &&
    decodedAnswers !== null &&
    decodedTexts.length === shape.fields &&
    !decodedTexts.includes(null);
  if (!fits) {
    return { status };
  }
  return {
    structure,
    status,
    screen: index,
    opened: [...opened].map((value) => value === "1"),
    answers: decodedAnswers,
    texts: decodedTexts,
  };
}

function decodeAnswers(encoded, questions) {
  const parts = questions.length === 0 && encoded === "" ? [] : encoded.split(",");
  if (parts.length !== questions.length) {
    return null;
  }
  const answers = parts.map((part, index) => decodeAnswer(part, questions[index]));
  return answers.includes(null) ? null : answers;
}

function decodeAnswer(encoded, { kind, size, points }) {
  const match = /^(\.?)([-0-9a-z]*)([0-9a-z])([0-9a-z])$/.exec(encoded);
  if (!match) {
    return null;
  }
  const [, mark, response, attempts, earned] = match;
  if (!isResponse(response, kind, size)) {
    return null;
  }
  // A question may since have got fewer right answers; its structure is the same.
  const best = Math.min(DIGITS.indexOf(earned), points);
  return { response, pending: mark !== "", attempts: DIGITS.indexOf(attempts), points: best };
}

/** True when `response` can be given to a question of this kind with `size` things in it. */
export function isResponse(response, kind, size) {
  const numbers = [...response].map((digit) => DIGITS.indexOf(digit));
  const known = numbers.every((number, index) => number < size && (number >= 0 || response[index] === "-"));
  const different = new Set(numbers).size === numbers.length;
  if (response === "") {
    return true;
  }
  switch (kind) {
    case "multiple-choice":
      return known && !response.includes("-") && numbers.every((number, index) => index === 0 || numbers[index - 1] < number);
    case "matching":
      return known && response.length === size;
    case "sequencing":
      return known && !response.includes("-") && different && response.length === size;
    case "free-text":
      return false;
    default:
      return known && response.length === 1 && response !== "-";
  }
}

/** How many more characters of suspend data the state leaves free; below 0 it cannot be saved. */
export function room(state) {
  return MOST_CHARACTERS - encodeState(state).length;
}
