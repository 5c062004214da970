"""What PDF/A-3a (ISO 19005-3) asks of colours, fonts, properties and the tree behind the tags.

`tests/tools/pdf_rules.py` has the rules for what people meet, and calls these.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from string import ascii_letters, digits

import pikepdf
from fontTools.ttLib import TTFont

from tests.tools.pdf import Object, Page, as_list, to_unicode

# ISO 32000-1, 14.8.4, as far as there is HTML for it.
_STANDARD = frozenset(
    "Document Part Art Sect Div BlockQuote Caption NonStruct P H1 H2 H3 H4 H5 H6 L LI Lbl LBody"
    " Table TR TH TD THead TBody TFoot Span Link Form Figure".split()
)
_INFORMATION = {
    "/Author": "dc:creator",
    "/Producer": "pdf:Producer",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}
# ISO 19005-3, 6.1.13 (taken over from ISO 32000-1, annex C).
_DEEPEST = 28
_FOUR_INKS = "/DeviceCMYK"
_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))


def archive_problems(pdf: pikepdf.Pdf, pages: list[Page]) -> Iterator[str]:
    """What is wrong with a PDF as PDF/A, a line for each finding."""
    yield from _properties(pdf)
    yield from _tree(pdf)
    yield from _streams(pdf)
    yield from _shown_glyphs(pdf, pages)
    yield from _fields_font(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        yield from (f"page {number} {problem}" for problem in _painting(page))


def _properties(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.1.5 and 6.6.2: both places for properties agree, and one can be read as plain text."""
    if "/Filter" in pdf.Root.Metadata:
        yield "the XMP is compressed"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key, name in _INFORMATION.items():
            known = metadata.get(name)
            value = ", ".join(known) if isinstance(known, list) else str(known)
            said = value.replace("-", "") if "Date" in key else value
            if str(pdf.docinfo.get(key, "")).removeprefix("D:") != said:
                yield f"{key} is not the same as {name} in the XMP"


def _tree(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.7.3: standard types, and a tree that can be walked up as well as down."""
    root: Object = pdf.Root.StructTreeRoot
    numbers = list(root.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    found: dict[tuple[tuple[int, int], int], tuple[int, int]] = {}

    def walk(element: Object, above: Object) -> Iterator[str]:
        kind = str(element.S).removeprefix("/")
        if kind not in _STANDARD:
            yield f"{kind} is no standard type of the structure"
        if element.P.objgen != above.objgen:
            yield f"a {kind} does not stand below what it names as its parent"
        for kid in as_list(element.get("/K")):
            if isinstance(kid, int):
                found[element.Pg.objgen, kid] = element.objgen
            elif kid.get("/Type") != "/OBJR":
                yield from walk(kid, element)

    yield from walk(root.K[0], root)
    for number, page in enumerate(pdf.pages, start=1):
        known = {
            (page.obj.objgen, mark): element.objgen
            for mark, element in enumerate(parents[int(page.obj.StructParents)])
        }
        if known != {key: value for key, value in found.items() if key[0] == page.obj.objgen}:
            yield f"the parents of what is on page {number} are not those of the structure"


def _streams(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.2.4.3 and 6.2.5: no colours of four inks, and nothing for one printer alone."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            group: Object = item.get("/Group", {})
            spaces = [item.get("/ColorSpace"), group.get("/CS")]
            if any(_FOUR_INKS in repr(space) for space in spaces):
                yield "a picture has colours of four inks"
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and "/ExtGState" in item:
            for state in item.ExtGState.values():
                if {"/TR", "/TR2", "/HTP"} & set(state.keys()):
                    yield "a graphics state is made for one printer"


def _painting(content: Object) -> Iterator[str]:
    """6.1.13 and 6.2.4.3, in what a page says itself."""
    depth = deepest = 0
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        deepest = max(depth, deepest)
        if operator in ("k", "K") or _FOUR_INKS in map(str, instruction.operands):
            yield "has colours of four inks"
    if depth or deepest > _DEEPEST:
        yield f"saves its state {deepest} times, and {depth} of these are left"


def _shown_glyphs(pdf: pikepdf.Pdf, pages: list[Page]) -> Iterator[str]:
    """6.2.11.5 and 6.2.11.7.3: widths are those of the font, and meanings are not private."""
    for page, shown in zip(pdf.pages, pages, strict=True):
        for key, glyphs in shown.fonts.items():
            font = page.obj.Resources.Font[key]
            meanings = to_unicode(font)
            text = "".join(meanings.get(glyph, "") for glyph in glyphs)
            if any(ord(letter) in private for letter in text for private in _PRIVATE):
                yield f"{key} shows a glyph with a meaning of its own making"
            (inner,) = font.DescendantFonts
            if inner.get("/CIDToGIDMap") != "/Identity":
                yield f"{key} does not say which glyphs it has"
            widths = _widths(inner)
            program = _program(inner)
            scale = 1000 / program["head"].unitsPerEm
            names = program.getGlyphOrder()
            for glyph in sorted(glyphs):
                if abs(widths[glyph] - program["hmtx"][names[glyph]][0] * scale) > 1:
                    yield f"{key} has another width for glyph {glyph} than its file"


def _widths(font: Object) -> dict[int, float]:
    """The widths of a CID font, whose lists each start with a glyph (ISO 32000-1, 9.7.4.3)."""
    parts = list(font.W)
    return {
        int(first) + offset: float(width)
        for first, widths in zip(parts[::2], parts[1::2], strict=True)
        for offset, width in enumerate(widths)
    }


def _program(font: Object) -> TTFont:
    return TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))


def _fields_font(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.2.11.6 and 6.4.1: what is typed can be drawn from the file alone, in all viewers."""
    form: Object = pdf.Root.get("/AcroForm")
    if form is None:
        return
    if any(set(field.AP.keys()) != {"/N"} for field in form.Fields if "/AP" in field):
        yield "a field has other looks than its normal one"
    for font in form.DR.Font.values():
        (inner,) = font.DescendantFonts
        if "/FontFile2" not in inner.FontDescriptor or "/ToUnicode" not in font:
            continue
        meanings = to_unicode(font)
        if not {*ascii_letters, *digits} <= set("".join(meanings.values())):
            yield "the font of the fields has no letters and digits of Latin"
        if inner.get("/CIDToGIDMap") != "/Identity":
            yield "the font of the fields does not say which glyphs it has"
        widths, program = _widths(inner), _program(inner)
        names, scale = program.getGlyphOrder(), 1000 / program["head"].unitsPerEm
        for glyph, letter in meanings.items():
            width = widths.get(glyph, float(inner.get("/DW", 1000)))
            if abs(width - program["hmtx"][names[glyph]][0] * scale) > 1:
                yield f"the font of the fields has another width for '{letter}' than its file"
