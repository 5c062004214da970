/**
 * Moodle 4.5 (scorm_12.js): checks like the standard, but keeps numbers where it checked a
 * range, lets a mastery score overrule the SCO, and opens a finished attempt in review.
 *
 * Commit saves everything except the total time; Finish adds that and judges the status. While
 * the page unloads both travel by beacon and arrive. The data come with the page, so Initialize
 * asks no server.
 *
 * Record: `{values: {element: text}, totalTime: hundredths of a second}`; cmi.core.exit is kept
 * among the values until it is overwritten.
 */
import {
  Session, copyOf, createErrorRegister, errorText, launchMode, prepareLaunch,
} from './core.js';
import { createDataModel, listInteractions } from './data-model.js';
import {
  FINAL_STATUSES, STANDARD_TYPES, hundredthsToTimespan, isText, timespanToHundredths,
} from './value-types.js';

const STATUS = 'cmi.core.lesson_status';
const EXIT = 'cmi.core.exit';
const SESSION_TIME = 'cmi.core.session_time';
const LONGEST_TEXT = 64000;

const CODES = Object.freeze({
  outside: '201',
  unknown: '201',
  group: '201',
  unknownLeaf: '201',
  noChildren: '202',
  noCount: '201',
  absentEntry: '0',
});

/** A range is checked on the number that JavaScript makes of the text: "" is 0, 1e1 is 10. */
const RANGES = Object.freeze({
  score: [0, 100], audio: [-1, 100], speed: [-100, 100], text: [-1, 1],
});
const rangeChecks = Object.fromEntries(Object.entries(RANGES).map(([type, [lowest, highest]]) =>
  [type, (text) => Number(text) >= lowest && Number(text) <= highest]));

const typesFor = ({ standardMode }) => ({
  ...STANDARD_TYPES,
  ...rangeChecks,
  identifier: (text) => /^[!-~]{1,255}$/.test(text),
  ...(standardMode ? {} : {
    string255: (text) => isText(text, LONGEST_TEXT),
    string4096: (text) => isText(text, LONGEST_TEXT),
  }),
});

/** "Doe, Jo" as "Jo Doe"; a name without a comma stays. */
const firstNameFirst = (name) => name.split(', ').reverse().join(' ');

function entryOf(values) {
  if (values[EXIT] === 'suspend') return 'resume';
  return values[STATUS] === undefined ? 'ab-initio' : '';
}

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - options: standardMode (default false),
 *   masteryOverride (default true), reviewMode (null, review or browse), preset (the status of
 *   a new learner), placement (frame or popup)
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record, manifest, learner, options } = prepared;
  const session = new Session(prepared, options.placement === 'popup'
    ? { placement: 'popup', apiPath: ['opener'] } : {});
  const errors = createErrorRegister();
  const stored = () => record.values ?? (options.preset ? { [STATUS]: options.preset } : {});
  const finished = FINAL_STATUSES.includes(stored()[STATUS]);
  const atLaunch = {
    entry: entryOf(stored()),
    ...launchMode({ reviewMode: options.reviewMode || (finished ? 'review' : null) }),
  };
  let open = false;
  let values = {};
  let model = null;

  const supplied = (name) => ({
    'cmi.core.student_id': learner.id,
    'cmi.core.student_name': options.standardMode ? learner.name : firstNameFirst(learner.name),
    'cmi.core.credit': atLaunch.credit,
    [STATUS]: 'not attempted',
    'cmi.core.entry': atLaunch.entry,
    'cmi.core.total_time': hundredthsToTimespan(record.totalTime ?? 0),
    'cmi.core.lesson_mode': atLaunch.lessonMode,
    'cmi.launch_data': manifest.launchData,
    'cmi.student_data.mastery_score': manifest.masteryScore,
    'cmi.student_preference.audio': '0',
    'cmi.student_preference.speed': '0',
    'cmi.student_preference.text': '0',
  }[name]);

  /** The values as last saved: what was set since then is lost. */
  function load() {
    values = copyOf(stored());
    model = createDataModel({
      values, supplied, types: typesFor(options), codes: CODES, numericCounts: true,
      convert: (type, text) => (type in RANGES ? Number(text) : text),
    });
  }

  /** @returns {boolean} what the page learns; a beacon cannot tell that it was lost */
  function store(last) {
    const next = { ...values };
    if (last) next[STATUS] = judge(model.read(STATUS));
    const spent = next[SESSION_TIME] ?? '';
    delete next[SESSION_TIME];
    const kind = session.unloading ? 'beacon' : 'post';
    const { accepted, arrived } = session.send(kind, JSON.stringify(next));
    if (arrived) {
      record.values = Object.fromEntries(
        Object.entries(next).map(([name, value]) => [name, String(value)]));
      // Whole hundredths are read from the digits, so ".5" adds five of them.
      if (last) record.totalTime = (record.totalTime ?? 0) + timespanToHundredths(spent, Number);
    }
    return accepted;
  }

  function judge(status) {
    const raw = model.read('cmi.core.score.raw');
    const mastery = manifest.masteryScore ?? '';
    const overruled = atLaunch.lessonMode === 'normal' && atLaunch.credit === 'credit'
      && options.masteryOverride !== false && mastery !== '' && raw !== '';
    if (overruled) return Number(raw) >= Number(mastery) ? 'passed' : 'failed';
    return status === 'not attempted' ? 'completed' : status;
  }

  const report = (worked) => (worked ? errors.succeed('true') : errors.fail('101'));

  session.expose({
    LMSInitialize(argument) {
      if (argument !== '') return errors.fail('201');
      const second = open;
      load();
      open = true;
      return report(!second);
    },
    LMSFinish(argument) {
      if (argument !== '') return errors.fail('201');
      if (!open) return errors.fail('301');
      open = false;
      return report(store(true));
    },
    LMSCommit(argument) {
      if (argument !== '') return errors.fail('201');
      return open ? report(store(false)) : errors.fail('301');
    },
    LMSGetValue(name) {
      if (!open) return errors.fail('301', '');
      const { code, value } = model.get(String(name));
      return code === '0' ? errors.succeed(value) : errors.fail(code, '');
    },
    LMSSetValue(name, value) {
      if (!open) return errors.fail('301');
      if (value === null || value === undefined) return errors.fail('201');
      const code = model.set(String(name), String(value));
      return code === '0' ? errors.succeed('true') : errors.fail(code);
    },
    LMSGetLastError: () => errors.code,
    LMSGetErrorString: (code) => errorText(code),
    LMSGetDiagnostic: (code) => errorText(code),
  }, () => errors.code);
  return session;
}

/**
 * The learner record in the common shape.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export function summary(record) {
  const values = record.values ?? {};
  return {
    lessonStatus: values[STATUS] ?? 'not attempted',
    scoreRaw: values['cmi.core.score.raw'] ?? '',
    totalTime: (record.totalTime ?? 0) / 100,
    suspendData: values['cmi.suspend_data'] ?? '',
    lessonLocation: values['cmi.core.lesson_location'] ?? '',
    entry: entryOf(values),
    interactions: listInteractions(values),
  };
}
