"""HTML -> PDF: WeasyPrint with a theme's fonts and print style.

Importing this module needs Pango; without it the import raises OSError.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import weasyprint
from jinja2 import TemplateRuntimeError
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from scorm_builder.content.drawing import with_fonts
from scorm_builder.printer.embedding import embed_in_our_way
from scorm_builder.printer.field_font import field_font
from scorm_builder.printer.finish import BrokenForm, finish
from scorm_builder.printer.fonts import (
    drawn_scripts,
    known_characters,
    printable,
    unpacked,
)
from scorm_builder.printer.letters import drawn
from scorm_builder.printer.signs import as_printed
from scorm_builder.printer.spoken import speak_as_written
from scorm_builder.printer.structure import build_in_full
from scorm_builder.theme import Theme

# Never requested: relative addresses need a base that urljoin knows, and .invalid has no host.
_BASE = "https://handout.invalid/"

# Pixels to the inch: more than this an office printer does not show, and a photo has ten times it.
_FINEST = 200

_DRAWING = ".svg"
_WEIGHTS = (400, 700)

# A document is made of many objects that all live until it is written: Python need not look among
# them for circles after each few hundred.
gc.set_threshold(50_000, 10, 10)
build_in_full()
embed_in_our_way()
speak_as_written()


class _MemoryFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Serves files from memory, and nothing else: no disk, no network."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=["https"], fail_on_errors=True)
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        name = url.removeprefix(_BASE)
        if not url.startswith(_BASE) or name not in self._files:
            raise ValueError(f"{url} is not part of the module or the theme")
        content = self._files[name]
        return URLFetcherResponse(url, unpacked(content) if name.endswith(".woff2") else content)


class _Style:
    """Style sheets as one, with their fonts, set up once a process.

    A fresh font configuration for each document would leak memory and parse the fonts again.
    """

    def __init__(self, theme: Theme, names: tuple[str, ...], letters: frozenset[str]) -> None:
        self.font_configuration = FontConfiguration()
        families = theme.font_families(names)
        used = f"@page{{font-family:{families}}}body{{font-family:{families}}}" if families else ""
        drawings = {
            f"letters/{script}-{weight}": drawn(script, letters, weight)
            for script in drawn_scripts(theme, names)
            for weight in _WEIGHTS
        }
        self.sheet = weasyprint.CSS(
            string="".join(theme.templates[name] for name in names) + used,
            base_url=_BASE,
            url_fetcher=_MemoryFetcher({**theme.fonts(names), **drawings}),
            font_config=self.font_configuration,
        )


@lru_cache(maxsize=8)
def _style(theme: Theme, names: tuple[str, ...], letters: frozenset[str]) -> _Style:
    return _Style(theme, names, letters)


def print_pdf(
    html: str,
    *,
    theme: Theme,
    styles: tuple[str, ...],
    pictures: Mapping[str, bytes],
    identifier: str,
) -> tuple[int, bytes]:
    """The number of pages, and the bytes of a PDF that is PDF/UA-1 and PDF/A-3a.

    `styles` names style sheets of the theme; `pictures` maps the addresses in the HTML to bytes;
    `identifier` goes into the file's id. The bytes depend on nothing but the arguments, the pinned
    libraries and the system's Pango and HarfBuzz, which set the text. Raises TemplateRuntimeError
    for an address that is none of these.
    """
    families = theme.font_families(styles)
    drawings = {
        name: with_fonts(content, families).decode()
        for name, content in pictures.items()
        if name.endswith(_DRAWING)
    }
    used = frozenset(html).union(*drawings.values())
    known = known_characters(theme, styles, used)
    letters = used & (known - printable(theme, styles))
    shown = {name: as_printed(text, known).encode() for name, text in drawings.items()}
    html, pictures = as_printed(html, known), {**pictures, **shown}
    sheet = _style(theme, styles, letters)
    options = {
        "pdf_variant": "pdf/a-3a",
        "pdf_forms": True,
        # WeasyPrint's own is opened for each document and not closed; finish() adds it.
        "output_intent": "none",
        "pdf_identifier": identifier.encode(),
        "uncompressed_pdf": True,
        # What goes into the file of a font is said in embedding.py.
        "full_fonts": True,
        "dpi": _FINEST,
    }
    source = weasyprint.HTML(string=html, base_url=_BASE, url_fetcher=_MemoryFetcher(pictures))
    try:
        document = source.render(
            font_config=sheet.font_configuration, stylesheets=[sheet.sheet], **options
        )
        content = document.write_pdf(**options)
    except FatalURLFetchingError as error:
        raise TemplateRuntimeError(str(error.__cause__ or error)) from error
    try:
        return len(document.pages), finish(content, partial(field_font, theme))
    except BrokenForm as error:
        raise TemplateRuntimeError(str(error)) from error
