"""Pictures as they come, from the folder of a module into its package and its handout."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageDraw

from scorm_builder.jobs import Artifact
from scorm_builder.theme import Theme
from tests.tools.pdf import open_pdf
from tests.tools.project import Project
from tests.tools.samples import module_data

SECRET = "51 degrees north"
HANDOUT = "handout/sample.pdf"


def with_picture(folder: Path, name: str, content: bytes) -> Project:
    """The sample with a picture in its first step."""
    steps = module_data()["steps"]
    steps[0]["picture"] = {"file": name, "alternative": "A step."}
    project = Project(folder).with_sample().with_module(steps=steps)
    (project.content / "sample" / name).write_bytes(content)
    return project


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    """A picture as a file."""
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def drawing(size: tuple[int, int]) -> Image.Image:
    """Shades and lines."""
    shade = Image.linear_gradient("L").resize(size)
    upright = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90).resize(size)
    drawn = Image.merge("RGB", (shade, upright, shade))
    for number in range(9):
        left, top = number * size[0] // 10, number * size[1] // 10
        place = (left, top, left + size[0] // 4, top + size[1] // 4)
        ImageDraw.Draw(drawn).ellipse(place, outline="black", width=3)
    return drawn


def images_of(pdf: pikepdf.Pdf) -> list[Any]:
    """The pictures in a PDF."""
    return [one for one in pdf.objects if getattr(one, "Subtype", None) == "/Image"]


def pictures_in(package: Artifact) -> dict[str, bytes]:
    """The pictures of a package by their name."""
    with zipfile.ZipFile(io.BytesIO(package.content)) as opened:
        names = [name for name in opened.namelist() if name.startswith("pictures/")]
        return {name: opened.read(name) for name in names}


@pytest.mark.parametrize("name", ["photo.heic", "photo.jpg"])
def test_a_photo_of_a_phone_is_packed_and_printed(theme: Theme, tmp_path: Path, name: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, SECRET
    taken = Image.effect_noise((2000, 1500), 30).convert("RGB")
    if name.endswith(".jpg"):
        content = saved(taken, "JPEG", exif=exif, quality=95)
    else:
        stream = io.BytesIO()
        pillow_heif.from_pillow(taken).save(stream, exif=exif.tobytes())
        content = stream.getvalue()
    assert SECRET.encode() in content
    made = with_picture(tmp_path, name, content).build(theme, "scorm12", "handout")
    ((packed, picture),) = pictures_in(made["scorm12/sample.zip"]).items()
    assert re.fullmatch(r"pictures/photo(\.heic)?\.[0-9a-f]{10}\.jpg", packed)
    with Image.open(io.BytesIO(picture)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (1200, 1600))
    pdf = open_pdf(made[HANDOUT].content)
    (image,) = images_of(pdf)
    assert image.Filter == "/DCTDecode"
    assert (int(image.Width), int(image.Height)) == (295, 393)
    assert SECRET.encode() not in b"".join([picture, made[HANDOUT].content])
    other = {artifact.content_hash for artifact in made.values()}
    assert len(other) == 1


@pytest.mark.parametrize("size", [(520, 390), (1200, 900), (2400, 1500)])
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_small_drawing_makes_no_large_handout(
    theme: Theme, tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    content = saved(drawing(size), kind, lossless=True)
    assert len(content) < 80_000
    with_it = with_picture(tmp_path, f"drawing.{kind.lower()}", content)
    without = Project(tmp_path / "other")
    without.folder.mkdir()
    (before,) = without.with_sample().build(theme, "handout").values()
    (after,) = with_it.build(theme, "handout").values()
    assert len(after.content) - len(before.content) < 40_000


def test_a_drawing_that_fits_prints_as_it_is(theme: Theme, tmp_path: Path) -> None:
    drawn = drawing((300, 200))
    (made,) = with_picture(tmp_path, "a.png", saved(drawn, "PNG")).build(theme, "handout").values()
    pdf = open_pdf(made.content)
    (image,) = images_of(pdf)
    assert pikepdf.PdfImage(image).as_pil_image().tobytes() == drawn.tobytes()
