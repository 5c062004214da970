/**
 * An answer in the learner's own words, without points; the words are kept with the other texts.
 */

class Words {
  constructor(element) {
    this.inputs = [element.querySelector("textarea")];
    this.most = Number(element.querySelector("[data-maxlength]").dataset.maxlength);
  }

  read() {
    return "";
  }

  put() {}

  // Words that are too long cannot be kept, so they are not handed in: the count says how many to
  // cut.
  isComplete() {
    const { value } = this.inputs[0];
    return value.trim() !== "" && [...value].length <= this.most;
  }
}

export const freeText = {
  type: "fill-in",
  isResponse: () => false,
  points: () => 0,
  encode: () => "",
  restore: (keys) => ({ response: "", whole: keys.length === 0 }),
  told: (_digits, text) => text,
  feedback: () => ["0"],
  verdict: () => "",
  Part: Words,
};
