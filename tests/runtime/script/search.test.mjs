/** What the search of the site finds, and how far it forgives. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { find, isNear } from "../../../templates/site/script/search.js";

const page = (title, text, keywords = "") => ({
  title,
  stage: "",
  address: `${title}.html`,
  keywords,
  sections: [{ id: "one", title: "One", text }],
});
const INDEX = [
  page("Peer assist", "A facilitator helps the team to learn from peers.", "meeting"),
  page("Knowledge café", "People talk in small groups. It is safe to ask."),
  page("After action review", "Four questions about the retrospect of a project."),
];
const titles = (query) => find(INDEX, query).map((found) => found.page.title);

describe("one slip is forgiven", () => {
  for (const typed of [
    "facilitator",
    "facilitatr",
    "faciilitator",
    "facilitater",
    "faciltiator",
    "xacilitator",
    "acilitator",
    "facilitato",
    "facxlit",
  ]) {
    test(typed, () => assert.ok(isNear(typed, "facilitator")));
  }
  for (const typed of ["fasilitater", "facilitoars", "fcailitatro", "tator", "peer"]) {
    test(`not ${typed}`, () => assert.ok(!isNear(typed, "facilitator")));
  }
});

test("what is there as it is typed comes without what is almost like it", () => {
  assert.deepEqual(titles("cafe"), ["Knowledge café"]);
  assert.deepEqual(titles("safe"), ["Knowledge café"]);
  assert.equal(find(INDEX, "cafe")[0].length, undefined);
  assert.equal(find(INDEX, "safe")[0].length, 4);
  assert.ok(find(INDEX, "facil").every((found) => !found.guessed));
});

test("a word that is nowhere stands for those that are almost like it", () => {
  for (const query of ["fascilitator", "retorspect", "revieww", "knowlege cafe", "retrospekts"]) {
    const found = find(INDEX, query);
    assert.equal(found.length, 1, query);
    assert.ok(found[0].guessed);
  }
  const [found] = find(INDEX, "facilitater");
  const { text } = found.section;
  assert.equal(text.slice(found.place, found.place + found.length), "facilitator");
});

test("whole words go before beginnings", () => {
  const index = [page("First", "The pearls of it."), page("Second", "She did peer at it.")];
  assert.deepEqual(
    find(index, "pexr").map((found) => found.page.title),
    ["Second"],
  );
});

test("each word of a query is needed, guessed or not", () => {
  assert.deepEqual(titles("facilitater groups"), []);
  assert.deepEqual(titles("facilitater peers"), ["Peer assist"]);
});

test("short words, first letters and no words are taken as they are", () => {
  assert.deepEqual(titles("tem"), []);
  assert.deepEqual(titles("tesm"), ["Peer assist"]);
  assert.deepEqual(titles("aar"), ["After action review"]);
  assert.deepEqual(titles("aax"), []);
  assert.deepEqual(titles("!"), []);
  assert.deepEqual(titles(""), []);
});
