"""What the YAML parser says of a text that it cannot read, as an author would say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml

from scorm_builder.content.yaml_slips import slip_in

_NEEDS_QUOTES = "a text that starts with this character needs quotes around it"

# What the parser says most often, as an author would say it.
_IN_OTHER_WORDS = {
    "mapping values are not allowed in this context": (
        "a colon with a space after it in a text that has no quotes around it"
    ),
    "while scanning a simple key: could not find expected ':'": "a key without a colon",
    "while parsing a block mapping: did not find expected key": (
        "this does not fit the keys above it: look at their indentation and quotation marks"
    ),
    "while parsing a block collection: did not find expected '-' indicator": (
        "this does not fit the items above it: look at their indentation and quotation marks"
    ),
    "while scanning for the next token: found character that cannot start any token": _NEEDS_QUOTES,
    "while scanning an alias: did not find expected alphabetic or numeric character": _NEEDS_QUOTES,
    "mapping keys are not allowed in this context": _NEEDS_QUOTES,
    "while scanning a block scalar: did not find expected comment or line break": (
        "after this mark, the text starts on the next line; a text that itself starts with > or | "
        "needs quotes around it"
    ),
    "block sequence entries are not allowed in this context": (
        "each item of a list stands on a line of its own; a text that starts with a hyphen needs "
        "quotes around it"
    ),
    "while parsing a flow node: did not find expected node content": _NEEDS_QUOTES,
    "while parsing a flow sequence: did not find expected ',' or ']'": _NEEDS_QUOTES,
    "while parsing a flow mapping: did not find expected ',' or '}'": _NEEDS_QUOTES,
}
# Where the parser tells of these, the fault is at the start of what it could not read.
_AT_THE_START = ("while scanning an alias", "while parsing a flow", "while scanning a simple key")


def _follows(mark: Any, end: Any, line: str) -> bool:
    """True where nothing but spaces stands on a line between `end` and `mark`."""
    return end.line == mark.line and not line[end.column : mark.column].strip()


class Fault(NamedTuple):
    """What is wrong with the syntax, where, and how to mend it if not as its code says."""

    code: str
    mark: Any
    message: str
    remedy: str | None = None


def fault_of(
    error: yaml.MarkedYAMLError, lines: Sequence[str], enclosed: tuple[Any, Any] | None
) -> Fault:
    """What an error of the parser means.

    `lines` are those of the file; `enclosed` is where the last text in quotes, or the last
    collection in brackets, starts and ends.
    """
    mark = error.problem_mark or error.context_mark
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if re.match(r"[ ]*\t", line):
        return Fault("YML-003", mark, "this line is indented with a tab")
    if error.context == "while scanning a quoted scalar" and mark and not line:
        return Fault("YML-001", error.context_mark, "this quotation mark is never closed")
    if open_bracket := _never_closed(error, lines):
        return open_bracket
    if enclosed and mark and _follows(mark, enclosed[1], line):
        return _fault_after(*enclosed, lines)
    if slip := _slip_before(error.context_mark or mark, lines):
        return slip
    context = f"{error.context}: " if error.context else ""
    problem = f"{context}{error.problem}"
    if context.startswith(_AT_THE_START):
        mark = error.context_mark
    return Fault("YML-001", mark, _IN_OTHER_WORDS.get(problem, problem))


def _never_closed(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Fault | None:
    """The bracket whose end the parser looks for, where it is not closed on its line."""
    mark: Any = error.context_mark
    if not mark or not (error.context or "").startswith("while parsing a flow"):
        return None
    if mark.line >= len(lines):
        # The file ends behind the bracket.
        last = max(n for n, line in enumerate(lines) if line.strip())
        mark = _Mark(last, max(map(lines[last].rfind, "[{")))
    rest = lines[mark.line][mark.column :] if mark.column >= 0 else ""
    closing = {"[": "]", "{": "}"}.get(rest[:1], "")
    if not closing or closing in rest:
        return None
    remedy = f"Write {closing} where it ends; a text that starts with {rest[0]} needs quotes."
    return Fault("YML-001", mark, f"this {rest[0]} is never closed", remedy)


def _slip_before(mark: Any, lines: Sequence[str]) -> Fault | None:
    """The first of the slips that end where the parser stumbles: one alone is often taken."""
    if not mark or mark.line >= len(lines):
        return None
    first = mark.line
    while first and slip_in(lines[first - 1]):
        first -= 1
    slip = slip_in(lines[first])
    return slip and Fault("YML-001", _Mark(first, slip.column), slip.message, slip.remedy)


class _Mark(NamedTuple):
    """A place in the text, both numbers from 0, as the parser has them."""

    line: int
    column: int


def conflicts(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The number of each line at which git has put two versions of a text, and what to say."""
    start = None
    for number, line in enumerate(lines, 1):
        if re.match("<{7}( |$)", line):
            start = number
        elif start and re.match(">{7}( |$)", line):
            yield start, f"git has left two versions of a text here, up to line {number}"
            start = None


def _fault_after(start: Any, end: Any, lines: Sequence[str]) -> Fault:
    """A text that goes on after the quotes or brackets that it starts with."""
    opening = lines[start.line][start.column]
    if opening not in "'\"":
        return Fault("YML-001", start, _NEEDS_QUOTES)
    if start.line == end.line:
        message = f"this text goes on after the {opening} that closes it"
        other = "'" if opening == '"' else '"'
        return Fault("YML-001", start, message, f"Put {other} around the whole text.")
    message = f"the {opening} that opens here is closed only on line {end.line + 1}"
    return Fault("YML-001", start, message, f"Put {opening} at the end of the text.")
