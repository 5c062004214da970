"""The kinds of question: what each asks of a learner, and what it holds.

Each is recorded as one of the standard's interaction types (SCORM 1.2 RTE,
cmi.interactions.n.type). A learner may try again; points are those of the best try.

What a page makes of a kind stands in its folder, `templates/module/questions/<kind>`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, StrictBool, StrictInt, Tag, model_validator
from pydantic_core import PydanticCustomError

from scorm_builder.model.question_kind import QuestionKind
from scorm_builder.model.texts import Inline, Part, Prose, ShortLine, refuse_repeats


class Option(Part):
    """One answer that a learner can choose."""

    text: Inline
    """The answer.

    Example: A peer assist
    Example: A retrospect
    Example: A talk with the team that runs one
    """
    correct: StrictBool = False
    """true when this answer is accepted. Several may be.

    Example: true
    Example: false
    """
    feedback: Prose
    """Why it is right, or when it would be.

    Example: Yes, because people elsewhere have done this already.
    Example: Not yet, as it looks back at work that is done.
    """


class SingleChoice(QuestionKind):
    """One answer of several; more than one may be accepted. Interaction type: choice."""

    letter = "c"
    kind: Literal["single-choice"] = "single-choice"
    """single-choice, which may be left out.

    Example: single-choice
    """
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=9)]
    """The answers to choose from."""

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        _refuse_foregone(self.options)
        return self

    def things(self) -> tuple[str, ...]:
        """The options."""
        return tuple(option.text for option in self.options)

    def good(self) -> tuple[int, ...]:
        """The numbers of the options that are correct."""
        return tuple(n for n, option in enumerate(self.options) if option.correct)

    def most_keys(self) -> int:
        """One option is chosen."""
        return 1


class MultipleChoice(QuestionKind):
    """All that apply. Interaction type: choice.

    Points: one for each good answer ticked, less one for each other answer ticked.
    """

    letter = "m"
    kind: Literal["multiple-choice"]
    """multiple-choice.

    Example: multiple-choice
    """
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=9)]
    """The answers to choose from."""

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        _refuse_foregone(self.options)
        return self

    def things(self) -> tuple[str, ...]:
        """The options."""
        return tuple(option.text for option in self.options)

    def good(self) -> tuple[int, ...]:
        """The numbers of the options that are correct."""
        return tuple(n for n, option in enumerate(self.options) if option.correct)

    def most_points(self) -> int:
        """One for each option that is correct."""
        return len(self.good())


class TrueFalse(QuestionKind):
    """A statement that is true or false. Interaction type: true-false."""

    letter = "t"
    kind: Literal["true-false"]
    """true-false.

    Example: true-false
    """
    answer: StrictBool
    """Whether what the question states is true.

    Example: false
    """
    if_true: Prose
    """What a learner reads who chooses True.

    Example: Not quite. A retrospect comes at the end.
    """
    if_false: Prose
    """What a learner reads who chooses False.

    Example: Yes, a retrospect comes at the end.
    """

    def things(self) -> tuple[str, ...]:
        """True, and then false."""
        return ("true", "false")

    def good(self) -> tuple[int, ...]:
        """The number of what is right."""
        return (0 if self.answer else 1,)

    def most_keys(self) -> int:
        """One of the two is chosen."""
        return 1


class Pair(Part):
    """Two things that belong together."""

    prompt: Inline
    """What is given.

    Example: Learn from people who have done it
    Example: Look back when the work is done
    """
    match: ShortLine
    """What belongs to it.

    Example: Peer assist
    Example: Retrospect
    """
    feedback: Prose
    """Why the two belong together.

    Example: Visitors who have done the work share what they know.
    Example: The team meets once more before it breaks up.
    """


class Matching(QuestionKind):
    """Each prompt and what belongs to it. Interaction type: matching. A point for each pair."""

    letter = "p"
    takes_all = True
    kind: Literal["matching"]
    """matching.

    Example: matching
    """
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=6)]
    """The pairs. The page puts the matches in another order."""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        for name in ("prompt", "match"):
            texts = ((("pairs", i, name), getattr(pair, name)) for i, pair in enumerate(self.pairs))
            refuse_repeats(name, texts)
        return self

    def things(self) -> tuple[str, ...]:
        """The prompts."""
        return tuple(pair.prompt for pair in self.pairs)

    def matches(self) -> tuple[str, ...]:
        """What belongs to each of them."""
        return tuple(pair.match for pair in self.pairs)

    def most_points(self) -> int:
        """One for each pair."""
        return len(self.pairs)


class Sequencing(QuestionKind):
    """Things to put in order. Interaction type: sequencing. A point for each in its place."""

    letter = "o"
    takes_all = True
    kind: Literal["sequencing"]
    """sequencing.

    Example: sequencing
    """
    items: Annotated[tuple[Inline, ...], Field(min_length=3, max_length=8)]
    """The things in their right order. The page puts them in another one.

    Example: [Say what you expected, Describe what happened, Agree what comes next]
    """
    feedback: Prose
    """Why this is the order.

    Example: People first say what they expected, as this is where differences show.
    """

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        refuse_repeats("item", ((("items", i), text) for i, text in enumerate(self.items)))
        return self

    def things(self) -> tuple[str, ...]:
        """The items."""
        return self.items

    def most_points(self) -> int:
        """One for each item in its place."""
        return len(self.items)


class FreeText(QuestionKind):
    """An answer in the learner's own words, without points. Interaction type: fill-in."""

    letter = "w"
    in_words = True
    kind: Literal["free-text"]
    """free-text.

    Example: free-text
    """
    rows: Annotated[StrictInt, Field(ge=1, le=10)] = 3
    """Height of the field, in lines.

    Example: 3
    """
    max_characters: Annotated[StrictInt, Field(ge=20, le=1000)] = 300
    """The most a learner can write, in characters.

    Example: 300
    """
    model_answer: Prose
    """An answer to compare with, shown after the learner's own.

    Example: You could ask what the other team would do again, and what it would change.
    """

    def most_points(self) -> int:
        """None: nothing is right or wrong."""
        return 0

    def most_written(self) -> int:
        """As its field says."""
        return self.max_characters


