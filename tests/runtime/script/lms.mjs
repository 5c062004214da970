/**
 * An LMS of SCORM 1.2 as an object, and a learner's visit to it, for the tests of the run-time
 * without a browser.
 */

import { Lms } from "../../../templates/module/runtime/binding/scorm12/lms.js";
import { Journal } from "../../../templates/module/runtime/journal.js";
import { Keeper } from "../../../templates/module/runtime/keeper.js";
import { freshState } from "../../../templates/module/runtime/learner.js";

/** An API that answers from `values`, counts its calls, and does what `changes` say. */
export function lms(values = {}, changes = {}) {
  const calls = [];
  const api = {
    error: 0,
    LMSInitialize: () => "true",
    LMSFinish: () => "true",
    LMSCommit: () => "true",
    LMSGetLastError: () => String(api.error),
    LMSSetValue: (name, value) => {
      values[name] = value;
      return "true";
    },
    LMSGetValue: (name) => values[name] ?? (name === "cmi.core._children" ? "student_id" : ""),
    ...changes,
  };
  for (const name of Object.keys(api).filter(
    (key) => typeof api[key] === "function" && key !== "LMSGetLastError",
  )) {
    const original = api[name];
    api[name] = (...given) => {
      const answer = original(...given);
      calls.push([name, ...given]);
      return answer;
    };
  }
  return {
    api,
    calls,
    values,
    names: () => calls.map(([name]) => name),
    /** What an element was set to, in order. */
    sets: (element) =>
      calls
        .filter(([name, what]) => name === "LMSSetValue" && what === element)
        .map((call) => call[2]),
  };
}

/** A window with this API in it. */
export function windowWith(api) {
  const view = { API: api, navigator: { onLine: true } };
  view.parent = view;
  return view;
}

export const MODULE = {
  id: "example",
  tag: "exampl",
  structure: "0a1b2c",
  screens: ["a", "b"],
  screenKeys: ["aaa", "bbb"],
  questions: [
    {
      id: "q",
      key: "qqq",
      kind: "single-choice",
      size: 2,
      correct: [1],
      points: 1,
      attempts: null,
      options: ["no0", "yes"],
      matches: [],
    },
  ],
  fields: [{ id: "f", key: "fff", maxCharacters: 100 }],
  rule: "mastery-score",
  masteryScore: 100,
  recordInteractions: true,
  passedCountsAsCompleted: false,
};

/** Storage of a browser: `kept` maps keys to texts, and outlives the visit. */
function storageOf(kept) {
  const storage = {
    getItem: (key) => kept[key] ?? null,
    setItem: (key, text) => {
      kept[key] = text;
    },
    removeItem: (key) => {
      delete kept[key];
    },
  };
  return new Proxy(storage, {
    ownKeys: () => Object.keys(kept),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
}

/** What a browser keeps: across visits, and as long as a tab is open. */
export const browser = () => ({ localStorage: {}, sessionStorage: {} });

/**
 * A visit that has begun. Timers are the test's own.
 *
 * @param context of the test
 * @param found from `lms`, or null without one
 */
export function visit(
  context,
  found,
  { module = MODULE, kept = browser(), view = windowWith(found?.api) } = {},
) {
  if (!context.timersAreMocked) {
    context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
    context.timersAreMocked = true;
  }
  const told = [];
  const seen = { news: null };
  const tell =
    (name) =>
    (...what) =>
      told.push([name, ...what].join(" "));
  const events = Object.fromEntries(
    ["began", "sent", "notSent", "tooLong", "cut", "completed", "elsewhere"].map((name) => [
      name,
      tell(name),
    ]),
  );
  const channels = (kept.channels ??= new Map());
  const storages = {
    get localStorage() {
      return storageOf(kept.localStorage);
    },
    get sessionStorage() {
      return storageOf(kept.sessionStorage);
    },
  };
  const keeper = new Keeper({
    module,
    lms: new Lms(view),
    clock: { elapsed: () => 61000 },
    journalFor: (learner) => new Journal(storages, module.tag, learner),
    claim: (learner, onLater) => {
      channels.get(learner)?.();
      channels.set(learner, onLater);
      return () => channels.delete(learner);
    },
    events: {
      ...events,
      kept: () => {},
      resumed: (_state, news) => {
        seen.news = news;
      },
    },
  });
  // In steps, as a timer that is set while others run counts from the end of a tick.
  const tick = (milliseconds = 0) => {
    const step = milliseconds > 200000 ? milliseconds / 1000 : 100;
    for (let passed = 0; passed < milliseconds || passed === 0; passed += step) {
      context.mock.timers.tick(Math.min(step, milliseconds - passed));
    }
  };
  keeper.begin(freshState(module));
  tick();
  /** The learner does something, and what follows at once is done. */
  const act = (change, how = "answered") => {
    const state = keeper.keep({ ...keeper.state, ...change }, how);
    tick();
    return state;
  };
  return {
    keeper,
    told,
    kept,
    view,
    tick,
    act,
    get news() {
      return seen.news;
    },
    finish: () => keeper.finish(keeper.state),
  };
}

/** An answer to the question, handed in. */
export const answerOf = (response, attempts) => ({
  response,
  pending: false,
  attempts,
  points: response === "1" ? 1 : 0,
});

/** All that the module asks for. */
export const DONE = { opened: [true, true], answers: [answerOf("1", 1)] };
