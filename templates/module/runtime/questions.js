/**
 * The questions of a module: checks that there is an answer, hands it in, and shows what it is worth.
 *
 * Each kind says how its response is read from the page, put back into it, and commented on.
 */

import { isSpent, points } from "./learner.js";

const digit = (number) => number.toString(36);
const number = (character) => parseInt(character, 36);

/** One answer of several, or all that apply, or true and false: radios and checkboxes. */
class Choice {
  constructor(element) {
    this.inputs = [...element.querySelectorAll("input")];
  }

  read() {
    return this.inputs.map((input, index) => (input.checked ? digit(index) : "")).join("");
  }

  put(response) {
    this.inputs.forEach((input, index) => {
      input.checked = response.includes(digit(index));
    });
  }

  isComplete(response) {
    return response !== "";
  }

  feedback(response) {
    return [...response];
  }
}

/** What belongs to each prompt: a select for each. */
class Matching {
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

  right(response) {
    return [...response].map((match, prompt) => number(match) === prompt);
  }

  feedback(response) {
    return this.right(response).flatMap((right, prompt) => (right ? [digit(prompt)] : []));
  }
}

/** Things to put in order: a list with buttons that move an item up or down. */
class Sequencing {
  constructor(element, text, onMove) {
    Object.assign(this, { text, onMove });
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
    this.announcement.textContent = this.text.moved.replace("%1", place).replace("%2", this.items.length);
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

  right(response) {
    return [...response].map((name, place) => number(name) === place);
  }

  feedback(response) {
    return this.right(response).every(Boolean) ? ["0"] : [];
  }
}

/** An answer in the learner's own words; the words themselves are kept with the other texts. */
class FreeText {
  constructor(element) {
    this.inputs = [element.querySelector("textarea")];
    this.most = Number(element.querySelector("[data-maxlength]").dataset.maxlength);
  }

  read() {
    return "";
  }

  put() {}

  // Words that are too long cannot be kept, so they are not handed in: the count says how many to cut.
  isComplete() {
    const { value } = this.inputs[0];
    return value.trim() !== "" && [...value].length <= this.most;
  }

  feedback() {
    return ["0"];
  }
}

const KINDS = { matching: Matching, sequencing: Sequencing, "free-text": FreeText };

export class Question {
  /**
   * @param data { kind, points, correct, attempts }
   * @param text the page's texts
   * @param onRespond(response) called when the learner has changed an answer that is not handed in
   * @param onAnswer(response, milliseconds) called when it is handed in
   */
  constructor({ element, data, text, onRespond, onAnswer }) {
    Object.assign(this, { element, data, text, onAnswer });
    const change = () => {
      (this.kind.marks || []).forEach((mark) => {
        mark.textContent = "";
      });
      onRespond(this.kind.read());
    };
    this.kind = new (KINDS[data.kind] || Choice)(element, text, change);
    this.result = element.querySelector("[data-result]");
    this.check = element.querySelector("[data-check]");
    this.since = Date.now();
    this.check.addEventListener("click", () => this.handIn());
    element.addEventListener("change", change);
  }

  handIn() {
    const response = this.kind.read();
    const complete = this.kind.isComplete(response);
    this.showError(!complete);
    if (!complete) {
      (this.kind.inputs.find((input) => input.value === "") || this.kind.inputs[0]).focus();
      return;
    }
    this.onAnswer(response, Date.now() - this.since);
    this.since = Date.now();
  }

  showError(missing) {
    const error = this.element.querySelector("[data-error]");
    const group = this.element.querySelector("[data-group]") || this.element.querySelector(".nhsuk-form-group");
    error.hidden = !missing;
    group.classList.toggle("nhsuk-form-group--error", missing);
    // A hidden message must not be read out as the description of the group.
    const described = this.element.querySelector("fieldset") || this.kind.inputs[0];
    const others = (described.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== error.id);
    const ids = missing ? [...others, error.id] : others;
    if (ids.length) {
      described.setAttribute("aria-describedby", ids.join(" "));
    } else {
      described.removeAttribute("aria-describedby");
    }
  }

  /** Puts the learner's response back into the page, and shows what it is worth if handed in. */
  show(answer, { announce }) {
    if (answer.response) {
      this.kind.put(answer.response);
    }
    if (answer.attempts > 0 && !answer.pending) {
      this.comment(answer, announce);
    }
  }

  comment(answer, announce) {
    const { response } = answer;
    const done = this.data.points > 0 && points(this.data, response) === this.data.points;
    if (this.kind.right) {
      const right = this.kind.right(response);
      this.kind.marks.forEach((mark, index) => {
        mark.textContent = right[index] ? this.text.rightHere : this.text.notHere;
      });
    }
    const spent = isSpent(answer, this.data);
    const said = [this.verdict(response), spent || done ? "" : this.triesLeft(answer)].filter(Boolean);
    const parts = said.map((words) => {
      const paragraph = document.createElement("p");
      paragraph.className = "app-verdict";
      paragraph.textContent = words;
      return paragraph;
    });
    const fill = () => this.result.replaceChildren(...parts, ...this.feedback(response));
    this.result.replaceChildren();
    // A live region is read out only when its contents change after it is there.
    if (announce) {
      setTimeout(fill, 50);
    } else {
      fill();
    }
    if (spent) {
      this.close();
    }
  }

  /** No more tries: the answer stays as it is, and what each one would mean is there to read. */
  close() {
    this.kind.inputs.forEach((input) => {
      input.disabled = true;
    });
    this.check.disabled = true;
    this.element.classList.add("app-question--closed");
  }

  feedback(response) {
    return this.kind.feedback(response).map((name) =>
      this.element.querySelector(`[data-feedback="${number(name)}"]`).cloneNode(true),
    );
  }

  verdict(response) {
    const { kind, correct } = this.data;
    const count = (words, one, all) => words.replace("%1", one).replace("%2", all);
    if (kind === "multiple-choice") {
      const good = [...response].filter((name) => correct.includes(number(name))).length;
      const others = response.length - good;
      const words = count(this.text.goodAnswers, good, correct.length);
      return others ? `${words} ${this.text.otherAnswers.replace("%1", others)}` : words;
    }
    if (this.kind.right) {
      const right = this.kind.right(response).filter(Boolean).length;
      return count(kind === "matching" ? this.text.rightPairs : this.text.rightPlaces, right, response.length);
    }
    return "";
  }

  triesLeft({ attempts }) {
    return this.data.attempts === null ? "" : this.text.triesLeft.replace("%1", this.data.attempts - attempts);
  }
}
