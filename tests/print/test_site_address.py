"""Where the catalogue says where its site is, paper leads there: in letters, and as a code."""

from __future__ import annotations

import pypdfium2
import pytest
import segno

from scorm_builder.theme import Theme
from tests.tools.pdf import Object, open_pdf, read_tags
from tests.tools.samples import built, catalogue_data, job

SITE = "https://library.example.org/modules"
QUIET = 4
"""Modules of the code that must stay white around it."""


@pytest.mark.parametrize("target", ["handout", "card"])
def test_the_address_and_a_code_of_it_are_printed(theme: Theme, target: str) -> None:
    work = job(theme, target, catalogue=catalogue_data(site=SITE))
    (artifact,) = built(work)
    address = f"{SITE}/modules/{work.id}/"
    pdf = open_pdf(artifact.content)
    tags = read_tags(pdf)
    assert [tag.alternative for tag in tags.find("Figure") if address in tag.alternative]
    assert address in {known for tag in tags.find("Link") for known in tag.links}
    assert address.removeprefix("https://") in "".join(tags.words().split())
    expected = [list(row) for row in segno.make_qr(address, error="m").matrix]
    assert modules_of(artifact.content, place_of_code(pdf), len(expected)) == expected


def place_of_code(pdf: Object) -> tuple[float, ...]:
    """Where the code stands on its first page, in points from below."""
    figures = [
        item
        for item in pdf.objects
        if getattr(item, "get", None) and item.get("/S") == "/Figure" and "QR" in str(item.Alt)
    ]
    (figure,) = figures
    return tuple(map(float, figure.A.BBox))


def modules_of(content: bytes, place: tuple[float, ...], count: int) -> list[list[int]]:
    """The dark (1) and light (0) modules of the code that is painted there."""
    left, _, right, top = place
    dots = 8
    with pypdfium2.PdfDocument(content) as document:
        picture = document[0].render(scale=dots).to_pil().convert("L")
    size = (right - left) / (count + 2 * QUIET)
    assert size * 25.4 / 72 >= 0.35, "a phone needs modules of a third of a millimetre"

    def shade(row: int, column: int) -> int:
        x = (left + (column + QUIET + 0.5) * size) * dots
        y = picture.height - (top - (row + QUIET + 0.5) * size) * dots
        return int(picture.getpixel((int(x), int(y))) < 128)

    return [[shade(row, column) for column in range(count)] for row in range(count)]


def test_nothing_of_it_is_there_without_an_address(theme: Theme) -> None:
    (artifact,) = built(job(theme, "handout"))
    assert read_tags(open_pdf(artifact.content)).find("Figure") == []
