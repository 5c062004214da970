"""Programs in which people fill in a PDF and see it: each as its users have it.

A filler takes a PDF, the name of a field and a text, and gives the saved file; it raises Refused
where it does not take the text. A reader takes a saved file and the name, and tells what is seen.
"""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass

import pymupdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image
from playwright.sync_api import Error, Page

from tests.tools.pdf import open_pdf

_SCALE = 3
_RETURN = 13
_PAD = 3
# In points: the frame of a field is drawn on its edges.
_RIM = 1


class Refused(Exception):
    """A program does not take a text."""


@dataclass(frozen=True)
class Place:
    """Where a field stands: its page, and its edges in points from below."""

    page: int
    left: float
    lower: float
    right: float
    upper: float


@dataclass(frozen=True)
class Seen:
    """What a reader shows in a field: its words, and a picture of it."""

    words: tuple[str, ...]
    picture: Image.Image


Filler = Callable[[bytes, str, str], bytes]
Reader = Callable[[bytes, str], Seen]


def place_of(content: bytes, name: str) -> Place:
    """Where a field stands."""
    with open_pdf(content) as pdf:
        for number, page in enumerate(pdf.pages):
            for note in page.obj.get("/Annots", ()):
                if note.get("/T") == name:
                    return Place(number, *map(float, note.Rect))
    raise KeyError(name)


def fill_with_pdfium(content: bytes, name: str, text: str) -> bytes:
    """As in Chrome and Edge: a click into the field, and a key for each letter."""
    place = place_of(content, name)
    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    forms = pdf.formenv
    page = pdf[place.page]
    x, y = place.left + _PAD, place.upper - _PAD
    pdfium.FORM_OnMouseMove(forms, page, 0, x, y)
    pdfium.FORM_OnLButtonDown(forms, page, 0, x, y)
    pdfium.FORM_OnLButtonUp(forms, page, 0, x, y)
    for letter in text:
        pdfium.FORM_OnChar(forms, page, _RETURN if letter == "\n" else ord(letter), 0)
    pdfium.FORM_ForceToKillFocus(forms)
    saved = io.BytesIO()
    pdf.save(saved)
    pdf.close()
    return saved.getvalue()


def fill_with_mupdf(content: bytes, name: str, text: str) -> bytes:
    """As in SumatraPDF's library."""
    with pymupdf.open(stream=content) as pdf:
        page = pdf[place_of(content, name).page]
        [field] = [one for one in page.widgets() if one.field_name == name]
        field.field_value = text
        field.update()
        saved: bytes = pdf.tobytes()
        return saved


def fill_with_pypdf(content: bytes, name: str, text: str) -> bytes:
    """As programs do that are written in Python."""
    # It has no name for a few letters of the font, and says so.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    page = writer.pages[place_of(content, name).page]
    writer.update_page_form_field_values(page, {name: text}, auto_regenerate=False)
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


_PDF_JS = """async ([content, name, text]) => {
  const pdfjs = await import("/lib/pdfjs-dist/build/pdf.mjs");
  pdfjs.GlobalWorkerOptions.workerSrc = "/lib/pdfjs-dist/build/pdf.worker.mjs";
  const data = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const pdf = await pdfjs.getDocument({ data }).promise;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    for (const note of await (await pdf.getPage(number)).getAnnotations()) {
      if (note.fieldName === name) pdf.annotationStorage.setValue(note.id, { value: text });
    }
  }
  const saved = await pdf.saveDocument();
  await pdf.loadingTask.destroy();
  return btoa(Array.from(saved, (byte) => String.fromCharCode(byte)).join(""));
}"""
_PDF_LIB = """async ([content, name, text]) => {
  const { PDFDocument } = await import("/lib/pdf-lib/dist/pdf-lib.esm.js");
  const pdf = await PDFDocument.load(content);
  pdf.getForm().getTextField(name).setText(text);
  return pdf.saveAsBase64();
}"""


def fill_in_page(page: Page, script: str) -> Filler:
    """A filler that is written in JavaScript, in a page with `/lib/` (see `browser.serving`)."""

    def fill(content: bytes, name: str, text: str) -> bytes:
        try:
            saved = page.evaluate(script, [base64.b64encode(content).decode(), name, text])
        except Error as error:
            if "cannot encode" in error.message:
                raise Refused from error
            raise
        return base64.b64decode(saved)

    return fill


def fillers(page: Page) -> dict[str, Filler]:
    """All fillers by their names."""
    return {
        "PDFium": fill_with_pdfium,
        "pdf.js": fill_in_page(page, _PDF_JS),
        "MuPDF": fill_with_mupdf,
        "pypdf": fill_with_pypdf,
        "pdf-lib": fill_in_page(page, _PDF_LIB),
    }


def see_with_pdfium(content: bytes, name: str) -> Seen:
    """What Chrome and Edge show; the words are those of what is painted."""
    place = place_of(content, name)
    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    page = pdf[place.page]
    width, height = page.get_size()
    edges = (place.left, place.lower, width - place.right, height - place.upper)
    crop = tuple(edge + _RIM for edge in edges)
    picture = page.render(scale=_SCALE, crop=crop, may_draw_forms=True).to_pil().convert("L")
    page.close()
    # Words of fields are told only of what has become a part of the page.
    with pypdfium2.PdfDocument(io.BytesIO(_saved(pdf))) as again:
        page = again[place.page]
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        flat = again[place.page]
        text = flat.get_textpage().get_text_bounded(
            place.left, place.lower, place.right, place.upper
        )
    return Seen(tuple(text.split()), picture)


def _saved(pdf: pypdfium2.PdfDocument) -> bytes:
    saved = io.BytesIO()
    pdf.save(saved)
    pdf.close()
    return saved.getvalue()


def see_with_mupdf(content: bytes, name: str) -> Seen:
    """What SumatraPDF's library shows."""
    place = place_of(content, name)
    with pymupdf.open(stream=content) as pdf:
        page = pdf[place.page]
        height = page.rect.height
        clip = pymupdf.Rect(
            place.left + _RIM,
            height - place.upper + _RIM,
            place.right - _RIM,
            height - place.lower - _RIM,
        )
        matrix = pymupdf.Matrix(_SCALE, _SCALE)
        drawn = page.get_pixmap(matrix=matrix, clip=clip, colorspace="gray")
        picture = Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)
        text = page.get_text("text", clip=clip)
    return Seen(tuple(text.split()), picture)


READERS: dict[str, Reader] = {"PDFium": see_with_pdfium, "MuPDF": see_with_mupdf}


def value_of(content: bytes, name: str) -> str:
    """What the file says was typed, as pypdf reads it."""
    return str(pypdf.PdfReader(io.BytesIO(content)).get_form_text_fields().get(name) or "")
