/** What the learner has done, and what it amounts to: pure functions, no page and no LMS. */

import { KINDS } from "./kinds.js";
import { numbersOf } from "./responses.js";

/** A state in which nothing is done yet. `module` is the data in the page. */
export function freshState(module) {
  return {
    status: "i",
    reached: 0,
    screen: 0,
    opened: module.screens.map(() => false),
    answers: module.questions.map(() => ({ response: "", pending: false, attempts: 0, points: 0 })),
    texts: module.fields.map(() => ""),
    others: [],
  };
}

/** The state with screen number `screen` opened and current. */
export function openScreen(state, screen) {
  const opened = state.opened.map((value, index) => value || index === screen);
  return { ...state, screen, opened };
}

/** The state with a response to question number `question` that is not yet handed in. */
export function respond(state, question, response) {
  return withAnswer(state, question, (answer) => ({ ...answer, response, pending: true }));
}

/** The state with a response to question number `question` handed in: one more attempt. */
export function giveAnswer(state, module, question, response) {
  return withAnswer(state, question, (answer) => ({
    response,
    pending: false,
    attempts: answer.attempts + 1,
    points: Math.max(answer.points, points(module.questions[question], response)),
  }));
}

function withAnswer(state, question, change) {
  const answers = state.answers.map((answer, index) =>
    index === question ? change(answer) : answer,
  );
  return { ...state, answers };
}

/** The points that a response gives. */
export function points({ kind, correct }, response) {
  return KINDS[kind].points(numbersOf(response), correct);
}

/** True when no more attempts are left. */
export function isSpent({ attempts }, question) {
  return question.attempts !== null && attempts >= question.attempts;
}

/** The state with `text` in field number `field`. */
export function writeText(state, field, text) {
  return { ...state, texts: state.texts.map((value, index) => (index === field ? text : value)) };
}

/**
 * The state as far as it fits, by `fits(state)`: a text that is too long keeps what was saved of it
 * before, and everything else is as it is now; last go the texts of fields that are no longer
 * there. `state` itself, if it fits.
 */
export function fitting(state, savedTexts, fits) {
  if (fits(state)) {
    return state;
  }
  const without = { ...state, others: [] };
  if (fits(without)) {
    return without;
  }
  const start = { ...without, texts: savedTexts };
  const base = fits(start) ? start : { ...without, texts: state.texts.map(() => "") };
  return state.texts.reduce((fit, text, index) => {
    const next = writeText(fit, index, text);
    return fits(next) ? next : fit;
  }, base);
}

/**
 * What was saved, with what the learner has done since on top of it: they need not wait until an
 * LMS has given back their earlier work.
 *
 * @param saved what came back
 * @param begun what the page showed at first
 * @param now what it shows
 */
export function onTopOf(saved, begun, now) {
  const isTouched = (index) =>
    JSON.stringify(now.answers[index]) !== JSON.stringify(begun.answers[index]);
  return {
    status: DONE[now.status] > DONE[saved.status] ? now.status : saved.status,
    reached: Math.max(saved.reached, now.reached),
    screen: now.screen === begun.screen ? saved.screen : now.screen,
    opened: saved.opened.map((opened, index) => opened || now.opened[index]),
    answers: saved.answers.map((before, index) => {
      const answer = now.answers[index];
      const attempts = before.attempts + answer.attempts;
      return isTouched(index)
        ? { ...answer, attempts, points: Math.max(before.points, answer.points) }
        : before;
    }),
    texts: saved.texts.map((text, index) => together(text, now.texts[index], begun.texts[index])),
    others: saved.others,
  };
}

const DONE = { i: 0, c: 1, p: 2 };

/** Both texts where neither has the other in it. */
function together(saved, written, before) {
  if (written === before || saved.includes(written)) {
    return saved;
  }
  return saved === "" || written.includes(saved) ? written : `${saved}\n${written}`;
}

/** What the completion rule still asks for: numbers of screens and of questions. */
export function left(state, module) {
  if (state.status !== "i") {
    return { screens: [], questions: [] };
  }
  const open = (done) => done.map((is, index) => (is ? -1 : index)).filter((index) => index >= 0);
  const asks = module.rule === "all-questions" || module.rule === "mastery-score";
  return {
    screens: module.rule === "a-choice" ? [module.screens.indexOf("choose")] : open(state.opened),
    questions: asks ? open(state.answers.map(({ attempts }) => attempts > 0)) : [],
  };
}

/** 0 to 100: each question that gives points counts the same, by the best attempt at it. */
export function score(state, module) {
  const shares = module.questions
    .map((question, index) => state.answers[index].points / question.points)
    .filter((share) => !Number.isNaN(share));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.length ? Math.round((100 * sum) / shares.length) : 100;
}

/** "c" or "p" when the module's completion rule is met, else "i". */
export function outcome(state, module) {
  const allOpened = state.opened.every(Boolean);
  const allAnswered = state.answers.every((answer) => answer.attempts > 0);
  switch (module.rule) {
    case "all-screens":
      return allOpened ? "c" : "i";
    case "all-questions":
      return allOpened && allAnswered ? "c" : "i";
    case "a-choice": {
      // A result was reached, or the full list opened.
      const list = state.opened[module.screens.indexOf("all-techniques")];
      return list || state.answers[0].attempts > 0 ? "c" : "i";
    }
    default:
      return allOpened && allAnswered && score(state, module) >= module.masteryScore ? "p" : "i";
  }
}

/**
 * The state with the status that the rule gives, if that `counts`, and the score it was reached
 * with.
 */
export function judge(state, module, counts) {
  const status = state.status === "i" && counts ? outcome(state, module) : state.status;
  const reached = status === "p" ? Math.max(state.reached, score(state, module)) : 0;
  return { ...state, status, reached };
}