def _refuse_foregone(options: tuple[Option, ...]) -> None:
    """Refuses options that are all right, all wrong, or twice the same."""
    right = [option for option in options if option.correct]
    if not right:
        raise PydanticCustomError("MOD-011", "no option is marked 'correct: true'")
    if len(right) == len(options):
        raise PydanticCustomError("MOD-011", "every option is marked 'correct: true'")
    texts = ((("options", i, "text"), option.text) for i, option in enumerate(options))
    refuse_repeats("option", texts)


QUESTION_KINDS: dict[str, type[QuestionKind]] = {
    "single-choice": SingleChoice,
    "multiple-choice": MultipleChoice,
    "true-false": TrueFalse,
    "matching": Matching,
    "sequencing": Sequencing,
    "free-text": FreeText,
}
"""The class of each kind of question."""


def question_kind(value: Any) -> str | None:
    """The kind of a question in unvalidated data; one that names none is a single choice."""
    if isinstance(value, dict):
        kind = value.get("kind", "single-choice")
    else:
        kind = getattr(value, "kind", None)
    return kind if isinstance(kind, str) else None


Question = Annotated[
    Annotated[SingleChoice, Tag("single-choice")]
    | Annotated[MultipleChoice, Tag("multiple-choice")]
    | Annotated[TrueFalse, Tag("true-false")]
    | Annotated[Matching, Tag("matching")]
    | Annotated[Sequencing, Tag("sequencing")]
    | Annotated[FreeText, Tag("free-text")],
    Discriminator(question_kind),
]
