/**
 * The SCO's script: one classic script, no dependency at run time. The choosing tool's has
 * HAS_CHOICES set, and that of a technique has not, so it comes without what only the tool needs.
 * "binding" is the folder with the standard of the package. For both see assets.mjs.
 *
 * It is deferred, so that the first screen can be read before it is there. It then marks the
 * document, so that the style shows one screen at a time. Without it, or when it fails, the whole
 * module can be read in order.
 */

import { Lms } from "binding";

import { ChoosingTool } from "./choosing.js";
import { startClock } from "./clock.js";
import { room } from "./codec.js";
import { Fields } from "./fields.js";
import { Journal } from "./journal.js";
import { Keeper } from "./keeper.js";
import { freshState, giveAnswer, left, openScreen, respond, writeText } from "./learner.js";
import { download, planDocument, printPlan } from "./plan.js";
import { Question } from "./questions.js";
import { Screens } from "./screens.js";
import { Status } from "./status.js";
import { ensureStyle } from "./style.js";
import { claimVisit } from "./tabs.js";

const root = document.documentElement;

class Module {
  constructor(data, text) {
    this.data = data;
    this.text = text;
    this.status = new Status(document, text, {
      onTryAgain: () => this.keeper.retry(),
      onGoOn: () => this.goOn(),
      onForget: () => this.forget(),
      hasWords: () => this.state.texts.some(Boolean),
    });
    const told =
      (name) =>
      (...news) =>
        this.status[name](...news);
    this.keeper = new Keeper({
      module: data,
      lms: new Lms(window),
      clock: startClock(),
      journalFor: (learner) => new Journal(window, data.tag, learner),
      claim: (learner, onLater) => claimVisit(window, `${data.tag}:${learner}`, onLater),
      events: {
        began: () => this.began(),
        resumed: (state, news) => this.resumed(state, news),
        tooLong: (field) => this.tooLong(field),
        elsewhere: () => this.elsewhere(),
        completed: told("completed"),
        cut: told("cut"),
        kept: told("kept"),
        notSent: told("notSent"),
        sent: told("sent"),
      },
    });
  }

  start() {
    this.state = openScreen(freshState(this.data), 0);
    this.screens = new Screens(document, this.text, (index) => this.goTo(index));
    this.questions = HAS_CHOICES
      ? []
      : [...document.querySelectorAll("[data-question]")].map(
          (element, index) =>
            new Question({
              element,
              data: this.data.questions[index],
              text: this.text,
              onRespond: (response) => this.respond(index, response),
              onAnswer: (response, milliseconds) => this.answer(index, response, milliseconds),
            }),
        );
    this.tool =
      HAS_CHOICES &&
      new ChoosingTool(document, this.data.choices, this.text, {
        onRespond: (index, response) => this.respond(index, response),
        onChoose: (responses, milliseconds) => this.choose(responses, milliseconds),
      });
    this.fields = new Fields({
      elements: this.data.fields.map((_field, index) =>
        document.querySelector(`[data-field="${index}"]`),
      ),
      limits: this.data.fields.map((field) => field.maxCharacters),
      fits: (index, written) => room(writeText(this.state, index, written), this.data) >= 0,
      onWrite: (index, written) => this.keep(writeText(this.state, index, written), "typed"),
      onLeave: () => this.keep(this.state, "answered"),
    });
    this.screens.show(0, this.state.opened, { focus: false });
    this.listen();
    // After the screen has been drawn: an LMS that takes its time must not hold it back.
    setTimeout(() => this.keeper.begin(this.state), 0);
  }

  /** The learner's earlier work is there, also later than the page. */
  resumed(state, news) {
    const stays = state.screen === this.state.screen;
    this.state = openScreen(state, state.screen);
    if (!stays) {
      this.screens.show(state.screen, this.state.opened, { focus: false });
    }
    this.screens.markContents(state.screen, this.state.opened);
    this.questions.forEach((question, index) =>
      question.show(state.answers[index], { announce: false }),
    );
    if (this.tool) {
      this.tool.show(state.answers);
    }
    this.showTexts();
    this.status.resumed(news);
  }

  began() {
    this.showTexts();
    this.status.begin(this.keeper);
    this.status.showOutcome(this.state);
  }

  showTexts() {
    const readOnly = ["reviewed", "elsewhere"].includes(this.keeper.kind);
    this.fields.show(this.state.texts, { readOnly });
  }

  goOn() {
    this.keeper.goOn();
    this.screens.focus(this.state.screen);
  }

  /** Takes the learner's work off this device, and keeps none there any more. */
  forget() {
    this.keeper.forget();
    this.status.begin(this.keeper);
    this.screens.focus(this.state.screen);
  }

  goTo(index) {
    this.screens.show(index, openScreen(this.state, index).opened, { focus: true });
    this.status.follow();
    this.keep(openScreen(this.state, index), "moved");
  }

