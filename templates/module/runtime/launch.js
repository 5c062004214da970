/** What a visit starts from: the LMS's data, the copy on this device, and what they prove. Pure. */

import { MARK, decodeState } from "./codec.js";
import { freshState, onTopOf } from "./learner.js";

const RANK = { i: 0, c: 1, p: 2 };

/**
 * The state to go on from, and what the learner is to be told of it.
 *
 * @param module the data in the page
 * @param lms { work, status, place }: what the LMS gave back, see the `read` of a binding's Lms
 * @param copy from Journal.load
 * @param begun the state that the page showed at first; `now`: what the learner has made of it
 *   since
 * @returns { state, proven, takenUp, foreign, news }
 *   `proven`: the LMS has all that the copy has, so the copy has done its work
 *   `takenUp`: the state is that of the copy, or its words are in it
 *   `foreign`: the LMS's record is also another module's
 *   `news` { problem: "foreign"|"unknown"|"cut"|null, changed, lost: [question], words: [text],
 *     aside: [text] } with `words` that have no place in the module any more, and what is `aside`
 * in
 *     the copy while the LMS has other words
 */
export function resume({ module, lms, copy, begun, now }) {
  const data = lms.work.endsWith(MARK) ? lms.work.slice(0, -MARK.length) : lms.work;
  const found = decodeState(data, module);
  const kept = copy ? decodeState(copy.data, module) : { kind: "none" };
  const proven = copy !== null && copy.data === data;
  // The copy is gone on with only where the LMS has something that the same visit knew of, or
  // nothing that could be gone on with: else the learner went on elsewhere. Some LMSs start afresh
  // after a completion; what was done stays done.
  const isDone = found.kind === "none" && kept.state && kept.state.status !== "i";
  const outdated =
    ["foreign", "cut"].includes(found.kind) ||
    isDone ||
    (copy && (copy.has(lms.work) || copy.has(data)));
  const takenUp = Boolean(kept.state && !proven && outdated);
  const base = takenUp ? kept : found;
  const foreign = found.kind === "foreign";
  // An LMS that starts afresh does not take people's words.
  const words = kept.state && !takenUp && found.kind === "none";
  const saved = words ? wordsOf(kept.state, module) : base.state || freshState(module);
  const state = onTopOf(
    {
      ...saved,
      ...placeOf(base, lms.place, module),
      status: best(saved.status, foreign ? "i" : lms.status),
    },
    begun,
    now,
  );
  return {
    state,
    proven,
    takenUp: takenUp || Boolean(words),
    foreign,
    news: {
      problem: ["foreign", "unknown", "cut"].includes(found.kind) && !takenUp ? found.kind : null,
      changed: Boolean(base.state && base.changed),
      lost: base.lost || [],
      words: base.state && base.changed ? saved.others.map(([, text]) => text) : [],
      aside: kept.state ? missing(kept.state.texts, state.texts) : [],
    },
  };
}

/** A state in which only what was written is there. */
const wordsOf = ({ texts, others }, module) => ({ ...freshState(module), texts, others });

// Neither a rebuilt module nor a forgetful LMS undoes what was done.
const best = (one, other) => (RANK[other] > RANK[one] ? other : one);

// Where the data are gone or cut, the place may still be there.
function placeOf(base, place, module) {
  const screen = module.screens.indexOf(place);
  return ["cut", "unknown"].includes(base.kind) && screen >= 0 ? { screen } : {};
}

/** The learner's texts that are not in those that will be shown. */
function missing(texts, shown) {
  return texts.filter((text, index) => text !== "" && !shown[index].includes(text));
}
