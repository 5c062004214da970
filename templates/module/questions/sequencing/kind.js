/**
 * Things to put in order: a list with buttons that move an item up or down; a point for each place.
 */

import {
  byPlace,
  inPlace,
  isWithin,
  numbersOf,
  numbersOfKeys,
  responseOf,
} from "../../runtime/responses.js";
import { singleChoice } from "../single-choice/kind.js";

class List {
  constructor(element, words, onMove) {
    Object.assign(this, { words, onMove });
    this.list = element.querySelector("[data-items]");
    this.announcement = element.querySelector("[data-moved]");
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button && !button.disabled) {
        this.move(button);
      }
    });
  }

  get items() {
    return [...this.list.children];
  }

  get inputs() {
    return [...this.list.querySelectorAll("[data-move]")];
  }

  get marks() {
    return [...this.list.querySelectorAll("[data-mark]")];
  }

  move(button) {
    const item = button.closest("li");
    const up = button.dataset.move === "up";
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (other) {
      this.list.insertBefore(...(up ? [item, other] : [other, item]));
      this.onMove();
    }
    // The button stays under the finger; at the end of the list it says so.
    button.focus();
    const place = this.items.indexOf(item) + 1;
    this.announcement.textContent = this.words.moved
      .replace("%1", place)
      .replace("%2", this.items.length);
  }

  read() {
    return this.items.map((item) => item.dataset.item).join("");
  }

  put(response) {
    [...response].forEach((name) => {
      this.list.append(this.items.find((item) => item.dataset.item === name));
    });
  }

  isComplete() {
    return true;
  }
}

export const sequencing = {
  ...byPlace("rightPlaces"),
  type: "sequencing",
  isResponse: (response, size) =>
    response.length === size && isWithin(response, size) && new Set(response).size === size,
  encode: singleChoice.encode,
  restore(keys, _pending, { options }) {
    const numbers = numbersOfKeys(keys, options);
    const added = options.map((_key, index) => index).filter((index) => !numbers.includes(index));
    return {
      response: numbers.length ? responseOf(numbers.concat(added)) : "",
      whole: !keys.length || !added.length,
    };
  },
  told: singleChoice.told,
  feedback: (response, correct) =>
    inPlace(numbersOf(response), correct).every(Boolean) ? ["0"] : [],
  Part: List,
};
