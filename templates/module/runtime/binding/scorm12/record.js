/**
 * The data model writer: no value reaches the LMS but through here.
 *
 * Values are checked against the standard's types before they are sent, and sent only when they
 * have changed. An element that an LMS does not have is left alone afterwards.
 */

import { MARK, MOST_CHARACTERS } from "../../codec.js";
import * as cmi from "./elements.js";

const STATUS = /^(?:passed|completed|failed|incomplete|browsed)$/;
const SAFE = /^[A-Za-z0-9._:,-]*$/;
const TYPES = {
  [cmi.LESSON_STATUS]: (value) => STATUS.test(value),
  [cmi.LESSON_LOCATION]: (value) => SAFE.test(value) && value.length <= 255,
  [cmi.SCORE_RAW]: isPercentage,
  [cmi.SCORE_MIN]: isPercentage,
  [cmi.SCORE_MAX]: isPercentage,
  [cmi.EXIT]: (value) => value === "" || value === "suspend",
  [cmi.SESSION_TIME]: (value) => /^\d{4}:[0-5]\d:[0-5]\d\.\d\d$/.test(value),
  [cmi.SUSPEND_DATA]: (value) => SAFE.test(value) && value.length <= MOST_CHARACTERS,
};
const OF_ONE = "id|type|time|weighting|student_response|result|latency";
const INTERACTION = new RegExp(
  `^cmi\\.interactions\\.\\d+\\.(?:${OF_ONE}|correct_responses\\.\\d+\\.pattern)$`,
);

/** Another value that the standard allows for an element, by the last part of its name. What is not
 * here has none that does no harm where it alone arrives: it is only said again. */
const OTHERS = {
  lesson_status: () => "incomplete",
  raw: (value) => String(Number(value) ? Number(value) - 1 : 1),
  min: () => "1",
  max: () => "99",
  lesson_location: () => "",
  suspend_data: (value) => value + MARK,
  id: (value) => `${value}-`,
  result: (value) => (value === "neutral" ? "unanticipated" : "neutral"),
  time: (value) => (value === "00:00:00" ? "00:00:01" : "00:00:00"),
  latency: (value) => (value === "0000:00:00.00" ? "0000:00:00.01" : "0000:00:00.00"),
};

function isPercentage(value) {
  return /^\d+(?:\.\d+)?$/.test(value) && Number(value) <= 100;
}

function isAllowed(element, value) {
  return TYPES[element] ? TYPES[element](value) : INTERACTION.test(element) && value.length <= 255;
}

export class LearnerRecord {
  constructor(session) {
    this.session = session;
    this.sent = new Map();
    this.open = new Map();
    this.absent = new Set();
    this.interactions = null;
  }

  /** True when the LMS has taken the value, now or before. */
  write(element, value) {
    if (!isAllowed(element, value) || this.absent.has(element)) {
      return false;
    }
    if (this.sent.get(element) === value) {
      return true;
    }
    const taken = this.session.set(element, value);
    // Also a value that was refused may stand in the LMS's own copy, and count as sent there. The
    // newest is last, so that a status comes after its score when all is said again.
    this.open.delete(element);
    this.open.set(element, value);
    if (taken) {
      this.sent.set(element, value);
    } else {
      this.sent.delete(element);
    }
    return taken;
  }

  /** As write, for an element that an LMS may lack (ESR answers 401 to most). */
  writeOptional(element, value) {
    if (!this.write(element, value)) {
      this.absent.add(element);
      this.open.delete(element);
    }
  }

  /** From now on everything is sent again, also what the LMS has taken. */
  forget() {
    this.sent.clear();
  }

  /** True when the LMS says that it has everything written so far. */
  commit() {
    const said = this.session.commit();
    if (said) {
      this.open.clear();
    } else if (!this.session.finishOnly) {
      this.forget();
    }
    return said;
  }

  /**
   * Makes a commit good that may have failed: true when the LMS says that it has everything.
   *
   * Moodle counts a value as stored before it has posted it, and does not post it again. So all
   * that was open is first written with another value, and then as it is to be.
   */
  commitAgain() {
    const values = [...this.open];
    values.forEach(([element, value]) => {
      const other = OTHERS[element.slice(element.lastIndexOf(".") + 1)];
      const changed = other ? other(value) : value;
      if (changed !== value && isAllowed(element, changed)) {
        this.session.set(element, changed);
      }
    });
    const reached = this.session.commit();
    this.forget();
    values.forEach(([element, value]) => this.write(element, value));
    return reached && this.commit();
  }

  /**
   * One answer in the standard's interactions, where the LMS keeps them. Failures are silent:
   * an interaction is a report, not the learner's work.
   *
   * @param answer { id, type, response, correct, result, time, latency }
   */
  addInteraction(answer) {
    if (this.interactions === null) {
      const count = this.session.get("cmi.interactions._count");
      this.interactions = /^\d+$/.test(count) ? Number(count) : -1;
    }
    if (this.interactions < 0) {
      return;
    }
    const prefix = `cmi.interactions.${this.interactions}`;
    // The id makes the entry; the type must stand before a response is checked against it.
    if (!this.write(`${prefix}.id`, answer.id) || !this.write(`${prefix}.type`, answer.type)) {
      this.interactions = -1;
      return;
    }
    this.write(`${prefix}.time`, answer.time);
    answer.correct.forEach((pattern, index) => {
      this.write(`${prefix}.correct_responses.${index}.pattern`, pattern.slice(0, 255));
    });
    this.write(`${prefix}.student_response`, answer.response.slice(0, 255));
    this.write(`${prefix}.result`, answer.result);
    this.write(`${prefix}.latency`, answer.latency);
    this.interactions += 1;
  }
}
