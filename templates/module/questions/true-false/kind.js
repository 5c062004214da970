/** A statement that is true (0) or false (1). */

import { singleChoice } from "../single-choice/kind.js";

export const trueFalse = {
  ...singleChoice,
  type: "true-false",
  told: ([digit]) => digit === "0",
};
