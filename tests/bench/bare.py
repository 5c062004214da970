"""WeasyPrint as it is. Only for processes that do not print in our way too."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from scorm_builder.theme import load_theme, templates_folder
from tests.conftest import ROOT


@dataclass(frozen=True)
class Printable:
    """A handout before it is printed, with a folder that has its pictures."""

    html: str
    pictures: Mapping[str, bytes]
    folder: Path


def print_bare(page: Printable, styles: tuple[str, ...]) -> float:
    """How many seconds of the processor it takes to print a page with the style sheets `styles`."""
    write = _printer(styles)
    start = time.process_time()
    write(page)
    return time.process_time() - start


@cache
def _printer(styles: tuple[str, ...]) -> Callable[[Printable], bytes]:
    """WeasyPrint tagged and with fields, all files from disk, set up once."""
    fonts = FontConfiguration()
    style = "".join((templates_folder() / name).read_text(encoding="utf-8") for name in styles)
    style += f"body{{font-family:{load_theme().font_families(styles)}}}"
    static = ROOT / "scorm_builder" / "_static"
    sheet = weasyprint.CSS(string=style, base_url=f"{static}/", font_config=fonts)

    def write(page: Printable) -> bytes:
        document = weasyprint.HTML(string=page.html, base_url=f"{page.folder}/")
        pdf = document.write_pdf(
            font_config=fonts,
            stylesheets=[sheet],
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            pdf_forms=True,
        )
        return bytes(pdf)

    return write
