/**
 * The values of a Learning Hub session: what its API takes, refuses, drops and throws over.
 */
import { CHILDREN } from "./data-model.js";
import {
  ALL_STATUSES,
  EXITS,
  INTERACTION_TYPES,
  isInteger,
  isResult,
  isTimespan,
} from "./value-types.js";

const isShort = (text) => text.length <= 255;
const isLong = (text) => text.length < 64000;
/** Unlimited, blank, and even without a digit: "-" passes. */
const isAnyDecimal = (text) => /^-?(\d+(\.\d*)?|\.\d*)?$/.test(text);
const isSmallInteger = (text) => isInteger(text, -32768, 32768);
const isSpaceless = (text) => text.length <= 255 && !text.includes(" ");

const CHECKS = Object.freeze({
  "cmi.core.lesson_location": isShort,
  "cmi.core.lesson_status": (text) => ALL_STATUSES.includes(text),
  "cmi.core.score.raw": isAnyDecimal,
  "cmi.core.score.min": isAnyDecimal,
  "cmi.core.score.max": isAnyDecimal,
  "cmi.core.exit": (text) => EXITS.includes(text),
  "cmi.core.session_time": isTimespan,
  "cmi.suspend_data": isLong,
  "cmi.comments": isLong,
  "cmi.student_preference.audio": isSmallInteger,
  "cmi.student_preference.language": isShort,
  "cmi.student_preference.speed": isSmallInteger,
  "cmi.student_preference.text": isSmallInteger,
});

/** The leaves of an entry; a response and a pattern are checked against the entry's type. */
const ENTRY_CHECKS = Object.freeze({
  objectives: {
    id: isSpaceless,
    "score.raw": isAnyDecimal,
    "score.min": isAnyDecimal,
    "score.max": isAnyDecimal,
    status: (text) => ALL_STATUSES.includes(text),
  },
  interactions: {
    id: isSpaceless,
    time: (text) => /^\d{2}:\d{2}:\d{2}(\.\d{1,2})?$/.test(text),
    type: (text) => INTERACTION_TYPES.includes(text),
    weighting: (text) => /^-?\d+\.?\d*$/.test(text),
    student_response: isResponse,
    result: isResult,
    latency: isTimespan,
  },
});
const NESTED_LEAVES = Object.freeze({ objectives: "id", correct_responses: "pattern" });

const RESPONSES = Object.freeze({
  choice: /^\w(,\w){0,25}$/,
  "true-false": /^(0|1|t|f|true|false)$/i,
  numeric: /^\d+(\.\d+)?$/,
  matching: /^\w\.\w(,\w\.\w)*$/,
  sequencing: /^\w+(,\w+)*$/,
  performance: /^.{1,255}$/,
  "fill-in": /^[^]+$/,
});

function isResponse(text, type) {
  return !Object.hasOwn(RESPONSES, type) || RESPONSES[type].test(text);
}

const READ_ONLY = [
  "cmi.core.student_name",
  "cmi.core.credit",
  "cmi.core.entry",
  "cmi.core.lesson_mode",
  "cmi.launch_data",
  "cmi.comments_from_lms",
  "cmi.student_data.mastery_score",
  "cmi.student_data.max_time_allowed",
  "cmi.student_data.time_limit_action",
];
const WRITE_ONLY = ["cmi.core.exit", "cmi.core.session_time"];
const KEYWORDS = [
  "cmi.core._children",
  "cmi.core.score._children",
  "cmi.student_data._children",
  "cmi.student_preference._children",
  "cmi.objectives._children",
  "cmi.objectives._count",
  "cmi.interactions._children",
  "cmi.interactions._count",
];

/**
 * The values and the two functions over them.
 * @param {ReturnType<import('./core.js').createErrorRegister>} errors - with numbers as codes
 */
