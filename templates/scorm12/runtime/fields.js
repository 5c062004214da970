/** The free-text fields of activity and questions: counts what is left, and reports what is typed. */

import { CharacterCount } from "nhsuk-frontend/dist/nhsuk/components/character-count/character-count.mjs";

/** A learner who stops typing for this long has it saved; in milliseconds. */
const PAUSE = 2000;

export class Fields {
  /**
   * @param elements the text areas, in the order of the module's fields
   * @param limits the most characters of each
   * @param roomFor(index, text) how many more characters the record can hold if field `index` had
   *   this text; the count shows the smaller of this and the field's own limit
   * @param onWrite(index, text) called at every change
   * @param onPause() called when the learner has stopped typing, or left the field
   */
  constructor({ elements, limits, roomFor, onWrite, onPause }) {
    Object.assign(this, { elements, onWrite, onPause });
    this.timer = null;
    this.pending = false;
    this.counts = elements.map((element, index) => {
      element.addEventListener("input", () => this.written(index));
      element.addEventListener("blur", () => this.flush());
      const root = element.closest('[data-module="nhsuk-character-count"]');
      const countFunction = (text) => limits[index] - Math.min(limits[index] - [...text].length, roomFor(index, text));
      return new CharacterCount(root, { maxlength: limits[index], countFunction });
    });
  }

  written(index) {
    this.onWrite(index, this.elements[index].value);
    this.pending = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Saves at once what is waiting for a pause. */
  flush() {
    if (this.settle()) {
      this.onPause();
    }
  }

  /** True when something was waiting; it no longer is, as the caller saves it with the rest. */
  settle() {
    clearTimeout(this.timer);
    const waiting = this.pending;
    this.pending = false;
    return waiting;
  }

  /** The text area with the most in it: the one to shorten first. */
  longest() {
    return this.elements.reduce((longest, element) => (element.value.length > longest.value.length ? element : longest));
  }

  /** Shows these texts in the fields. */
  show(texts, { readOnly }) {
    this.settle();
    this.elements.forEach((element, index) => {
      element.value = texts[index];
      element.readOnly = readOnly;
      this.counts[index].updateCount();
      this.counts[index].updateCountMessage();
    });
  }
}
