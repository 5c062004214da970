/**
 * The learner's state as the text that an LMS keeps, and back.
 *
 * Only `[A-Za-z0-9._:,-]` is used: ESR's relay loses line breaks and emoji, the AICC shim cuts at
 * "=" and expands "$&". Never more than 4,096 characters (SCORM 1.2 RTE, CMIString4096).
 *
 *     3:k3v9ax:9f3c2a:pq0z2s:a1bq0z:w0d21x1q,m3e10.x1qz0p:b1cStart_small:k2f9
 *     | |      |      ||  |  |      |                     |              checksum
 *     | |      |      ||  |  |      |                     texts: key of the field, and what was
 * written
 *     | |      |      ||  |  |      questions: key, a digit each for attempts and points, response
 *     | |      |      ||  |  keys of the screens opened
 *     | |      |      ||  score that was reached, in base 36; nothing before the module is passed
 *     | |      |      |key of the current screen
 *     | |      |      i incomplete, c completed, p passed
 *     | |      structure tag: says whether the module has changed since
 *     | tag of the module: nobody else's data is taken for ours
 *     version of this format
 *
 * Everything is known by a key of 3 characters that hangs on what it is, not on where it stands: a
 * screen, a question or a field on its id, an answer on its words. So a module that is changed
 * later finds what it still has, and a right answer never comes back as another one. A response has
 * the keys of what was chosen, or of the items in their order; for pairs that of each prompt and
 * then of its match. A dot before it: it is not handed in.
 */

import { decodeText, encodeText } from "./alphabet.js";
import { KINDS } from "./kinds.js";
import { DIGITS, numbersOf } from "./responses.js";

export const MOST_CHARACTERS = 4096;
/** At the end of data that says the same once more: it is read as if it were not there. */
export const MARK = ".";
export const FORMAT = "3";
const PARTS = 8;
export const KEY = 3;

/**
 * The state as suspend data. May be longer than MOST_CHARACTERS: ask `room` before saving.
 *
 * @param state { status: "i"|"c"|"p", reached: 0 to 100, screen, opened: [boolean],
 *   answers: [{response: string, pending, attempts, points}], texts: [string],
 *   others: [[key, text]] } with the texts of fields that the module no longer has
 * @param module the data in the page
 */
export function encodeState(state, module) {
  const opened = module.screenKeys.filter((_key, index) => state.opened[index]).join("");
  const answers = state.answers
    .map((answer, index) => encodeAnswer(answer, module.questions[index]))
    .filter(Boolean);
  const texts = state.texts
    .map((text, index) => [module.fields[index].key, text])
    .concat(state.others)
    .filter(([, text]) => text !== "")
    .map(([key, text]) => key + encodeText(text));
  const place =
    state.status +
    module.screenKeys[state.screen] +
    (state.reached ? state.reached.toString(36) : "");
  const parts = [FORMAT, module.tag, module.structure, place, opened, answers, texts];
  const data = parts.join(":");
  return `${data}:${checksum(data)}`;
}

function encodeAnswer({ response, pending, attempts, points }, question) {
  if (response === "" && attempts === 0 && !pending) {
    return "";
  }
  const digits = DIGITS[Math.min(attempts, DIGITS.length - 1)] + DIGITS[points];
  return (
    question.key +
    digits +
    (pending ? "." : "") +
    KINDS[question.kind].encode(numbersOf(response), question)
  );
}

/** 4 characters that nearly always differ when anything before them does (FNV-1a). */
export function checksum(text) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return (hash % 36 ** 4).toString(36).padStart(4, "0");
}

/**
 * What saved data mean to this module.
 *
 * @returns { kind, state, changed, lost: [question] } with kind
 *   "none"     there are none
 *   "ours"     `state` is what was saved; `changed`: the module was another one then; `lost` has
 * the
 *              numbers of the questions of which something is gone, so that they are asked again
 *   "cut"      `state` is what can still be read of it
 *   "foreign"  another module's, or another product's
 *   "unknown"  of a newer or older format, or damaged: ours, but it cannot be read
 *   `state` is undefined for the others
 */
