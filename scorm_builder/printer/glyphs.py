"""What the glyphs of a PDF's fonts stand for, so that all of its words can be read aloud."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

# Feature, types of lookups (OpenType, GSUB): the last form of a letter that joins its neighbours.
_JOINING = "fina"
_SINGLE, _LIGATURE = 1, 4
_PRESENTATION_FORMS = range(0xFB50, 0xFEFD)
_MOST_IN_A_BLOCK = 100
# Viewers turn round what they take for letters in the order in which they are seen, and with them
# the two letters of one glyph; these signs stand for both.
_LAM_ALEF = {unicodedata.normalize("NFKC", sign): sign for sign in "\ufef5\ufef7\ufef9\ufefb"}

_NO_MEANING = re.compile(rb"(<[0-9a-f]{4}> )<(0000|feff|fffe)>")


def name_glyphs(pdf: pikepdf.Pdf) -> None:
    """Gives each glyph of WeasyPrint's fonts a meaning (PDF/UA-1, 7.21.7).

    WeasyPrint names only the glyphs of a whole font that a character has for itself. In Arabic
    most of a word would be missing. A glyph without a meaning is a replacement character.
    """
    resources: list[Any] = [page.obj.Resources for page in pdf.pages]
    fonts = {font.objgen: font for one in resources for font in one.get("/Font", {}).values()}
    for font in fonts.values():
        texts = joined_letters(font)
        meanings = character_map(texts) if texts else font.ToUnicode.read_raw_bytes()
        font.ToUnicode.write(_NO_MEANING.sub(rb"\1<fffd>", meanings))


def joined_letters(font: Any) -> Mapping[int, str]:
    """What each glyph of a font with joining letters stands for; empty for any other font."""
    # A font of the machine, for a character that ours do not have, may be of another kind.
    file = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
    return _joined_letters(file.read_bytes()) if file is not None else {}


@lru_cache(maxsize=8)
def _joined_letters(font_file: bytes) -> Mapping[int, str]:
    with TTFont(io.BytesIO(font_file)) as font:
        table = font["GSUB"].table if "GSUB" in font else None
        if not table or _JOINING not in {r.FeatureTag for r in table.FeatureList.FeatureRecord}:
            return {}
        return _letters(font)


@lru_cache(maxsize=8)
def letters_of(font_file: bytes) -> Mapping[int, str]:
    """What each glyph of a font stands for, also of those that stand for several letters."""
    with TTFont(io.BytesIO(font_file)) as font:
        return _letters(font)


def _letters(font: TTFont) -> Mapping[int, str]:
    table = font["GSUB"].table if "GSUB" in font else None
    texts: dict[str, str] = {}
    for point, name in sorted(font.getBestCmap().items()):
        letter = chr(point)
        if point in _PRESENTATION_FORMS:
            letter = unicodedata.normalize("NFKC", letter)
        texts.setdefault(name, letter)
    known = 0
    while len(texts) > known:
        known = len(texts)
        for lookup in table.LookupList.Lookup if table else ():
            for part in lookup.SubTable:
                _follow(getattr(part, "ExtSubTable", part), texts)
    return {font.getGlyphID(name): _LAM_ALEF.get(text, text) for name, text in texts.items()}


def _follow(substitution: Any, texts: dict[str, str]) -> None:
    """Adds the glyphs that a table of the font puts in the place of known ones."""
    if substitution.LookupType == _SINGLE:
        for name, replacement in substitution.mapping.items():
            if name in texts:
                texts.setdefault(replacement, texts[name])
    elif substitution.LookupType == _LIGATURE:
        for first, ligatures in substitution.ligatures.items():
            for ligature in ligatures:
                parts = (first, *ligature.Component)
                if all(part in texts for part in parts):
                    texts.setdefault(ligature.LigGlyph, "".join(map(texts.__getitem__, parts)))


def character_map(*texts: Mapping[int, str]) -> bytes:
    """A CMap from numbers of glyphs to text (PDF 32000-1, 9.10.3); the last of a glyph counts."""
    lines = [
        f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>"
        for some in texts
        for glyph, text in sorted(some.items())
    ]
    blocks = [
        lines[start : start + _MOST_IN_A_BLOCK] for start in range(0, len(lines), _MOST_IN_A_BLOCK)
    ]
    parts = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    for block in blocks:
        parts += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    parts += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(parts).encode("ascii")
