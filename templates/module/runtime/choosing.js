/** The choosing tool's form, and the techniques that it comes to. */

import { WISHES, choose } from "./choices.js";

export class ChoosingTool {
  /**
   * @param table from the page's data
   * @param events { onRespond(index, response), onChoose(responses, milliseconds) }
   */
  constructor(page, table, text, events) {
    Object.assign(this, { page, table, text, events });
    this.form = page.querySelector("[data-choosing]");
    this.result = page.querySelector("[data-result]");
    this.since = Date.now();
    this.form.addEventListener("change", (event) => {
      const index = WISHES.indexOf(event.target.name);
      this.events.onRespond(index, this.read(WISHES[index]));
      // It would belong to other answers than those that are shown.
      this.result.hidden = true;
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    page.querySelector("[data-start-again]").addEventListener("click", () => this.startAgain());
  }

  inputs(name) {
    return [...this.form.querySelectorAll(`[name="${name}"]`)];
  }

  /** The number of the chosen answer as one character, "" for none. */
  read(name) {
    const [first, ...others] = this.inputs(name);
    if (first.tagName === "SELECT") {
      return first.value;
    }
    const chosen = [first, ...others].find((input) => input.checked);
    return chosen ? chosen.value : "";
  }

  put(name, response) {
    const [first, ...others] = this.inputs(name);
    if (first.tagName === "SELECT") {
      first.value = response;
    } else {
      [first, ...others].forEach((input) => {
        input.checked = input.value === response;
      });
    }
  }

  submit() {
    const missing = ["stage", "goal"].filter((name) => this.read(name) === "");
    ["stage", "goal"].forEach((name) => this.showError(name, missing.includes(name)));
    if (missing.length) {
      this.inputs(missing[0])[0].focus();
      return;
    }
    const responses = WISHES.map((name) => this.read(name));
    this.showResult(responses);
    this.result.querySelector("h3").focus();
    this.events.onChoose(responses, Date.now() - this.since);
    this.since = Date.now();
  }

  showError(name, missing) {
    const error = this.form.querySelector(`[data-error="${name}"]`);
    const fieldset = error.closest("fieldset");
    error.hidden = !missing;
    error.closest(".nhsuk-form-group").classList.toggle("nhsuk-form-group--error", missing);
    if (missing) {
      fieldset.setAttribute("aria-describedby", error.id);
    } else {
      fieldset.removeAttribute("aria-describedby");
    }
  }

  /** Puts a learner's earlier answers back, and the result if they have changed none since. */
  show(answers) {
    answers.forEach(({ response }, index) => this.put(WISHES[index], response));
    if (answers[0].attempts > 0 && !answers.some(({ pending }) => pending)) {
      this.showResult(answers.map(({ response }) => response));
    }
  }

  showResult(responses) {
    const chosen = Object.fromEntries(
      WISHES.map((name, index) => {
        const answer = this.answers(name)[parseInt(responses[index], 36)];
        return [name, answer && answer.id];
      }),
    );
    const best = choose(this.table, chosen);
    const list = this.result.querySelector("[data-best]");
    list.replaceChildren(...best.map((technique) => this.card(technique, responses)));
    this.result
      .querySelector("[data-difference]")
      .replaceChildren(
        ...best.map(({ module }) =>
          this.page.querySelector(`[data-choose-when="${module}"]`).cloneNode(true),
        ),
      );
    this.result.hidden = false;
  }

  answers(name) {
    return this.table.answers[name.replace("second_", "")];
  }

  card({ module, reasons, tooShort, overWeeks }, responses) {
    const item = this.page.createElement("li");
    item.append(
      ...this.page.querySelector(`[data-technique="${module}"]`).cloneNode(true).childNodes,
    );
    const list = item.querySelector("[data-reasons]");
    reasons.forEach((name) => {
      const response = responses[WISHES.indexOf(name)];
      const reason = this.page.querySelector(
        `[data-reason="${name.replace("second_", "")}-${response}"]`,
      );
      if (reason && ![...list.children].some((other) => other.textContent === reason.textContent)) {
        const entry = this.page.createElement("li");
        entry.append(...reason.cloneNode(true).childNodes);
        list.append(entry);
      }
    });
    item.querySelector("[data-why]").hidden = list.children.length === 0;
    item.querySelector("[data-too-short]").hidden = !tooShort;
    const weeks = item.querySelector("[data-over-weeks]");
    if (weeks) {
      weeks.hidden = !overWeeks;
    }
    return item;
  }

  startAgain() {
    WISHES.forEach((name, index) => {
      this.put(name, "");
      this.events.onRespond(index, "");
    });
    this.result.hidden = true;
    this.inputs("stage")[0].focus();
  }
}