export function decodeState(data, module) {
  if (data === "") {
    return { kind: "none" };
  }
  const whole = data.endsWith(MARK) ? data.slice(0, -MARK.length) : data;
  const parts = whole.split(":");
  if (!/^\d+:/.test(data)) {
    return { kind: "foreign" };
  }
  if (parts[0] !== FORMAT) {
    return { kind: "unknown" };
  }
  if (parts[1] !== module.tag) {
    return { kind: parts.length > 2 ? "foreign" : "unknown" };
  }
  const body = whole.slice(0, whole.lastIndexOf(":"));
  const complete = parts.length === PARTS && parts[PARTS - 1].length === 4;
  if (complete && checksum(body) !== parts[PARTS - 1]) {
    return { kind: "unknown" };
  }
  const read = readParts(complete ? parts : cutParts(parts), module);
  if (!read) {
    return { kind: "unknown" };
  }
  return { kind: complete ? "ours" : "cut", changed: parts[2] !== module.structure, ...read };
}

/** What is whole of data that end too early: the last piece may lack its end. */
function cutParts(parts) {
  const last = parts[parts.length - 1];
  const ends = { 4: last, 5: last.slice(0, last.length - (last.length % KEY)) };
  const whole =
    parts.length in ends ? ends[parts.length] : last.slice(0, Math.max(0, last.lastIndexOf(",")));
  return [...parts.slice(0, -1), whole, "", "", ""].slice(0, PARTS);
}

function readParts([, , , place, opened, answers, texts], module) {
  const status = place && place[0];
  if (!/^[icp]$/.test(status)) {
    return null;
  }
  const screens = keysOf(opened);
  const answered = pieces(answers).map(readAnswer);
  const written = pieces(texts).map((piece) => [piece.slice(0, KEY), decodeText(piece.slice(KEY))]);
  if (answered.includes(null) || written.some(([, text]) => text === null)) {
    return null;
  }
  const given = new Map(answered.map((answer) => [answer.key, answer]));
  const lost = [];
  const restored = module.questions.map((question, index) => {
    const answer = given.get(question.key);
    const found = answer ? restoreAnswer(answer, question) : NOTHING;
    if (found.lost) {
      lost.push(index);
    }
    return found.answer;
  });
  const known = new Set(module.fields.map(({ key }) => key));
  const byKey = new Map(written);
  return {
    lost,
    state: {
      status,
      reached: Math.min(100, parseInt(place.slice(1 + KEY), 36) || 0),
      screen: Math.max(0, module.screenKeys.indexOf(place.slice(1, 1 + KEY))),
      opened: module.screenKeys.map((key) => screens.includes(key)),
      answers: restored,
      texts: module.fields.map(({ key }) => byKey.get(key) || ""),
      others: written.filter(([key]) => !known.has(key)),
    },
  };
}

const NOTHING = { lost: false, answer: { response: "", pending: false, attempts: 0, points: 0 } };

const pieces = (part) => (part ? part.split(",") : []);

const keysOf = (text) => (text || "").match(/.{3}/g) || [];

function readAnswer(piece) {
  const match = /^([0-9a-z]{3})([0-9a-z])([0-9a-z])(\.?)((?:[0-9a-z]{3})*)$/.exec(piece);
  if (!match) {
    return null;
  }
  const [, key, attempts, points, mark, response] = match;
  return {
    key,
    attempts: DIGITS.indexOf(attempts),
    points: DIGITS.indexOf(points),
    pending: mark !== "",
    keys: keysOf(response),
  };
}

/** What of an answer the question still has; what is no longer whole is to be handed in anew. */
function restoreAnswer({ attempts, points, pending, keys }, question) {
  const { response, whole } = KINDS[question.kind].restore(keys, pending, question);
  if (
    !whole ||
    !isResponse(response, question.kind, question.options.length, question.matches.length)
  ) {
    const part = { ...NOTHING.answer, response, pending: response !== "" };
    return { lost: true, answer: part };
  }
  // A question may since have got fewer right answers.
  return {
    lost: false,
    answer: { response, pending, attempts, points: Math.min(points, question.points) },
  };
}

/** True when `response` can be given to a question of this kind with `size` things in it. */
export function isResponse(response, kind, size, sizeOfMatches = size) {
  return response === "" || KINDS[kind].isResponse(response, size, sizeOfMatches);
}

/** How many more characters of suspend data the state leaves free; below 0 it cannot be saved. */
export function room(state, module, most = MOST_CHARACTERS) {
  return most - encodeState(state, module).length;
}
