/** All that apply: a point for each good answer, less one for each other. */

import { count, isWithin, numbersOf, numbersOfKeys, responseOf } from "../../runtime/responses.js";
import { singleChoice } from "../single-choice/kind.js";

const goodOnes = (numbers, correct) => count(numbers.map((number) => correct.includes(number)));

export const multipleChoice = {
  ...singleChoice,
  alternatives: false,
  isResponse(response, size) {
    const numbers = numbersOf(response);
    return (
      isWithin(response, size) &&
      numbers.every((number, index) => index === 0 || numbers[index - 1] < number)
    );
  },
  points: (numbers, correct) => Math.max(0, 2 * goodOnes(numbers, correct) - numbers.length),
  restore(keys, _pending, { options }) {
    const numbers = numbersOfKeys(keys, options);
    return {
      response: responseOf(numbers.sort((one, other) => one - other)),
      whole: numbers.length === keys.length,
    };
  },
  verdict(words, response, correct) {
    const good = goodOnes(numbersOf(response), correct);
    const others = response.length - good;
    const said = words.goodAnswers.replace("%1", good).replace("%2", correct.length);
    return others ? `${said} ${words.otherAnswers.replace("%1", others)}` : said;
  },
};
