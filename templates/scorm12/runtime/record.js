/**
 * The data model writer: no value reaches the LMS but through here.
 *
 * Values are checked against the standard's types before they are sent, and sent only when they
 * have changed. An element that an LMS does not have is left alone afterwards.
 */

const STATUS = /^(?:passed|completed|failed|incomplete|browsed)$/;
const SAFE = /^[A-Za-z0-9._:,-]*$/;
const TYPES = {
  "cmi.core.lesson_status": (value) => STATUS.test(value),
  "cmi.core.lesson_location": (value) => SAFE.test(value) && value.length <= 255,
  "cmi.core.score.raw": (value) => isPercentage(value),
  "cmi.core.score.min": (value) => isPercentage(value),
  "cmi.core.score.max": (value) => isPercentage(value),
  "cmi.core.exit": (value) => value === "" || value === "suspend",
  "cmi.core.session_time": (value) => /^\d{4}:[0-5]\d:[0-5]\d\.\d\d$/.test(value),
  "cmi.suspend_data": (value) => SAFE.test(value) && value.length <= 4096,
};
const INTERACTION = /^cmi\.interactions\.\d+\.(?:id|type|time|weighting|student_response|result|latency|correct_responses\.\d+\.pattern)$/;

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
    this.absent = new Set();
    this.interactions = null;
  }

  /** The value that the LMS holds, or "" when it has none. */
  read(element) {
    return this.session.get(element) || "";
  }

  /** True when the LMS has the value now, also when it had it before. */
  write(element, value) {
    if (!isAllowed(element, value) || this.absent.has(element)) {
      return false;
    }
    if (this.sent.get(element) === value) {
      return true;
    }
    const taken = this.session.set(element, value);
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
    }
  }

  /** True when everything written is saved. A refused commit may leave values half sent, so all
   * of them are sent again at the next try. */
  commit() {
    const saved = this.session.commit();
    if (!saved && !this.session.finishOnly) {
      this.sent.clear();
    }
    return saved;
  }

  /** The value last taken by the LMS for this element, or undefined. */
  lastSent(element) {
    return this.sent.get(element);
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
