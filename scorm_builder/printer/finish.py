"""WeasyPrint's PDF/A-3a to a file that is PDF/UA-1 as well, in fewer bytes."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import deflate
import pikepdf
from pikepdf import Array, Dictionary, Name, String

from scorm_builder.printer.field_font import FieldFont
from scorm_builder.printer.forms import make_fillable
from scorm_builder.printer.glyphs import name_glyphs
from scorm_builder.printer.noted import add_spaces
from scorm_builder.printer.outlines import outline_words

_PROFILE = "sRGB2014"
_BEST = 12
_POINTS_IN_A_PIXEL = 0.75
_END_OF_METADATA = b"</rdf:RDF>"
# PDF/A takes only properties that it knows, or that the file describes (ISO 19005-3, 6.6.2.3).
_PDF_UA_1 = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
    b' pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>The part of ISO 14289</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


class BrokenForm(Exception):
    """A page to print has a control that cannot be printed, such as a button."""

    def __init__(self) -> None:
        super().__init__("this page has a control that cannot be printed, such as a button")


def finish(raw: bytes, font_of: Callable[[str], FieldFont]) -> bytes:
    """A PDF/A-3a of WeasyPrint's as PDF/UA-1 too, with fields to fill in and page labels.

    `font_of` is asked for the font of fields in a language. Raises BrokenForm for what WeasyPrint
    makes no field of.
    """
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        _put_upright(pdf)
        root: Any = pdf.Root
        root.OutputIntents = Array([_output_intent(pdf)])
        root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        metadata = root.Metadata.read_bytes()
        root.Metadata.write(metadata.replace(_END_OF_METADATA, _PDF_UA_1 + _END_OF_METADATA))
        name_glyphs(pdf)
        add_spaces(pdf)
        outline_words(pdf)
        make_fillable(pdf, font_of)
        _take_footers_out(pdf)
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                # PDF/A forbids it (ISO 19005-3, 6.2.8).
                if item.get("/Interpolate"):
                    item.Interpolate = False
                _pack_drawing(item)
            elif isinstance(item, Dictionary) and item.get("/Type") == "/StructElem":
                _complete(item)
        list_ids(pdf)
        return save(pdf)


def _put_upright(pdf: pikepdf.Pdf) -> None:
    """Writes the place of each annotation with its lower left corner first, as pdf-lib needs it."""
    form: Any = pdf.Root.get("/AcroForm", {})
    fields: list[Any] = list(form.get("/Fields", ()))
    annotations: list[Any] = [one for page in pdf.pages for one in page.obj.get("/Annots", ())]
    for one in (*fields, *annotations):
        # Of a button WeasyPrint 70 writes a reference to nothing; MuPDF then shows no page.
        if not isinstance(one, Dictionary):
            raise BrokenForm
        left, first, right, second = map(float, one.Rect)
        one.Rect = Array([left, min(first, second), right, max(first, second)])


def save(pdf: pikepdf.Pdf) -> bytes:
    """A PDF in few bytes, which are the same on any machine: pikepdf brings its own zlib."""
    packed = io.BytesIO()
    pdf.save(
        packed,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return packed.getvalue()


@cache
def _profile() -> bytes:
    return (files("weasyprint.pdf") / f"{_PROFILE}.icc").read_bytes()


def _output_intent(pdf: pikepdf.Pdf) -> Dictionary:
    """What the colours mean (ISO 19005-3, 6.2.3)."""
    profile = pdf.make_stream(_profile())
    profile.N = 3
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_PROFILE),
        Info=String(_PROFILE),
        DestOutputProfile=profile,
    )


def _take_footers_out(pdf: pikepdf.Pdf) -> None:
    """Marks what stands in the margins as pagination, which is not read aloud (PDF/UA-1, 7.8).

    WeasyPrint marks it like text, and gives it a place beside the structure. It paints it last.
    """
    tree: Any = pdf.Root.StructTreeRoot
    [document] = tree.K
    top = {part.objgen for part in document.K}
    parents = dict(zip(tree.ParentTree.Nums[::2], tree.ParentTree.Nums[1::2], strict=True))
    for page in pdf.pages:
        content = page.Contents.read_bytes()
        elements = parents[page.StructParents]
        while len(elements) and _top_of(elements[-1], document) not in top:
            mark = b"<</MCID %d>>" % (len(elements) - 1)
            content = re.sub(rb"/\w+\s+" + mark, b"/Artifact <</Type /Pagination>>", content)
            del elements[-1]
        page.Contents.write(content)


def _top_of(element: Any, document: Any) -> tuple[int, int]:
    """The part of the document in which an element stands."""
    while element.P.objgen != document.objgen:
        element = element.P
    found: tuple[int, int] = element.objgen
    return found


def list_ids(pdf: pikepdf.Pdf) -> None:
    """Lists the elements that others name, such as header cells (ISO 32000-1, 14.7.2)."""
    named = {
        bytes(item.ID): item
        for item in pdf.objects
        if isinstance(item, Dictionary) and item.get("/Type") == "/StructElem" and "/ID" in item
    }
    if named:
        pairs = [part for name, one in sorted(named.items()) for part in (String(name), one)]
        root: Any = pdf.Root
        root.StructTreeRoot.IDTree = Dictionary(Names=Array(pairs))


def _complete(element: Any) -> None:
    """Adds to an element what viewers look for there."""
    if element.S == "/Figure":
        _place(element)
    elif element.S == "/Form":
        # Firefox takes the name of a field from here alone.
        element.Alt = element.K[0].Obj.TU
    elif element.S == "/TD" and "/Headers" in element.A and len(element.A.Headers) == 0:
        # The corner of a table is the cell of no header.
        del element.A[Name.Headers]


def _pack_drawing(picture: pikepdf.Stream) -> None:
    """A picture's rows stay told by those above them, which makes a drawing a tenth as long.

    pikepdf would spell them out. libdeflate packs them the same on every machine; WeasyPrint's zlib
    does not.
    """
    how: Any = picture.get("/DecodeParms")
    if picture.get("/Filter") == "/FlateDecode" and how is not None:
        rows = zlib.decompress(picture.read_raw_bytes())
        packed = bytes(deflate.zlib_compress(rows, _BEST))
        picture.write(packed, filter=Name.FlateDecode, decode_parms=how)


def _place(figure: Any) -> None:
    """Says where a figure stands, in points from below as the format has it."""
    height = float(figure.Pg.MediaBox[3])
    left, top, right, bottom = (float(edge) * _POINTS_IN_A_PIXEL for edge in figure.A.BBox)
    figure.A.BBox = Array([left, height - bottom, right, height - top])
