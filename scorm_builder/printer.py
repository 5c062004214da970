"""HTML -> PDF: WeasyPrint with a theme's fonts and print style.

Importing this module needs Pango; without it the import raises OSError.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pikepdf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from scorm_builder.theme import Theme

# Never requested: relative addresses need a base that urljoin knows, and .invalid has no host.
_BASE = "https://handout.invalid/"


class _MemoryFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Serves files from memory, and nothing else: no disk, no network."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=["https"], fail_on_errors=True)
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        name = url.removeprefix(_BASE)
        if not url.startswith(_BASE) or name not in self._files:
            raise ValueError(f"{url} is not part of the module or the theme")
        return URLFetcherResponse(url, self._files[name])


class _Style:
    """A style sheet with its fonts, set up once a process.

    A fresh font configuration for each document would leak memory and parse the fonts again.
    """

    def __init__(self, theme: Theme, name: str) -> None:
        self.font_configuration = FontConfiguration()
        self.sheet = weasyprint.CSS(
            string=theme.templates[name],
            base_url=_BASE,
            url_fetcher=_MemoryFetcher(theme.assets),
            font_config=self.font_configuration,
        )


@lru_cache(maxsize=8)
def _style(theme: Theme, name: str) -> _Style:
    return _Style(theme, name)


def print_pdf(
    html: str, *, theme: Theme, style: str, pictures: Mapping[str, bytes], identifier: str
) -> tuple[int, bytes]:
    """The number of pages, and the bytes of a tagged PDF/UA-1.

    `style` names a style sheet of the theme; `pictures` maps the addresses in the HTML to bytes;
    `identifier` goes into the file's id. The bytes depend on nothing but the arguments, the pinned
    libraries and the system's Pango and HarfBuzz, which set the text.
    """
    sheet = _style(theme, style)
    options = {
        "pdf_variant": "pdf/ua-1",
        "pdf_tags": True,
        "pdf_identifier": identifier.encode(),
        "uncompressed_pdf": True,
        # Whole fonts: whether a subset is cut by HarfBuzz or by fontTools hangs on the machine.
        "full_fonts": True,
    }
    document = weasyprint.HTML(
        string=html, base_url=_BASE, url_fetcher=_MemoryFetcher(pictures)
    ).render(font_config=sheet.font_configuration, stylesheets=[sheet.sheet], **options)
    return len(document.pages), _compress(document.write_pdf(**options))


def _compress(raw: bytes) -> bytes:
    """The same PDF in fewer bytes.

    pikepdf brings its own pinned zlib; the machine's would make other bytes elsewhere.
    """
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        pdf.save(
            packed,
            deterministic_id=True,
            compress_streams=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return packed.getvalue()
