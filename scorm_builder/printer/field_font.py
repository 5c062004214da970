"""The font of the fields: all that a learner may type, in the module's script and in names.

Its glyphs have two bytes each: a font of one byte a letter has no room for the names alone.
"""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import deflate
from fontTools import version
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from scorm_builder.printer import new_font
from scorm_builder.printer.fonts import fonts_for, fonts_of
from scorm_builder.printer.glyphs import character_map
from scorm_builder.printer.new_font import NOTDEF, REGULAR, NewFont, name_of
from scorm_builder.theme import SIGNS, Theme
from scorm_builder.theme.kept import kept
from scorm_builder.theme.letters import digest
from scorm_builder.theme.translations import language

NAME = "Arimo"
"""What the font is called."""

_A = ord("a")
_BEST = 12
_EM = 1000
# The numbers of these glyphs are their code points: some viewers take one for the other.
_LATIN_1 = range(0x20, 0x100)
# Western and central Europe, Welsh, Vietnamese, Greek and Cyrillic; marks and signs of any text.
_NAMES = (*range(0x100, 0x180), *range(0x1E80, 0x1E86), *range(0x1EA0, 0x1EFA))
_ALPHABETS = (*range(0x384, 0x3CF), *range(0x400, 0x460))
_MARKS = (*range(0x2013, 0x2027), 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044)
_MORE = "ƠơƯưȘșȚțỲỳҐґ€№™−≤≥≈≠→←↑↓✓✗☐☑₂"
# What comes with a text that is pasted, and the letter whose glyph it has.
_LIKE = {
    **dict.fromkeys("\N{NO-BREAK SPACE}\u2002\u2003\u2007\u2008\u2009\u200a\u202f", " "),
    **dict.fromkeys("\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "-"),
}
_NOT_SEEN = "\u200b\u200c\u200d\u200e\u200f\u2060"
# Scripts whose letters are joined, moved, or set from right to left. Firefox does so in no field,
# and writes what others show from left to right. Of a letter that is not in the font it leaves this
# to them. PDFium takes both meanings of a glyph, Firefox the last.
_SET = frozenset({"Arab", "Beng", "Deva", "Gujr", "Guru", "Hebr", "Taml"})
_ALONE = "\N{ZERO WIDTH NON-JOINER}"
_NOT_TYPED = ("Cc", "Cf", "Cn", "Co", "Cs")


@dataclass(frozen=True, slots=True)
class FieldFont:
    """A font file, and what a PDF says of it: lengths are in thousandths of its size.

    `program` is packed, and so is `meanings`, the CMap from glyphs to characters. `length` is that
    of the file as it is. `box` has the edges around all glyphs: left, lower, right, upper.
    `has_script` is false for Chinese, which has too many letters to put all into each file.
    """

    program: bytes
    length: int
    meanings: bytes
    widths: tuple[int, ...]
    box: tuple[int, ...]
    has_script: bool


@lru_cache(maxsize=8)
def field_font(theme: Theme, tag: str) -> FieldFont:
    """The font for the fields of a document in a language: drawn once, and then kept."""
    script = language(tag).script
    styles = theme.script_styles([script])
    packed = theme.fonts([*styles, "components/paper.css"]).values()
    code = [Path(file).read_bytes() for file in (__file__, new_font.__file__)]
    made_of = b"".join((version.encode(), digest().encode(), *code, *packed))

    def make() -> bytes:
        fonts = (*fonts_for(theme, tag), *fonts_of(theme, [SIGNS]))
        sheet = _Sheet(_regular(fonts), _regular(fonts_of(theme, styles)))
        meanings = character_map(sheet.meanings(), sheet.meanings(_ALONE) if script in _SET else {})
        program = sheet.program()
        parts = [bytes(deflate.zlib_compress(part, _BEST)) for part in (program, meanings)]
        told = {"length": len(program), "widths": sheet.widths(), "box": sheet.box()}
        head = json.dumps({**told, "packed": len(parts[0])}).encode()
        return head + b"\n" + b"".join(parts)

    head, _, parts = kept(f"field-font-{script.lower()}", made_of, make).partition(b"\n")
    told = json.loads(head)
    program, meanings = parts[: told["packed"]], parts[told["packed"] :]
    widths, box = tuple(told["widths"]), tuple(told["box"])
    has_script = not styles or bool(theme.fonts(styles))
    return FieldFont(program, told["length"], meanings, widths, box, has_script)


def _regular(font_files: Iterable[bytes]) -> list[TTFont]:
    fonts = [TTFont(io.BytesIO(font_file)) for font_file in font_files]
    return [font for font in fonts if font["OS/2"].usWeightClass == REGULAR]


def _is_typed(point: int) -> bool:
    """False for what no keyboard has: controls, and the forms of letters that are joined."""
    sign = chr(point)
    decomposed = unicodedata.decomposition(sign).startswith("<")
    return unicodedata.category(sign) not in _NOT_TYPED and not decomposed


class _Sheet:
    """The glyphs of a new font: from the first of some fonts that has a letter.

    It has all letters of those fonts that are its script's own.
    """

    def __init__(self, fonts: list[TTFont], own: list[TTFont]) -> None:
        self._latin = next(font for font in fonts if _A in font.getBestCmap())
        self._lines = [font["hhea"] for font in (self._latin, *own)]
        self._sizes = [font["head"].unitsPerEm for font in (self._latin, *own)]
        self._new = NewFont(_EM)
        self._draw(NOTDEF, self._latin, NOTDEF)
        for code in range(1, _LATIN_1.stop):
            self._draw(name_of(code))
        typed = {point for font in own for point in font.getBestCmap() if _is_typed(point)}
        everywhere = (*_LATIN_1, *_NAMES, *_ALPHABETS, *_MARKS, *map(ord, _MORE + "".join(_LIKE)))
        for point in dict.fromkeys((*everywhere, *sorted(typed))):
            # Digits and stops are those of names, also where the script's fonts have some.
            self._put(point, [self._latin, *fonts] if point in _LATIN_1 else fonts)
        found = self._new.points
        self._own = {point for point in typed if point in found and point not in everywhere}
        for sign in _NOT_SEEN:
            found[ord(sign)] = name_of(ord(sign))
            self._draw(name_of(ord(sign)))

    def _put(self, point: int, fonts: list[TTFont]) -> None:
        for drawn in (point, ord(_LIKE.get(chr(point), chr(point)))):
            for font in fonts:
                if drawn in font.getBestCmap():
                    self._new.points[point] = name_of(point)
                    self._draw(name_of(point), font, font.getBestCmap()[drawn])
                    return

    def _draw(self, name: str, font: TTFont | None = None, glyph: str = "") -> None:
        """Adds a glyph of a font; without one, what is not seen and takes no room."""
        pen = TTGlyphPen(None)
        width = 0
        if font is not None:
            scale = _EM / font["head"].unitsPerEm
            outlines = font.getGlyphSet()
            sized = TransformPen(pen, (scale, 0, 0, scale, 0, 0))
            outlines[glyph].draw(DecomposingFilterPen(sized, outlines))
            width = round(outlines[glyph].width * scale)
        self._new.add(name, pen.glyph(), width)

    def meanings(self, after: str = "") -> dict[int, str]:
        """What the glyphs stand for; those of the script's own letters, where something follows."""
        numbers = {name: number for number, name in enumerate(self._new.glyphs)}
        told = self._own if after else self._new.points
        return {numbers[name_of(point)]: chr(point) + after for point in told}

    def widths(self) -> list[int]:
        """The width of each glyph."""
        return [width for width, _ in self._new.metrics.values()]

    def box(self) -> list[int]:
        """The edges around all glyphs, with room for a line."""
        drawn = [glyph for glyph in self._new.glyphs.values() if glyph.numberOfContours]
        left, right = min(one.xMin for one in drawn), max(one.xMax for one in drawn)
        ascent, descent = self._heights()
        return [left, descent, right, ascent]

    def _heights(self) -> tuple[int, int]:
        both = zip(self._lines, self._sizes, strict=True)
        heights = [(line.ascent * _EM / size, line.descent * _EM / size) for line, size in both]
        return round(max(up for up, _ in heights)), round(min(down for _, down in heights))

    def program(self) -> bytes:
        """The file of the font."""
        return self._new.written(self._latin, self._heights(), NAME, REGULAR, "Regular")
