"""Fields that can be filled in: their font and how they look before anything is typed.

WeasyPrint makes the fields, with their names, labels and places in the structure. It asks viewers
to draw them (NeedAppearances), which PDF/A forbids, and gives them a font that has what the page
shows, and not what learners type.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from scorm_builder.printer.field_font import NAME, FieldFont
from scorm_builder.theme.translations import language

# The name in the list of resources. Chromium shows all that is typed in the font of the field if
# this goes by a name of a font of symbols. Otherwise it takes a font of the machine for each script
# but the first, and has to do so where the font has not the letters of the language.
_KEY, _KEY_OF_PART = "Webdings", "Arimo"
_SYMBOLIC = 1 << 2
_COLOUR = re.compile(rb"[\d.]+ [\d.]+ [\d.]+ rg")
# In points. Of a size that it may choose, MuPDF makes 12 and shows a part of what was typed; others
# make 4. The boxes have room for all that may be typed in this one.
_SIZE = 9
_FROM_THE_RIGHT = 2
_NOTHING_TYPED = b"/Tx BMC\nEMC"


def make_fillable(pdf: pikepdf.Pdf, font_of: Callable[[str], FieldFont]) -> None:
    """Makes the fields of a PDF ready for typing in any viewer, in the document's language.

    `font_of` is asked for the font of a language, when there are fields. No viewer joins letters in
    the font of a field, nor puts them together as the scripts of India do; it has them one by one.
    """
    form: Any = pdf.Root.get("/AcroForm")
    if form is None:
        return
    del form[Name.NeedAppearances]
    tag = str(pdf.Root.Lang)
    font = font_of(tag)
    key = _KEY if font.has_script else _KEY_OF_PART
    form.DR = Dictionary(Font=Dictionary({f"/{key}": _embedded(pdf, font)}))
    for field in form.Fields:
        [colour] = _COLOUR.findall(bytes(field.DA))
        field.DA = String(f"{colour.decode()} /{key} {_SIZE} Tf")
        if language(tag).direction == "rtl":
            field.Q = _FROM_THE_RIGHT
        left, bottom, right, top = map(float, field.Rect)
        look = pdf.make_stream(_NOTHING_TYPED)
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox = Array([0, 0, right - left, top - bottom])
        look.Resources = form.DR
        field.AP = Dictionary(N=look)


def _embedded(pdf: pikepdf.Pdf, font: FieldFont) -> Any:
    """The font as a part of the PDF."""
    program = pikepdf.Stream(pdf, b"")
    program.write(font.program, filter=Name.FlateDecode)
    program.Length1 = font.length
    meanings = pikepdf.Stream(pdf, b"")
    meanings.write(font.meanings, filter=Name.FlateDecode)
    _, descent, _, ascent = font.box
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{NAME}"),
        Flags=_SYMBOLIC,
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=program,
    )
    glyphs = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(f"/{NAME}"),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        CIDToGIDMap=Name.Identity,
        DW=0,
        W=Array([0, Array(font.widths)]),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{NAME}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(glyphs)]),
            ToUnicode=meanings,
        )
    )
