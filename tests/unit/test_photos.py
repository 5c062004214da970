"""Pictures as they come are shown as a screen and a printer need them, and tell of nobody."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from scorm_builder.content.photos import prepared
from scorm_builder.content.pictures import Photo, Unusable, kind_of
from scorm_builder.pipeline import memory
from scorm_builder.pipeline.memory import Pictures
from scorm_builder.pipeline.store import Store

SECRET = b"51 degrees north"


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    """A picture as a file."""
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def scene(size: tuple[int, int] = (1800, 1350)) -> Image.Image:
    """A picture with a red corner at the upper left, and some noise."""
    picture = Image.effect_noise(size, 20).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#e00000")
    return picture


def notes(orientation: int = 1) -> Image.Exif:
    """What a phone adds."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    return exif


def heic(picture: Image.Image, **how: object) -> bytes:
    """A photo as a phone of Apple's makes it."""
    stream = io.BytesIO()
    pillow_heif.from_pillow(picture).save(stream, quality=50, **how)
    return stream.getvalue()


def is_red(picture: Image.Image, x: float, y: float) -> bool:
    """Whether a place, as a share of width and height, is that of the corner."""
    place = (int(x * picture.width), int(y * picture.height))
    red, green, blue = picture.convert("RGB").getpixel(place)  # type: ignore[misc]
    return bool(red > 180 and green < 90 and blue < 90)


def opened(content: bytes) -> Image.Image:
    """A picture, whole."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


PHOTOS = {
    "JPEG": saved(scene(), "JPEG", exif=notes(6), comment=SECRET),
    "HEIC": heic(scene(), exif=notes(6).tobytes()),
    "WebP": saved(scene(), "WEBP", exif=notes(6), xmp=SECRET),
}


@pytest.mark.parametrize("kind", PHOTOS)
def test_a_photo_of_a_phone_is_turned_made_smaller_and_tells_nothing(kind: str) -> None:
    taken = PHOTOS[kind]
    assert kind_of(taken) == kind
    assert SECRET in taken
    photo = prepared(taken)
    shown = opened(photo.packed)
    assert shown.size == (1200, 1600)
    assert is_red(shown, 0.9, 0.1)
    assert not is_red(shown, 0.1, 0.1)
    assert not shown.getexif()
    assert SECRET not in photo.packed + (photo.printed or b"")
    assert len(photo.packed) < 1_200_000
    printed = opened(photo.printed or photo.packed)
    assert printed.format == "JPEG"
    assert is_red(printed, 0.9, 0.1)


@pytest.mark.parametrize(
    "content",
    [
        saved(scene((300, 200)), "JPEG"),
        saved(scene((300, 200)), "PNG"),
        saved(scene((300, 200)).convert("L"), "PNG"),
        saved(scene((300, 200)).quantize(16), "PNG", transparency=0),
        saved(scene((300, 200)).convert("RGBA"), "PNG"),
    ],
    ids=["photo", "drawing", "grey", "palette", "see-through"],
)
def test_what_can_be_shown_as_it_is_keeps_its_bytes(content: bytes) -> None:
    assert prepared(content) == Photo(content)


def test_a_small_webp_stays_and_prints_as_jpeg() -> None:
    content = saved(scene((300, 200)), "WEBP")
    photo = prepared(content)
    assert photo.packed == content
    assert photo.printed is not None
    assert opened(photo.printed).format == "JPEG"


def test_a_large_drawing_stays_sharp_and_see_through() -> None:
    drawn = Image.new("RGBA", (2000, 1000), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).ellipse((100, 100, 1900, 900), outline="#005eb8", width=9)
    photo = prepared(saved(drawn, "PNG"))
    shown = opened(photo.packed)
    assert (shown.format, shown.size, shown.mode) == ("WEBP", (1600, 800), "RGBA")
    assert len(photo.packed) < 30_000
    assert photo.printed is not None
    printed = opened(photo.printed)
    assert printed.size == (786, 393)
    assert printed.getpixel((2, 2)) == (255, 255, 255)


def test_colours_are_those_that_were_meant() -> None:
    """A profile with other primaries, as phones have: gone from the file, not from the colours."""
    profile = linear_profile()
    for kind in ("JPEG", "PNG", "WEBP"):
        grey = Image.new("RGB", (40, 40), (128, 128, 128))
        shown = opened(prepared(saved(grey, kind, icc_profile=profile)).packed).convert("RGB")
        assert "icc_profile" not in shown.info
        # Half of the light is more than half of the numbers of sRGB.
        assert shown.getpixel((9, 9)) == pytest.approx((188, 188, 188), abs=2)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = scene((90, 60))
    for kind in ("JPEG", "PNG", "WEBP"):
        bare = saved(picture, kind)
        photo = prepared(saved(picture, kind, icc_profile=srgb))
        assert "icc_profile" not in opened(photo.packed).info
        assert len(photo.packed) <= len(bare) + 40


def linear_profile() -> bytes:
    """A profile in which numbers are amounts of light (ICC.1:2010, 8.3.3)."""

    def xyz(*values: float) -> bytes:
        return b"XYZ " + bytes(4) + b"".join(round(v * 65536).to_bytes(4) for v in values)

    white, curve = xyz(0.9642, 1, 0.8249), b"curv" + bytes(8)
    parts = {
        b"desc": b"desc" + bytes(4) + (5).to_bytes(4) + b"Lamp\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"None\0",
        b"wtpt": white,
        b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    start, table, data = 128 + 4 + 12 * len(parts), b"", b""
    for kind, content in parts.items():
        table += kind + (start + len(data)).to_bytes(4) + len(content).to_bytes(4)
        data += content + bytes(-len(content) % 4)
    head = bytearray(128)
    head[0:4] = (start + len(data)).to_bytes(4)
    head[8:24] = b"\2\x10\0\0mntrRGB XYZ "
    head[36:40] = b"acsp"
    head[68:80] = white[8:]
    return bytes(head) + len(parts).to_bytes(4) + table + data


def test_what_moves_stands_still() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    for kind in ("WEBP", "PNG"):
        moving = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=90)
        shown = opened(prepared(moving).packed)
        assert getattr(shown, "n_frames", 1) == 1
        assert shown.convert("RGB").getpixel((9, 9))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (PHOTOS["JPEG"][:-500], "is damaged, or no picture"),
        (PHOTOS["HEIC"][:-500], "is damaged, or no picture"),
        (PHOTOS["WebP"][:-500], "is damaged, or no picture"),
        (saved(Image.new("1", (9000, 9000)), "PNG"), "has more than 64 million points"),
        (saved(Image.new("1", (9000, 9000)), "JPEG"), "has more than 64 million points"),
        (saved(Image.new("RGB", (9, 9)), "AVIF"), "is a file of another kind (AVIF): "),
        (saved(Image.new("RGB", (9, 9)), "TIFF"), "is a file of another kind (TIFF): "),
        (b"PK\3\4", "is a file of another kind (Word, PowerPoint or zip): "),
        (b"", "is damaged, or no picture"),
    ],
    ids=lambda value: str(value[:12]),
)
def test_what_cannot_be_shown_is_told(content: bytes, problem: str) -> None:
    with pytest.raises(Unusable) as told:
        prepared(content)
    assert str(told.value).startswith(problem)


SMALL = [
    saved(scene((40, 30)), "JPEG", exif=notes(3)),
    saved(scene((40, 30)), "PNG"),
    saved(scene((40, 30)), "WEBP"),
    heic(scene((64, 64))),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SMALL), st.randoms(use_true_random=False))
def test_a_damaged_picture_is_told_or_harmless(content: bytes, chance: random.Random) -> None:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        damaged[chance.randrange(len(damaged))] = chance.choice((0, 1, 127, 255))
    cut = bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))])
    try:
        photo = prepared(cut)
    except Unusable:
        return
    assert kind_of(photo.packed) in ("JPEG", "PNG", "WebP")


_ON_A_PLAIN_PROCESSOR = """
import ctypes, glob, hashlib, sys
from pathlib import Path
import PIL
from PIL import _webp
for found in Path(PIL.__file__).parents[1].glob("pillow.libs/libwebp-*"):
    ctypes.c_void_p.in_dll(ctypes.CDLL(str(found)), "VP8GetCPUInfo").value = 0
    print("without", file=sys.stderr)
