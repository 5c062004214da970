"""One way to make a finding: nothing in a package can drive a terminal or flood a report."""

from __future__ import annotations

from scorm_builder.diagnostics import (
    Diagnostic,
    Excerpt,
    Location,
    Severity,
    visible,
    visible_in_place,
)
from scorm_builder.verify.codes import RULES

_LONGEST_MESSAGE = 500
_LONGEST_PATH = 1_000
_LONGEST_EXCERPT = 120
_BEFORE_CARET = 40


def finding(
    code: str,
    location: Location,
    message: str,
    *,
    excerpt: Excerpt | None = None,
    severity: Severity | None = None,
) -> Diagnostic:
    """A finding: what its code says is wrong, then `message` with what it is here.

    It has the severity, impact and help of its code, unless others are given.

    Raises KeyError for a code that has no row: a mistake in the program, not in a package.
    """
    row = RULES[code]
    place = Location(
        location.file, location.line, location.column, visible(location.inside[:_LONGEST_PATH])
    )
    text = visible(f"{row.summary}: {message[:_LONGEST_MESSAGE]}")
    if len(text) > _LONGEST_MESSAGE:
        text = text[: _LONGEST_MESSAGE - 1] + "…"
    return Diagnostic(code, severity or row.severity, place, text, row.help, row.impact, excerpt)


def excerpt_of(line: str, start: int, length: int) -> Excerpt:
    """The part of a line around the `length` characters from `start`, as it can be printed."""
    first = max(0, start - _BEFORE_CARET) if len(line) > _LONGEST_EXCERPT else 0
    clean = visible_in_place(line[first : first + _LONGEST_EXCERPT])
    caret = min(start - first, len(clean))
    return Excerpt(clean, caret, max(1, min(length, len(clean) - caret)))
