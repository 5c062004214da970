"""Pictures: made here, or of a PDF, drawn by another library than the one that made it."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image, ImageChops, ImageStat

_POINTS_IN_A_MILLIMETRE = 72 / 25.4
# A page of A4 is a hair more than a whole number of dots, and would get one more.
_ALMOST = 1 - 1e-6


def pictures_of(pdf: bytes, dots: int) -> list[Image.Image]:
    """Each page of a PDF in shades of grey, with so many dots to a millimetre."""
    scale = dots / _POINTS_IN_A_MILLIMETRE * _ALMOST
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=scale).to_pil().convert("L") for page in document]


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures of one size differ: 0 for not at all, 255 for black and white."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


def is_white(picture: Image.Image) -> bool:
    """Nothing is painted here."""
    return picture.getextrema() == (255, 255)


def picture(kind: str, size: tuple[int, int] = (2, 2), colours: str = "L") -> bytes:
    """A real picture."""
    stream = io.BytesIO()
    Image.new(colours, size).save(stream, kind)
    return stream.getvalue()
