/** Every binding against LMSs that misbehave, and what each of them promises to the keeper. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";

import { BINDINGS } from "./bindings.mjs";

const MODULE = new URL("../../../templates/module/", import.meta.url);
/** What only a binding may say: an element of a data model, or a function of an API. */
const WORDS_OF_STANDARDS = /\bcmi\.|\badl\.|\bLMS[A-Z][a-z]\w*|\bAPI_1484|\.API\b/;

test("each binding has its row", () => {
  assert.deepEqual(
    readdirSync(new URL("runtime/binding", MODULE)).sort(),
    Object.keys(BINDINGS).sort(),
  );
});

test("outside the bindings nothing speaks in the words of a standard", () => {
  const scripts = readdirSync(MODULE, { recursive: true }).filter((name) => name.endsWith(".js"));
  const speaking = scripts.filter((name) =>
    WORDS_OF_STANDARDS.test(readFileSync(new URL(name, MODULE), "utf8")),
  );
  assert.ok(speaking.length > 0);
  assert.deepEqual(
    speaking.filter((name) => !name.startsWith("runtime/binding/")),
    [],
  );
});

for (const [name, binding] of Object.entries(BINDINGS)) {
  describe(name, () => sessions(binding));
}

function sessions({ Lms, lms, windowWith, calls, elements, statuses, errors }) {
  /** A visit that has begun, unless the LMS refuses. */
  const begun = (values = {}, changes = {}) => {
    const found = lms(values, changes);
    const view = windowWith(found.api);
    const visit = new Lms(view);
    return { found, view, visit, began: visit.begin() };
  };
  const count = (found, call) => found.names().filter((one) => one === call).length;
  const broken = () => {
    throw new Error("broken");
  };

  for (const answer of [true, "true", "True", "TRUE ", 1, "1", new String("true")]) {
    test(`${JSON.stringify(answer)} of type ${typeof answer} is yes`, () => {
      const { visit, began } = begun({}, { [calls.begin]: () => answer });
      assert.deepEqual([began, visit.isRunning, visit.isFound], [true, true, true]);
    });
  }

  for (const answer of [
    false,
    "false",
    0,
    "0",
    "",
    null,
    undefined,
    new String("false"),
    "not true",
  ]) {
    test(`${JSON.stringify(answer)} of type ${typeof answer} is no`, () => {
      const { found, visit, began } = begun({}, { [calls.begin]: () => answer });
      assert.deepEqual([began, visit.isRunning, visit.isFound], [false, false, true]);
      found.calls.length = 0;
      assert.equal(visit.work("a"), false);
      assert.equal(visit.finish(false, false), false);
      assert.equal(found.calls.length, 0);
    });
  }

  test("where there is no LMS, none is found, and one that comes later is", () => {
    const view = windowWith(undefined);
    const visit = new Lms(view);
    assert.deepEqual([visit.begin(), visit.isFound], [false, false]);
    view.API = lms().api;
    assert.deepEqual([visit.begin(), visit.isFound], [true, true]);
  });

  test("a session that a reloaded frame left open is used", () => {
    const found = lms({ [elements.status]: statuses.i }, { [calls.begin]: () => "false" });
    let asked = 0;
    found.api[calls.lastError] = () => (asked++ ? "0" : errors.begun);
    assert.equal(new Lms(windowWith(found.api)).begin(), true);
  });

  test("an API that throws is as good as none, and nothing is thrown at the learner", () => {
    const { visit, began } = begun(
      {},
      { [calls.begin]: broken, [calls.read]: broken, [calls.lastError]: broken },
    );
    assert.deepEqual([began, visit.isRunning], [false, false]);
  });

  test("the learner and the kind of visit; without a mode it is an ordinary one", () => {
    for (const [mode, kind] of [
      ["", "recorded"],
      ["normal", "recorded"],
      ["review", "reviewed"],
      ["browse", "browsed"],
    ]) {
      const { visit } = begun({ [elements.mode]: mode, [elements.learner]: "jo" });
      assert.deepEqual(visit.visit(), { kind, learner: "jo" });
    }
    assert.deepEqual(begun().visit.visit(), { kind: "recorded", learner: "" });
  });

  test("what earlier visits have left", () => {
    for (const [status, word] of Object.entries(statuses)) {
      const values = {
        [elements.work]: "mine",
        [elements.status]: word,
        [elements.place]: "b",
        [elements.score]: "80",
      };
      const { visit } = begun(values);
      assert.deepEqual(visit.read(), { work: "mine", status, place: "b" });
      assert.deepEqual([visit.readScore(), visit.readWork()], [80, "mine"]);
    }
    assert.deepEqual(begun().visit.read(), { work: "", status: "i", place: "" });
    assert.equal(begun().visit.readScore(), 0);
  });

  test("a value that came is a value, whatever code an earlier call has left", () => {
    const { found, visit } = begun({ [elements.work]: "mine" });
    found.api[calls.lastError] = () => new String(errors.general);
    assert.equal(visit.read().work, "mine");
  });

  test("no value is none where it is not there or a code stands for good, and unread where it is this call's", () => {
    const { found, visit } = begun({ [elements.status]: statuses.i });
    const said = { code: "0" };
    found.api[calls.lastError] = () => said.code;
    for (const code of [errors.general, ...errors.absent]) {
      said.code = code;
      assert.equal(visit.read().work, "", code);
    }
    const read = found.api[calls.read];
    found.api[calls.read] = (element) => {
      said.code = element === elements.work ? errors.general : "0";
      return read(element);
    };
    assert.equal(visit.read(), null);
  });

  test("a reading that throws once is asked again, and one that always does is unread", () => {
    let thrown = 0;
    const { visit } = begun({}, { [calls.read]: () => (thrown++ ? "there" : broken()) });
    assert.equal(visit.read().work, "there");
    assert.equal(begun({}, { [calls.read]: broken }).visit.read(), null);
  });

  test("what is written without an answer, or with the value itself, and without an error is taken", () => {
    for (const answer of [undefined, "abc"]) {
      const { found, visit } = begun({}, { [calls.write]: () => answer });
      assert.equal(visit.work("abc"), true);
      found.api.error = 405;
      assert.equal(visit.work("abcd"), false);
    }
  });

  test("what has not changed is not said again, but when it is asked for", () => {
    const { found, visit } = begun();
    const said = () => found.sets(elements.work);
    visit.work("a");
    assert.equal(visit.work("a"), true);
    assert.deepEqual(said(), ["a"]);
    visit.sayAgain();
    visit.work("a");
    assert.deepEqual(said(), ["a", "a"]);
  });

  test("work that no LMS keeps as it is, is not written", () => {
    const { found, visit } = begun();
    for (const work of ["a=b", "a\nb", "x".repeat(4097)]) assert.equal(visit.work(work), false);
    assert.equal(count(found, calls.write), 0);
  });

  test("no commit counts without a network", () => {
    const { view, visit } = begun();
    assert.deepEqual([visit.commit(false), visit.isOnline], [true, true]);
    view.navigator.onLine = false;
    assert.deepEqual([visit.commit(false), visit.isOnline], [false, false]);
    assert.equal(visit.finish(false, false), false);
  });

  test("a module that is done is said with its score and status, and one that is not without", () => {
    for (const [status, score] of [
      ["c", null],
      ["p", 80],
    ]) {
      const { found, visit } = begun();
      visit.notDone();
      visit.done(status, score, 61000);
      assert.deepEqual(found.sets(elements.status), [statuses.i, statuses[status]]);
      assert.deepEqual(found.sets(elements.score), score === null ? [] : ["80"]);
    }
  });

  test("the end is said once, after all else, and its yes counts with the commit's", () => {
    for (const [committed, closed, said] of [
      ["true", "true", true],
      ["false", "true", false],
      ["true", "false", false],
    ]) {
      const { found, visit } = begun(
        {},
        { [calls.commit]: () => committed, [calls.finish]: () => closed },
      );
      visit.willGoOn();
      visit.work("a");
      assert.equal(visit.finish(false, true), said);
      assert.equal(found.names().at(-1), calls.finish);
      visit.finish(false, true);
      visit.close();
      assert.equal(count(found, calls.finish), 1);
    }
  });

  test("a visit that was left calls nothing, and ends only what is there", () => {
    for (const [reviewed, status, ended] of [
      [false, statuses.i, 0],
      [true, "", 0],
      [true, statuses.c, 1],
    ]) {
      const { found, visit } = begun({ [elements.status]: status });
      visit.leave(reviewed);
      assert.equal(count(found, calls.finish), ended);
      const made = found.calls.length;
      assert.equal(visit.work("a"), false);
      assert.equal(visit.commit(false), false);
      assert.equal(visit.finish(false, true), false);
      assert.equal(visit.readWork(), "");
      assert.equal(found.calls.length, made);
    }
  });

  /** Marks each value as stored before it posts, and does not post it again: as Moodle does. */
  const marking = (server) => {
    const values = {};
    const marked = {};
    const stored = {};
    const started = begun(values, {
      [calls.commit]: () => {
        const changed = Object.entries(values).filter(
          ([element, value]) => marked[element] !== value,
        );
        Object.assign(marked, values);
        if (changed.length && !server.well) return "false";
        changed.forEach(([element, value]) => {
          stored[element] = value;
        });
        return "true";
      },
    });
    return { ...started, stored };
  };

  test("a commit that failed is made good where repeating does nothing", () => {
    const server = { well: false };
    const { found, visit, stored } = marking(server);
    visit.work("3:a");
    visit.done("p", 80, 61000);
    assert.equal(visit.commit(false), false);
    server.well = true;
    assert.equal(found.api[calls.commit](""), "true", "it says so, and nothing is stored");
    assert.deepEqual(stored, {});
    assert.equal(visit.commit(true), true);
    const { work, score, status } = elements;
    assert.deepEqual([stored[work], stored[score], stored[status]], ["3:a", "80", statuses.p]);
    assert.deepEqual(found.sets(status), [statuses.p, statuses.i, statuses.p]);
  });

  test("while the server is still away, one request is enough to see it, and the right values are last", () => {
    const { found, visit } = marking({ well: false });
    visit.work("3:a");
    visit.commit(false);
    found.calls.length = 0;
    assert.equal(visit.commit(true), false);
    assert.equal(count(found, calls.commit), 1);
    assert.deepEqual(found.sets(elements.work), ["3:a.", "3:a"]);
  });

  test("what was committed is not said again", () => {
    const { found, visit } = begun();
    visit.notDone();
    visit.commit(false);
    visit.work("a");
    found.api[calls.commit] = () => "false";
    visit.commit(false);
    found.calls.length = 0;
    visit.commit(true);
    assert.deepEqual(found.sets(elements.status), []);
  });
}
