"""A font that is made here, of glyphs that were drawn from others."""

from __future__ import annotations

import io
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont

NOTDEF = ".notdef"
"""The glyph that a font has for what it lacks; it comes first."""
REGULAR = 400


class NewFont:
    """Glyphs by their names, in their order; `points` has those of code points."""

    def __init__(self, em: int) -> None:
        self.em = em
        self.points: dict[int, str] = {}
        self.glyphs: dict[str, Any] = {}
        self.metrics: dict[str, tuple[int, int]] = {}

    def add(self, name: str, glyph: Any, width: int) -> None:
        """Adds what a `TTGlyphPen` drew; the width is in the font's units."""
        glyph.recalcBounds(None)
        self.glyphs[name] = glyph
        self.metrics[name] = (width, glyph.xMin if glyph.numberOfContours else 0)

    def written(
        self, like: TTFont, heights: tuple[int, int], family: str, weight: int, style: str
    ) -> bytes:
        """The file, with the dates of another font; `heights` are those above and below a line."""
        head = like["head"]
        ascent, descent = heights
        new = FontBuilder(self.em)
        new.setupHead(unitsPerEm=self.em, created=head.created, modified=head.modified)
        new.setupGlyphOrder(list(self.glyphs))
        new.setupCharacterMap(self.points)
        new.setupGlyf(self.glyphs)
        new.setupHorizontalMetrics(self.metrics)
        new.setupHorizontalHeader(ascent=ascent, descent=descent)
        new.setupOS2(usWeightClass=weight, sTypoAscender=ascent, sTypoDescender=descent)
        new.setupNameTable({"familyName": family, "styleName": style})
        new.setupPost(keepGlyphNames=False)
        new.font.recalcTimestamp = False
        written = io.BytesIO()
        new.save(written)
        return written.getvalue()


def name_of(point: int) -> str:
    """What the glyph of a code point is called here."""
    return f"u{point:05X}"
