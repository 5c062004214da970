/** What the learner has done, and what it amounts to: pure functions, no page and no LMS. */

/** A state in which nothing is done yet. `module` is the data in the page. */
export function freshState(module) {
  return {
    structure: module.structure,
    status: "i",
    screen: 0,
    opened: module.screens.map(() => false),
    answers: module.questions.map(() => ({ chosen: null, attempts: 0, right: false })),
    texts: module.fields.map(() => ""),
  };
}

/** What the state codec must know of the module. */
export function shapeOf(module) {
  return {
    structure: module.structure,
    screens: module.screens.length,
    options: module.questions.map((question) => question.options),
    fields: module.fields.length,
  };
}

/** The state with screen number `screen` opened and current. */
export function openScreen(state, screen) {
  const opened = state.opened.map((value, index) => value || index === screen);
  return { ...state, screen, opened };
}

/** The state with option `chosen` given as an answer to question number `question`. */
export function giveAnswer(state, module, question, chosen) {
  const answers = state.answers.map((answer, index) =>
    index === question
      ? {
          chosen,
          attempts: answer.attempts + 1,
          right: answer.right || module.questions[question].correct.includes(chosen),
        }
      : answer,
  );
  return { ...state, answers };
}

/** The state with `text` in field number `field`. */
export function writeText(state, field, text) {
  return { ...state, texts: state.texts.map((value, index) => (index === field ? text : value)) };
}

/**
 * The state as far as it fits into `most` characters, by `lengthOf(state)`: a text that is too long
 * keeps what was saved of it before, and everything else is as it is now. `state` itself, if it fits.
 */
export function fitting(state, savedTexts, lengthOf, most) {
  if (lengthOf(state) <= most) {
    return state;
  }
  return state.texts.reduce((fit, text, index) => {
    const next = writeText(fit, index, text);
    return lengthOf(next) <= most ? next : fit;
  }, { ...state, texts: savedTexts });
}

/** 0 to 100: the share of questions that were answered right, at whichever attempt. */
export function score(state) {
  const right = state.answers.filter((answer) => answer.right).length;
  return state.answers.length ? Math.round((100 * right) / state.answers.length) : 100;
}

/** "c" or "p" when the module's completion rule is met, else "i". */
export function outcome(state, module) {
  const allOpened = state.opened.every(Boolean);
  const allAnswered = state.answers.every((answer) => answer.chosen !== null);
  if (module.rule === "all-screens") {
    return allOpened ? "c" : "i";
  }
  if (module.rule === "all-questions") {
    return allOpened && allAnswered ? "c" : "i";
  }
  return allOpened && allAnswered && score(state) >= module.masteryScore ? "p" : "i";
}
