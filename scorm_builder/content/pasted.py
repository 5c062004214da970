"""Lists as word processors paste them -> lists as CommonMark has them."""

from __future__ import annotations

import re

BULLETS = "•·‣◦▪●○■□\uf0b7\uf0a7\uf0d8\uf0fc"
"""The marks of items; the last are those of the fonts Symbol and Wingdings."""

NO_BREAK = "\u00a0\u2007\u202f"
"""Spaces at which no line is broken."""

_BLANK = rf"[ \t{NO_BREAK}]"
# An "o" is a word in some languages, so it is a mark only where more than a space follows.
_BULLET = re.compile(
    rf"({_BLANK}*)(?:[{BULLETS}]{_BLANK}|o(?:\t|{_BLANK}{{2}}|[{NO_BREAK}])){_BLANK}*(?=\S)"
)
_DASH = re.compile(rf"([ ]{{0,3}})[\u2013\u2014\u2212]{_BLANK}+(?=\S)")
_HELD_FAST = re.compile(rf"([ ]*(?:[-*+]|\d{{1,9}}[.)]))(?=[ \t]*[{NO_BREAK}]){_BLANK}+(?=\S)")
_SECOND_LEVEL = frozenset("o◦")


def as_lists(text: str) -> str:
    """The text with a hyphen and a space in the place of each pasted mark of an item.

    A dash is such a mark where a paragraph begins with it, after a colon, and after such an item.
    """
    lines: list[str] = []
    dashes = False
    for line in text.split("\n"):
        before = lines[-1].rstrip() if lines else ""
        begins = not before or before.endswith(":")
        if found := _BULLET.match(line):
            lines.append(f"{_indented(found)}- {line[found.end() :]}")
        elif (found := _DASH.match(line)) and (begins or dashes):
            dashes = True
            lines.append(f"{found[1]}- {line[found.end() :]}")
        else:
            dashes = dashes and bool(line.strip())
            found = _HELD_FAST.match(line)
            lines.append(f"{found[1]} {line[found.end() :]}" if found else line)
    return "\n".join(lines)


def _indented(found: re.Match[str]) -> str:
    """How far in an item stands: never so far that it would be code."""
    second = found[0].strip()[:1] in _SECOND_LEVEL
    return "  " if second or found[1].strip(" ") or len(found[1]) > 3 else found[1]
