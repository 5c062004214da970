"""What every kind of question has, and must say of itself."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StrictInt

from scorm_builder.model.texts import Identifier, Inline, Part, Prose


class QuestionKind(Part):
    """A question of some kind: what the run-time must know of it is asked of these methods."""

    id: Identifier
    """Stays the same when the wording changes: learners' answers are kept under it.

    Example: virtual-fracture-clinic
    """
    scenario: Prose
    """The situation.

    Example: A team wants to run a clinic that another trust runs already.
    """
    question: Inline
    """What is asked.

    Example: Which technique do you suggest?
    """
    attempts: Annotated[StrictInt, Field(ge=1, le=9)] | None = None
    """How often a learner may try. Leave it out for as often as they like.

    Example: 3
    """

    letter: ClassVar[str]
    """Names the kind where the structure of a version is written. It never changes."""
    takes_all: ClassVar[bool] = False
    """Whether an answer is whole only with all things in it."""
    in_words: ClassVar[bool] = False
    """Whether an answer is the learner's own words."""

    def things(self) -> tuple[str, ...]:
        """What is chosen, put in order or given a match, in words or marks, by its number."""
        return ()

    def matches(self) -> tuple[str, ...]:
        """What can be matched with the things, by its number."""
        return ()

    def good(self) -> tuple[int, ...]:
        """The numbers of the things that are right, or all of them in the right order."""
        return tuple(range(len(self.things())))

    def most_points(self) -> int:
        """The most points there are to get; 0 where nothing is right or wrong."""
        return 1

    def most_keys(self) -> int:
        """How many things, with their matches, the longest answer names."""
        return len(self.things()) + len(self.matches())

    def most_written(self) -> int | None:
        """The most characters of an answer in the learner's own words; None for another answer."""
        return None
