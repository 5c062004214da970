#!/bin/sh
# PDFium (pypdfium2 5.15.2) and MuPDF (PyMuPDF 2.0): ActualText in Hebrew or Arabic is read backwards.
#
# Guess before it was run: glyphs that are read from right to left lie in the order in which they are
# seen, so readers guess at the order of the letters; ActualText (ISO 32000-1, 14.9.4) spares them the
# guess, and they give it as it stands, as they do with Latin letters.
# What they do: they put it in the place of the glyphs, and then turn it round as if it were what is
# seen. Without ActualText the words come out right; with it, in the order of reading, backwards.
# poppler 22.12 (pdftotext) does the same. So the replacement text that is there to mend the order is
# what breaks it.
#
# Needs Python 3.11 or newer, and PyPI. Fails when the behaviour changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pikepdf==10.17.0 fonttools==4.66.0 pypdfium2==5.15.2 pymupdf==2.0
"$folder/venv/bin/python" - <<'END'
import io
import unicodedata

import pikepdf
import pymupdf
import pypdfium2
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, String

HELLO = {"Latin": "hello", "Hebrew": "שלום", "Arabic": "مرحبا"}


def font_file(letters):
    """A font with a box for each letter."""
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((450, 0), (450, 600), (50, 600)):
        pen.lineTo(corner)
    pen.closePath()
    names = [".notdef", *(f"g{number}" for number, _ in enumerate(letters))]
    made = FontBuilder(1000)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(letter): f"g{number}" for number, letter in enumerate(letters)})
    made.setupGlyf(dict.fromkeys(names, pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupOS2()
    made.setupPost()
    made.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def document(word, told):
    """A page with a word as it is seen, and with ActualText where `told` says so."""
    letters = "".join(sorted(set(word)))
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 100))
    meanings = " ".join(f"<{n:04x}> <{ord(c):04x}>" for n, c in enumerate(letters, start=1))
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Boxes def"
        " /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange"
        f" {len(letters)} beginbfchar {meanings} endbfchar endcmap end end"
    )
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Boxes, Flags=4, FontBBox=Array([0, -200, 500, 800]),
        ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=800, StemV=80,
        FontFile2=pdf.make_stream(font_file(letters)),
    )
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Boxes, DW=500,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=descriptor, CIDToGIDMap=Name.Identity,
    )
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Boxes, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([inner]), ToUnicode=pdf.make_stream(to_unicode.encode()),
    )
    page.obj.Resources = Dictionary(Font=Dictionary(F=font))
    turned = unicodedata.bidirectional(word[0]) in ("R", "AL")
    glyphs = "".join(f"{letters.index(c) + 1:04x}" for c in (word[::-1] if turned else word))
    shown = f"BT /F 20 Tf 50 50 Td <{glyphs}> Tj ET"
    if told:
        actual = word.encode("utf-16-be").hex()
        shown = f"/Span <</ActualText <feff{actual}>>> BDC {shown} EMC"
    page.Contents = pdf.make_stream(shown.encode())
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def order(found, word):
    found = found.strip()
    return {word: "right", word[::-1]: "backwards"}.get(found, ascii(found))


seen = {}
for script, word in HELLO.items():
    for told in (False, True):
        content = document(word, told)
        by_pdfium = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
        by_mupdf = pymupdf.open(stream=content)[0].get_text()
        seen[script, told] = order(by_pdfium, word), order(by_mupdf, word)
        print(script, "with ActualText" if told else "without", seen[script, told])
expected = {
    ("Latin", False): ("right", "right"),
    ("Latin", True): ("right", "right"),
    ("Hebrew", False): ("right", "right"),
    ("Hebrew", True): ("backwards", "backwards"),
    ("Arabic", False): ("right", "right"),
    ("Arabic", True): ("backwards", "backwards"),
}
assert seen == expected, "the behaviour has changed"
END
