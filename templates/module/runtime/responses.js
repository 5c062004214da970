/**
 * A response as text: a digit, 0 to 9 and a to z, for each thing that was chosen, put in order or
 * given a match; "-" for a prompt that has none. Pure functions for the kinds of questions.
 */

export const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** The numbers of a response; -1 for "-". */
export const numbersOf = (response) => [...response].map((digit) => DIGITS.indexOf(digit));

export const responseOf = (numbers) =>
  numbers.map((number) => (number < 0 ? "-" : DIGITS[number])).join("");

/** True when each digit stands for one of `size` things. */
export const isWithin = (response, size) =>
  numbersOf(response).every((number) => number >= 0 && number < size);

/** Which numbers stand where they should. */
export const inPlace = (numbers, correct) =>
  numbers.map((number, place) => number === correct[place]);

/** How many of a list are true. */
export const count = (list) => list.filter(Boolean).length;

/**
 * What kinds have in common that have a place for each thing; `name` is that of the text to say so.
 */
export const byPlace = (name) => ({
  points: (numbers, correct) => count(inPlace(numbers, correct)),
  right: inPlace,
  verdict: (words, response, correct) =>
    words[name]
      .replace("%1", count(inPlace(numbersOf(response), correct)))
      .replace("%2", response.length),
});

/** The numbers of those keys that a question still has. */
export const numbersOfKeys = (keys, options) =>
  keys.map((key) => options.indexOf(key)).filter((number) => number >= 0);
