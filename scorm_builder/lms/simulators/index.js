/**
 * The LMS simulators by name.
 *
 * @typedef {object} Option
 * @property {string} name - the key in `options` of a launch
 * @property {'boolean'|'choice'|'text'} type
 * @property {unknown} default
 * @property {Array<string|null>} [choices]
 * @property {string} description
 *
 * @typedef {object} Simulator
 * @property {string} title
 * @property {string} description
 * @property {Option[]} options
 * @property {(launch: Partial<import('./core.js').Launch>) => import('./core.js').Session} create
 * @property {(record: object) => import('./core.js').Summary} summary
 * @property {Record<string, {title: string, run: (record: object) => void}>} recordActions - what
 *   can happen to the record between launches
 * @property {boolean} [sharedRecord] - one record for all the SCOs of a package
 */
import * as aiccShim from "./aicc-shim.js";
import * as chamilo2 from "./chamilo-2.js";
import * as chamilo from "./chamilo.js";
import * as claroline from "./claroline.js";
import * as esr from "./esr.js";
import * as forma from "./forma.js";
import * as frappe from "./frappe.js";
import * as ilias from "./ilias.js";
import * as keyValue from "./key-value.js";
import * as learningHub from "./learning-hub.js";
import * as moodle from "./moodle.js";
import * as openedx from "./openedx.js";
import * as opigno from "./opigno.js";
import * as strict from "./strict.js";
import { ALL_STATUSES } from "./value-types.js";
import * as wagtail from "./wagtail.js";

const preset = {
  name: "preset",
  type: "choice",
  default: null,
  choices: [null, ...ALL_STATUSES],
  description: "The status that a new learner starts with",
};
const reviewMode = {
  name: "reviewMode",
  type: "choice",
  default: null,
  choices: [null, "review", "browse"],
  description: "Launch for review or browsing, without credit",
};
const yesOrNo = (name, standard, description) => ({
  name,
  type: "boolean",
  default: standard,
  description,
});

/** @type {Readonly<Record<string, Simulator>>} */
export const simulators = Object.freeze({
  strict: {
    title: "Strict",
    description: "The standard by the letter, as ADL's sample run-time has it",
    options: [
      preset,
      reviewMode,
      {
        name: "untouchedStatus",
        type: "choice",
        default: "incomplete",
        choices: ["incomplete", "completed"],
        description:
          "The status after Finish when the SCO set none; completed is then judged by" +
          " the mastery score",
      },
    ],
    recordActions: {},
    ...strict,
  },
  esr: {
    title: "ESR",
    description: "Core only, each value posted at once, nothing saved while the page unloads",
    options: [
      preset,
      yesOrNo("autoCommit", true, "Send each value at once, not only with Commit and Finish"),
      yesOrNo("assessment", false, "The server calls it an assessment: any decimal is a score"),
      yesOrNo("omitStatus", false, "The server sends no status: every Get and Set fails"),
    ],
    recordActions: {},
    ...esr,
  },
  "learning-hub": {
    title: "Learning Hub",
    description: "Booleans and numbers, exceptions, a lock that only Finish frees",
    options: [preset],
    create: learningHub.create,
    summary: learningHub.summary,
    recordActions: {
      logOut: { title: "Log out", run: learningHub.logOut },
      clearSuspendData: {
        title: "Republish with cleared suspend data",
        run: learningHub.clearSuspendData,
      },
    },
  },
  "aicc-shim": {
    title: "AICC shim",
    description: "Refuses nothing and corrupts much; only Finish saves",
    options: [
      preset,
      {
        name: "serverMasteryScore",
        type: "text",
        default: null,
        description: "The mastery score that the server holds, whatever the manifest says",
      },
    ],
    recordActions: {},
    ...aiccShim,
  },
  moodle: {
    title: "Moodle",
    description:
      "Moodle 4.5: numbers for scores, a mastery score that overrules, review after" + " the end",
    options: [
      preset,
      reviewMode,
      yesOrNo("standardMode", false, "Keep to the standard's text lengths and name order"),
      yesOrNo("masteryOverride", true, "The mastery score decides between passed and failed"),
      {
        name: "placement",
        type: "choice",
        default: "frame",
        choices: ["frame", "popup"],
        description: "Show the SCO in a frame of the player page or in a window of its own",
      },
    ],
    recordActions: {},
    ...moodle,
  },
  ilias: {
    title: "ILIAS",
    description: 'Strict, and after a failed Commit "true" until something is set again',
    options: [
      yesOrNo("trunk", false, "The newest version: inside a click it saves by beacon"),
      yesOrNo("checkValues", true, "Refuse values that the standard refuses"),
      yesOrNo("autoReview", false, "A completed module can only be looked at"),
      yesOrNo("autoSuspend", false, "Every exit is a suspension"),
      yesOrNo("browse", false, "Browse mode, in which nothing is stored"),
      yesOrNo("timeFromLms", false, "The LMS takes the time, whatever the SCO says"),
    ],
    recordActions: {},
    ...ilias,
  },
  chamilo: {
    title: "Chamilo 1.11",
    description:
      'Always "true"; a final status ends all saving; while the page unloads nothing' + " arrives",
    options: [],
    recordActions: {},
    ...chamilo,
  },
  "chamilo-2": {
    title: "Chamilo 2",
    description:
      'Always "true", before it sends; a visit that sets no status completes when it is' + " left",
    options: [],
    recordActions: {},
    ...chamilo2,
  },
  openedx: {
    title: "Open edX",
    description: 'Always "true"; each value is queued and sent; the status never comes back',
    options: [yesOrNo("scored", true, "The course counts points")],
    recordActions: {},
    sharedRecord: true,
    ...openedx,
  },
  frappe: {
    title: "Frappe LMS",
    description: "Suspend data after a pause, and no other end than passed",
    options: [],
    recordActions: {},
    sharedRecord: true,
    ...frappe,
  },
  claroline: {
    title: "Claroline",
    description: 'Few elements, always "true", and the best result is kept',
    options: [],
    recordActions: {},
    ...claroline,
  },
  opigno: {
    title: "Opigno",
    description: '"true" with an error to what it drops; finishes before the module can',
    options: [],
    recordActions: {},
    sharedRecord: true,
    ...opigno,
  },
  forma: {
    title: "Forma LMS",
    description: "String objects for answers, and error codes of SCORM 2004",
    options: [],
    recordActions: {},
    ...forma,
  },
  wagtail: {
    title: "wagtail-lms",
    description: "No LMSFinish, a request for each call; ends before the module can",
    options: [],
    recordActions: {},
    ...wagtail,
  },
  "key-value": {
    title: "Home-made player",
    description: "Names and values, blank for all else, and never an error",
    options: [
      {
        name: "initializeAnswer",
        type: "choice",
        default: "true",
        choices: ["true", "True", "1"],
        description: "How it says yes; 1 is a number",
      },
      {
        name: "cutAt",
        type: "text",
        default: null,
        description: "The most characters of suspend data that its database keeps, such as 255",
      },
      {
        name: "lateApi",
        type: "text",
        default: null,
        description: "Milliseconds after which the API stands in the page, such as 1500",
      },
      yesOrNo("stickyError", false, "An unknown name is an error, which never goes away"),
      yesOrNo("browse", false, "Browse mode"),
      yesOrNo("keepsNothing", false, "Commit is true, and nothing is stored"),
      yesOrNo("getThrowsOnce", false, "The first Get throws"),
    ],
    recordActions: {},
    ...keyValue,
  },
});
