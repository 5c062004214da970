"""What people type, or paste, in the place of what YAML wants: a line at a time."""

from __future__ import annotations

import re
from typing import NamedTuple

from scorm_builder.content.pasted import BULLETS, NO_BREAK

_KEY = r"[ ]*(?:-[ ]+)*[A-Za-z_][A-Za-z0-9_]*"
_MARKS = {
    "\u2013": "an en dash",
    "\u2014": "an em dash",
    "\u2212": "a minus sign",
    "*": "a star",
    **dict.fromkeys(BULLETS, "a bullet"),
}
# The mark of an item, but not that of YAML.
_FOREIGN_MARK = re.compile(rf"[ ]*([{''.join(map(re.escape, _MARKS))}])[\s{NO_BREAK}]")

_IN_PLACE = "Type an ordinary space in its place."
_SPACES = re.compile(rf"[ ]*([{NO_BREAK}])")
_AFTER_HYPHEN = re.compile(rf"[ ]*-([{NO_BREAK}])")
_AFTER_COLON = re.compile(rf"{_KEY}:([{NO_BREAK}])")
_CLOSE_HYPHEN = re.compile(r"[ ]*-([^\s-])")
_CLOSE_COLON = re.compile(rf"({_KEY}):(?!//)(\S)")
_WIDE_COLON = re.compile(rf"({_KEY})\s?(\uff1a)")


class Slip(NamedTuple):
    """What is wrong in a line, at which column from 0, and how to mend it."""

    column: int
    message: str
    remedy: str


def slip_in(line: str) -> Slip | None:
    """The slip that a line starts with, if it does."""
    for pattern, where in (
        (_AFTER_COLON, "stands after the colon"),
        (_AFTER_HYPHEN, "stands after the hyphen"),
        (_SPACES, "stands before the first word"),
    ):
        if found := pattern.match(line):
            return Slip(found.start(1), f"a no-break space {where}", _IN_PLACE)
    if found := _FOREIGN_MARK.match(line):
        message = f"an item of a list starts with a hyphen, not with {_MARKS[found[1]]}"
        return Slip(found.start(1), message, f"Write - in the place of {found[1]}.")
    if found := _CLOSE_HYPHEN.match(line):
        remedy = f"Write '- {line[found.start(1) :][:20].rstrip()}'."
        return Slip(found.start(1), "a space is missing after the hyphen", remedy)
    if found := _CLOSE_COLON.match(line):
        remedy = f"Write '{found[1].strip()}: {line[found.start(2) :][:20].rstrip()}'."
        return Slip(found.start(2), "a space is missing after the colon", remedy)
    if found := _WIDE_COLON.match(line):
        return Slip(found.start(2), "this is not the colon of a keyboard", "Type : and a space.")
    return None
