/**
 * Replays a vector: a list of steps against one simulator, on a clock and a network of its own.
 *
 * A step is one of
 *   {call, args, returns, error}     the value must be the same, and of the same type
 *   {call, args, returnsUndefined, error}
 *   {call, args, returnsObject, error}  the same text as a String object
 *   {call, args, throws}             the name of the exception
 *   {relaunch: {options?}}           a new launch on the same record; options add to the earlier
 *   {close}                          left, killed or forceFinish
 *   {unloading} {online} {server}    unload handlers run; the network; well, fails or expired
 *   {delay} {wait}                   seconds until the server answers; seconds that pass. What a
 *                                    player does later is done in a wait, also in one of 0 seconds
 *   {leave} {event}                  the player's own beforeunload runs; the type of the event that
 *                                    the SCO's window handles
 *   {forceFinish} {recordAction}     the LMS ends the session; something between launches
 *   {summary} {record}               a part of the learner record, in common and in own shape
 *   {alerts} {messages}              how many there were in this launch
 *   {launchRefused}
 * A text may be written {text, times}. The record goes through JSON at each launch, as it would
 * in a store.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { simulators } from "../../../scorm_builder/lms/simulators/index.js";

/** The vectors of one simulator: {simulator, about, vectors}. */
export function readVectors(name) {
  return JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), "utf8"));
}

const spell = (value) =>
  value?.text !== undefined && value?.times !== undefined ? value.text.repeat(value.times) : value;

/** Keeps of `whole` only what `part` speaks of. */
const pick = (whole, part) => Object.fromEntries(Object.keys(part).map((key) => [key, whole[key]]));

const START = Date.UTC(2026, 0, 1);

/** Players whose LMSGetLastError asks the server: it is not called after each step. */
const ASKING = ["wagtail"];

/** Runs one vector; throws an AssertionError at the first step that goes otherwise. */
export function replay(name, vector) {
  const simulator = simulators[name];
  const world = { now: START, online: true, server: "well", delay: 0, event: null };
  const timers = new Set();
  let record = {};
  let options = vector.options ?? {};
  let session;

  function launch() {
    record = JSON.parse(JSON.stringify(record));
    session = simulator.create({
      record,
      options,
      manifest: vector.manifest,
      learner: { id: "jdoe", name: "Doe, Jo" },
      network: {
        online: () => world.online,
        server: () => world.server,
        delay: () => world.delay,
      },
      clock: { now: () => world.now, after },
    });
    session.scoEvent = () => world.event;
  }

  function after(wait, act) {
    const timer = { at: world.now + wait, act };
    timers.add(timer);
    return () => timers.delete(timer);
  }

  function pass(milliseconds) {
    const end = world.now + milliseconds;
    for (;;) {
      const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      timers.delete(next);
      world.now = next.at;
      next.act();
    }
    world.now = end;
  }

  function callStep({ call, args, returns, returnsUndefined, returnsObject, error, throws }) {
    const act = () => session.api[call](...args.map(spell));
    if (throws) {
      assert.throws(act, { name: throws });
      return;
    }
    if (returnsObject !== undefined) {
      const answer = act();
      assert.ok(answer instanceof String, "a String object");
      assert.equal(String(answer), returnsObject);
    } else {
      assert.equal(act(), returnsUndefined ? undefined : spell(returns));
    }
    assert.equal(session.log.at(-1).error, error, "last error");
    if (!ASKING.includes(name)) {
      assert.equal(session.api.LMSGetLastError(), error, "LMSGetLastError");
    }
  }

  const acts = {
    call: callStep,
    relaunch({ relaunch }) {
      options = { ...options, ...relaunch.options };
      launch();
    },
    close: ({ close }) => session.close(close),
    unloading: ({ unloading }) => {
      session.unloading = unloading;
    },
    online: ({ online }) => {
      world.online = online;
    },
    server: ({ server }) => {
      world.server = server;
    },
    delay: ({ delay }) => {
      world.delay = delay * 1000;
    },
    event: ({ event }) => {
      world.event = event;
    },
    leave: () => session.leave(),
    wait: ({ wait }) => pass(wait * 1000),
    forceFinish: () => session.forceFinish(),
    recordAction: ({ recordAction }) => simulator.recordActions[recordAction].run(record),
    summary: ({ summary }) => assert.deepEqual(pick(simulator.summary(record), summary), summary),
    record: ({ record: part }) => assert.deepEqual(pick(record, part), part),
    alerts: ({ alerts }) => assert.equal(session.alerts.length, alerts),
    messages: ({ messages }) => assert.equal(session.messages.length, messages),
    launchRefused({ launchRefused }) {
      assert.equal(session.launchRefused !== null, launchRefused);
    },
  };

  launch();
  vector.steps.forEach((step, index) => {
    const act = acts[Object.keys(acts).find((kind) => kind in step)];
    assert.ok(act, `step ${index} is of no known kind`);
    try {
      act(step);
    } catch (failure) {
      failure.message = `step ${index} ${JSON.stringify(step)}: ${failure.message}`;
      throw failure;
    }
  });
}
