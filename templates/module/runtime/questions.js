/**
 * A question of a module: checks that there is an answer, hands it in, and shows what it is worth.
 * What is special about its kind stands in kinds.js.
 */

import { KINDS } from "./kinds.js";
import { isSpent, points } from "./learner.js";
import { numbersOf } from "./responses.js";

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
      (this.part.marks || []).forEach((mark) => {
        mark.textContent = "";
      });
      onRespond(this.part.read());
    };
    this.kind = KINDS[data.kind];
    this.part = new this.kind.Part(element, text, change);
    this.result = element.querySelector("[data-result]");
    this.check = element.querySelector("[data-check]");
    this.since = Date.now();
    this.check.addEventListener("click", () => this.handIn());
    element.addEventListener("change", change);
  }

  handIn() {
    const response = this.part.read();
    const complete = this.part.isComplete(response);
    this.showError(!complete);
    if (!complete) {
      (this.part.inputs.find((input) => input.value === "") || this.part.inputs[0]).focus();
      return;
    }
    this.onAnswer(response, Date.now() - this.since);
    this.since = Date.now();
  }

  showError(missing) {
    const error = this.element.querySelector("[data-error]");
    const group =
      this.element.querySelector("[data-group]") || this.element.querySelector(".nhsuk-form-group");
    error.hidden = !missing;
    group.classList.toggle("nhsuk-form-group--error", missing);
    // A hidden message must not be read out as the description of the group.
    const described = this.element.querySelector("fieldset") || this.part.inputs[0];
    const others = (described.getAttribute("aria-describedby") || "")
      .split(" ")
      .filter((id) => id && id !== error.id);
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
      this.part.put(answer.response);
    }
    if (answer.attempts > 0 && !answer.pending) {
      this.comment(answer, announce);
    }
  }

  comment(answer, announce) {
    const { response } = answer;
    const done = this.data.points > 0 && points(this.data, response) === this.data.points;
    if (this.kind.right) {
      const right = this.kind.right(numbersOf(response), this.data.correct);
      this.part.marks.forEach((mark, index) => {
        mark.textContent = right[index] ? this.text.rightHere : this.text.notHere;
      });
    }
    const spent = isSpent(answer, this.data);
    const said = [
      this.kind.verdict(this.text, response, this.data.correct),
      spent || done ? "" : this.triesLeft(answer),
    ].filter(Boolean);
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
    this.part.inputs.forEach((input) => {
      input.disabled = true;
    });
    this.check.disabled = true;
    this.element.classList.add("app-question--closed");
  }

  feedback(response) {
    return numbersOf(this.kind.feedback(response, this.data.correct)).map((number) =>
      this.element.querySelector(`[data-feedback="${number}"]`).cloneNode(true),
    );
  }

  triesLeft({ attempts }) {
    return this.data.attempts === null
      ? ""
      : this.text.triesLeft.replace("%1", this.data.attempts - attempts);
  }
}
