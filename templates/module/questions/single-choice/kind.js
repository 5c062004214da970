/** One answer of several. What else has radios or checkboxes starts from this. */

import { DIGITS, isWithin, numbersOfKeys, responseOf } from "../../runtime/responses.js";

class Inputs {
  constructor(element) {
    this.inputs = [...element.querySelectorAll("input")];
  }

  read() {
    return this.inputs.map((input, index) => (input.checked ? DIGITS[index] : "")).join("");
  }

  put(response) {
    this.inputs.forEach((input, index) => {
      input.checked = response.includes(DIGITS[index]);
    });
  }

  isComplete(response) {
    return response !== "";
  }
}

export const singleChoice = {
  type: "choice",
  alternatives: true,
  isResponse: (response, size) => response.length === 1 && isWithin(response, size),
  points: (numbers, correct) => (numbers.length === 1 && correct.includes(numbers[0]) ? 1 : 0),
  encode: (numbers, { options }) => numbers.map((number) => options[number]).join(""),
  restore(keys, _pending, { options }) {
    const numbers = numbersOfKeys(keys, options);
    return { response: responseOf(numbers.slice(0, 1)), whole: numbers.length === keys.length };
  },
  told: (digits) => digits,
  feedback: (response) => [...response],
  verdict: () => "",
  Part: Inputs,
};
