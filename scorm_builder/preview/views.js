/** What the player page shows: elements made from values. Nothing here knows where they are put. */
import { errorText } from "../lms/simulators/core.js";

/** Calls that only ask about the last error; they are many, and the table has its own column. */
const ABOUT_ERRORS = /^LMSGet(?:LastError|ErrorString|Diagnostic)$/;

/**
 * An element with its attributes and content.
 * @param {string} name
 * @param {Record<string, unknown>} properties
 * @param {...(Node|string)} content
 */
export function make(name, properties = {}, ...content) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...content);
  return element;
}

/** A text of the template with its {marks} filled in. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_mark, name) => values[name]);

/** A number of seconds as h:mm:ss. */
export function timeSpan(seconds) {
  const whole = Math.floor(seconds);
  const twoDigits = (number) => String(number).padStart(2, "0");
  return [
    Math.floor(whole / 3600),
    twoDigits(Math.floor(whole / 60) % 60),
    twoDigits(whole % 60),
  ].join(":");
}

/** A value so that its type can be seen: "true" is not true, and an object is neither. */
const spell = (value) =>
  value instanceof String
    ? `String ${JSON.stringify(value)}`
    : value === undefined
      ? "undefined"
      : JSON.stringify(value);

/** True for a call that the LMS refused or that threw. */
export const isRefused = ({ call, result, error, thrown }) =>
  !ABOUT_ERRORS.test(call) &&
  (thrown !== undefined || Number(error) !== 0 || result === false || result === "false");

/** One row of the table of calls. `start` is the time of the launch. */
export function callRow(entry, start, text) {
  const answer =
    entry.thrown === undefined ? spell(entry.result) : fill(text.thrown, { text: entry.thrown });
  const kinds = [ABOUT_ERRORS.test(entry.call) && "about-errors", isRefused(entry) && "refused"];
  const error =
    Number(entry.error) === 0 ? "" : `${spell(entry.error)} ${errorText(entry.error) ?? ""}`;
  const [first, ...others] = entry.args.map(spell);
  const cell = (words) => make("td", {}, make("code", {}, words));
  return make(
    "tr",
    { className: kinds.filter(Boolean).join(" ") },
    make("td", { className: "number" }, ((entry.at - start) / 1000).toFixed(2)),
    make("td", {}, entry.call),
    ...[first ?? "", others.join(", "), answer, error].map(cell),
  );
}

/** The row between two launches. */
export const launchRow = (words) =>
  make("tr", { className: "launch" }, make("th", { colSpan: 6, scope: "rowgroup" }, words));

/** One problem of the content: where it is, what it is, and how to mend it. */
export function problemItem({ place, severity, code, message, help }, text) {
  return make(
    "li",
    { className: severity },
    make("code", {}, place),
    ` ${severity}: ${message} [${code}]`,
    make("p", {}, `${text.help} ${help}`),
  );
}

/** One labelled control for an option of a simulator. `change` is told that it was used. */
export function optionControl({ name, type, choices, description }, value, change) {
  if (type === "boolean") {
    const box = make("input", { type: "checkbox", name, checked: value, onchange: change });
    return make("label", { className: "check" }, box, ` ${description}`);
  }
  const control =
    type === "choice"
      ? make(
          "select",
          { name },
          ...choices.map((choice) => new Option(choice ?? "–", choice ?? "")),
        )
      : make("input", { name, autocomplete: "off" });
  control.value = value ?? "";
  control.onchange = change;
  return make("label", {}, `${description} `, control);
}
