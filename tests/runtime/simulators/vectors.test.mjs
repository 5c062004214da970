/** Replays every vector, and holds the files to the tables that they were taken from. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { simulators } from "../../../scorm_builder/lms/simulators/index.js";
import { readVectors, replay } from "./harness.mjs";

/**
 * The rows of each LMS's table in the studies of the run-times. The later ones share a table of 30
 * rows; some were not recorded for an LMS, or mean nothing in it.
 */
const TABLE_ROWS = {
  strict: 37,
  esr: 14,
  "learning-hub": 14,
  "aicc-shim": 13,
  moodle: 15,
  ilias: 30,
  chamilo: 30,
  "chamilo-2": 30,
  openedx: 30,
  frappe: 26,
  claroline: 30,
  opigno: 28,
  forma: 27,
  wagtail: 30,
  "key-value": 6,
};

test("every simulator has its vectors, and every file its simulator", () => {
  const files = readdirSync(new URL("vectors/", import.meta.url)).map((file) =>
    file.replace(".json", ""),
  );
  assert.deepEqual(files.sort(), Object.keys(simulators).sort());
  assert.deepEqual(Object.keys(TABLE_ROWS).sort(), files.sort());
});

for (const name of Object.keys(simulators)) {
  const { simulator, vectors } = readVectors(name);
  describe(name, () => {
    test("covers its table", () => {
      const rows = vectors.filter(({ row }) => row).map(({ row }) => row);
      assert.equal(simulator, name);
      assert.equal(rows.length, TABLE_ROWS[name]);
      assert.equal(new Set(rows).size, rows.length, "no row twice");
    });
    for (const vector of vectors) {
      test(`${vector.row ?? vector.beyond} [${vector.mark}]`, () => replay(name, vector));
    }
  });
}
