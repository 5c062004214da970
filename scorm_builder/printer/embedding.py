"""What of a font goes into a PDF: all of those that every handout uses, a little of the others.

WeasyPrint cuts fonts with the machine's HarfBuzz, which makes other bytes elsewhere, or none. Here
fontTools does, in the version that is pinned.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from weasyprint import pdf as weasyprint_pdf
from weasyprint.pdf.fonts import Font, build_fonts_dictionary

from scorm_builder.printer.glyphs import letters_of

# Small, and nearly all of each is used; to cut them would take longer than all else.
_WHOLE = frozenset({"Arimo", "Vazirmatn"})
_NO_MEANING = "\N{REPLACEMENT CHARACTER}"
_NOT_FOR_VIEWERS = "BASE FFTM GDEF GPOS GSUB MATH STAT fvar gvar avar HVAR MVAR kern".split()


def _build(pdf: Any, fonts: Any, compress: Any, _: bool, options: Any) -> Any:
    """WeasyPrint's dictionary of fonts, each whole or cut to the glyphs that are used."""
    whole: dict[Any, Any] = {}
    cut: dict[Any, Any] = {}
    for key, font in fonts.items():
        (whole if font.family in _WHOLE else cut)[key] = font
    built = build_fonts_dictionary(pdf, whole, compress, False, options)
    if cut:
        for font in cut.values():
            # The fields get a font of their own (forms.py).
            font.used_in_forms = False
            _name_glyphs(font)
        built.update(build_fonts_dictionary(pdf, cut, compress, True, options))
    return built


def _name_glyphs(font: Any) -> None:
    """Says of each glyph what it stands for, also where one of several stands for a syllable."""
    if all(len(text) == 1 for text in font.to_unicode.values()):
        return
    known = letters_of(font.file_content)
    for glyph, text in font.to_unicode.items():
        font.to_unicode[glyph] = known.get(glyph) or text or _NO_MEANING


def _cut(font: Any, glyphs: Collection[int], hinting: bool) -> None:
    """Takes all but some glyphs out of a font; without any named, it stays whole."""
    if not glyphs:
        return
    options = subset.Options(
        retain_gids=True,
        ignore_missing_glyphs=True,
        notdef_outline=True,
        hinting=hinting,
        glyph_names=False,
        layout_features=[],
        recalc_timestamp=False,
    )
    options.drop_tables += _NOT_FOR_VIEWERS
    with TTFont(io.BytesIO(font.file_content), recalcTimestamp=False, lazy=True) as opened:
        cutter = subset.Subsetter(options)
        cutter.populate(gids=glyphs)
        cutter.subset(opened)
        written = io.BytesIO()
        opened.save(written)
    font.file_content = written.getvalue()


def embed_in_our_way() -> None:
    """From now on, what WeasyPrint makes in this process has its fonts as above."""
    weasyprint_pdf.build_fonts_dictionary = _build
    Font.subset = _cut
