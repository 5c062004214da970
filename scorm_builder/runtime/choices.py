"""The choosing tool's answers -> its best techniques, by the table that the tool holds.

The twin of `templates/module/runtime/choices.js`; tests hold the two together. The same answers
always give the same techniques in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from scorm_builder.model import Attributes, Case, ChoosingTool
from scorm_builder.model.choosing import Answer
from scorm_builder.runtime.outline import WISHES

BEST = 3

AnyAnswer = TypeVar("AnyAnswer", bound=Answer)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A technique that suits the answers.

    `reasons` names the questions whose answers speak for it; `too_short` is True when it needs
    more time than there is.
    """

    module: str
    score: int
    reasons: tuple[str, ...]
    too_short: bool


def answers_of(case: Case) -> dict[str, str]:
    """The answers of a case by question, without those that it leaves open."""
    found = {name: getattr(case, name) for name in WISHES}
    return {name: answer for name, answer in found.items() if answer is not None}


def choose(
    tool: ChoosingTool, stages: Mapping[str, str], answers: Mapping[str, str]
) -> tuple[Chosen, ...]:
    """The best three techniques, the best first.

    `stages` has the stage of each technique's module; `answers` the id of the answer to each
    question of `outline.WISHES` that is answered: "stage" and "goal" at least.
    """
    ranked = sorted(tool.techniques, key=lambda row: _rank(tool, stages[row.module], row, answers))
    return tuple(_judge(tool, stages[row.module], row, answers) for row in ranked[:BEST])


def _rank(
    tool: ChoosingTool, stage: str, row: Attributes, answers: Mapping[str, str]
) -> tuple[object, ...]:
    """Sorts the best first: the wish at the learner's own stage, score, stage, time, name."""
    judged = _judge(tool, stage, row, answers)
    where = _find(tool.stage.answers, answers.get("stage"))
    here = where is not None and where.stage in (None, stage)
    same = where is not None and where.stage == stage
    pinned = here and row.goal == answers.get("goal")
    # What goes on for weeks takes longer than anything that is done in one go.
    minutes = (row.minutes is None, row.minutes or 0)
    return (not pinned, -judged.score, not same, minutes, row.module)


def _judge(tool: ChoosingTool, stage: str, row: Attributes, answers: Mapping[str, str]) -> Chosen:
    weights = tool.weights
    where = _find(tool.stage.answers, answers.get("stage"))
    time = _find(tool.time.answers, answers.get("time"))
    people = _find(tool.people.answers, answers.get("people"))
    second_goals = row.second_goals or ()
    too_short = bool(time and time.minutes and row.minutes and row.minutes > time.minutes)
    matches: list[tuple[str, bool, int]] = [
        ("goal", row.goal == answers.get("goal"), weights.goal),
        ("goal", answers.get("goal") in second_goals, weights.second_goal_of_technique),
        ("second_goal", row.goal == answers.get("second_goal"), weights.second_goal_of_learner),
        ("stage", where is not None and where.stage == stage, weights.stage),
        ("", where is not None and where.stage is None, weights.any_stage),
        ("result", answers.get("result") in row.results, weights.result),
        ("people", people is not None and _suits(row, people.least, people.most), weights.people),
        ("time", time is not None and _fits(row, time.minutes), weights.time),
        ("", too_short, weights.too_short),
    ]
    met = [(name, weight) for name, matched, weight in matches if matched]
    reasons = tuple(dict.fromkeys(name for name, _ in met if name))
    return Chosen(row.module, sum(weight for _, weight in met), reasons, too_short)


def _suits(row: Attributes, least: int, most: int) -> bool:
    return row.least_people <= most and (row.most_people is None or least <= row.most_people)


def _fits(row: Attributes, minutes: int | None) -> bool:
    """Whether a technique fits into so many minutes in one go, or into weeks."""
    if minutes is None:
        return row.over_weeks
    return row.minutes is not None and row.minutes <= minutes


def _find(answers: tuple[AnyAnswer, ...], name: str | None) -> AnyAnswer | None:
    return next((answer for answer in answers if answer.id == name), None)
