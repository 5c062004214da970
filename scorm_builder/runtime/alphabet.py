"""Texts in the alphabet of suspend data, `[A-Za-z0-9._-]`, and back.

The twin of `templates/module/runtime/alphabet.js`; tests hold the two together.

Text: letters, digits and "-" stand for themselves, "_" is a space, ".x" is a common character from
the table, ".ABC" (three of 0-9A-Z) any other up to U+B63F, ".-ABCD" all the rest. A text that
starts with "._ABC" has a window: the 63 characters from code point ABC * 16 on take one each, and
the plain ones are written as ".ABC". So Greek, Cyrillic, Arabic or Hebrew take hardly more room
than Latin.
"""

from __future__ import annotations

import re
import string
from collections import Counter

COMMON = ".,\n'\"?!:;()/&%@+*=#\u00a3\u2019\u2013\u00e9_[]"
PLAIN = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-"
MARK_CHARACTERS = 5
"""What the mark of a window takes."""

_ESCAPES = dict(zip(COMMON, string.ascii_lowercase, strict=True))
_CHARACTERS = {code: character for character, code in _ESCAPES.items()}
_BASE36 = string.digits + string.ascii_uppercase
_MOST_SHORT = 36**3
_LAST_POINT = 0x10FFFF
_LAST_ASCII = 0x7F
_STEP = 16
_WINDOW = re.compile(r"\._([0-9A-Z]{3})")
_TOKEN = re.compile(r"([A-Za-z0-9-])|(_)|\.([a-z])|\.([0-9A-Z]{3})|\.-([0-9A-Z]{4})")


def encode_text(text: str) -> str:
    """`text` in the safe alphabet; every text comes back the same from `decode_text`."""
    window = _best_window(text)
    mark = "" if window is None else f"._{_base36(window // _STEP, 3)}"
    return mark + "".join(_encode_character(character, window) for character in text)


def _best_window(text: str) -> int | None:
    """Where the window starts that makes the text shortest; None when none does."""
    others = [ord(c) for c in text if ord(c) > _LAST_ASCII and c not in _ESCAPES]
    plain = sum(character in PLAIN for character in text)
    counts: Counter[int] = Counter()
    for point in (point for point in others if point < _MOST_SHORT):
        first = max(_LAST_ASCII, point - len(PLAIN))
        counts.update(range(point - point % _STEP, first, -_STEP))
    if not counts:
        return None
    inside = max(counts.values())
    # A plain character then takes 4 in the place of 1, one in the window 1 in the place of 4.
    gained = 3 * inside > 3 * plain + MARK_CHARACTERS
    return min(start for start, count in counts.items() if count == inside) if gained else None


def _encode_character(character: str, window: int | None) -> str:
    if character == " ":
        return "_"
    if character in _ESCAPES:
        return "." + _ESCAPES[character]
    point = ord(character)
    if window is None and character in PLAIN:
        return character
    if window is not None and window <= point < window + len(PLAIN):
        return PLAIN[point - window]
    return f".{_base36(point, 3)}" if point < _MOST_SHORT else f".-{_base36(point, 4)}"


def _base36(number: int, digits: int) -> str:
    text = ""
    for _ in range(digits):
        number, digit = divmod(number, 36)
        text = _BASE36[digit] + text
    return text


def decode_text(encoded: str) -> str | None:
    """The text of `encoded`, or None when it is not what `encode_text` makes."""
    marked = _WINDOW.match(encoded)
    window = int(marked[1], 36) * _STEP if marked else None
    text = ""
    position = marked.end() if marked else 0
    while position < len(encoded):
        match = _TOKEN.match(encoded, position)
        if match is None:
            return None
        plain, space, common, short, long = match.groups()
        point = int(short or long or "0", 36)
        if point > _LAST_POINT:
            return None
        if plain and window is not None:
            text += chr(window + PLAIN.index(plain))
        else:
            text += plain or (space and " ") or (common and _CHARACTERS[common]) or chr(point)
        position = match.end()
    return text
