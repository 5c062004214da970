/** When an LMS is called that takes its time: the learner comes first. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Rounds } from "../../../templates/module/runtime/rounds.js";

/** Rounds of three calls that take this long, on a clock of the test's own; in milliseconds. */
function roundsOf(context, took) {
  let now = 1000;
  let timers = [];
  context.mock.method(Date, "now", () => now);
  context.mock.method(globalThis, "setTimeout", (act, delay) => {
    timers.push({ act, at: now + delay });
    return timers[timers.length - 1];
  });
  context.mock.method(globalThis, "clearTimeout", (timer) => {
    timers = timers.filter((one) => one !== timer);
  });
  const made = [];
  const call = (name) => () => {
    now += took;
    made.push(name);
  };
  const rounds = new Rounds((what) => ["set", String(what), "commit"].map(call));
  /** Runs the timers that are due; those that they set come later. */
  const breathe = () => {
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    due.forEach(({ act }) => act());
  };
  const wait = (milliseconds) => {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      now += 100;
      breathe();
    }
  };
  return { rounds, made, wait, breathe };
}

test("quick calls are made together", (context) => {
  const { rounds, made, breathe } = roundsOf(context, 5);
  rounds.plan("all");
  assert.deepEqual(made, []);
  breathe();
  assert.deepEqual(made, ["set", "all", "commit"]);
});

test("between calls that can be felt the learner's clicks are heard", (context) => {
  const { rounds, made, breathe } = roundsOf(context, 100);
  rounds.plan("all");
  for (const expected of [1, 2, 3]) {
    breathe();
    assert.equal(made.length, expected);
  }
});

test("a slow LMS is called when the learner pauses, and at the latest after 8 seconds", (context) => {
  const { rounds, made, wait } = roundsOf(context, 3000);
  rounds.plan("place");
  wait(400);
  assert.equal(made.length, 3);
  assert.equal(rounds.slow, true);
  rounds.plan("place");
  wait(1400);
  rounds.plan("place");
  wait(1400);
  assert.equal(made.length, 3, "the learner clicks on");
  wait(400);
  assert.equal(made.length, 6);
  for (let second = 0; second < 9; second += 1) {
    rounds.plan("place");
    wait(1000);
  }
  assert.equal(made.length, 9, "the learner has not paused");
});

test("what is new while a round is under way is said in the next one", (context) => {
  const { rounds, made, breathe, wait } = roundsOf(context, 100);
  rounds.plan("place");
  breathe();
  rounds.plan("all");
  wait(2000);
  assert.deepEqual(made, ["set", "place", "commit", "set", "all", "commit"]);
});

test("at the end the rest of a round is made at once, but for its Commit", (context) => {
  const { rounds, made, breathe, wait } = roundsOf(context, 100);
  rounds.plan("place");
  breathe();
  rounds.rest().forEach((call) => call());
  wait(60000);
  assert.deepEqual(made, ["set", "place"]);
});

test("a page that is hidden sends all at once", (context) => {
  const { rounds, made, breathe, wait } = roundsOf(context, 100);
  rounds.plan("place");
  breathe();
  rounds.flush();
  assert.deepEqual(made, ["set", "place", "set", "all", "commit"]);
  wait(60000);
  assert.equal(made.length, 5);
});
