"""English prose -> its sentences and words: pure functions that take any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Possessive, and never started inside a run of marks: no text makes it slow.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'’”)\]]*+ ")
_NEXT = re.compile(r"[\"'‘“(\[]*+(.)")
_LABEL = re.compile(r"[A-Z][\w' ]{0,40}: (?=[\"'‘“]?[A-Z0-9])")
_LETTERS_WITH_STOPS = re.compile(r"(?:\w\.)+\w")

# A capital after one of these belongs to the same sentence: it starts a name or an example.
_BEFORE_NAMES = frozenset("dr mr mrs ms prof rev hon st sr jr al approx cf vs eg ie ph.d".split())
_BEFORE_NUMBERS = frozenset("no nos fig figs vol p pp ch sec".split())
_TIMES = frozenset({"a.m", "p.m"})


def sentences(text: str, *, spoken: bool = False) -> Iterator[str]:
    """The sentences of a paragraph, with their marks.

    In `spoken` text, a speaker's name with a colon at the start stands alone.
    """
    text = " ".join(text.split())
    start = 0
    if spoken and (label := _LABEL.match(text)):
        yield label.group().strip()
        start = label.end()
    for stop in _STOP.finditer(text, start):
        if _ends_sentence(text, start, stop):
            yield text[start : stop.end() - 1]
            start = stop.end()
    if start < len(text):
        yield text[start:]


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    following = _NEXT.match(text, stop.end())
    first = following.group(1) if following else "A"
    if not (first.isupper() or first.isdigit()):
        return False
    if stop.group() != ". ":
        return True
    word = text[max(text.rfind(" ", start, stop.start()) + 1, start) : stop.start()]
    word = word.lstrip("\"'‘“([")
    if word.lower() in _BEFORE_NAMES or (first.isdigit() and word.lower() in _BEFORE_NUMBERS):
        return False
    initial = len(word) == 1 and word.isupper() and word != "I"
    letters = _LETTERS_WITH_STOPS.fullmatch(word) and word.lower() not in _TIMES
    return not (initial or letters)


def words(text: str) -> list[str]:
    """The words of a text, as a reader counts them: e-learning, 10.5 and 5:30pm are one each."""
    return [word for word in text.split() if any(map(str.isalnum, word))]


def opening(text: str, most: int = 6) -> str:
    """The first words of a text, for a message."""
    first = text.split()
    return " ".join(first[:most]) + ("…" if len(first) > most else "")
