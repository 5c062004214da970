"""What is printed in the place of a character that no font has, and what cannot be printed.

This is the one place for it: white space, hyphens and letters that are put together differently.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Set

from fontTools.unicodedata import script, script_name

_DRAWN_AS = {
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{FIGURE DASH}": "\N{EN DASH}",
    "\N{HORIZONTAL BAR}": "\N{EM DASH}",
    **dict.fromkeys("\N{COMBINING GRAPHEME JOINER}\ufff9\ufffa\ufffb", ""),
}
# White space, and what only tells how text is set: it is set without a glyph.
_WITHOUT_A_GLYPH = {"Zs", "Cf"}
_IN_LINES = "\t\n\r"
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
# A letter in another width, a unit in a square, a ligature. Not a raised figure: 10⁵ is not 105.
_SAME_MEANING = ("<wide>", "<narrow>", "<square>", "<compat>", "<font>", "<noBreak>")
# Pango takes these for emoji, and looks for a font of the machine that has them in colours.
_EMOJI = frozenset("◽◾☔☕☝♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫✌✍")
_FIRST_PICTURE = "\U0001f000"
_KEPT = "\N{NUMERO SIGN}"
_SHARED = {"Zyyy", "Zinh", "Zzzz"}


def as_printed(text: str, known: Set[str]) -> str:
    """The text with what the fonts have in the place of what they do not, where that is the same.

    `known` are the characters that the fonts have.
    """
    composed = unicodedata.normalize("NFC", text)
    strange = set(composed) - known
    # Ordinary text comes back as it is.
    return composed.translate({ord(one): _in_place_of(one, known) for one in strange})


def is_a_way_to_write(character: str) -> bool:
    """True for a character that others say as well: a ligature, a unit in a square, a hyphen.

    Then these are printed, even if there is a font that has the character.
    """
    kind = unicodedata.decomposition(character).partition(" ")[0]
    selects = ord(character) in _VARIATION_SELECTORS
    return selects or character in _DRAWN_AS or (kind in _SAME_MEANING and character not in _KEPT)


def is_emoji(character: str) -> bool:
    """True for what is drawn as a small picture, for which there is no font."""
    return character in _EMOJI or character >= _FIRST_PICTURE


def unprintable(text: str, known: Set[str]) -> tuple[str, ...]:
    """The characters that cannot be printed at all, each once, in their order."""
    return tuple(one for one in dict.fromkeys(as_printed(text, known)) if not _has(one, known))


def _in_place_of(character: str, known: Set[str]) -> str:
    if character in _DRAWN_AS:
        return _DRAWN_AS[character]
    if ord(character) in _VARIATION_SELECTORS:
        return ""
    kind, *points = unicodedata.decomposition(character).split() or [""]
    if kind and kind not in _SAME_MEANING and kind[0] == "<":
        return character
    if kind and kind[0] != "<":
        points.insert(0, kind)
    parts = "".join(as_printed(chr(int(point, 16)), known) for point in points)
    usable = parts and not _has(character, known) and all(_has(part, known) for part in parts)
    return parts if usable else character


def _has(character: str, known: Set[str]) -> bool:
    return (
        character in known
        or character in _IN_LINES
        or unicodedata.category(character) in _WITHOUT_A_GLYPH
    )


def scripts_of(characters: Iterable[str]) -> tuple[str, ...]:
    """The scripts of letters (ISO 15924), each once; what all scripts share has none."""
    return tuple(one for one in dict.fromkeys(map(script, characters)) if one not in _SHARED)


def described(characters: Collection[str]) -> str:
    """What the characters are, in words, such as "Arabic letters, a picture or sign"."""
    kinds = [f"{script_name(code).replace('_', ' ')} letters" for code in scripts_of(characters)]
    if any(script(one) in _SHARED for one in characters):
        kinds.append("pictures or signs")
    return " and ".join(kinds)
