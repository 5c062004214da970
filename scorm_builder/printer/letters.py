"""Fonts that are drawn for one document, out of the slices of a font that is too large for it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from scorm_builder.printer.new_font import NOTDEF, NewFont, name_of
from scorm_builder.theme.letters import slices

# What stands between letters is set in their font. So wide is it, in parts of the font's size.
_SPACES = " \N{NO-BREAK SPACE}"
_SPACE = 0.224


def drawable(script: str, characters: Iterable[str]) -> frozenset[str]:
    """Those of the characters that the slices of a script have."""
    known = slices(script)
    return frozenset(
        one for one in characters if one in known and ord(one) in _opened(known[one]).getBestCmap()
    )


@lru_cache(maxsize=16)
def drawn(script: str, characters: frozenset[str], weight: int) -> bytes:
    """A font of the characters that the slices of a script have; the same for the same ones.

    They stand for themselves: nothing is joined, and no pair is moved together.
    """
    known = slices(script)
    wanted = sorted(drawable(script, characters) - set(_SPACES))
    first = _opened(known[wanted[0]] if wanted else min(known.values()))
    size = first["head"].unitsPerEm
    new = NewFont(size)
    new.add(NOTDEF, TTGlyphPen(None).glyph(), size)
    for space in _SPACES:
        new.add(name_of(ord(space)), TTGlyphPen(None).glyph(), round(size * _SPACE))
    for character in wanted:
        font = _opened(known[character])
        outlines = font.getGlyphSet(location={"wght": weight})
        glyph = outlines[font.getBestCmap()[ord(character)]]
        pen = TTGlyphPen(None)
        glyph.draw(DecomposingFilterPen(pen, outlines))
        new.add(name_of(ord(character)), pen.glyph(), round(glyph.width))
    new.points.update({ord(one): name_of(ord(one)) for one in (*_SPACES, *wanted)})
    lines, family = first["hhea"], first["name"].getBestFamilyName()
    return new.written(first, (lines.ascent, lines.descent), family, weight, str(weight))


@lru_cache(maxsize=256)
def _opened(path: Path) -> TTFont:
    return TTFont(io.BytesIO(path.read_bytes()))