  /** An answer that is not handed in yet: kept, but not counted. */
  respond(index, response) {
    this.keep(respond(this.state, index, response), "answered");
  }

  answer(index, response, milliseconds) {
    const before = this.state.answers[index];
    // A second click on the same answer is no second attempt.
    const again = before.attempts > 0 && !before.pending && before.response === response;
    const state = again ? this.state : giveAnswer(this.state, this.data, index, response);
    const answer = state.answers[index];
    this.questions[index].show(answer, { announce: true });
    if (!again) {
      this.record(state, [[index, answer]], milliseconds);
    }
  }

  /** The choosing tool's answers, all at once; those left open are handed in as they are. */
  choose(responses, milliseconds) {
    const state = responses.reduce(
      (one, response, index) => giveAnswer(one, this.data, index, response),
      this.state,
    );
    const given = state.answers.map((answer, index) => [index, answer]);
    this.record(
      state,
      given.filter(([, { response }]) => response !== ""),
      milliseconds,
    );
  }

  record(state, answers, milliseconds) {
    answers.forEach(([index, answer]) => {
      this.keeper.recordAnswer(index, answer, this.textOf(index), milliseconds);
    });
    this.keep(state, "answered");
  }

  /** What the learner wrote as an answer to a question in words. */
  textOf(index) {
    // The activity's fields come first; one of them may have the same id.
    const field = this.data.fields.map(({ id }) => id).lastIndexOf(this.data.questions[index].id);
    return field < 0 ? "" : this.state.texts[field];
  }

  keep(state, how) {
    this.state = this.keeper.keep(state, how);
    this.status.showOutcome(this.state);
  }

  tooLong(index) {
    const element = this.fields.elements[index];
    this.status.tooLong(this.labelOf(element));
    // Who is typing goes on where they are: their keys must not end up in another field.
    const isTyping = document.activeElement.matches("input, select, textarea");
    if (!isTyping && this.leadTo !== index) {
      this.leadTo = index;
      this.goToField(element);
    }
  }

  goToField(element) {
    const screen = this.data.screens.indexOf(element.closest("[data-screen]").id);
    if (screen !== this.state.screen) {
      this.goTo(screen);
    }
    element.focus();
  }

  labelOf(element) {
    return document.querySelector(`label[for="${element.id}"]`).textContent.trim();
  }

  elsewhere() {
    this.showTexts();
    this.status.elsewhere();
  }

  saveAndExit() {
    // Words that are too long to be sent are not left behind: the learner can still shorten them.
    const { kind, report } = this.keeper;
    if (kind === "recorded" && !report.isShort && room(this.state, this.data) < 0) {
      this.keeper.flush();
      this.goToField(this.fields.elements[Math.max(0, report.tooLong)]);
      return;
    }
    this.status.ended(...this.end());
  }

  /** Ends the visit: what the LMS says, whether the module is done, and what is left. */
  end() {
    const said = this.keeper.finish(this.state);
    const { screens, questions } = left(this.state, this.data);
    const todo = [
      ...screens.map((index) => this.text.openScreen.replace("%1", this.screens.titleOf(index))),
      ...questions.map((index) => this.text.answerQuestion.replace("%1", index + 1)),
    ];
    return [said, this.state.status !== "i", todo];
  }

  listen() {
    const on = (name, action) => {
      document
        .querySelectorAll(`[data-${name}]`)
        .forEach((button) => button.addEventListener("click", action));
    };
    // From a timer: one LMS says yes to everything that is called while a click is handled.
    on("save-and-exit", () => setTimeout(() => this.saveAndExit(), 0));
    on("print-plan", () => {
      printPlan(
        root,
        document.querySelector("[data-plan]"),
        this.entries(),
        this.text.nothingWritten,
      );
    });
    on("download-plan", () =>
      download(planDocument(this.plan()), `${this.data.id}-${this.text.planFile}.html`),
    );
    on("clear-plan", () => this.clearPlan());
    // No unload and no beforeunload: browsers drop them, and no page may ask "leave this page?".
    window.addEventListener("pagehide", () => {
      if (this.keeper.lms.isRunning) {
        this.status.left(...this.end());
      }
    });
    window.addEventListener("online", () => setTimeout(() => this.keeper.retry(), 0));
    document.addEventListener("visibilitychange", () => {
      // A hidden page on a phone may never come back: save, but do not finish.
      if (document.visibilityState === "hidden") {
        this.keeper.flush();
      }
    });
    // Back from the back-forward cache: the session was finished and must not be called again.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && this.status.last) {
        this.status.returned();
      }
    });
  }

  entries() {
    return [...document.querySelectorAll("#activity [data-field]")].map((element) => ({
      label: this.labelOf(element),
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
    this.keep(
      fields.reduce(
        (state, { dataset }) => writeText(state, Number(dataset.field), ""),
        this.state,
      ),
      "answered",
    );
    this.showTexts();
    document.querySelector("[data-clear]").open = false;
    fields[0].focus();
    this.status.announce(this.text.cleared);
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
