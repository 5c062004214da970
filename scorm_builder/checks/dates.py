"""Time: reviews that are overdue, and how long a learner needs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from scorm_builder.checks.texts import texts_of
from scorm_builder.content.loader import Content, Source
from scorm_builder.content.wording import spell
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import (
    MODULE_KINDS,
    QUESTION_KINDS,
    Activity,
    Attributes,
    Case,
    Recording,
    Release,
    Video,
    walk,
)
from scorm_builder.theme.translations import language

WORDS_A_MINUTE = 200
MINUTES_A_QUESTION = 1
_REVIEWED = (*MODULE_KINDS.values(), Video, Recording)


def check_reviews(content: Content, today: date) -> Iterator[Diagnostic]:
    """No review, of a module, a video or a recording, is overdue on the day `today`."""
    for source in content.sources.values():
        for found in walk(source.part, source.document.data):
            due = _day(found.value.get("next_review")) if found.kind in _REVIEWED else None
            if due is not None and due < today:
                path = (*found.path, "next_review")
                message = f"{spell(path)}: the review was due on {language('en-GB').date(due)}"
                yield diagnose("STY-011", source.document.place(path), message)


def _day(value: Any) -> date | None:
    """A date as the model takes it; None for anything else, which the model reports."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def check_minutes(content: Content) -> Iterator[Diagnostic]:
    """The time that a module promises is enough to read it and do what it asks.

    Too much time is no finding: how long people watch or think cannot be seen in the text.
    """
    for source in content.sources.values():
        data = source.document.data
        minutes = _minutes(data.get("learning_minutes")) if isinstance(data, dict) else 0
        read, asked, practised = _tasks(source)
        needed = read / WORDS_A_MINUTE + asked * MINUTES_A_QUESTION + practised
        if 0 < minutes < needed:
            message = (
                f"learning_minutes: {minutes} minutes are too few for {read:,} words, "
                f"{asked} question{'' if asked == 1 else 's'} and {practised} minutes of activity"
            )
            remedy = f"Allow at least {math.ceil(needed)} minutes, or take something out."
            place = source.document.place(("learning_minutes",))
            yield diagnose("STY-013", place, message, remedy)


def _tasks(source: Source) -> tuple[int, int, int]:
    """How many words there are to read, questions to answer, and minutes of activity.

    A transcript is read in the place of a clip, and keywords only by a search. Of the table of the
    choosing tool a learner sees a few rows, and of its cases and versions none.
    """
    texts = (t for t in texts_of(source) if t.key not in ("transcript", "keywords"))
    seen = (text for text in texts if text.owner not in (Attributes, Case, Release))
    read = sum(len(block.split()) for text in seen for block in text.blocks)
    parts = tuple(walk(source.part, source.document.data))
    asked = sum(found.kind in QUESTION_KINDS.values() for found in parts)
    practised = sum(_minutes(p.value.get("minutes")) for p in parts if p.kind is Activity)
    return read, asked, practised


def _minutes(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
