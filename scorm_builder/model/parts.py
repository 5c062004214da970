"""The parts that modules are made of."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from scorm_builder.model.media import Picture
from scorm_builder.model.texts import (
    CodeName,
    Identifier,
    Inline,
    Line,
    Part,
    Prose,
    ShortLine,
    WebAddress,
    refuse_repeats,
)


class AtAGlance(Part):
    """The facts a reader looks for first. Each is one short paragraph."""

    when: Inline
    """When to use the technique.

    Example: Before you start something that others have done.
    """
    people: Inline
    """Who takes part, and how many.

    Example: Your team, 6 to 8 visitors and a facilitator.
    """
    time: Inline
    """How long it takes.

    Example: Usually half a day.
    """
    preparation: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=8)]
    """What to do beforehand, one item a task.

    Example: [define the problem, invite the visitors early]
    """


class Step(Part):
    """One numbered step of how to do it."""

    title: ShortLine
    """What to do, starting with a verb.

    Example: Present the plan
    Example: Hear from the visitors
    """
    text: Prose | None = None
    """More about the step.

    Example: Keep this short, to leave most time for listening.
    """
    questions: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=6)] | None = None
    """Questions to ask at this step.

    Example: [What did you do, What would you change?]
    """
    picture: Picture | None = None
    """A picture that shows the step."""


class Example(Part):
    """A real case, only where the sources have one."""

    title: ShortLine
    """Names the case.

    Example: From a workshop to everyday use
    """
    text: Prose
    """What happened.

    Example: Someone who took part in a workshop began to use the technique at once.
    """
    picture: Picture | None = None
    """A picture that shows the case."""


class ActivityField(Part):
    """A free-text field that the learner fills in."""

    id: Identifier
    """Stays the same when the label changes: learners' words are kept under it.

    Example: problem
    """
    label: ShortLine
    """What to write.

    Example: The problem, and what you hope to learn
    """
    hint: Inline | None = None
    """A word of help.

    Example: Think of teams, roles or places.
    """
    rows: Annotated[StrictInt, Field(ge=1, le=10)] = 3
    """Height of the field, in lines.

    Example: 3
    """
    max_characters: Annotated[StrictInt, Field(ge=20, le=1000)] = 300
    """The most a learner can write, in characters.

    Example: 300
    """


class Activity(Part):
    """Something to do: try it now, or plan a real use."""

    kind: Literal["try-it-now", "plan-a-real-use"]
    """try-it-now, or plan-a-real-use.

    Example: plan-a-real-use
    """
    title: ShortLine
    """Names the activity.

    Example: Write your invitation
    """
    introduction: Prose
    """What to do.

    Example: Think of something that your team is about to start.
    """
    minutes: Annotated[StrictInt, Field(ge=1, le=60)]
    """How long to allow, in minutes.

    Example: 5
    """
    fields: Annotated[tuple[ActivityField, ...], Field(min_length=1, max_length=8)]
    """The fields to fill in."""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        ids = ((("fields", i, "id"), field.id) for i, field in enumerate(self.fields))
        refuse_repeats("id", ids)
        return self


class Neighbour(Part):
    """Another technique that could be taken for this one."""

    module: Identifier
    """The id of its module.

    Example: retrospect
    """
    difference: Inline
    """When to use that one instead.

    Example: Use it at the end of a whole project, before the team breaks up.
    """


class Companion(Part):
    """Another technique that works well together with this one."""

    module: Identifier
    """The id of its module.

    Example: before-action-review
    """
    reason: Inline
    """How the two work together.

    Example: Agree at the start what you expect, so that you can compare it later.
    """


class Link(Part):
    """Something to read next. Without an address it is named, and not linked."""

    title: Line
    """The title of the page or document.

    Example: Knowledge mobilisation toolkit
    """
    address: WebAddress | None = None
    """Where it is. Leave it out when it is not known.

    Example: https://library.hee.nhs.uk/knowledge-mobilisation/overview
    """
    note: Inline | None = None
    """What it offers, or how to find it.

    Example: The NHS toolkit page.
    """


class FactSource(Part):
    """Where facts of the module come from. Learners do not see it; the list of sources does."""

    title: Line
    """The title of the page, book or recording.

    Example: NHS Knowledge Mobilisation Framework webinar 2, learning before
    """
    address: WebAddress | None = None
    """Where it is. Leave it out when it is not known.

    Example: https://library.hee.nhs.uk/knowledge-mobilisation/overview
    """
    facts: Line
    """What in the module rests on it.

    Example: the 4 stages, the time and the case
    """


class Exemption(Part):
    """A place where one finding of the checks is right to leave as it is."""

    code: CodeName
    """The code of the finding.

    Example: STY-001
    """
    at: Line
    """The place, as the message names it.

    Example: steps, item 2, text
    """
    reason: Line
    """Why it may stay.

    Example: The sentence is the wording of the law.
    """


class Completion(Part):
    """When the LMS is told that the learner is done (cmi.core.lesson_status).

    - `all-screens`: every screen was opened: completed.
    - `all-questions`: every screen was opened and every question answered: completed.
    - `mastery-score`: the same, and the score reaches `mastery_score`: passed. A learner may try
      each question again until it is right, so nobody fails.
    """

    rule: Literal["all-screens", "all-questions", "mastery-score"]
    """all-screens, all-questions or mastery-score.

    Example: all-questions
    """
    mastery_score: Annotated[StrictInt, Field(ge=1, le=100)] | None = None
    """The score to reach, 1 to 100. Needed with the rule mastery-score, refused with the others.

    Example: 100
    """

    @model_validator(mode="after")
    def _score_with_its_rule(self) -> Self:
        if self.scored and self.mastery_score is None:
            raise PydanticCustomError(
                "MOD-002", "the rule mastery-score needs this key", {"at": ("mastery_score",)}
            )
        if not self.scored and self.mastery_score is not None:
            raise PydanticCustomError(
                "MOD-015",
                "this does not go with the rule '{rule}'",
                {"rule": self.rule, "at": ("mastery_score",)},
            )
        return self

    @property
    def scored(self) -> bool:
        """True when the module sends a score."""
        return self.rule == "mastery-score"
