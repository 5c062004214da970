/**
 * The SCORM 1.2 data model: its elements, who may read and write them, and how a name is found.
 *
 * `strict` and `moodle` run the whole model; the others know only parts of it and keep to their
 * own lists, but share the names here.
 */
import { summarize } from "./core.js";

/** What each element is: access (r, w or rw) and the name of its type. `n` stands for an index. */
export const ELEMENTS = Object.freeze({
  "cmi.core.student_id": ["r", "identifier"],
  "cmi.core.student_name": ["r", "string255"],
  "cmi.core.lesson_location": ["rw", "string255"],
  "cmi.core.credit": ["r", ""],
  "cmi.core.lesson_status": ["rw", "status"],
  "cmi.core.entry": ["r", ""],
  "cmi.core.score.raw": ["rw", "score"],
  "cmi.core.score.min": ["rw", "score"],
  "cmi.core.score.max": ["rw", "score"],
  "cmi.core.total_time": ["r", "timespan"],
  "cmi.core.lesson_mode": ["r", ""],
  "cmi.core.exit": ["w", "exit"],
  "cmi.core.session_time": ["w", "timespan"],
  "cmi.suspend_data": ["rw", "string4096"],
  "cmi.launch_data": ["r", "string4096"],
  "cmi.comments": ["rw", "string4096"],
  "cmi.comments_from_lms": ["r", "string4096"],
  "cmi.objectives.n.id": ["rw", "identifier"],
  "cmi.objectives.n.score.raw": ["rw", "score"],
  "cmi.objectives.n.score.min": ["rw", "score"],
  "cmi.objectives.n.score.max": ["rw", "score"],
  "cmi.objectives.n.status": ["rw", "objectiveStatus"],
  "cmi.student_data.mastery_score": ["r", ""],
  "cmi.student_data.max_time_allowed": ["r", ""],
  "cmi.student_data.time_limit_action": ["r", ""],
  "cmi.student_preference.audio": ["rw", "audio"],
  "cmi.student_preference.language": ["rw", "string255"],
  "cmi.student_preference.speed": ["rw", "speed"],
  "cmi.student_preference.text": ["rw", "text"],
  "cmi.interactions.n.id": ["w", "identifier"],
  "cmi.interactions.n.objectives.n.id": ["w", "identifier"],
  "cmi.interactions.n.time": ["w", "time"],
  "cmi.interactions.n.type": ["w", "interactionType"],
  "cmi.interactions.n.correct_responses.n.pattern": ["w", "string255"],
  "cmi.interactions.n.weighting": ["w", "weighting"],
  "cmi.interactions.n.student_response": ["w", "string255"],
  "cmi.interactions.n.result": ["w", "result"],
  "cmi.interactions.n.latency": ["w", "timespan"],
});

/** The groups that have _children, and what it lists. */
export const CHILDREN = Object.freeze({
  "cmi.core":
    "student_id,student_name,lesson_location,credit,lesson_status,entry,score," +
    "total_time,lesson_mode,exit,session_time",
  "cmi.core.score": "raw,min,max",
  "cmi.objectives": "id,score,status",
  "cmi.objectives.n.score": "raw,min,max",
  "cmi.interactions":
    "id,objectives,time,type,correct_responses,weighting,student_response,result,latency",
  "cmi.student_data": "mastery_score,max_time_allowed,time_limit_action",
  "cmi.student_preference": "audio,language,speed,text",
});

/** The arrays that have _count. */
export const ARRAYS = Object.freeze([
  "cmi.objectives",
  "cmi.interactions",
  "cmi.interactions.n.objectives",
  "cmi.interactions.n.correct_responses",
]);

const GROUPS = new Set(
  Object.keys(ELEMENTS).flatMap((pattern) => {
    const parts = pattern.split(".");
    return parts.slice(2).map((_part, index) => parts.slice(0, index + 2).join("."));
  }),
);

const isIndex = (part) => /^(0|[1-9]\d*)$/.test(part);

/**
 * Finds what a name means, and says why it means nothing.
 * @param {string} name - e.g. cmi.interactions.0.id
 * @returns {{kind: 'element'|'children'|'count'|'version'|'noChildren'|'noCount'|'unknownLeaf'
 *   |'group'|'unknown'|'outside', pattern: string, parent: string,
 *   indexes: Array<{array: string, index: number}>}} `pattern` has n for each index; `indexes`
 *   names every array that the name goes through
 */
export function locate(name) {
  const parts = name.split(".");
  const pattern = parts.map((part) => (isIndex(part) ? "n" : part)).join(".");
  const parent = pattern.slice(0, pattern.lastIndexOf("."));
  const indexes = parts.flatMap((part, place) =>
    isIndex(part) ? [{ array: parts.slice(0, place).join("."), index: Number(part) }] : [],
  );
  return { kind: kindOf(parts, pattern, parent), pattern, parent, indexes };
}

