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
 */
import * as aiccShim from './aicc-shim.js';
import * as esr from './esr.js';
import * as learningHub from './learning-hub.js';
import * as moodle from './moodle.js';
import * as strict from './strict.js';
import { ALL_STATUSES } from './value-types.js';

const preset = {
  name: 'preset',
  type: 'choice',
  default: null,
  choices: [null, ...ALL_STATUSES],
  description: 'The status that a new learner starts with',
};
const reviewMode = {
  name: 'reviewMode',
  type: 'choice',
  default: null,
  choices: [null, 'review', 'browse'],
  description: 'Launch for review or browsing, without credit',
};
const yesOrNo = (name, standard, description) =>
  ({ name, type: 'boolean', default: standard, description });

/** @type {Readonly<Record<string, Simulator>>} */
export const simulators = Object.freeze({
  strict: {
    title: 'Strict',
    description: 'The standard by the letter, as ADL\'s sample run-time has it',
    options: [preset, reviewMode, {
      name: 'untouchedStatus',
      type: 'choice',
      default: 'incomplete',
      choices: ['incomplete', 'completed'],
      description: 'The status after Finish when the SCO set none; completed is then judged by'
        + ' the mastery score',
    }],
    recordActions: {},
    ...strict,
  },
  esr: {
    title: 'ESR',
    description: 'Core only, each value posted at once, nothing saved while the page unloads',
    options: [
      preset,
      yesOrNo('autoCommit', true, 'Send each value at once, not only with Commit and Finish'),
      yesOrNo('assessment', false, 'The server calls it an assessment: any decimal is a score'),
      yesOrNo('omitStatus', false, 'The server sends no status: every Get and Set fails'),
    ],
    recordActions: {},
    ...esr,
  },
  'learning-hub': {
    title: 'Learning Hub',
    description: 'Booleans and numbers, exceptions, a lock that only Finish frees',
    options: [preset],
    create: learningHub.create,
    summary: learningHub.summary,
    recordActions: {
      logOut: { title: 'Log out', run: learningHub.logOut },
      clearSuspendData: {
        title: 'Republish with cleared suspend data', run: learningHub.clearSuspendData,
      },
    },
  },
  'aicc-shim': {
    title: 'AICC shim',
    description: 'Refuses nothing and corrupts much; only Finish saves',
    options: [preset, {
      name: 'serverMasteryScore',
      type: 'text',
      default: null,
      description: 'The mastery score that the server holds, whatever the manifest says',
    }],
    recordActions: {},
    ...aiccShim,
  },
  moodle: {
    title: 'Moodle',
    description: 'Moodle 4.5: numbers for scores, a mastery score that overrules, review after'
      + ' the end',
    options: [
      preset,
      reviewMode,
      yesOrNo('standardMode', false, 'Keep to the standard\'s text lengths and name order'),
      yesOrNo('masteryOverride', true, 'The mastery score decides between passed and failed'),
      {
        name: 'placement',
        type: 'choice',
        default: 'frame',
        choices: ['frame', 'popup'],
        description: 'Show the SCO in a frame of the player page or in a window of its own',
      },
    ],
    recordActions: {},
    ...moodle,
  },
});
