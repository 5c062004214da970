/**
 * Texts in the alphabet of suspend data, `[A-Za-z0-9._-]`, and back: the twin of alphabet.py.
 *
 * Letters, digits and "-" stand for themselves, "_" is a space, ".x" is a common character from the
 * table, ".ABC" (three of 0-9A-Z) any other up to U+B63F, ".-ABCD" all the rest. A text that starts
 * with "._ABC" has a window: the 63 characters from code point ABC * 16 on take one each, and the
 * plain ones are written as ".ABC". So Greek, Cyrillic, Arabic or Hebrew take hardly more room than
 * Latin.
 */

export const COMMON = ".,\n'\"?!:;()/&%@+*=#\u00a3\u2019\u2013\u00e9_[]";
const COMMON_CODES = "abcdefghijklmnopqrstuvwxyz";
export const PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
const MOST_SHORT = 36 ** 3;
const STEP = 16;
const NO_WINDOW = -1;
/** What the mark of a window takes: below a gain of this many characters there is none. */
export const MARK_CHARACTERS = 5;

const ESCAPES = new Map([...COMMON].map((character, index) => [character, COMMON_CODES[index]]));
const CHARACTERS = new Map([...COMMON].map((character, index) => [COMMON_CODES[index], character]));

/** `text` in the safe alphabet; every text, also one with a lone surrogate, comes back the same. */
export function encodeText(text) {
  const characters = [...text];
  const window = bestWindow(characters);
  const mark = window === NO_WINDOW ? "" : `._${base36(window / STEP, 3)}`;
  return mark + characters.map((character) => encodeCharacter(character, window)).join("");
}

/** Where the window starts that makes the text shortest, or NO_WINDOW. */
function bestWindow(characters) {
  const points = characters.map((character) => character.codePointAt(0));
  const others = points.filter((point, index) => point > 0x7f && !ESCAPES.has(characters[index]));
  const plain = characters.filter((character) => PLAIN.includes(character)).length;
  // A plain character then takes 4 in the place of 1, one in the window 1 in the place of 4 or 5.
  if (others.length * 4 <= plain * 3 + MARK_CHARACTERS) {
    return NO_WINDOW;
  }
  const counts = new Map();
  others
    .filter((point) => point < MOST_SHORT)
    .forEach((point) => {
      const last = point - (point % STEP);
      for (let start = last; start > point - PLAIN.length && start > 0x7f; start -= STEP) {
        counts.set(start, (counts.get(start) || 0) + 1);
      }
    });
  const [start, inside] = [...counts].reduce(
    (best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best),
    [NO_WINDOW, 0],
  );
  return inside * 3 > plain * 3 + MARK_CHARACTERS ? start : NO_WINDOW;
}

function encodeCharacter(character, window) {
  if (character === " ") {
    return "_";
  }
  if (ESCAPES.has(character)) {
    return `.${ESCAPES.get(character)}`;
  }
  const point = character.codePointAt(0);
  if (
    window === NO_WINDOW
      ? PLAIN.includes(character)
      : point >= window && point < window + PLAIN.length
  ) {
    return window === NO_WINDOW ? character : PLAIN[point - window];
  }
  return point < MOST_SHORT ? `.${base36(point, 3)}` : `.-${base36(point, 4)}`;
}

function base36(number, digits) {
  return number.toString(36).toUpperCase().padStart(digits, "0");
}

/** The text of `encoded`, or null when it is not what encodeText makes. */
export function decodeText(encoded) {
  const marked = /^\._([0-9A-Z]{3})/.exec(encoded);
  const window = marked ? parseInt(marked[1], 36) * STEP : NO_WINDOW;
  const token = /([A-Za-z0-9-])|(_)|\.([a-z])|\.([0-9A-Z]{3})|\.-([0-9A-Z]{4})/y;
  token.lastIndex = marked ? marked[0].length : 0;
  let text = "";
  while (token.lastIndex < encoded.length) {
    const match = token.exec(encoded);
    const character = match && decodeToken(match, window);
    if (!character) {
      return null;
    }
    text += character;
  }
  return text;
}

function decodeToken([, plain, space, common, short, long], window) {
  if (plain) {
    return window === NO_WINDOW ? plain : String.fromCodePoint(window + PLAIN.indexOf(plain));
  }
  if (space) {
    return " ";
  }
  if (common) {
    return CHARACTERS.get(common);
  }
  const point = parseInt(short || long, 36);
  return point > 0x10ffff ? null : String.fromCodePoint(point);
}
