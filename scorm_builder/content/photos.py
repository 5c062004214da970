"""Pictures as a screen and a printer show them: upright, no larger than is seen, in sRGB.

What is so already keeps its bytes, but for what is no part of the picture. All else is drawn anew:
as JPEG, or as WebP where it was a drawing. The same file gives the same bytes on every machine with
the same libraries: nothing but whole numbers decides (docs/decisions/0002-same-bytes.md).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps

from scorm_builder.content.pictures import (
    ENDINGS,
    FORMATS,
    Photo,
    Unusable,
    kind_of,
    only_the_picture,
    without_profile,
)

MOST_POINTS = 64_000_000
"""More than phones take unless they are asked to; a small file may say that it is huge."""

# Twice what the page has room for, as screens have two dots to a pixel.
_SIDE_ON_A_SCREEN = 1600
# At 200 to the inch, more than an office printer shows: the page's width, and 50 mm.
_SIDES_ON_PAPER = (1417, 393)
_MOST_BYTES_AS_IT_IS = 500_000
# Lines and plain areas take far less than a byte a point in a PNG, and photos more.
_POINTS_TO_A_BYTE_OF_A_DRAWING = 2
_PLAIN = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_ORIENTATION = 0x0112
_TOO_LARGE = f"has more than {MOST_POINTS // 1_000_000} million points: save it smaller"
_NOT_TAKEN = "save it as JPEG or PNG, in the program that opens it"


def prepared(content: bytes) -> Photo:
    """A picture of any format that is taken, as it is shown. Raises Unusable."""
    kind = kind_of(content)
    if kind not in (*ENDINGS, "HEIC"):
        other = f"is a file of another kind ({kind}): {_NOT_TAKEN}"
        raise Unusable(other if kind else "is damaged, or no picture")
    clean = only_the_picture(content)
    if clean is None and kind != "HEIC":
        raise Unusable("is damaged, or no picture")
    with _pillow_of_our_own():
        try:
            return _prepared(clean or content, kind)
        except Unusable:
            raise
        except Exception as error:  # (of many kinds, for what anybody may have written)
            raise Unusable("is damaged, or no picture") from error


def logo_problem(name: str, content: bytes) -> str | None:
    """What is wrong with a logo that is called `name`, in words that follow its name.

    It is shown as it is, so it must be what its name says.
    """
    expected = next(kind for ending, kind in FORMATS.items() if name.endswith(ending))
    try:
        prepared(content)
    except Unusable as problem:
        return str(problem)
    found = kind_of(content)
    return None if found == expected else f"is not a {expected} picture, but {found}"


def _prepared(content: bytes, kind: str) -> Photo:
    picture = _opened(content, kind)
    points = picture.width * picture.height
    if points > MOST_POINTS:
        raise Unusable(_TOO_LARGE)
    if picture.mode == "CMYK":
        # PDF/A has no way to tell what four inks look like beside the colours of a screen.
        raise Unusable("has the colours of printing (CMYK): save it in RGB")
    size = _within(picture.size, (_SIDE_ON_A_SCREEN, _SIDE_ON_A_SCREEN))
    profile = picture.info.get("icc_profile")
    as_it_is = (
        kind in ENDINGS
        and size == picture.size
        and len(content) <= _MOST_BYTES_AS_IT_IS
        and picture.mode in _PLAIN
        and picture.getexif().get(_ORIENTATION, 1) == 1
        and b"ANMF" not in content
        and (not profile or _is_srgb(profile))
    )
    if as_it_is:
        picture.load()
        packed = without_profile(content) if profile else content
        # A small drawing costs nothing as it is. Made smaller it would have shades of every colour,
        # and take forty times its bytes without loss.
        prints_as_it_is = kind == "JPEG" or (
            kind == "PNG" and _within(picture.size, _SIDES_ON_PAPER) == picture.size
        )
        return Photo(packed, None if prints_as_it_is else _drawing_on_paper(picture))
    # A JPEG can be read at a half or a quarter of its size, in a fraction of the time.
    picture.draft("RGB", size)
    picture = ImageOps.exif_transpose(_scaled(picture, size))
    picture = _in_srgb(picture, profile)
    if kind in ("JPEG", "HEIC"):
        return Photo(_jpeg(picture, "4:2:0"))
    drawn = kind == "PNG" and len(content) * _POINTS_TO_A_BYTE_OF_A_DRAWING < points
    return Photo(_webp(picture, lossless=drawn), _drawing_on_paper(picture))


def _opened(content: bytes, kind: str) -> Image.Image:
    """A picture of which only the beginning has been read."""
    if kind == "HEIC":
        # Here, as few pictures need it.
        import pillow_heif  # noqa: PLC0415

        opened = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
        if opened.size[0] * opened.size[1] > MOST_POINTS:
            raise Unusable(_TOO_LARGE)
        # It is upright already; Exif may still say how it would have to be turned.
        picture: Image.Image = opened.to_pillow()
        picture.info = {"icc_profile": opened.info.get("icc_profile")}
        return picture
    return Image.open(io.BytesIO(content), formats=[kind.upper()])


def _within(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """A size that is not larger than a box, with the same proportions, in whole numbers."""
    (width, height), (most_wide, most_high) = size, box
    if width <= most_wide and height <= most_high:
        return size
    if width * most_high > height * most_wide:
        return most_wide, max(1, height * most_wide // width)
    return max(1, width * most_high // height), most_high


def _scaled(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.mode.startswith(("I", "F")):
        picture = _of_eight_bits(picture)
    elif picture.mode not in ("L", "RGB", "RGBA"):
        transparent = "transparency" in picture.info or picture.mode.endswith("A")
        picture = picture.convert("RGBA" if transparent else "RGB")
    # Bicubic, as its weights are the same on every processor: they come of no sine.
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)


def _of_eight_bits(picture: Image.Image) -> Image.Image:
    """Shades of grey of sixteen bits as they are seen."""
    return picture.point(lambda shade: shade / 256).convert("L")


def _is_srgb(profile: bytes) -> bool:
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.getProfileDescription(opened).startswith("sRGB")
    except (ImageCms.PyCMSError, OSError):
        return True


def _in_srgb(picture: Image.Image, profile: Any) -> Image.Image:
    """The same colours without a profile: nobody needs one to show what is in sRGB."""
    shown = picture.copy()
    shown.info = {}
    if not profile or _is_srgb(profile):
        return shown
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(shown, source, srgb, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        # A profile that does not go with the picture: shown without it, as viewers do.
        return shown
    return changed if changed is not None else shown


def _drawing_on_paper(picture: Image.Image) -> bytes:
    """A drawing in print: its lines keep their colours."""
    return _jpeg(_scaled(picture, _within(picture.size, _SIDES_ON_PAPER)), "4:4:4")


def _jpeg(picture: Image.Image, colours: str) -> bytes:
    """On white paper, where something shines through."""
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    picture.info = {}
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85, subsampling=colours)
    return stream.getvalue()


def _webp(picture: Image.Image, *, lossless: bool) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "WEBP", lossless=lossless, quality=85, method=4)
    return stream.getvalue()


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
