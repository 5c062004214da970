"""Pictures lose what tells of people, and nothing that is seen."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from scorm_builder.content.pictures import only_the_picture, without_metadata, without_profile

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


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


@pytest.mark.parametrize(
    "added",
    [
        b"\xff" + segment(0xE1, b"Exif\0\0" + SECRET),
        b"\xff\xff\xff" + segment(0xFE, SECRET),
        segment(0xE0, b"JFXX\0\x10" + SECRET),
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\3" + (SECRET * 2)[:18]),
        segment(0xE2, b"MPF\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
        segment(0xEE, SECRET),
        segment(0xF7, SECRET),
        segment(0xC8, SECRET),
    ],
    ids=["fill byte", "fill bytes", "JFXX", "thumbnail", "MPF", "IPTC", "APP14", "JPG7", "JPG"],
)
def test_of_a_photo_only_what_is_listed_is_kept(added: bytes) -> None:
    stream = io.BytesIO()
    Image.effect_noise((9, 9), 50).save(stream, "JPEG")
    whole = stream.getvalue()
    clean = without_metadata(whole[:2] + added + whole[2:])
    assert SECRET not in clean
    assert seen(clean) == seen(whole)


def test_the_small_copy_in_a_head_goes_and_the_head_stays() -> None:
    stream = io.BytesIO()
    Image.new("L", (9, 9)).save(stream, "JPEG", dpi=(300, 300))
    whole = stream.getvalue()
    head = segment(0xE0, whole[6:18] + b"\2\1" + bytes(6))
    assert without_metadata(whole[:2] + head + whole[20:]) == whole


def test_a_photo_of_endless_scans_is_none() -> None:
    """Each of them goes over the whole picture, and takes a few bytes."""
    stream = io.BytesIO()
    Image.effect_noise((40, 24), 90).save(stream, "JPEG", progressive=True)
    whole = stream.getvalue()
    at = whole.rindex(b"\xff\xda")
    assert only_the_picture(whole) == whole
    assert only_the_picture(whole[:at] + whole[at:-2] * 100 + whole[-2:]) is None


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("colours", ["RGB", "RGBA"])
def test_a_webp_keeps_what_is_seen_and_loses_the_rest(colours: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, SECRET.decode()
    stream = io.BytesIO()
    picture = Image.effect_noise((40, 24), 90).convert(colours)
    picture.save(stream, "WEBP", exif=exif, xmp=SECRET, icc_profile=PROFILE)
    taken = stream.getvalue()
    clean = without_metadata(taken + SECRET)
    assert taken.count(SECRET) == 2
    assert SECRET not in clean
    assert seen(clean) == seen(taken)
    with Image.open(io.BytesIO(clean)) as shown:
        assert shown.info["icc_profile"] == PROFILE
        assert shown.getexif().get(0x0112, 1) == orientation
    bare = without_profile(clean)
    assert seen(bare) == seen(taken)
    assert PROFILE not in bare
    assert without_metadata(clean) == clean


def test_a_drawing_keeps_what_is_seen_and_loses_the_rest() -> None:
    notes = PngInfo()
    notes.add_text("Author", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    stream = io.BytesIO()
    notes.add(b"prVt", SECRET)
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
        st.binary(max_size=60).map(lambda end: b"RIFF\x40\0\0\0WEBP" + end),
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
