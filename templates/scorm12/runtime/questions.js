/** A question with a single choice: checks that one is chosen, and shows that option's feedback. */

export class Question {
  /** @param onAnswer called with the option's number and how long the learner took, in ms. */
  constructor(element, onAnswer) {
    this.element = element;
    this.onAnswer = onAnswer;
    this.radios = [...element.querySelectorAll('input[type="radio"]')];
    this.result = element.querySelector("[data-result]");
    this.since = Date.now();
    element.querySelector("[data-check]").addEventListener("click", () => this.check());
  }

  check() {
    const chosen = this.radios.findIndex((radio) => radio.checked);
    this.showError(chosen < 0);
    if (chosen < 0) {
      this.radios[0].focus();
      return;
    }
    this.onAnswer(chosen, Date.now() - this.since);
    this.since = Date.now();
  }

  showError(missing) {
    const error = this.element.querySelector("[data-error]");
    error.hidden = !missing;
    // A hidden message must not be read out as the description of the group.
    const group = this.element.querySelector(".nhsuk-form-group");
    const fieldset = this.element.querySelector("fieldset");
    group.classList.toggle("nhsuk-form-group--error", missing);
    if (missing) {
      fieldset.setAttribute("aria-describedby", error.id);
    } else {
      fieldset.removeAttribute("aria-describedby");
    }
  }

  /** Shows the answer that the learner gave, and its feedback. */
  show({ chosen }, { announce }) {
    if (chosen === null) {
      return;
    }
    this.radios[chosen].checked = true;
    const feedback = this.element.querySelector(`[data-feedback="${chosen}"]`).cloneNode(true);
    const fill = () => this.result.replaceChildren(feedback);
    this.result.replaceChildren();
    // A live region is read out only when its contents change after it is there.
    if (announce) {
      setTimeout(fill, 50);
    } else {
      fill();
    }
  }
}
