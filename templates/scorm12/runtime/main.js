/**
 * The SCO's script: one classic script, no dependency at run time.
 *
 * It is deferred, so that the first screen can be read before it is there. It then marks the
 * document, so that the style shows one screen at a time. Without it, or when it fails, the whole
 * module can be read in order.
 */

import { ChoosingTool } from "./choosing.js";
import { room } from "./codec.js";
import { Fields } from "./fields.js";
import { Keeper } from "./keeper.js";
import { giveAnswer, openScreen, respond, writeText } from "./learner.js";
import { download, planDocument, printPlan } from "./plan.js";
import { Question } from "./questions.js";
import { Screens } from "./screens.js";
import { Session } from "./session.js";
import { Status } from "./status.js";
import { deviceStore } from "./store.js";
import { ensureStyle } from "./style.js";
import { startClock } from "./timing.js";

const root = document.documentElement;

class Module {
  constructor(data, text) {
    this.data = data;
    this.text = text;
    this.status = new Status(document, text);
    this.keeper = new Keeper({
      module: data,
      session: new Session(window),
      clock: startClock(),
      storeFor: (learner) => deviceStore(data.id, learner),
      events: this.status,
    });
  }

  start() {
    this.state = this.keeper.begin();
    this.status.begin(this.keeper);
    this.screens = new Screens(document, this.text, (index) => this.goTo(index));
    this.questions = [...document.querySelectorAll("[data-question]")].map(
      (element, index) =>
        new Question({
          element,
          data: this.data.questions[index],
          text: this.text,
          onRespond: (response) => this.respond(index, response),
          onAnswer: (response, milliseconds) => this.answer(index, response, milliseconds),
        }),
    );
    this.tool = this.data.choices && new ChoosingTool(document, this.data.choices, this.text, {
      onRespond: (index, response) => this.respond(index, response),
      onChoose: (responses, milliseconds) => this.choose(responses, milliseconds),
    });
    this.fields = new Fields({
      elements: this.data.fields.map((field, index) => document.querySelector(`[data-field="${index}"]`)),
      limits: this.data.fields.map((field) => field.maxCharacters),
      roomFor: (index, written) => room(writeText(this.state, index, written)),
      onWrite: (index, written) => {
        this.state = writeText(this.state, index, written);
      },
      onPause: () => this.keep(),
    });
    this.state = openScreen(this.state, this.state.screen);
    this.screens.show(this.state.screen, this.state.opened, { focus: false });
    this.questions.forEach((question, index) => {
      question.show(this.state.answers[index], { announce: false });
    });
    if (this.tool) {
      this.tool.show(this.state.answers);
    }
    this.fields.show(this.state.texts, { readOnly: this.keeper.kind === "reviewed" });
    this.listen();
    // After the screen has been drawn: an LMS that takes its time must not hold it back.
    setTimeout(() => this.keep(), 0);
  }

  goTo(index) {
    this.fields.settle();
    this.state = openScreen(this.state, index);
    this.screens.show(index, this.state.opened, { focus: true });
    setTimeout(() => this.keep(), 0);
  }

  /** An answer that is not handed in yet: kept, but not counted. */
  respond(index, response) {
    this.state = respond(this.state, index, response);
    setTimeout(() => this.keep(), 0);
  }

  answer(index, response, milliseconds) {
    const before = this.state.answers[index];
    // A second click on the same answer is no second attempt.
    const again = before.attempts > 0 && !before.pending && before.response === response;
    if (!again) {
      this.state = giveAnswer(this.state, this.data, index, response);
    }
    const answer = this.state.answers[index];
    this.questions[index].show(answer, { announce: true });
    if (!again) {
      this.record([[index, answer]], milliseconds);
    }
  }

  /** The choosing tool's answers, all at once; those left open are handed in as they are. */
  choose(responses, milliseconds) {
    responses.forEach((response, index) => {
      this.state = giveAnswer(this.state, this.data, index, response);
    });
    const given = this.state.answers.map((answer, index) => [index, answer]);
    this.record(given.filter(([, { response }]) => response !== ""), milliseconds);
  }

  record(answers, milliseconds) {
    setTimeout(() => {
      answers.forEach(([index, answer]) => {
        this.keeper.recordAnswer(index, answer, this.textOf(index), milliseconds);
      });
      this.keep();
    }, 100);
  }

  /** What the learner wrote as an answer to a question in words. */
  textOf(index) {
    // The activity's fields come first; one of them may have the same id.
    const field = this.data.fields.map(({ id }) => id).lastIndexOf(this.data.questions[index].id);
    return field < 0 ? "" : this.state.texts[field];
  }

  keep() {
    this.state = this.keeper.keep(this.state);
    this.status.showOutcome(this.state);
  }

  saveAndExit() {
    // Words that are too long to be saved are not left behind: the learner can still shorten them.
    if (this.keeper.kind !== "reviewed" && room(this.state) < 0) {
      this.goTo(this.data.screens.indexOf(this.fields.longest().closest("[data-screen]").id));
      return;
    }
    this.status.ended(this.end());
  }

  end() {
    this.fields.settle();
    return this.keeper.finish(this.state);
  }

  listen() {
    const on = (name, action) => {
      document.querySelectorAll(`[data-${name}]`).forEach((button) => button.addEventListener("click", action));
    };
    on("save-and-exit", () => this.saveAndExit());
    on("print-plan", () => {
      printPlan(root, document.querySelector("[data-plan]"), this.entries(), this.text.nothingWritten);
    });
    on("download-plan", () => download(planDocument(this.plan()), `${this.data.id}-${this.text.planFile}.html`));
    on("clear-plan", () => this.clearPlan());
    // No unload and no beforeunload: browsers drop them, and no page may ask "leave this page?".
    window.addEventListener("pagehide", () => {
      if (this.keeper.session.state === "running") {
        this.status.left(this.end());
      }
    });
    window.addEventListener("online", () => this.keeper.retry());
    document.addEventListener("visibilitychange", () => {
      // A hidden page on a phone may never come back: save, but do not finish.
      if (document.visibilityState === "hidden") {
        this.fields.settle();
        this.keep();
      }
    });
    // Back from the back-forward cache: the session was finished and must not be called again.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && this.keeper.session.state === "finished") {
        this.status.returned();
      }
    });
  }

  entries() {
    return [...document.querySelectorAll("#activity [data-field]")].map((element) => ({
      label: document.querySelector(`label[for="${element.id}"]`).textContent.trim(),
      text: this.state.texts[Number(element.dataset.field)],
    }));
  }

  plan() {
    return {
      title: document.querySelector("h1").textContent.trim(),
      subtitle: document.querySelector("[data-plan-title]").textContent.trim(),
      language: root.lang,
      direction: root.dir,
      note: this.text.planNote,
      entries: this.entries(),
      empty: this.text.nothingWritten,
    };
  }

  clearPlan() {
    const fields = [...document.querySelectorAll("#activity [data-field]")];
    this.state = fields.reduce((state, { dataset }) => writeText(state, Number(dataset.field), ""), this.state);
    this.fields.show(this.state.texts, { readOnly: this.keeper.kind === "reviewed" });
    document.querySelector("[data-clear]").open = false;
    fields[0].focus();
    this.status.announce(this.text.cleared);
    this.keep();
  }
}

function readData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

try {
  ensureStyle(document);
  root.classList.add("app-scripted");
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
  new Module(readData("module-data"), readData("module-text")).start();
} catch (error) {
  // Everything readable in order is better than one screen that does not work.
  root.classList.remove("app-scripted");
  throw error;
}
