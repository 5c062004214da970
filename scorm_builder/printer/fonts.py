"""The fonts of a theme as they are printed: unpacked once, not for each document and process."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable
from functools import lru_cache

from fontTools import version
from fontTools.ttLib import TTFont, woff2
from fontTools.unicodedata import script_extension

from scorm_builder.printer.letters import drawable
from scorm_builder.printer.signs import is_a_way_to_write, is_emoji
from scorm_builder.theme import SIGNS, Theme
from scorm_builder.theme.kept import kept
from scorm_builder.theme.translations import language

_EVERYWHERE = frozenset({"Zyyy", "Zinh", "Latn", "Grek", "Cyrl"})
_WOFF2 = b"wOF2"
_DRAWN = re.compile(r'url\("letters/(\w+)-\d+"\)')
_NAME_CHARACTERS = 16


@lru_cache(maxsize=16)
def unpacked(font: bytes) -> bytes:
    """A font in TrueType or OpenType form; one that is in WOFF2 as WeasyPrint would unpack it."""
    if not font.startswith(_WOFF2):
        return font

    def unpack() -> bytes:
        made = io.BytesIO()
        woff2.decompress(io.BytesIO(font), made)
        return made.getvalue()

    name = f"font-{hashlib.sha256(font).hexdigest()[:_NAME_CHARACTERS]}"
    return kept(name, f"fontTools {version}\n".encode() + font, unpack)


def fonts_of(theme: Theme, styles: Iterable[str]) -> tuple[bytes, ...]:
    """The fonts that style sheets of the theme name, unpacked, in their order."""
    return tuple(map(unpacked, theme.fonts(styles).values()))


@lru_cache(maxsize=16)
def printable(theme: Theme, styles: tuple[str, ...]) -> frozenset[str]:
    """The characters that the fonts of the style sheets have.

    The fonts of signs have letters of many scripts too, which they would not set as they are
    written: of them, only what any text may have in it is taken.
    """
    usual = [name for name in styles if name != SIGNS]
    found = _characters(fonts_of(theme, usual))
    if SIGNS in styles:
        signs = _characters(fonts_of(theme, [SIGNS]))
        found |= {
            one
            for one in signs
            if _EVERYWHERE.issuperset(script_extension(one))
            and not (is_a_way_to_write(one) or is_emoji(one))
        }
    return frozenset(found)


def drawn_scripts(theme: Theme, styles: Iterable[str]) -> tuple[str, ...]:
    """The scripts whose letters are drawn for each document, of those with a style sheet here."""
    named = dict.fromkeys(_DRAWN.findall("".join(theme.templates[name] for name in styles)))
    return tuple(named)


def known_characters(theme: Theme, styles: tuple[str, ...], used: frozenset[str]) -> frozenset[str]:
    """Those that the fonts of the style sheets have, and of `used` those that can be drawn."""
    known = printable(theme, styles)
    for script in drawn_scripts(theme, styles):
        known |= drawable(script, used - known)
    return known


def fonts_for(theme: Theme, tag: str) -> tuple[bytes, ...]:
    """The fonts in which text in a language is printed, unpacked: those of its script come first.

    Those that are drawn for each document (`printer.letters`) are not among them.
    """
    return fonts_of(theme, [*theme.script_styles([language(tag).script]), "components/paper.css"])


def _characters(font_files: Iterable[bytes]) -> set[str]:
    points: set[int] = set()
    for font_file in font_files:
        with TTFont(io.BytesIO(font_file)) as font:
            points |= set(font.getBestCmap())
    return set(map(chr, points))
