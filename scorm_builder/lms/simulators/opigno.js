/**
 * Opigno: takes everything with "true", keeps five elements, and shuts the door first.
 *
 * A Set of what it does not have is "true" with an error code, and dropped. Commit and Finish go by
 * beacon, so they are always "true". When the window goes, the player's own handler finishes before
 * the SCO's can: what the SCO sets then is dropped. The status does not come back. There is one
 * record for all the SCOs of a package.
 *
 * Record: `{values: {element: value}}`.
 */
import { copyOf, createErrorRegister, errorFunctions, prepareLaunch, summarize } from "./core.js";
import { locate } from "./data-model.js";
import { Session } from "./session.js";

const STATUS = "cmi.core.lesson_status";
const ENTRY = "cmi.core.entry";
const KEPT = ["cmi.core.lesson_location", STATUS, "cmi.core.exit", ENTRY, "cmi.suspend_data"];
/** Elements of the standard that it does not know as such; the rest of them it calls lacking. */
const UNKNOWN = /^cmi\.(_version|core\.lesson_mode|comments|comments_from_lms)$/;

function codeOf(name) {
  const isOfTheStandard = ["element", "children", "count"].includes(locate(name).kind);
  return isOfTheStandard && !UNKNOWN.test(name) ? "401" : "101";
}

/**
 * One launch.
 * @param {Partial<import('./core.js').Launch>} launch - no options
 * @returns {Session}
 */
export function create(launch) {
  const prepared = prepareLaunch(launch);
  const { record } = prepared;
  const session = new Session(prepared);
  const errors = createErrorRegister();
  const values = copyOf(record.values ?? {});
  delete values[STATUS];
  let open = false;
  let finished = false;

  function commit() {
    const sent = copyOf(values);
    if (session.send("beacon", JSON.stringify(sent)).arrived) {
      record.values = { ...record.values, ...sent };
    }
    return errors.succeed("true");
  }

  function finish() {
    if (!open) return errors.fail("301");
    commit();
    open = false;
    finished = true;
    return errors.succeed("true");
  }

  session.onLeave = () => {
    if (!finished) finish();
  };
  session.expose(
    {
      LMSInitialize(argument) {
        if (argument !== "") return errors.fail("201");
        if (open) return errors.fail("301");
        open = true;
        return errors.succeed("true");
      },
      LMSFinish: (argument) => (argument === "" ? finish() : errors.fail("201")),
      LMSCommit(argument) {
        if (argument !== "") return errors.fail("201");
        return open ? commit() : errors.fail("301");
      },
      LMSGetValue(name) {
        if (!open) return errors.fail("301", "");
        if (!KEPT.includes(name)) return errors.fail(codeOf(String(name)), "");
        if (name === ENTRY) return errors.succeed("");
        if (name === STATUS && values[name] === undefined) return errors.fail("101", "");
        return errors.succeed(values[name] ?? "");
      },
      LMSSetValue(name, value) {
        if (!open) return errors.fail("301", "true");
        if (!["string", "number"].includes(typeof value)) return errors.fail("201", "true");
        if (!KEPT.includes(name)) return errors.fail(codeOf(String(name)), "true");
        values[name] = value;
        return errors.succeed("true");
      },
      ...errorFunctions(errors),
    },
    () => errors.code,
  );
  return session;
}

/**
 * The learner record in the common shape: no score, time or interactions.
 * @param {object} record
 * @returns {import('./core.js').Summary}
 */
export const summary = (record) => summarize(record.values ?? {}, { scoreRaw: "", entry: "" });
