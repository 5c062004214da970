"""Marks that nothing is made of: what they were meant for, and what to write in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scorm_builder.content.pasted import BULLETS


class Problem(NamedTuple):
    """What a text has that is not taken, to follow "this text has".

    `words` are those at fault, as they are written; blank where it is the whole text. `remedy` says
    how to mend just this, if it is not as for all.
    """

    message: str
    words: str = ""
    remedy: str | None = None


class _Mark(NamedTuple):
    pattern: re.Pattern[str]
    name: str
    remedy: str


# Those of one font are told as such.
_SHOWN_BULLETS = re.sub("[·\ue000-\uf8ff]", "", BULLETS)


def _mark(pattern: str, name: str, remedy: str) -> _Mark:
    return _Mark(re.compile(pattern, re.MULTILINE), name, remedy)


_ITEMS = "Write | after the key, and each item on a line of its own after a hyphen and a space."

FOOTNOTE = "Say it in the sentence, or in brackets after it; a source has its place under 'links'."

_LEFT_OVER = (
    _mark(
        r"\]\([^()\n]{0,300}[ ][^()\n]{0,300}\)",
        "a link with a space in its address",
        "Write %20 in the place of the space.",
    ),
    _mark(
        r"\]\([^()\n]{0,300}\)?",
        "a link that is not closed",
        "Write it as [words](https://address).",
    ),
    _mark(
        r"\[\^[^\]\s]{1,60}\]",
        "a footnote",
        FOOTNOTE,
    ),
    _mark(
        r"~~[^~\n]+~~",
        "words that are struck through",
        "Take them out: many screen readers do not say that words are struck through.",
    ),
    _mark(
        r"\$\$?(?=\S)(?=[^$\s]+\$|[^$]*?[\\^_{}=])[^$]+(?<=\S)\$\$?(?!\d)",
        "a formula",
        "Write it in words and signs, such as H₂O and m²: formulas are not set.",
    ),
    _mark(
        r"\A\s*\[[ xX]?\](?=\s)",
        "a box to tick",
        "Take it out: a text is only read. An activity has fields to fill in.",
    ),
    _mark(
        r"^[ ]{0,3}\|.*\|[ ]*$",
        "a row without its table",
        "Put the names of the columns first, and a row of hyphens below them: |---|---|.",
    ),
    # Before a word: a sign among others is only named.
    _mark(rf"[{_SHOWN_BULLETS}](?=\s+[^\W\d_]{{2}})", "a bullet within a line", _ITEMS),
    _mark(
        r"^(?:a[.)][ \t].*\nb[.)]|i[.)][ \t].*\nii[.)])[ \t]",
        "a list with letters, which run on in one line",
        "Write 1. and 2. in the place of the letters.",
    ),
    _mark(
        r"^[^\t\n]*[^\s][ ]*\t.*\n[^\t\n]*[^\s][ ]*\t",
        "rows with tabs, which run on in one line",
        "Make a table of them: | between the cells, and |---|---| below the names of the columns.",
    ),
    _mark(r"\*\*", "stars that make nothing bold", "Write them close to the words: **words**."),
)

_PLAIN_LINE = "Type the words and signs alone: this text is shown as it is written."
_ALSO_IN_A_LINE = ("a footnote", "words that are struck through", "a formula", "a box to tick")
_IN_A_LINE = (
    (re.compile(r"\[[^\]]{0,300}\]\([^)]{0,300}\)?"), "a link"),
    (re.compile(r"\*\*|(?<!\w)\*[^\s*](?:[^*]*[^\s*])?\*(?!\w)"), "stars"),
    (re.compile(rf"\A[{BULLETS}](?=\s)"), "a bullet of its own"),
    (re.compile(r"</[a-zA-Z]+>|<[a-zA-Z]+ ?/>"), "an HTML tag"),
    (re.compile(r"&(?:[a-z]{2,8}|#[0-9]+);"), "an HTML entity"),
    *((mark.pattern, mark.name) for mark in _LEFT_OVER if mark.name in _ALSO_IN_A_LINE),
)

_BULLET_FIRST = re.compile(rf"\s*([{BULLETS}\u2013\u2014\u2212]|o(?=\t|\s\s))\s")


def left_over(shown: str) -> Iterator[Problem]:
    """What of marks is still in a paragraph, an item or a cell as it is shown."""
    taken: list[tuple[int, int]] = []
    for pattern, name, remedy in _LEFT_OVER:
        found = pattern.search(shown)
        # What is part of another mark has been told.
        if found and not any(start < found.end() and found.start() < end for start, end in taken):
            taken.append(found.span())
            yield Problem(f"{name} ({_cut(found[0])})", found[0].strip(), remedy)


def in_a_line(text: str) -> Iterator[Problem]:
    """The marks in a text that takes none."""
    for pattern, name in _IN_A_LINE:
        if found := pattern.search(text):
            yield Problem(f"{name} ({_cut(found[0])})", found[0].strip(), _PLAIN_LINE)
            return


def bullet_first(text: str) -> Problem | None:
    """The bullet that a text of one paragraph starts with, as the hyphen of YAML makes an item."""
    if found := _BULLET_FIRST.match(text):
        remedy = "Take it out; in a list, the hyphen before a text makes it an item."
        return Problem(f"a bullet of its own ({found[1]})", found[1], remedy)
    return None


def _cut(words: str) -> str:
    return words.strip().splitlines()[0][:40]
