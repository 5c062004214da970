/** Each prompt and what belongs to it: a select for each, and a point for each that is right. */

import {
  DIGITS,
  byPlace,
  inPlace,
  isWithin,
  numbersOf,
  responseOf,
} from "../../runtime/responses.js";

class Selects {
  constructor(element) {
    this.inputs = [...element.querySelectorAll("select")];
    this.marks = [...element.querySelectorAll("[data-mark]")];
  }

  read() {
    return this.inputs.map((select) => select.value || "-").join("");
  }

  put(response) {
    this.inputs.forEach((select, index) => {
      select.value = response[index] === "-" ? "" : response[index];
    });
  }

  isComplete(response) {
    return !response.includes("-");
  }
}

export const matching = {
  ...byPlace("rightPairs"),
  type: "matching",
  isResponse: (response, size, sizeOfMatches) =>
    response.length === size && isWithin(response.replace(/-/g, ""), sizeOfMatches),
  encode: (numbers, { options, matches }) =>
    numbers.map((match, prompt) => (match < 0 ? "" : options[prompt] + matches[match])).join(""),
  restore(keys, pending, { options, matches }) {
    const chosen = new Map();
    for (let index = 0; index + 1 < keys.length; index += 2) {
      chosen.set(keys[index], matches.indexOf(keys[index + 1]));
    }
    const found = options.map((key) => (chosen.has(key) ? chosen.get(key) : -1));
    const whole = options.every(
      (key, index) => found[index] >= 0 || (!chosen.has(key) && (pending || !keys.length)),
    );
    return { response: found.some((match) => match >= 0) ? responseOf(found) : "", whole };
  },
  told: (digits) => digits.map((match, prompt) => [DIGITS[prompt], match]),
  feedback: (response, correct) =>
    [...response].filter((_match, prompt) => inPlace(numbersOf(response), correct)[prompt]),
  Part: Selects,
};
