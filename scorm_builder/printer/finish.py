"""WeasyPrint's PDF/A-3a to a file that is PDF/UA-1 as well, in fewer bytes."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import deflate
import pikepdf
from pikepdf import Array, Dictionary, Name, String

from scorm_builder.printer.forms import make_fillable
from scorm_builder.printer.glyphs import name_glyphs

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


def finish(raw: bytes, font_files: Sequence[bytes]) -> bytes:
    """A PDF/A-3a of WeasyPrint's as PDF/UA-1 too, with fields to fill in and page labels.

    `font_files` are those of the style sheets, from which the font of the fields is made. pikepdf
    brings its own pinned zlib; the machine's would make other bytes elsewhere.
    """
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        root: Any = pdf.Root
        root.OutputIntents = Array([_output_intent(pdf)])
        root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        metadata = root.Metadata.read_bytes()
        root.Metadata.write(metadata.replace(_END_OF_METADATA, _PDF_UA_1 + _END_OF_METADATA))
        name_glyphs(pdf)
        make_fillable(pdf, font_files)
        _take_footers_out(pdf)
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                # PDF/A forbids it (ISO 19005-3, 6.2.8).
                if item.get("/Interpolate"):
                    item.Interpolate = False
                _pack_drawing(item)
            elif isinstance(item, Dictionary) and item.get("/S") == "/Figure":
                _place(item)
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
