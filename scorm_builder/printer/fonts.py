"""The fonts of a theme as they are printed: unpacked once, not for each document and process."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from functools import lru_cache

from fontTools import version
from fontTools.ttLib import TTFont, woff2

from scorm_builder.theme import Theme
from scorm_builder.theme.kept import kept

_WOFF2 = b"wOF2"
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
    return tuple(map(unpacked, theme.font_files(styles)))


@lru_cache(maxsize=8)
def printable(theme: Theme, styles: tuple[str, ...]) -> frozenset[str]:
    """The characters that the fonts of the style sheets have."""
    points: set[int] = set()
    for font_file in fonts_of(theme, styles):
        with TTFont(io.BytesIO(font_file)) as font:
            points |= set(font.getBestCmap())
    return frozenset(map(chr, points))
