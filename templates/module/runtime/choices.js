/**
 * The choosing tool's answers -> its best techniques, by the table in the page.
 *
 * The twin of scorm_builder/runtime/choices.py; tests hold the two together.
 */

/** What the choosing tool asks, in its order. */
export const WISHES = ["stage", "goal", "second_goal", "time", "people", "result"];
export const BEST = 3;

/**
 * The best three, the best first: [{ module, score, reasons: [question], tooShort, overWeeks }].
 *
 * @param table { weights, techniques, answers } from the page's data
 * @param chosen { stage, goal, second_goal, time, people, result }: ids of answers, or undefined
 */
export function choose(table, chosen) {
  return table.techniques
    .map((technique) => judge(table, technique, chosen))
    .sort(compare)
    .slice(0, BEST)
    .map(({ module, score, reasons, tooShort, overWeeks }) => ({
      module,
      score,
      reasons,
      tooShort,
      overWeeks,
    }));
}

function judge(table, technique, chosen) {
  const { weights } = table;
  const answer = (name) => table.answers[name].find(({ id }) => id === chosen[name]);
  const [where, time, people] = ["stage", "time", "people"].map(answer);
  const sameStage = Boolean(where) && where.stage === technique.stage;
  const anyStage = Boolean(where) && where.stage === null;
  const goal = technique.goal === chosen.goal;
  const tooShort = Boolean(time && time.minutes && technique.minutes > time.minutes);
  const met = [
    ["goal", goal, weights.goal],
    ["goal", technique.secondGoals.includes(chosen.goal), weights.second_goal_of_technique],
    ["second_goal", technique.goal === chosen.second_goal, weights.second_goal_of_learner],
    ["stage", sameStage, weights.stage],
    ["", anyStage, weights.any_stage],
    ["result", technique.results.includes(chosen.result), weights.result],
    ["people", Boolean(people) && suits(technique, people), weights.people],
    ["time", Boolean(time) && fits(technique, time.minutes), weights.time],
    ["", tooShort, weights.too_short],
  ].filter(([, matched]) => matched);
  return {
    ...technique,
    tooShort,
    sameStage,
    pinned: goal && (sameStage || anyStage),
    score: met.reduce((sum, [, , weight]) => sum + weight, 0),
    reasons: [...new Set(met.map(([name]) => name))].filter(Boolean),
  };
}

function suits({ leastPeople, mostPeople }, { least, most }) {
  return leastPeople <= most && (mostPeople === null || least <= mostPeople);
}

function fits({ minutes, overWeeks }, available) {
  return available === null ? overWeeks : minutes !== null && minutes <= available;
}

// The wish at the learner's own stage first, as a short time would else outrank it; then the score,
// the stage, the shorter time, and the name. What goes on for weeks takes longer than anything.
function compare(one, other) {
  const length = ({ minutes }) => (minutes === null ? Infinity : minutes);
  return (
    other.pinned - one.pinned ||
    other.score - one.score ||
    other.sameStage - one.sameStage ||
    (length(one) === length(other) ? 0 : length(one) - length(other)) ||
    (one.module < other.module ? -1 : 1)
  );
}
