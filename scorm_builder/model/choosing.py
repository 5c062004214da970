"""The choosing tool's questions, and the table that their answers are scored with."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from scorm_builder.model.texts import Identifier, Inline, Line, Part, ShortLine, StageName

Minutes = Annotated[StrictInt, Field(ge=1, le=6000)]
People = Annotated[StrictInt, Field(ge=1, le=10_000)]
Weight = Annotated[StrictInt, Field(ge=-100, le=100)]


class Answer(Part):
    """One answer to a question of the tool."""

    id: Identifier
    """Names the answer in the table and in the cases.

    Example: not-started
    Example: under-way
    """
    text: ShortLine
    """The answer in words.

    Example: We have not started
    Example: We are under way
    """
    reason: Inline | None = None
    """Why a technique that matches this answer fits: an item of a list.

    Example: it helps you before you start
    """


class StageAnswer(Answer):
    """Where the learner is in the work."""

    stage: StageName | None = None
    """The stage of the framework. Left out: no stage in particular.

    Example: before
    """


class GoalAnswer(Answer):
    """What the learner wants."""

    chart: ShortLine
    """The same wish in the decision chart, after "If you want to".

    Example: learn from people who have done this
    """


class TimeAnswer(Answer):
    """How much time people can give."""

    minutes: Minutes | None = None
    """The most minutes in one go. Left out: spread over weeks.

    Example: 30
    """


class PeopleAnswer(Answer):
    """How many people there are."""

    least: People
    """The smallest number that the answer means.

    Example: 3
    """
    most: People
    """The largest number that the answer means.

    Example: 8
    """

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _refuse_reversed(self.least, self.most)
        return self


class ResultAnswer(Answer):
    """What there is to be at the end."""


class Wish(Part):
    """A question of the tool."""

    question: Line
    """What is asked.

    Example: Where are you in the work?
    """


class StageWish(Wish):
    """Asks where the learner is in the work."""

    answers: Annotated[tuple[StageAnswer, ...], Field(min_length=2, max_length=20)]
    """The answers to choose from."""


class GoalWish(Wish):
    """Asks what the learner wants, and for a second wish."""

    second_question: Line
    """Asks for a second wish.

    Example: Is there a second thing that you want?
    """
    answers: Annotated[tuple[GoalAnswer, ...], Field(min_length=2, max_length=20)]
    """The answers to choose from."""


class TimeWish(Wish):
    """Asks how much time there is."""

    answers: Annotated[tuple[TimeAnswer, ...], Field(min_length=2, max_length=20)]
    """The answers to choose from."""


class PeopleWish(Wish):
    """Asks how many people there are."""

    answers: Annotated[tuple[PeopleAnswer, ...], Field(min_length=2, max_length=20)]
    """The answers to choose from."""


class ResultWish(Wish):
    """Asks what there is to be at the end."""

    answers: Annotated[tuple[ResultAnswer, ...], Field(min_length=2, max_length=20)]
    """The answers to choose from."""


class Weights(Part):
    """What each match counts. A technique's score is their sum."""

    goal: Weight
    """The learner's wish is the technique's main goal.

    Example: 6
    """
    second_goal_of_technique: Weight
    """The learner's wish is a second goal of the technique.

    Example: 3
    """
    second_goal_of_learner: Weight
    """The learner's second wish is the technique's main goal.

    Example: 3
    """
    stage: Weight
    """The stage is the same.

    Example: 3
    """
    any_stage: Weight
    """The learner's work has no stage in particular.

    Example: 1
    """
    result: Weight
    """The technique gives the result that the learner wants.

    Example: 2
    """
    people: Weight
    """It suits so many people.

    Example: 1
    """
    time: Weight
    """It fits into the time.

    Example: 2
    """
    too_short: Weight
    """It needs more time than there is.

    Example: -3
    """


class Attributes(Part):
    """A technique's row in the table."""

    module: Identifier
    """The id of the technique's module.

    Example: peer-assist
    Example: before-action-review
    Example: retrospect
    """
    goal: Identifier
    """The id of the wish that it meets best.

    Example: learn-from-others
    """
    second_goals: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=6)] | None = None
    """The ids of other wishes that it meets.

    Example: [plan-risks, network]
    """
    minutes: Minutes | None = None
    """The least time in one go, in minutes. Left out: it goes on, and takes shape over weeks.

    Example: 180
    """
    over_weeks: StrictBool = False
    """true when it is spread over weeks.

    Example: true
    """
    least_people: People
    """The smallest number of people that it suits.

    Example: 6
    """
    most_people: People | None = None
    """The largest number of people that it suits. Left out: any.

    Example: 15
    """
    results: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=4)]
    """The ids of what there is at the end.

    Example: [action-plan]
    """
    choose_when: Inline
    """What speaks for it beside others: the end of a sentence.

    Example: people elsewhere have done it already
    """
    time: ShortLine
    """How long it takes, for the decision chart.

    Example: Half a day
    """
    people: ShortLine
    """Who takes part, for the decision chart.

    Example: 6 to 15 people
    """
    shortest_form: Inline | None = None
    """What to do in less time.

    Example: Some published forms take 20 to 45 minutes.
    """

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.most_people is not None:
            _refuse_reversed(self.least_people, self.most_people)
        if self.minutes is None and not self.over_weeks:
            raise PydanticCustomError(
                "MOD-002",
                "a technique without 'over_weeks: true' needs this key",
                {"at": ("minutes",)},
            )
        return self


class Case(Part):
    """Answers, and the result that they must have."""

    title: Line
    """What the case is about.

    Example: Learn from a trust that runs virtual fracture clinics
    """
    stage: Identifier
    """The id of the first answer.

    Example: not-started
    """
    goal: Identifier
    """The id of the second answer.

    Example: learn-from-others
    """
    second_goal: Identifier | None = None
    """The id of the second wish.

    Example: network
    """
    time: Identifier | None = None
    """The id of the third answer.

    Example: half-day
    """
    people: Identifier | None = None
    """The id of the fourth answer.

    Example: nine-to-fifteen
    """
    result: Identifier | None = None
    """The id of the fifth answer.

    Example: action-plan
    """
    first: Identifier | None = None
    """The technique that must be first.

    Example: peer-assist
    """
    among: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=3)] | None = None
    """Techniques that must be among the best three.

    Example: [peer-assist, before-action-review]
    """


def _refuse_reversed(least: int, most: int) -> None:
    if most < least:
        raise PydanticCustomError(
            "MOD-015",
            "{most} is less than the smallest number, {least}",
            {"most": most, "least": least},
        )
