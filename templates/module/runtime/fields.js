/**
 * The free-text fields of activity and questions: counts what is left, and reports what is typed.
 */

import { Count } from "./count.js";

export class Fields {
  /**
   * @param elements the text areas, in the order of the module's fields
   * @param limits the most characters of each
   * @param fits(index, text) whether the record can hold field `index` with this text
   * @param onWrite(index, text) called at every change
   * @param onLeave() called when the learner has left a field that they wrote in
   */
  constructor({ elements, limits, fits, onWrite, onLeave }) {
    Object.assign(this, { elements, limits, fits });
    this.counts = elements.map((element, index) => {
      const count = new Count(element.closest(".nhsuk-form-group"));
      let written = false;
      element.addEventListener("input", () => {
        written = true;
        onWrite(index, element.value);
        count.show(this.room(index, element.value), true);
      });
      element.addEventListener("blur", () => {
        if (written) {
          written = false;
          onLeave();
        }
      });
      return count;
    });
  }

  /**
   * How many more characters the learner can write, in characters of their own script; below 0: how
   * many they must take out. That is the field's own limit, or what the record has room for.
   */
  room(index, text) {
    const characters = [...text];
    const own = this.limits[index] - characters.length;
    const most = Math.max(0, own);
    // As another of the last letter would take.
    const more = characters[characters.length - 1] || "e";
    if (this.fits(index, text + more.repeat(most))) {
      return own;
    }
    const whole = text + more.repeat(most);
    const length = largest(characters.length + most, (count) =>
      this.fits(index, [...whole].slice(0, count).join("")),
    );
    return Math.min(own, length - characters.length);
  }

  /** Moves the learner to a field. */
  focus(index) {
    this.elements[index].focus();
  }

  /**
   * Shows these texts in the fields; where nothing changes, a learner who types is not disturbed.
   */
  show(texts, { readOnly }) {
    this.elements.forEach((element, index) => {
      if (element.value !== texts[index]) {
        element.value = texts[index];
      }
      element.readOnly = readOnly;
      this.counts[index].show(this.room(index, element.value), false);
    });
  }
}

/** The largest number up to `most` for which `is` holds, which holds for all that are smaller; 0 if
 * for none. */
function largest(most, is) {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    [low, high] = is(middle) ? [middle, high] : [low, middle - 1];
  }
  return low;
}
