"""The screens of a module, what it asks, and the tag that says if saved answers still fit it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from scorm_builder.model import (
    AnyModule,
    ChoosingTool,
    FreeText,
    LearningModule,
    Matching,
    MultipleChoice,
    Question,
    Sequencing,
    TrueFalse,
)

WISHES = ("stage", "goal", "second_goal", "time", "people", "result")
"""What the choosing tool asks, in its order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the run-time sees it: numbers instead of words.

    `size` is how many things there are to choose from, or to put in order; `correct` has the
    numbers of the good answers; `points` is the most there is to get, 0 where nothing is right or
    wrong. `attempts` is how often a learner may try; None means as often as they like.
    """

    id: str
    kind: str
    size: int
    correct: tuple[int, ...]
    points: int
    attempts: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """A text that the learner writes; `max_characters` is the most of it."""

    id: str
    max_characters: int


def screens(module: AnyModule) -> tuple[str, ...]:
    """The ids of a module's screens in their order; a part that the module lacks has none."""
    if isinstance(module, ChoosingTool):
        return ("what-it-is", "choose", "all-techniques", "find-out-more")
    return (
        "what-it-is",
        "benefits",
        "at-a-glance",
        "how-to-do-it",
        *(["example"] if module.example else []),
        *(["videos"] if module.videos else []),
        "put-it-to-the-test",
        "activity",
        "find-out-more",
    )


def asked(module: AnyModule) -> tuple[Asked, ...]:
    """Every question of a module; the choosing tool's have no right answer."""
    if isinstance(module, LearningModule):
        return tuple(_asked(question) for question in module.questions)
    sizes = [len(getattr(module, name.removeprefix("second_")).answers) for name in WISHES]
    return tuple(
        Asked(name.replace("_", "-"), "wish", size, (), 0, None)
        for name, size in zip(WISHES, sizes, strict=True)
    )


def _asked(question: Question) -> Asked:
    correct: tuple[int, ...] = ()
    match question:
        case FreeText():
            size = points = 0
        case TrueFalse():
            size, correct, points = 2, (0 if question.answer else 1,), 1
        case Matching():
            size = points = len(question.pairs)
            correct = tuple(range(size))
        case Sequencing():
            size = points = len(question.items)
            correct = tuple(range(size))
        case _:
            size = len(question.options)
            correct = tuple(i for i, option in enumerate(question.options) if option.correct)
            points = len(correct) if isinstance(question, MultipleChoice) else 1
    return Asked(question.id, question.kind, size, correct, points, question.attempts)


def fields(module: AnyModule) -> tuple[Field, ...]:
    """Every text that a learner writes: those of the activity, then free-text answers."""
    if isinstance(module, ChoosingTool):
        return ()
    written = [Field(field.id, field.max_characters) for field in module.activity.fields]
    written += [
        Field(question.id, question.max_characters)
        for question in module.questions
        if isinstance(question, FreeText)
    ]
    return tuple(written)


def shuffled(name: str, count: int) -> tuple[int, ...]:
    """The numbers below `count` in an order that hangs on `name` alone, and is not their own."""
    ranks = {n: hashlib.sha256(f"{name}/{n}".encode()).digest() for n in range(count)}
    order = tuple(sorted(ranks, key=ranks.__getitem__))
    return order if order != tuple(range(count)) else (*order[1:], order[0])


def structure_tag(module: AnyModule) -> str:
    """6 hexadecimal digits that change only when learners' saved answers would no longer fit.

    That is: the screens, the questions but for their right answers, the field ids. A change of
    wording keeps it, so a republished module does not lose anyone's progress.
    """
    structure = [
        list(screens(module)),
        [
            {key: value for key, value in asdict(question).items() if key not in _NOT_STRUCTURE}
            for question in asked(module)
        ],
        [field.id for field in fields(module)],
    ]
    return hashlib.sha256(json.dumps(structure).encode()).hexdigest()[:6]


_NOT_STRUCTURE = frozenset({"correct", "points", "attempts"})