export function createHubValues(errors) {
  let values = { "cmi.core.lesson_status": "ab-initio" };
  let lengths = {};
  let totalTimeBroken = false;

  /** What the server gave; objectives and interactions start empty every time. */
  function load(given, { totalTimeBroken: broken }) {
    values = { ...given };
    lengths = { "cmi.objectives": 0, "cmi.interactions": 0 };
    totalTimeBroken = broken;
  }

  /** A value that nobody gave is undefined, and asking it for its text throws. */
  function textOf(value) {
    if (value === undefined) throw new TypeError("The server has given no value");
    return String(value);
  }

  function totalTime() {
    if (totalTimeBroken) return "NaN:aN:aN";
    const spent = textOf(values["cmi.core.session_time"]) || "00:00:00";
    const [hours, minutes, seconds] = spent.split(":");
    return `${Number(hours)}:${minutes}:${seconds.slice(0, 2)}`;
  }

  function get(element) {
    const name = String(element);
    const [, group, index] = name.split(".");
    errors.succeed();
    if (Object.hasOwn(ENTRY_CHECKS, group) && !/^_/.test(index ?? "_")) return getFromEntry(name);
    if (name === "cmi.objectives._count" || name === "cmi.interactions._count") {
      return textOf(lengths[`cmi.${group}`]);
    }
    if (name === "cmi.core.total_time") return totalTime();
    if (WRITE_ONLY.includes(name)) return errors.fail(404, "");
    const known =
      Object.hasOwn(CHECKS, name) ||
      READ_ONLY.includes(name) ||
      KEYWORDS.includes(name) ||
      ["cmi._version", "cmi.core.student_id"].includes(name);
    return known ? textOf(values[name]) : errors.fail(401, "");
  }

  function getFromEntry(name) {
    const [, group, index, leaf, ...rest] = name.split(".");
    const entry = `cmi.${group}.${index}`;
    if (group === "objectives" && index === "score" && leaf === "_children") {
      return CHILDREN["cmi.objectives.n.score"];
    }
    if (!(Number(index) < lengths[`cmi.${group}`])) return errors.fail(301, "");
    if (group === "objectives") {
      if (leaf === "score" && rest[0] === "_children") return CHILDREN["cmi.objectives.n.score"];
      return values[name] ?? "";
    }
    if (Object.hasOwn(NESTED_LEAVES, leaf)) {
      if (rest[0] === "_count") return String(lengths[`${entry}.${leaf}`] ?? 0);
      return errors.fail(rest[1] === NESTED_LEAVES[leaf] ? 404 : 401, "");
    }
    return Object.hasOwn(ENTRY_CHECKS.interactions, leaf) ? errors.fail(404, "") : "";
  }

  function set(element, value) {
    const name = String(element);
    const [, group, index] = name.split(".");
    errors.succeed();
    if (KEYWORDS.includes(name)) return errors.fail(402, false);
    if (READ_ONLY.includes(name)) return errors.fail(403, false);
    if (Object.hasOwn(ENTRY_CHECKS, group) && index !== undefined) return setInEntry(name, value);
    if (!Object.hasOwn(CHECKS, name)) return errors.fail(201, false);
    return store(name, value, CHECKS[name]);
  }

  function store(name, value, check, type) {
    // null and undefined have no toString, so they throw here as they do in the LMS.
    const text = value.toString();
    if (!check(text, type)) return errors.fail(405, false);
    values[name] = text;
    return true;
  }

  /** Adds one entry when the index is beyond the last, and throws when that is not enough. */
  function reach(array, index) {
    lengths[array] ??= 0;
    if (Number(index) >= lengths[array]) lengths[array] += 1;
    if (!(Number(index) < lengths[array])) {
      throw new TypeError("There is no such entry");
    }
  }

  function setInEntry(name, value) {
    const [, group, index, leaf, ...rest] = name.split(".");
    const entry = `cmi.${group}.${index}`;
    reach(`cmi.${group}`, index);
    if (group === "interactions" && Object.hasOwn(NESTED_LEAVES, leaf)) {
      reach(`${entry}.${leaf}`, rest[0]);
      if (rest[1] !== NESTED_LEAVES[leaf]) return errors.fail(401, false);
      const nestedCheck = leaf === "objectives" ? () => true : isResponse;
      return store(name, value, nestedCheck, values[`${entry}.type`]);
    }
    const check = ENTRY_CHECKS[group][[leaf, ...rest].join(".")];
    // An unknown leaf is dropped without an error.
    return check ? store(name, value, check, values[`${entry}.type`]) : false;
  }

  return {
    load,
    get,
    set,
    read: (name) => values[name] ?? "",
    /** The interactions alone, element name to text. */
    entries: () =>
      Object.fromEntries(
        Object.entries(values).filter(([name]) => /^cmi\.interactions\.\d/.test(name)),
      ),
    /** All values as they travel to the server. */
    content: () => JSON.stringify(values),
  };
}