function kindOf(parts, pattern, parent) {
  if (parts[0] !== "cmi" || parts.length < 2) return "outside";
  if (pattern === "cmi._version") return "version";
  if (Object.hasOwn(ELEMENTS, pattern)) return "element";
  const parentKnown = GROUPS.has(parent) || Object.hasOwn(ELEMENTS, parent);
  const leaf = parts.at(-1);
  if (parentKnown && leaf === "_children") {
    return Object.hasOwn(CHILDREN, parent) ? "children" : "noChildren";
  }
  if (parentKnown && leaf === "_count") return ARRAYS.includes(parent) ? "count" : "noCount";
  if (GROUPS.has(pattern)) return "group";
  // Under an array only an index may stand, so any other word is no leaf but a bad index.
  return GROUPS.has(parent) && !ARRAYS.includes(parent) ? "unknownLeaf" : "unknown";
}

/**
 * How many entries an array has.
 * @param {Record<string, unknown>} values - element name to value
 * @param {string} array - e.g. cmi.interactions.0.objectives
 * @returns {number}
 */
export function countEntries(values, array) {
  const prefix = `${array}.`;
  const indexes = Object.keys(values)
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length).split(".")[0]));
  return indexes.length ? Math.max(...indexes) + 1 : 0;
}

/**
 * The data model of one session, for an LMS that has all of it.
 * @param {object} setup
 * @param {Record<string, unknown>} setup.values - what the SCO set and the LMS remembers
 * @param {(name: string) => unknown} setup.supplied - what the LMS itself answers for a name
 *   that has no value yet; undefined means blank
 * @param {Record<string, (text: string) => boolean>} setup.types - check by type name
 * @param {Record<string, string>} setup.codes - error by `kind` of locate, and `absentEntry`
 *   for reading an index that does not exist
 * @param {(type: string, text: string) => unknown} [setup.convert] - what is stored for a text
 * @param {boolean} [setup.numericCounts] - _count is a number once an entry was added
 * @param {boolean} [setup.appends] - a second comment is added to the first, as the standard has it
 */
export function createDataModel({
  values,
  supplied,
  types,
  codes,
  convert = (_type, text) => text,
  numericCounts = false,
  appends = true,
}) {
  const grown = new Set();
  const read = (name) => values[name] ?? supplied(name) ?? "";

  /** @returns {{code: string, value: unknown}} */
  function get(name) {
    const { kind, pattern, parent, indexes } = locate(name);
    const answer = (value) => ({ code: "0", value });
    const refuse = (code) => ({ code, value: "" });
    const array = name.slice(0, name.lastIndexOf("."));
    if (kind === "version") return answer("3.4");
    if (kind === "children") return answer(CHILDREN[parent]);
    if (kind !== "element" && kind !== "count") return refuse(codes[kind]);
    if (kind === "element" && ELEMENTS[pattern][0] === "w") return refuse("404");
    if (indexes.some(({ array: at, index }) => index >= countEntries(values, at))) {
      return refuse(codes.absentEntry);
    }
    if (kind === "element") return answer(read(name));
    const count = countEntries(values, array);
    return answer(numericCounts && grown.has(array) ? count : String(count));
  }

  /** @returns {string} the error code; on any but "0" the old value stays */
  function set(name, text) {
    const { kind, pattern, indexes } = locate(name);
    if (["version", "children", "count", "noChildren", "noCount"].includes(kind)) return "402";
    if (kind !== "element") return codes[kind];
    const [access, type] = ELEMENTS[pattern];
    if (access === "r") return "403";
    if (indexes.some(({ array, index }) => index > countEntries(values, array))) return "201";
    const whole = appends && name === "cmi.comments" ? read(name) + text : text;
    if (!types[type](whole)) return "405";
    indexes
      .filter(({ array, index }) => index === countEntries(values, array))
      .forEach(({ array }) => grown.add(array));
    values[name] = convert(type, whole);
    return "0";
  }

  return { get, set, read };
}

/**
 * The common shape of a record that has `values` by element name, and `totalTime` in hundredths.
 * @param {object} record
 * @param {Partial<import('./core.js').Summary>} [rest] - all that the record does not tell
 * @returns {import('./core.js').Summary}
 */
export function summarizeRecord(record, rest = {}) {
  const values = record.values ?? {};
  return summarize(values, {
    totalTime: (record.totalTime ?? 0) / 100,
    interactions: listInteractions(values),
    ...rest,
  });
}

/**
 * The interactions among stored values, in the common shape of a summary.
 * @param {Record<string, unknown>} values - element name to value
 * @returns {Array<{id: string, time: string, type: string, weighting: string,
 *   studentResponse: string, result: string, latency: string, objectives: string[],
 *   correctResponses: string[]}>} blank where nothing was set
 */
export function listInteractions(values) {
  const text = (name) => String(values[name] ?? "");
  const entries = (array, leaf) =>
    Array.from({ length: countEntries(values, array) }, (_unused, index) =>
      text(`${array}.${index}.${leaf}`),
    );
  return Array.from({ length: countEntries(values, "cmi.interactions") }, (_unused, index) => {
    const at = `cmi.interactions.${index}`;
    return {
      id: text(`${at}.id`),
      time: text(`${at}.time`),
      type: text(`${at}.type`),
      weighting: text(`${at}.weighting`),
      studentResponse: text(`${at}.student_response`),
      result: text(`${at}.result`),
      latency: text(`${at}.latency`),
      objectives: entries(`${at}.objectives`, "id"),
      correctResponses: entries(`${at}.correct_responses`, "pattern"),
    };
  });
}
