"""The rules for PDFs find what is wrong: each is broken once in a good file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from scorm_builder.jobs import Artifact
from tests.tools.pdf import Object, open_pdf
from tests.tools.pdf_rules import problems_of

Change = Callable[[pikepdf.Pdf], object]


def _first(pdf: pikepdf.Pdf, kind: str) -> Object:
    found: list[Object] = [
        item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == kind
    ]
    return found[0]


def _field(pdf: pikepdf.Pdf) -> Object:
    return pdf.Root.AcroForm.Fields[0]


def _link(pdf: pikepdf.Pdf) -> Object:
    notes: list[Object] = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
    return next(note for note in notes if note.Subtype == "/Link")


def _without(owner: Object, key: str | int) -> None:
    del owner[key]


def _metadata(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    content = pdf.Root.Metadata.read_bytes()
    assert old in content
    pdf.Root.Metadata.write(content.replace(old, new))


def _content(pdf: pikepdf.Pdf, addition: bytes) -> None:
    page = pdf.pages[0]
    page.Contents.write(page.Contents.read_bytes() + addition)


BROKEN: dict[str, tuple[Change, str]] = {
    "part of PDF/UA": (lambda p: _metadata(p, b'pdfuaid:part="1"', b""), "pdfuaid:part"),
    "level of PDF/A": (
        lambda p: _metadata(p, b'conformance="A"', b'conformance="B"'),
        "pdfaid:conformance",
    ),
    "title of the XMP": (lambda p: _metadata(p, b">Peer assist<", b">Other<"), "/Title is not"),
    "colours": (lambda p: _without(p.Root, "/OutputIntents"), "output intent"),
    "language": (lambda p: _without(p.Root, "/Lang"), "language"),
    "window bar": (lambda p: _without(p.Root.ViewerPreferences, "/DisplayDocTitle"), "window"),
    "tagged": (lambda p: p.Root.MarkInfo.__setattr__("Marked", False), "tagged"),
    "tab key": (lambda p: _without(p.pages[0].obj, "/Tabs"), "tab key"),
    "page labels": (lambda p: _without(p.Root, "/PageLabels"), "labels"),
    "bookmarks": (lambda p: _without(p.Root, "/Outlines"), "bookmarks"),
    "level of a heading": (lambda p: _first(p, "/H1").__setattr__("S", Name.H3), "levels"),
    "words of a figure": (lambda p: _first(p, "/P").__setattr__("S", Name.Figure), "alternative"),
    "headers of a cell": (lambda p: _without(_first(p, "/TD").A, "/Headers"), "no headers"),
    "scope of a header": (lambda p: _without(_first(p, "/TH").A, "/Scope"), "of what it is"),
    "list of ids": (lambda p: _without(p.Root.StructTreeRoot, "/IDTree"), "not all listed"),
    "id of another": (
        lambda p: p.Root.StructTreeRoot.IDTree.Names.__setitem__(1, _first(p, "/TD")),
        "leads to another",
    ),
    "empty element": (
        lambda p: _first(p, "/P").__setattr__("K", Array()),
        "a P is empty",
    ),
    "text without a block": (
        lambda p: _first(p, "/H2").__setattr__("S", Name.Span),
        "text stands in a Sect alone",
    ),
    "name of a field": (lambda p: _without(_first(p, "/Form"), "/Alt"), "has another name"),
    "upside down": (
        lambda p: _field(p).__setattr__("Rect", Array([0, 90, 50, 5])),
        "outside page",
    ),
    "parts of a list": (lambda p: _first(p, "/LBody").__setattr__("S", Name.P), "LI has"),
    "marks of a list": (lambda p: _without(_first(p, "/L").A, "/ListNumbering"), "with the marks"),
    "untagged content": (lambda p: _content(p, b"\n0 0 9 9 re f\n"), "untagged content"),
    "content beside the tree": (
        lambda p: _content(p, b"\n/P <</MCID 999>> BDC 0 0 9 9 re f EMC\n"),
        "outside the structure",
    ),
    "meaning of glyphs": (lambda p: _without(_font(p), "/ToUnicode"), "glyphs mean"),
    "font in the file": (
        lambda p: _without(_font(p).DescendantFonts[0].FontDescriptor, "/FontFile2"),
        "is not in the file",
    ),
    "description of a link": (lambda p: _without(_link(p), "/Contents"), "tagged with"),
    "link off the page": (
        lambda p: _link(p).__setattr__("Rect", Array([-9, 0, 5, 5])),
        "outside page",
    ),
    "hidden annotation": (lambda p: _link(p).__setattr__("F", 2), "hidden"),
    "label of a field": (lambda p: _without(_field(p), "/TU"), "no label"),
    "look of a field": (lambda p: _without(_field(p), "/AP"), "no appearance"),
    "font of a field": (lambda p: _field(p).__setattr__("DA", String("/F 9 Tf")), "has a font"),
    "tag of a field": (lambda p: _field(p).__setattr__("T", String("visitors")), "are tagged as"),
    "drawn by the viewer": (
        lambda p: p.Root.AcroForm.__setattr__("NeedAppearances", True),
        "drawn by",
    ),
    "script": (
        lambda p: p.Root.__setattr__("OpenAction", Dictionary(S=Name.JavaScript)),
        "when it is opened",
    ),
    "action of a field": (
        lambda p: _field(p).__setattr__("A", Dictionary(S=Name.SubmitForm)),
        "by itself",
    ),
    "author of the XMP": (
        lambda p: p.docinfo.__setitem__("/Author", String("Other")),
        "/Author is not",
    ),
    "date of the XMP": (
        lambda p: p.docinfo.__setitem__("/ModDate", String("D:20010101")),
        "/ModDate is not",
    ),
    "standard type": (lambda p: _first(p, "/P").__setattr__("S", Name.Text), "no standard type"),
    "way up the tree": (
        lambda p: _first(p, "/H1").__setattr__("P", _first(p, "/TD")),
        "does not stand below",
    ),
    "parents of content": (
        lambda p: _without(p.Root.StructTreeRoot.ParentTree.Nums[1], 0),
        "not those of the structure",
    ),
    "colours of four inks": (
        lambda p: _content(p, b"\n/Artifact BMC 0 0 0 1 k EMC\n"),
        "page 1 has colours of four inks",
    ),
    "picture of four inks": (
        lambda p: p.pages[0].obj.Resources.XObject.__setattr__(
            "Other", p.make_stream(b"", ColorSpace=Name.DeviceCMYK)
        ),
        "a picture has colours",
    ),
    "saved states": (lambda p: _content(p, b"\nq\n"), "are left"),
    "state for one printer": (
        lambda p: _shared(p, "/ExtGState").__setattr__("TR", Name.Identity),
        "one printer",
    ),
    "widths of a font": (
        lambda p: _shared(p, "/Font").DescendantFonts[0].__setattr__("W", Array([0, [9] * 5000])),
        "another width for glyph",
    ),
    "private meaning": (lambda p: _all_mean(p, b"e000"), "of its own making"),
    "letters of the fields": (
        lambda p: _font(p).ToUnicode.write(b"1 beginbfchar\n<0041> <0041>\nendbfchar"),
        "has no letters and digits",
    ),
    "widths of the fields": (
        lambda p: _font(p).DescendantFonts[0].W[1].__setitem__(65, 9),
        "the font of the fields has another width",
    ),
    "other looks of a field": (
        lambda p: _field(p).AP.__setattr__("D", _field(p).AP.N),
        "other looks",
    ),
}


def _shared(pdf: pikepdf.Pdf, kind: str) -> Object:
    """The first of the things of a kind that the first page may use."""
    found: Object = pdf.pages[0].obj.Resources[kind]
    return next(iter(found.values()))


def _all_mean(pdf: pikepdf.Pdf, meaning: bytes) -> None:
    """All glyphs of the first page's first font stand for the same character."""
    stream = _shared(pdf, "/Font").ToUnicode
    stream.write(re.sub(rb"> <[0-9a-f]+>", b"> <" + meaning + b">", stream.read_bytes()))


def _font(pdf: pikepdf.Pdf) -> Object:
    (font,) = pdf.Root.AcroForm.DR.Font.values()
    return font


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_rule_is_found(artifacts: dict[str, Artifact], what: str) -> None:
    change, expected = BROKEN[what]
    saved = io.BytesIO()
    with open_pdf(artifacts["handout/peer-assist.pdf"].content) as pdf:
        change(pdf)
        pdf.save(saved, deterministic_id=True)
    found = list(problems_of(saved.getvalue()))
    assert any(expected in line for line in found), found
