/**
 * Chamilo 1.11.6: takes anything, always says "true", and forgets nothing but the status.
 *
 * Commit and Finish send what was set since in one synchronous request, as a form whose values are
 * not encoded. It is "true" also when the request fails or cannot go, as while the page unloads.
 * Once a status is final, every later save is ignored and every later launch is a review. Finish
 * judges nothing, and the exit is never kept.
 *
 * Record: `{values: {element: text}, totalTime: hundredths of a second}`.
 */
import { copyOf, createErrorRegister, firstNameFirst, prepareLaunch } from "./core.js";
import { CHILDREN, ELEMENTS, countEntries, locate, summarizeRecord } from "./data-model.js";
import { Session } from "./session.js";
import { hundredthsToTimespan, isTimespan, timespanToHundredths } from "./value-types.js";

const STATUS = "cmi.core.lesson_status";
const RAW = "cmi.core.score.raw";
const LOCATION = "cmi.core.lesson_location";
const SESSION_TIME = "cmi.core.session_time";
const EXIT = "cmi.core.exit";
const SUSPEND_DATA = "cmi.suspend_data";
const FINAL = ["completed", "passed", "failed", "browsed"];
const NOT_THERE = /^cmi\.(comments|student_preference)/;

const isFinal = (record) => FINAL.includes(record.values?.[STATUS]);

/** Whether a name stands in the form as it is, for the server to take apart. */
const isRaw = (name) =>
  name === LOCATION || name === SUSPEND_DATA || /^cmi\.interactions/.test(name);

/** What both versions have of a name: its value, or the error code. */
function look(name, values, supplied) {
  const { kind, pattern, parent } = locate(name);
  if (NOT_THERE.test(name)) return { code: "401" };
  if (kind === "version") return { value: "3.4" };
  if (kind === "children") return { value: CHILDREN[parent].replaceAll(",", ", ") };
  if (kind === "count") return { value: countEntries(values, name.replace(/\._count$/, "")) };
  if (kind !== "element") return { code: "201" };
  if (ELEMENTS[pattern][0] === "w") return { code: "404" };
  const value = values[name] ?? supplied[name] ?? "";
  const isNumber = name === RAW && value !== "" && Number.isFinite(Number(value));
  return { value: isNumber ? Number(value) : value };
}

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - no options
 * @returns {Session}
 */
export const create = (launch) => createChamilo(launch, {});

/**
 * One launch in either version.
 * @param {Partial<import('./core.js').Launch>} launch
 * @param {object} rules
 * @param {boolean} [rules.isSecond] - Chamilo 2: saves are asynchronous, and the player saves by
 *   itself when its page goes
 * @returns {Session}
 */
export function createChamilo(launch, { isSecond = false }) {
  const prepared = prepareLaunch(launch);
  const { record, manifest, learner } = prepared;
  const session = new Session(prepared);
  const errors = createErrorRegister();
  const changed = new Set();
  const totalAtLaunch = record.totalTime ?? 0;
  const reviewed = isFinal(record);
  let values = copyOf(record.values ?? {});
  let started = false;
  let statusWasSet = false;

  const supplied = {
    "cmi.core.student_id": learner.id,
    "cmi.core.student_name": isSecond ? learner.name : firstNameFirst(learner.name),
    [STATUS]: "not attempted",
    "cmi.core.credit": reviewed ? "no-credit" : "credit",
    "cmi.core.entry": "ab-initio",
    "cmi.core.lesson_mode": reviewed ? "review" : "normal",
    "cmi.core.total_time": reviewed ? hundredthsToTimespan(totalAtLaunch) : "00:00:00",
    "cmi.launch_data": manifest.launchData,
    "cmi.student_data.mastery_score": manifest.masteryScore,
  };

  /** What the server makes of a form. A broken one is left out as a whole. */
  function saveOnServer(form, navigatesAway) {
    const raw = Object.keys(form).filter(
      (name) => isRaw(name) && !(isSecond && name === SUSPEND_DATA),
    );
    if (isFinal(record) || raw.some((name) => /[&%\r\n]/.test(form[name]))) return;
    for (const name of raw) form[name] = form[name].replaceAll("+", " ");
    const time = form[SESSION_TIME] ?? "";
    if (isTimespan(time)) record.totalTime = totalAtLaunch + timespanToHundredths(time);
    delete form[SESSION_TIME];
    delete form[EXIT];
    record.values = { ...record.values, ...form };
    if (navigatesAway && !statusWasSet) record.values[STATUS] = judged(record.values[RAW]);
  }

  function judged(raw = "") {
    const mastery = manifest.masteryScore ?? "";
    if (mastery === "" || raw === "") return "completed";
    return Number(raw) >= Number(mastery) ? "passed" : "failed";
  }

  /** Sends what was set since it was last sent. */
  function save() {
    const form = takeForm();
    const content = JSON.stringify(form);
    if (isSecond) session.request(content, () => saveOnServer(form, false));
    else if (session.send("post", content).arrived) saveOnServer(form, false);
    if (!isSecond) values[STATUS] = "";
  }

  function takeForm() {
    const form = Object.fromEntries([...changed].map((name) => [name, values[name]]));
    changed.clear();
    return form;
  }

  if (isSecond) {
    session.onLeave = () => {
      if (!started) return;
      const form = takeForm();
      // It decodes once too often, and then its handler ends.
      if (Object.values(form).some((text) => /%(?![\da-f]{2})/i.test(text))) return;
      const { arrived } = session.send("beacon", JSON.stringify({ ...form, navigatesAway: true }));
      if (arrived) saveOnServer(form, true);
    };
  }

  session.expose(
    {
      LMSInitialize() {
        started = true;
        if (session.send("post", "initialize").arrived) {
          values = copyOf(record.values ?? {});
          changed.clear();
        }
        return errors.succeed("true");
      },
      LMSFinish() {
        save();
        return errors.succeed("true");
      },
      LMSCommit() {
        save();
        return errors.succeed("true");
      },
      LMSGetValue(name) {
        if (!started) return errors.fail("301", "");
        const { code, value } = look(String(name), values, supplied);
        return code ? errors.fail(code, "") : errors.succeed(value);
      },
      LMSSetValue(element, value) {
        const name = String(element);
        const { kind, pattern } = locate(name);
        if (kind !== "element" || NOT_THERE.test(name)) return errors.fail("401");
        if (ELEMENTS[pattern][0] === "r") return errors.fail("403");
        values[name] = String(value);
        changed.add(name);
        statusWasSet ||= name === STATUS;
        return errors.succeed("true");
      },
      LMSGetLastError: () => errors.code,
      LMSGetErrorString: () => "No error",
      LMSGetDiagnostic: () => "No error",
    },
    () => errors.code,
  );
  return session;
}

/**
 * The learner record in the common shape.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export const summary = (record) => summarizeRecord(record);
