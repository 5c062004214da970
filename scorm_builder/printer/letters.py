"""Fonts that are drawn for one document, out of the slices of a font that is too large for it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from scorm_builder.theme.letters import slices

_NOTDEF = ".notdef"
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
    glyphs: dict[str, Any] = {_NOTDEF: TTGlyphPen(None).glyph()}
    size = first["head"].unitsPerEm
    metrics: dict[str, tuple[int, int]] = {_NOTDEF: (size, 0)}
    for space in _SPACES:
        glyphs[_name(space)], metrics[_name(space)] = glyphs[_NOTDEF], (round(size * _SPACE), 0)
    for character in wanted:
        font = _opened(known[character])
        outlines = font.getGlyphSet(location={"wght": weight})
        glyph = outlines[font.getBestCmap()[ord(character)]]
        pen = TTGlyphPen(None)
        glyph.draw(DecomposingFilterPen(pen, outlines))
        made = pen.glyph()
        made.recalcBounds(None)
        glyphs[_name(character)] = made
        metrics[_name(character)] = (round(glyph.width), made.xMin if made.numberOfContours else 0)
    return _written(first, glyphs, metrics, [*_SPACES, *wanted], weight)


def _written(
    first: TTFont,
    glyphs: dict[str, Any],
    metrics: dict[str, tuple[int, int]],
    characters: list[str],
    weight: int,
) -> bytes:
    head, lines, names = first["head"], first["hhea"], first["name"]
    new = FontBuilder(head.unitsPerEm)
    new.setupHead(unitsPerEm=head.unitsPerEm, created=head.created, modified=head.modified)
    new.setupGlyphOrder(list(glyphs))
    new.setupCharacterMap({ord(one): _name(one) for one in characters})
    new.setupGlyf(glyphs)
    new.setupHorizontalMetrics(metrics)
    new.setupHorizontalHeader(ascent=lines.ascent, descent=lines.descent)
    new.setupOS2(usWeightClass=weight, sTypoAscender=lines.ascent, sTypoDescender=lines.descent)
    new.setupNameTable({"familyName": names.getBestFamilyName(), "styleName": str(weight)})
    new.setupPost(keepGlyphNames=False)
    new.font.recalcTimestamp = False
    written = io.BytesIO()
    new.save(written)
    return written.getvalue()


def _name(character: str) -> str:
    return f"u{ord(character):05X}"


@lru_cache(maxsize=256)
def _opened(path: Path) -> TTFont:
    return TTFont(io.BytesIO(path.read_bytes()))
