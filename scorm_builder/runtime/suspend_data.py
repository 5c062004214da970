"""The alphabet and the size of cmi.suspend_data, as the run-time writes it.

The twin of `templates/module/runtime/alphabet.js`, tested against the same vectors. Python needs
it to say at build time whether a learner's work will fit (SCORM 1.2 RTE, CMIString4096).

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

from scorm_builder.model import AnyModule
from scorm_builder.runtime.keys import KEY_CHARACTERS, TAG_CHARACTERS
from scorm_builder.runtime.outline import fields, longest_responses, screens
from scorm_builder.theme.translations import language

MOST_CHARACTERS = 4096
_COMMON = ".,\n'\"?!:;()/&%@+*=#\u00a3\u2019\u2013\u00e9_[]"
_PLAIN = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-"
_ESCAPES = dict(zip(_COMMON, string.ascii_lowercase, strict=True))
_CHARACTERS = {code: character for character, code in _ESCAPES.items()}
_BASE36 = string.digits + string.ascii_uppercase
_MOST_SHORT = 36**3
_LAST_POINT = 0x10FFFF
_LAST_ASCII = 0x7F
_STEP = 16
# What the mark of a window takes.
_MARK = 5
_WINDOW = re.compile(r"\._([0-9A-Z]{3})")
_TOKEN = re.compile(r"([A-Za-z0-9-])|(_)|\.([a-z])|\.([0-9A-Z]{3})|\.-([0-9A-Z]{4})")
# What one typed character takes on average, at the most: letters of most alphabets take 1, as Latin
# ones do or as a window has room for them, with some marks, accents and digits at 2 and 4.
_COST = 2
# Scripts with more letters than a window has room for, and languages whose letters lie far apart.
_COSTS_MORE = {
    "Cakm": 6,
    "Cans": 3,
    "Ethi": 3,
    "Hans": 4,
    "Hant": 4,
    "Jpan": 4,
    "Kore": 5,
    "Osge": 5,
    "Tibt": 3,
    "Vaii": 3,
    "ckb": 3,
    "ug": 3,
    "ur": 3,
}


def encode_text(text: str) -> str:
    """`text` in the safe alphabet; every text comes back the same from `decode_text`."""
    window = _best_window(text)
    mark = "" if window is None else f"._{_base36(window // _STEP, 3)}"
    return mark + "".join(_encode_character(character, window) for character in text)


def _best_window(text: str) -> int | None:
    """Where the window starts that makes the text shortest; None when none does."""
    others = [ord(c) for c in text if ord(c) > _LAST_ASCII and c not in _ESCAPES]
    plain = sum(character in _PLAIN for character in text)
    counts: Counter[int] = Counter()
    for point in (point for point in others if point < _MOST_SHORT):
        first = max(_LAST_ASCII, point - len(_PLAIN))
        counts.update(range(point - point % _STEP, first, -_STEP))
    if not counts:
        return None
    inside = max(counts.values())
    # A plain character then takes 4 in the place of 1, one in the window 1 in the place of 4.
    gained = 3 * inside > 3 * plain + _MARK
    return min(start for start, count in counts.items() if count == inside) if gained else None


def _encode_character(character: str, window: int | None) -> str:
    if character == " ":
        return "_"
    if character in _ESCAPES:
        return "." + _ESCAPES[character]
    point = ord(character)
    if window is None and character in _PLAIN:
        return character
    if window is not None and window <= point < window + len(_PLAIN):
        return _PLAIN[point - window]
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
            text += chr(window + _PLAIN.index(plain))
        else:
            text += plain or (space and " ") or (common and _CHARACTERS[common]) or chr(point)
        position = match.end()
    return text


def fixed_characters(module: AnyModule) -> int:
    """The most characters of suspend data that hold no text: all is opened, answered and written.

    The keys of fields are among them, and so is what a window takes that letters need.
    """
    key, joint = KEY_CHARACTERS, 1
    header = len("3:") + TAG_CHARACTERS + len(":abcdef:p") + key + len("2s")
    opened = key * len(screens(module))
    answers = sum(key + len("00.") + joint + key * most for most in longest_responses(module))
    windows = 0 if script_of(module) == "Latn" else _MARK
    texts = (key + joint + windows) * len(fields(module))
    return header + len(":") + opened + len(":") + answers + len(":") + texts + len(":abcd")


def characters_that_fit(module: AnyModule) -> int:
    """How many characters in the module's language fit in all fields together."""
    return (MOST_CHARACTERS - fixed_characters(module)) // cost_of_a_character(module)


def promised_characters(module: AnyModule) -> int:
    """The characters of suspend data that a learner needs who fills every field to its limit."""
    texts = sum(field.max_characters for field in fields(module))
    return fixed_characters(module) + cost_of_a_character(module) * texts


def cost_of_a_character(module: AnyModule) -> int:
    """What a typed character takes of suspend data on average, at the most."""
    primary = module.language.partition("-")[0]
    return _COSTS_MORE.get(primary) or _COSTS_MORE.get(script_of(module), _COST)


def script_of(module: AnyModule) -> str:
    """The script of the module's language by ISO 15924, such as "Latn"."""
    return language(module.language).script
