"""HTML -> PDF: WeasyPrint with a theme's fonts and print style.

Importing this module needs Pango; without it the import raises OSError.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pikepdf
import weasyprint
from fontTools.ttLib import TTFont
from jinja2 import TemplateRuntimeError
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from scorm_builder.theme import Theme

# Feature, types of lookups (OpenType, GSUB): the last form of a letter that joins its neighbours.
_JOINING = "fina"
_SINGLE, _LIGATURE = 1, 4
_PRESENTATION_FORMS = range(0xFB50, 0xFEFD)
_MOST_IN_A_BLOCK = 100

# Never requested: relative addresses need a base that urljoin knows, and .invalid has no host.
_BASE = "https://handout.invalid/"
_NO_MEANING = re.compile(rb"(<[0-9a-f]{4}> )<(0000|feff|fffe)>")


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
    """Style sheets as one, with their fonts, set up once a process.

    A fresh font configuration for each document would leak memory and parse the fonts again.
    """

    def __init__(self, theme: Theme, names: tuple[str, ...]) -> None:
        self.font_configuration = FontConfiguration()
        self.sheet = weasyprint.CSS(
            string="".join(theme.templates[name] for name in names),
            base_url=_BASE,
            url_fetcher=_MemoryFetcher(theme.assets),
            font_config=self.font_configuration,
        )


@lru_cache(maxsize=8)
def _style(theme: Theme, names: tuple[str, ...]) -> _Style:
    return _Style(theme, names)


def print_pdf(
    html: str,
    *,
    theme: Theme,
    styles: tuple[str, ...],
    pictures: Mapping[str, bytes],
    identifier: str,
) -> tuple[int, bytes]:
    """The number of pages, and the bytes of a tagged PDF/UA-1.

    `styles` names style sheets of the theme; `pictures` maps the addresses in the HTML to bytes;
    `identifier` goes into the file's id. The bytes depend on nothing but the arguments, the pinned
    libraries and the system's Pango and HarfBuzz, which set the text. Raises TemplateRuntimeError
    for an address that is none of these.
    """
    sheet = _style(theme, styles)
    options = {
        "pdf_variant": "pdf/ua-1",
        "pdf_tags": True,
        "pdf_identifier": identifier.encode(),
        "uncompressed_pdf": True,
        # Whole fonts: whether a subset is cut by HarfBuzz or by fontTools hangs on the machine.
        "full_fonts": True,
    }
    source = weasyprint.HTML(string=html, base_url=_BASE, url_fetcher=_MemoryFetcher(pictures))
    try:
        document = source.render(
            font_config=sheet.font_configuration, stylesheets=[sheet.sheet], **options
        )
        content = document.write_pdf(**options)
    except FatalURLFetchingError as error:
        raise TemplateRuntimeError(str(error.__cause__ or error)) from error
    return len(document.pages), _compress(content)


def _compress(raw: bytes) -> bytes:
    """The same PDF in fewer bytes.

    pikepdf brings its own pinned zlib; the machine's would make other bytes elsewhere.
    """
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        _name_joined_letters(pdf)
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream) and b"begincmap" in stream.read_raw_bytes():
                # A glyph without a meaning is a replacement character (PDF/UA-1, 7.21.7).
                stream.write(_NO_MEANING.sub(rb"\1<fffd>", stream.read_raw_bytes()))
        pdf.save(
            packed,
            deterministic_id=True,
            compress_streams=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return packed.getvalue()


def _name_joined_letters(pdf: pikepdf.Pdf) -> None:
    """Says what letter each joined form stands for, so that a screen reader can read the words.

    WeasyPrint names only the glyphs of a whole font that a character has for itself. In Arabic
    most of a word would be missing.
    """
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
            descriptor = font.DescendantFonts[0].FontDescriptor
            texts = _texts_of_glyphs(descriptor.FontFile2.read_bytes())
            if texts:
                font.ToUnicode.write(_character_map(texts))


@lru_cache(maxsize=8)
def _texts_of_glyphs(font_file: bytes) -> Mapping[int, str]:
    """What each glyph of a font with joining letters stands for; empty for any other font."""
    with TTFont(io.BytesIO(font_file)) as font:
        table = font["GSUB"].table if "GSUB" in font else None
        if not table or _JOINING not in {r.FeatureTag for r in table.FeatureList.FeatureRecord}:
            return {}
        texts: dict[str, str] = {}
        for point, name in sorted(font.getBestCmap().items()):
            letter = chr(point)
            if point in _PRESENTATION_FORMS:
                letter = unicodedata.normalize("NFKC", letter)
            texts.setdefault(name, letter)
        known = 0
        while len(texts) > known:
            known = len(texts)
            for lookup in table.LookupList.Lookup:
                for part in lookup.SubTable:
                    _follow(getattr(part, "ExtSubTable", part), texts)
        return {font.getGlyphID(name): text for name, text in texts.items()}


def _follow(substitution: Any, texts: dict[str, str]) -> None:
    """Adds the glyphs that a table of the font puts in the place of known ones."""
    if substitution.LookupType == _SINGLE:
        for name, replacement in substitution.mapping.items():
            if name in texts:
                texts.setdefault(replacement, texts[name])
    elif substitution.LookupType == _LIGATURE:
        for first, ligatures in substitution.ligatures.items():
            for ligature in ligatures:
                parts = (first, *ligature.Component)
                if all(part in texts for part in parts):
                    texts.setdefault(ligature.LigGlyph, "".join(map(texts.__getitem__, parts)))


def _character_map(texts: Mapping[int, str]) -> bytes:
    """A CMap from two-byte glyph numbers to text (PDF 32000-1, 9.10.3)."""
    lines = [
        f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(texts.items())
    ]
    blocks = [
        lines[start : start + _MOST_IN_A_BLOCK] for start in range(0, len(lines), _MOST_IN_A_BLOCK)
    ]
    parts = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    for block in blocks:
        parts += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    parts += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(parts).encode("ascii")
