"""The kinds of module: a technique's, and the tool that helps to choose one."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from scorm_builder.model.choosing import (
    Answer,
    Attributes,
    Case,
    GoalWish,
    PeopleWish,
    ResultWish,
    StageWish,
    TimeWish,
    Weights,
)
from scorm_builder.model.history import Release, refuse_disorder
from scorm_builder.model.media import Diagram, Recording, Video
from scorm_builder.model.parts import (
    Activity,
    AtAGlance,
    Companion,
    Completion,
    Example,
    Exemption,
    FactSource,
    Link,
    Neighbour,
    Step,
)
from scorm_builder.model.questions import Question
from scorm_builder.model.texts import (
    CalendarDate,
    Identifier,
    Inline,
    LanguageTag,
    Part,
    Prose,
    ShortLine,
    StageName,
    SummaryLine,
    TitleLine,
    Version,
    refuse_overdue,
    refuse_repeats,
)


class Module(Part):
    """What every kind of module says of itself."""

    id: Identifier
    """The module's name in the file system and in the LMS: the name of its folder.

    Example: peer-assist
    """
    title: TitleLine
    """The technique's name, in sentence case.

    Example: Peer assist
    """
    version: Version
    """Three numbers in quotes. Below 1.0.0 it is a draft; after that, raise it with each change.

    Example: "1.0.0"
    """
    language: LanguageTag = "en-GB"
    """The language of the text, for example en-GB or cy.

    Example: en-GB
    """
    keywords: Annotated[tuple[ShortLine, ...], Field(min_length=1, max_length=12)]
    """Words to find it by.

    Example: [peer assist, learning before]
    """
    learning_minutes: Annotated[StrictInt, Field(ge=5, le=120)]
    """How long a learner needs, in minutes.

    Example: 15
    """
    summary: SummaryLine
    """One or two sentences, at most 300 characters: shown in the LMS and the catalogue.

    Example: Before you start, ask people who have done something similar.
    """
    introduction: Prose
    """What it is.

    Example: A peer assist is a meeting with a facilitator.
    """
    links: Annotated[tuple[Link, ...], Field(min_length=1, max_length=8)]
    """Find out more."""
    sources: Annotated[tuple[FactSource, ...], Field(min_length=1, max_length=20)] | None = None
    """Where the facts come from."""
    exemptions: Annotated[tuple[Exemption, ...], Field(min_length=1, max_length=20)] | None = None
    """Findings of the checks that are right to leave as they are, each with its reason."""
    reviewed: CalendarDate
    """The day the content was last reviewed, YYYY-MM-DD.

    Example: 2026-11-20
    """
    next_review: CalendarDate
    """The day the next review is due, YYYY-MM-DD.

    Example: 2027-11-20
    """

    history: Annotated[tuple[Release, ...], Field(min_length=1, max_length=100)] | None = None
    """Its versions, the newest first. `check` says what to write after a change."""

    @model_validator(mode="after")
    def _in_time(self) -> Self:
        refuse_overdue(self.reviewed, self.next_review)
        refuse_disorder(self.history or (), ("history",))
        return self


class LearningModule(Module):
    """One technique: everything that its SCORM package and its handout say."""

    kind: Literal["technique"] = "technique"
    """technique, which may be left out.

    Example: technique
    """
    stage: StageName
    """before, during or after a piece of work.

    Example: before
    """
    benefits: Annotated[tuple[Inline, ...], Field(min_length=3, max_length=5)]
    """What it brings, 3 to 5 items.

    Example: [costs little, builds links between teams, helps you to avoid known problems]
    """
    at_a_glance: AtAGlance
    """When, people, time and preparation."""
    diagram: Diagram | None = None
    """A drawing that explains the technique, where one helps."""
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=9)]
    """How to do it."""
    tips: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=6)]
    """What helps.

    Example: [listen more than you present]
    """
    pitfalls: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=6)]
    """What to avoid.

    Example: [inviting people too late to change anything]
    """
    example: Example | None = None
    """A real case, where there is one."""
    videos: Annotated[tuple[Video, ...], Field(min_length=1, max_length=4)] | None = None
    """Video clips."""
    recordings: Annotated[tuple[Recording, ...], Field(min_length=1, max_length=4)] | None = None
    """Speech and other sound."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=6)]
    """Put it to the test."""
    activity: Activity
    """Have a go, or plan it."""
    neighbours: Annotated[tuple[Neighbour, ...], Field(min_length=1, max_length=4)] | None = None
    """Techniques that could be taken for this one, and when to use them instead."""
    companions: Annotated[tuple[Companion, ...], Field(min_length=1, max_length=4)] | None = None
    """Techniques that work well together with this one."""
    completion: Completion
    """When the module counts as done.

    Example: {rule: all-questions}
    """

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = ((("questions", i, "id"), question.id) for i, question in enumerate(self.questions))
        refuse_repeats("id", ids)
        neighbours = enumerate(self.neighbours or ())
        refuse_repeats("module", ((("neighbours", i, "module"), n.module) for i, n in neighbours))
        companions = enumerate(self.companions or ())
        refuse_repeats("module", ((("companions", i, "module"), c.module) for i, c in companions))
        if self.completion.scored:
            self._refuse_dead_ends()
        return self

    def named_modules(self) -> frozenset[str]:
        """The ids of the other modules that this one names."""
        neighbours = {neighbour.module for neighbour in self.neighbours or ()}
        return frozenset(neighbours | {companion.module for companion in self.companions or ()})

    def _refuse_dead_ends(self) -> None:
        """With a mastery score a learner must be able to try until it is reached."""
        if not any(question.most_points() for question in self.questions):
            raise PydanticCustomError(
                "MOD-015",
                "no question of this module gives points, so there is no score to reach",
                {"at": ("completion", "rule")},
            )
        for index, question in enumerate(self.questions):
            if question.attempts is not None:
                raise PydanticCustomError(
                    "MOD-015",
                    "a limit does not go with the rule mastery-score: a learner could not pass",
                    {"at": ("questions", index, "attempts")},
                )


