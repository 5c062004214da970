"""The screens of a module, what it asks, and the keys under which a learner's work is saved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from scorm_builder.model import (
    AnyModule,
    ChoosingTool,
    LearningModule,
    Question,
)
from scorm_builder.model.choosing import Answer
from scorm_builder.runtime.keys import keys_of, words_as_identities

WISHES = ("stage", "goal", "second_goal", "time", "people", "result")
"""What the choosing tool asks, in its order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the run-time sees it: numbers and keys instead of words.

    `size` is how many things there are to choose from, or to put in order; `correct` has the
    numbers of the good answers; `points` is the most there is to get, 0 where nothing is right or
    wrong. `attempts` is how often a learner may try; None means as often as they like.

    `key` names the question where work is saved, `options` each thing that can be chosen, put in
    order or given a match, in the order of the page's numbers, and `matches` what can be matched.
    """

    id: str
    kind: str
    size: int
    correct: tuple[int, ...]
    points: int
    attempts: int | None
    key: str
    options: tuple[str, ...]
    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A text that the learner writes under a key; `max_characters` is the most of it."""

    id: str
    max_characters: int
    key: str


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
        *(["recordings"] if module.recordings else []),
        "put-it-to-the-test",
        "activity",
        "find-out-more",
    )


def screen_keys(module: AnyModule) -> tuple[str, ...]:
    """A key for each of `screens`."""
    return keys_of(screens(module))


def asked(module: AnyModule) -> tuple[Asked, ...]:
    """Every question of a module; the choosing tool's have no right answer."""
    if isinstance(module, LearningModule):
        # An answer to one kind of question says nothing to another kind.
        keys = keys_of([f"{question.kind}:{question.id}" for question in module.questions])
        return tuple(map(_asked, module.questions, keys))
    return tuple(
        Asked(name.replace("_", "-"), "wish", len(answers), (), 0, None, key, answers, ())
        for name, key in zip(WISHES, keys_of(WISHES), strict=True)
        for answers in [keys_of([answer.id for answer in _answers(module, name)])]
    )


def _answers(tool: ChoosingTool, wish: str) -> tuple[Answer, ...]:
    answers: tuple[Answer, ...] = getattr(tool, wish.removeprefix("second_")).answers
    return answers


def _asked(question: Question, key: str) -> Asked:
    return Asked(
        id=question.id,
        kind=question.kind,
        size=len(question.things()),
        correct=question.good(),
        points=question.most_points(),
        attempts=question.attempts,
        key=key,
        options=keys_of(words_as_identities(question.things())),
        # What is matched is written without marks.
        matches=keys_of(words_as_identities(question.matches(), str)),
    )


def longest_responses(module: AnyModule) -> tuple[int, ...]:
    """How many keys the longest response to each of `asked` has."""
    if isinstance(module, LearningModule):
        return tuple(question.most_keys() for question in module.questions)
    return (1,) * len(WISHES)


def fields(module: AnyModule) -> tuple[Field, ...]:
    """Every text that a learner writes: those of the activity, then free-text answers."""
    if isinstance(module, ChoosingTool):
        return ()
    # A field and a question may have the same id.
    written = [(one.id, one.id, one.max_characters) for one in module.activity.fields]
    written += [
        (f"question:{one.id}", one.id, most)
        for one, most in ((one, one.most_written()) for one in module.questions)
        if most is not None
    ]
    keys = keys_of([identity for identity, *_ in written])
    return tuple(Field(name, most, key) for (_, name, most), key in zip(written, keys, strict=True))


def shuffled(name: str, count: int) -> tuple[int, ...]:
    """The numbers below `count` in an order that hangs on `name` alone, and is not their own."""
    ranks = {n: hashlib.sha256(f"{name}/{n}".encode()).digest() for n in range(count)}
    order = tuple(sorted(ranks, key=ranks.__getitem__))
    return order if order != tuple(range(count)) else (*order[1:], order[0])
