/**
 * The SCO's script: one classic script in the head of the page, no dependency at run time.
 *
 * It marks the document at once, so that the style can show one screen; everything else waits for
 * the page. Without it, or when it fails, the whole module can be read in order.
 */

import { room } from "./codec.js";
import { Fields } from "./fields.js";
import { Keeper } from "./keeper.js";
import { giveAnswer, openScreen, writeText } from "./learner.js";
import { Question } from "./questions.js";
import { Screens } from "./screens.js";
import { Session } from "./session.js";
import { Status } from "./status.js";
import { deviceStore } from "./store.js";
import { startClock } from "./timing.js";

const root = document.documentElement;
root.classList.add("app-scripted");

function start() {
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
  const module = readData("module-data");
  const text = readData("module-text");
  const status = new Status(document, text);
  const keeper = new Keeper({
    module,
    session: new Session(window),
    clock: startClock(),
    store: deviceStore(`scorm_builder:${module.id}`),
    events: status,
  });
  let state = keeper.begin();
  status.begin(keeper);

  const keep = () => {
    const before = state.status;
    state = keeper.keep(state);
    if (state.status !== before) {
      status.showOutcome(state);
    }
  };
  const screens = new Screens(document, text, (index) => {
    fields.flush();
    state = openScreen(state, index);
    screens.show(index, state.opened, { focus: true });
    // After the screen has been drawn: an LMS that takes its time must not hold it back.
    setTimeout(keep, 0);
  });
  const questions = [...document.querySelectorAll("[data-question]")].map((element, index) => {
    const question = new Question(element, text, (chosen, milliseconds) => {
      state = giveAnswer(state, module, index, chosen);
      question.show(state.answers[index], { announce: true });
      setTimeout(() => {
        keeper.recordAnswer(index, state.answers[index], milliseconds);
        keep();
      }, 100);
    });
    return question;
  });
  const fields = new Fields({
    elements: [...document.querySelectorAll("[data-field]")],
    limits: module.fields.map((field) => field.maxCharacters),
    roomFor: (index, written) => room(writeText(state, index, written)),
    onWrite: (index, written) => {
      state = writeText(state, index, written);
    },
    onPause: keep,
  });

  state = openScreen(state, state.screen);
  screens.show(state.screen, state.opened, { focus: false });
  questions.forEach((question, index) => question.show(state.answers[index], { announce: false }));
  fields.show(state.texts);
  status.showOutcome(state);
  keep();

  const end = () => {
    fields.flush();
    return keeper.finish();
  };
  document.querySelector("[data-save-and-exit]").addEventListener("click", () => status.ended(end()));
  window.addEventListener("pagehide", end);
  window.addEventListener("online", () => keeper.retry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      fields.flush();
      keeper.hidden();
    }
  });
  // Back from the back-forward cache: the session was finished and must not be called again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && keeper.session.state === "finished") {
      status.returned();
    }
  });
}

function readData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

document.addEventListener("DOMContentLoaded", () => {
  try {
    start();
  } catch (error) {
    // Everything readable in order is better than one screen that does not work.
    root.classList.remove("app-scripted");
    throw error;
  }
});