class ChoosingTool(Module):
    """Helps people to choose a technique: questions, and a table to score the answers with."""

    kind: Literal["choosing-tool"]
    """choosing-tool.

    Example: choosing-tool
    """
    stage: StageWish
    """The first question: where the learner is in the work."""
    goal: GoalWish
    """The second question: what the learner wants most; a second wish may be added."""
    time: TimeWish
    """The third question: how much time people can give."""
    people: PeopleWish
    """The fourth question: how many people there are."""
    result: ResultWish
    """The fifth question: what there is to be at the end."""
    weights: Weights
    """What each match counts."""
    techniques: Annotated[tuple[Attributes, ...], Field(min_length=2, max_length=30)]
    """The techniques to choose from, each with what it suits."""
    cases: Annotated[tuple[Case, ...], Field(min_length=1, max_length=40)]
    """Answers with the result that they must have: a change to the table is checked by them."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for name in ("stage", "goal", "time", "people", "result"):
            answers: tuple[Answer, ...] = getattr(self, name).answers
            ids = (((name, "answers", i, "id"), answer.id) for i, answer in enumerate(answers))
            refuse_repeats("id", ids)
        modules = (
            (("techniques", i, "module"), row.module) for i, row in enumerate(self.techniques)
        )
        refuse_repeats("module", modules)
        self._refuse_unknown()
        return self

    def named_modules(self) -> frozenset[str]:
        """The ids of the techniques' modules."""
        return frozenset(row.module for row in self.techniques)

    def _refuse_unknown(self) -> None:
        """Refuses an answer or a technique that the table or a case names and that is not there."""
        goals = {answer.id for answer in self.goal.answers}
        results = {answer.id for answer in self.result.answers}
        for index, row in enumerate(self.techniques):
            _expect(goals, row.goal, ("techniques", index, "goal"))
            for number, goal in enumerate(row.second_goals or ()):
                _expect(goals, goal, ("techniques", index, "second_goals", number))
            for number, result in enumerate(row.results):
                _expect(results, result, ("techniques", index, "results", number))
        modules = {row.module for row in self.techniques}
        for index, case in enumerate(self.cases):
            for number, module in enumerate(case.among or ()):
                _expect(modules, module, ("cases", index, "among", number))
            if case.first is not None:
                _expect(modules, case.first, ("cases", index, "first"))
            for name in ("stage", "goal", "second_goal", "time", "people", "result"):
                answer = getattr(case, name)
                known = {a.id for a in getattr(self, name.removeprefix("second_")).answers}
                if answer is not None:
                    _expect(known, answer, ("cases", index, name))


def _expect(known: set[str], name: str, at: tuple[str | int, ...]) -> None:
    if name not in known:
        context = {"name": name, "known": ", ".join(sorted(known)), "at": at}
        raise PydanticCustomError("MOD-006", "'{name}' is not one of {known}", context)


AnyModule = LearningModule | ChoosingTool

MODULE_KINDS: dict[str, type[LearningModule] | type[ChoosingTool]] = {
    "technique": LearningModule,
    "choosing-tool": ChoosingTool,
}
"""The class of each kind of module."""
