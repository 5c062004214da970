"""Pictures lose what tells of people, and nothing that is seen."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from scorm_builder.content.pictures import without_metadata

SECRET = b"51 degrees north"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def photo(orientation: int = 1, *, progressive: bool = False) -> bytes:
    """A photo as from a phone: with a place, a time, a comment, XMP, and a film behind its end."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, SECRET.decode(), "2026:11:20 10:00:00"
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    picture = Image.effect_noise((40, 24), 90).convert("RGB")
    stream = io.BytesIO()
    picture.save(
        stream,
        "JPEG",
        exif=exif,
        xmp=b"<x:xmpmeta>" + SECRET,
        comment=SECRET,
        icc_profile=PROFILE,
        progressive=progressive,
        restart_marker_blocks=2,
    )
    return stream.getvalue() + b"ftypmp42" + SECRET


def seen(content: bytes) -> bytes:
    """What is seen of a picture, turned as it says."""
    with Image.open(io.BytesIO(content)) as picture:
        return ImageOps.exif_transpose(picture).tobytes()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_photo_keeps_what_is_seen_and_loses_the_rest(
    orientation: int, *, progressive: bool
) -> None:
    taken = photo(orientation, progressive=progressive)
    assert taken.count(SECRET) >= 4
    clean = without_metadata(taken)
    assert SECRET not in clean
    assert seen(clean) == seen(taken)
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.info["icc_profile"] == PROFILE
        assert set(picture.getexif()) <= {0x0112}
        assert picture.getexif().get(0x0112, 1) == orientation
    assert clean.endswith(b"\xff\xd9")
    assert without_metadata(clean) == clean


def test_a_drawing_keeps_what_is_seen_and_loses_the_rest() -> None:
    notes = PngInfo()
    notes.add_text("Author", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    stream = io.BytesIO()
    Image.effect_noise((9, 9), 50).save(stream, "PNG", pnginfo=notes, icc_profile=PROFILE)
    drawn = stream.getvalue() + SECRET
    clean = without_metadata(drawn)
    assert SECRET in drawn
    assert SECRET not in clean
    assert seen(clean) == seen(drawn)
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.info["icc_profile"] == PROFILE


WHOLE = photo(6)


@given(
    st.one_of(
        st.binary(max_size=60).map(lambda end: b"\xff\xd8" + end),
        st.binary(max_size=60).map(lambda end: b"\x89PNG\r\n\x1a\n" + end),
        st.integers(0, len(WHOLE)).map(lambda length: WHOLE[:length]),
        st.tuples(st.integers(0, 300), st.integers(0, 255)).map(
            lambda change: WHOLE[: change[0]] + bytes([change[1]]) + WHOLE[change[0] + 1 :]
        ),
    )
)
def test_whatever_a_file_holds_is_taken(content: bytes) -> None:
    clean = without_metadata(content)
    assert len(clean) <= len(content) + 40
    assert without_metadata(clean) == clean
