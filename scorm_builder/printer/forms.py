"""Fields that can be filled in: their font and how they look before anything is typed.

WeasyPrint makes the fields, with their names, labels and places in the structure. It asks viewers
to draw them (NeedAppearances), which PDF/A forbids, and gives them a font by glyph numbers, which
viewers cannot type in.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from fontTools import version
from fontTools.agl import UV2AGL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from scorm_builder.printer.glyphs import character_map, joined_letters
from scorm_builder.theme.kept import kept

_NAME = "Arimo"
# The name in the list of resources. Chromium shows what is typed beyond Latin-1, such as "ŵ", in
# the font of the field only if it goes by a name of a font of symbols.
_KEY = "Webdings"
_REGULAR = 400
_NONSYMBOLIC = 1 << 5
_FONT = re.compile(rb"/(\S+) [\d.]+ Tf")
_COLOUR = re.compile(rb"[\d.]+ [\d.]+ [\d.]+ rg")
# In points. Of a size that it may choose, MuPDF makes 12 and shows a part of what was typed; others
# make 4. The boxes have room for all that may be typed in this one.
_SIZE = 9
_FROM_THE_RIGHT = 2
_NOTHING_TYPED = b"/Tx BMC\nEMC"

# What WinAnsiEncoding (PDF 32000-1, annex D) leaves free: for Welsh, Polish and Turkish.
_FREE = (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D, *range(0x01, 0x09), *range(0x0E, 0x20))
_MORE_LETTERS = dict(zip(_FREE, "ŴŵŶŷŁłĄąĆćĘęŃńŚśŹźŻżĞğİıŞşẀẁẂẃẄẅ", strict=True))
_LETTERS = {
    code: _MORE_LETTERS.get(code) or bytes([code]).decode("cp1252")
    for code in sorted({*_MORE_LETTERS, *range(0x20, 0x100)})
}
# The encoding has the same glyphs for these as for others.
_DRAWN_AS = {"\N{NO-BREAK SPACE}": " ", "\N{SOFT HYPHEN}": "-"}


def make_fillable(pdf: pikepdf.Pdf, font_files: Sequence[bytes]) -> None:
    """Makes the fields of a PDF ready for typing in any viewer, with accented letters.

    `font_files` are tried in their order for each letter. Fields in a script whose letters join
    keep WeasyPrint's font: no viewer joins letters in a font of one byte a letter.
    """
    form: Any = pdf.Root.get("/AcroForm")
    if form is None:
        return
    del form[Name.NeedAppearances]
    fonts = form.DR.Font
    used = {name for field in form.Fields for name in _FONT.findall(bytes(field.DA))}
    named = {f"/{name.decode()}": fonts[f"/{name.decode()}"] for name in used}
    joined = any(joined_letters(font) for font in named.values())
    if not joined:
        named = {f"/{_KEY}": _form_font(pdf, tuple(font_files))}
    form.DR = Dictionary({"/Font": Dictionary(named)})
    for field in form.Fields:
        [colour], [name] = _COLOUR.findall(bytes(field.DA)), _FONT.findall(bytes(field.DA))
        font_name = name.decode() if joined else _KEY
        field.DA = String(f"{colour.decode()} /{font_name} {_SIZE} Tf")
        if joined:
            field.Q = _FROM_THE_RIGHT
        left, first, right, second = map(float, field.Rect)
        look = pdf.make_stream(_NOTHING_TYPED)
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox = Array([0, 0, right - left, abs(first - second)])
        look.Resources = form.DR
        field.AP = Dictionary(N=look)


def _form_font(pdf: pikepdf.Pdf, font_files: tuple[bytes, ...]) -> Any:
    """A font of one byte a letter: the one kind that every viewer can type in."""
    program, widths, box = _built(font_files)
    left, descent, right, ascent = box
    stream = pdf.make_stream(program)
    stream.Length1 = len(program)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{_NAME}"),
        Flags=_NONSYMBOLIC,
        FontBBox=Array([left, descent, right, ascent]),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=stream,
    )
    differences: list[Any] = []
    for code, letter in sorted(_MORE_LETTERS.items()):
        if widths[code]:
            differences += [code, Name(f"/{UV2AGL[ord(letter)]}")]
    first, last = min(widths), max(widths)
    meanings = {code: _LETTERS[code] for code, width in widths.items() if width}
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name(f"/{_NAME}"),
            FirstChar=first,
            LastChar=last,
            Widths=Array([widths.get(code, 0) for code in range(first, last + 1)]),
            Encoding=Dictionary(
                Type=Name.Encoding,
                BaseEncoding=Name.WinAnsiEncoding,
                Differences=Array(differences),
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            ToUnicode=pdf.make_stream(character_map(meanings, digits=2)),
        )
    )


@lru_cache(maxsize=4)
def _built(font_files: tuple[bytes, ...]) -> tuple[bytes, dict[int, int], tuple[int, ...]]:
    """What `_drawn` makes, which takes long and is always the same."""
    code = Path(__file__).read_bytes()
    made_of = b"".join((f"fontTools {version}\n".encode(), code, *font_files))

    def make() -> bytes:
        program, widths, box = _drawn(font_files)
        head = {"widths": [*widths.items()], "box": box}
        return json.dumps(head).encode() + b"\n" + program

    name = f"form-font-{hashlib.sha256(b''.join(font_files)).hexdigest()[:16]}"
    head, _, program = kept(name, made_of, make).partition(b"\n")
    found = json.loads(head)
    return program, dict(found["widths"]), tuple(found["box"])


def _drawn(font_files: tuple[bytes, ...]) -> tuple[bytes, dict[int, int], tuple[int, ...]]:
    """The font file, the width of each code (0: not there), and the box around all glyphs.

    Widths and box are in thousandths of the font's size.
    """
    fonts = [TTFont(io.BytesIO(content)) for content in font_files]
    fonts = [font for font in fonts if font["OS/2"].usWeightClass == _REGULAR]
    glyphs: dict[str, Any] = {}
    metrics: dict[str, tuple[int, int]] = {}
    points: dict[int, str] = {}

    def take(font: TTFont, name: str, new_name: str) -> None:
        outline = TTGlyphPen(None)
        font.getGlyphSet()[name].draw(DecomposingFilterPen(outline, font.getGlyphSet()))
        glyphs[new_name], metrics[new_name] = outline.glyph(), font["hmtx"][name]

    take(fonts[0], ".notdef", ".notdef")
    for letter in _LETTERS.values():
        point = ord(letter)
        font = next((font for font in fonts if point in font.getBestCmap()), None)
        if font is not None and letter not in _DRAWN_AS:
            points[point] = f"uni{point:04X}"
            take(font, font.getBestCmap()[point], points[point])
    head, lines = fonts[0]["head"], fonts[0]["hhea"]
    new = FontBuilder(head.unitsPerEm)
    new.setupHead(unitsPerEm=head.unitsPerEm, created=head.created, modified=head.modified)
    new.setupGlyphOrder(list(glyphs))
    new.setupCharacterMap(points)
    new.setupGlyf(glyphs)
    new.setupHorizontalMetrics(metrics)
    new.setupHorizontalHeader(ascent=lines.ascent, descent=lines.descent)
    new.setupOS2()
    new.setupNameTable({"familyName": _NAME, "styleName": "Regular"})
    new.setupPost()
    new.font.recalcTimestamp = False
    written = io.BytesIO()
    new.save(written)

    def thousandths(length: int) -> int:
        return round(length * 1000 / int(head.unitsPerEm))

    widths = {}
    for code, letter in _LETTERS.items():
        name = points.get(ord(_DRAWN_AS.get(letter, letter)))
        widths[code] = thousandths(metrics[name][0]) if name else 0
    box = new.font["head"]
    edges = (box.xMin, lines.descent, box.xMax, lines.ascent)
    return written.getvalue(), widths, tuple(map(thousandths, edges))