from scorm_builder.content.photos import prepared
for name in sys.argv[1:]:
    photo = prepared(Path(name).read_bytes())
    print(hashlib.sha256(photo.packed + (photo.printed or b"")).hexdigest())
"""


def test_a_processor_without_vector_instructions_makes_the_same_bytes(tmp_path: Path) -> None:
    """libjpeg-turbo and libwebp choose their code by the processor, and must not by its result."""
    drawn = scene().quantize(40).convert("RGB")
    files = {**PHOTOS, "photo.png": saved(scene(), "PNG"), "drawing.png": saved(drawn, "PNG")}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    names = [str(tmp_path / name) for name in files]

    def made(script: str, **environment: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", script, *names],
            env={**os.environ, **environment},
            capture_output=True,
            check=True,
            text=True,
        )
        assert ("without" in done.stderr) == bool(environment)
        return done.stdout.split()

    plain = made(_ON_A_PLAIN_PROCESSOR, JSIMD_FORCENONE="1")
    usual = _ON_A_PLAIN_PROCESSOR.replace("pillow.libs/libwebp-*", "pillow.libs/none")
    assert made(usual) == plain
    assert len(set(plain)) == len(files)


def test_a_picture_is_made_ready_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(content: bytes) -> Photo:
        made.append(len(content))
        return prepared(content)

    monkeypatch.setattr(memory, "prepare_anew", counted)
    photo, broken = PHOTOS["WebP"], PHOTOS["WebP"][:-500]
    expected = prepared(photo)
    for _ in range(2):
        pictures = Pictures(Store(tmp_path))
        assert pictures.prepare(photo) == pictures.prepare(bytes(bytearray(photo))) == expected
        with pytest.raises(Unusable):
            pictures.prepare(broken)
    assert made == [len(photo), len(broken)]
    alone = Pictures(Store(None))
    assert alone.prepare(photo) == alone.prepare(photo) == expected
    assert len(made) == 3
