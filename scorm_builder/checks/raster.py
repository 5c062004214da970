"""Photos and other pictures made of points: whether they are what their name says, and whole."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile

from scorm_builder.content.pictures import FORMATS

_READ = ("PNG", "JPEG")
_MAXIMUM_PIXELS = 25_000_000


def picture_problem(name: str, content: bytes) -> str | None:
    """What is wrong with a picture that is called `name`, in words that follow its name."""
    expected = next(f for ending, f in FORMATS.items() if name.endswith(ending))
    try:
        with _pillow_of_our_own(), Image.open(io.BytesIO(content), formats=_READ) as picture:
            # Phones write MPO: a JPEG with a second picture that nobody has to show.
            found = "JPEG" if picture.format == "MPO" else picture.format
            if found != expected:
                return f"is not a {expected} picture, but {found}"
            if picture.width * picture.height > _MAXIMUM_PIXELS:
                return f"has more than {_MAXIMUM_PIXELS // 1_000_000} million points"
            if picture.mode == "CMYK":
                # PDF/A has no way to tell what four inks look like beside the colours of a screen.
                return "has the colours of printing (CMYK): save it in RGB"
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return "is damaged, or no picture"
    return None


@contextmanager
def _pillow_of_our_own() -> Iterator[None]:
    """Pillow without its warnings, and strict again: WeasyPrint tells it to take cut-off files."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
