"""What people type into handouts, in the programs that they use, and who sees it.

What was seen is compared with the table of docs/reference/pdf-viewers.md; UPDATE_EXPECTED=1 writes
it anew.
"""

from __future__ import annotations

import base64
import io
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import pymupdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps, ImageStat
from playwright.sync_api import Browser, Page

from scorm_builder.printer.fonts import fonts_for
from scorm_builder.targets.handout import HandoutTarget
from scorm_builder.theme import Theme
from scorm_builder.theme.translations import language
from tests.conftest import ROOT
from tests.tools.browser import LIBRARIES, serving
from tests.tools.modules import DRAWING
from tests.tools.pdf import open_pdf
from tests.tools.samples import built, job, module_data, updating
from tests.tools.tables import row
from tests.tools.viewers import READERS, Filler, Refused, Seen, fillers, value_of

PAGE = ROOT / "docs" / "reference" / "pdf-viewers.md"
HEADING = "\n## Who shows what\n\n"
TABLE = (row("script", "filled in with", "PDFium", "MuPDF", "value"), row(*["---"] * 5))
SIZE = (192, 32)
SEEN, NOT, REFUSED = "seen", "not", "refused"
APART, TURNED = "partly: letters apart", "partly: from left to right"
COPIED = "seen, copied otherwise"


# What pdf.js hands to Firefox of each figure: its description, and the words that lie in it.
FIGURES = """async (content) => {
  const pdfjs = await import("/lib/pdfjs-dist/build/pdf.mjs");
  pdfjs.GlobalWorkerOptions.workerSrc = "/lib/pdfjs-dist/build/pdf.worker.mjs";
  const data = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const pdf = await pdfjs.getDocument({ data }).promise;
  const found = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const words = new Map();
    const open = [];
    for (const item of items) {
      if (item.type?.startsWith("begin")) open.push(item.id);
      else if (item.type === "endMarkedContent") open.pop();
      else for (const id of open) words.set(id, (words.get(id) ?? "") + item.str);
    }
    const walk = (node) => {
      const ids = (node.children ?? []).map((child) => child.id);
      const text = ids.map((id) => words.get(id) ?? "").join("").trim();
      if (node.role === "Figure") found.push({ alt: node.alt, words: text });
      node.children?.forEach(walk);
    };
    walk(await page.getStructTree());
  }
  return found;
}"""


@dataclass(frozen=True)
class Sample:
    """What is typed: a few words whose look is judged, and a text whose words are.

    `is_set` is true where letters do not simply stand one after the other from left to right;
    `joins`, where they change with their neighbours.
    """

    tag: str
    look: str
    text: str
    is_set: bool = False
    joins: bool = False


SAMPLES = {
    "English": Sample("en-GB", "Siân", "Siân – “naïve” café, £5: ½ a day"),
    "Latin": Sample("en-GB", "Łukasz ŵŷ", "Łukasz ŵyth ŷd, “naïve” café: £5 ½ Nguyễn"),
    "Greek": Sample("en-GB", "Ελένη", "Ελένη 123 Ward 7"),
    "Cyrillic": Sample("en-GB", "Жуков", "Жуков 123 Ward 7"),
    "Hebrew": Sample("he", "שלום עולם", "שלום עולם 123 Ward 7", is_set=True),
    "Arabic": Sample("ar", "سلام محمد", "سلام محمد 123 Ward 7", is_set=True, joins=True),
    "Urdu": Sample("ur", "مریض ٹیم", "مریض ٹیم 123 Ward 7", is_set=True, joins=True),
    "Devanagari": Sample("hi", "किताब क्षेत्र", "किताब क्षेत्र 123 Ward 7", is_set=True, joins=True),
    "Bengali": Sample("bn", "কি ক্ষেত্রে", "কি ক্ষেত্রে 123 Ward 7", is_set=True, joins=True),
}


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page in which libraries of npm can be imported."""
    with serving((), tmp_path_factory.mktemp("lib")) as address:
        context = browser.new_context()
        opened = context.new_page()
        opened.goto(f"{address}/lib/pdf-lib/package.json")
        yield opened
        context.close()


@cache
def handout(theme: Theme, tag: str) -> tuple[bytes, str]:
    """A handout in a language, and the name of its first field."""
    work = job(theme, "handout", module=module_data(language=tag))
    artifact, _ = HandoutTarget().build(work)
    assert artifact is not None
    with open_pdf(artifact.content) as pdf:
        return artifact.content, str(pdf.Root.AcroForm.Fields[0].T)


def ink(picture: Image.Image) -> Image.Image | None:
    """What is drawn in a picture, in one size; None when that is nothing."""
    drawn = ImageOps.invert(picture)
    box = drawn.point(lambda value: 255 * (value > 100)).getbbox()
    if box is None:
        return None
    return drawn.crop(box).resize(SIZE).filter(ImageFilter.GaussianBlur(1))


@cache
def drawn(theme: Theme, sample: Sample, text: str, *, shaped: bool) -> Image.Image:
    """Words as they are written, or letter by letter from left to right."""
    layout = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    needed = {*map(ord, sample.look)} - {ord(" ")}
    file = next(
        file
        for file in fonts_for(theme, sample.tag)
        if needed <= TTFont(io.BytesIO(file)).getBestCmap().keys()
    )
    font = ImageFont.truetype(io.BytesIO(file), 60, layout_engine=layout)
    picture = Image.new("L", (1200, 200), 255)
    ImageDraw.Draw(picture).text((40, 40), text, 0, font)
    found = ink(picture)
    assert found is not None
    return found


def look_of(theme: Theme, sample: Sample, picture: Image.Image) -> str:
    """Of the ways in which words can be drawn, that which a picture is most like."""
    found = ink(picture)
    if found is None:
        return NOT
    ways: dict[str, Image.Image] = {}
    is_turned = language(sample.tag).direction == "rtl"
    if sample.is_set:
        ways[SEEN] = drawn(theme, sample, sample.look, shaped=True)
        if sample.joins:
            in_order = sample.look[::-1] if is_turned else sample.look
            ways[APART] = drawn(theme, sample, in_order, shaped=False)
        if is_turned:
            ways[TURNED] = drawn(theme, sample, sample.look, shaped=False)
    far = {
        way: ImageStat.Stat(ImageChops.difference(found, one)).mean[0] for way, one in ways.items()
    }
    return min(far, key=lambda way: far[way], default=SEEN)


def plain(text: str) -> str:
    """Text as it is compared: without forms of letters, nor what is not seen."""
    letters = unicodedata.normalize("NFKC", text)
    return "".join(one for one in letters if unicodedata.category(one) != "Cf")


def told(theme: Theme, sample: Sample, look: Seen, text: Seen) -> str:
    """What of a sample is seen in a reader."""
    way = look_of(theme, sample, look.picture)
    found, wanted = plain(" ".join(text.words)).split(), plain(sample.text).split()
    if way != SEEN or sorted(found) == sorted(wanted):
        return way
    if sample.is_set:
        return COPIED
    return "partly: without " + " ".join(sorted({*"".join(wanted)} - {*"".join(found)}))


# MuPDF sets these in a font that it does not put into the file.
_IN_NO_FONT = {("Greek", "MuPDF"), ("Cyrillic", "MuPDF")}


def row_of(theme: Theme, script: str, filler: str, fill: Filler) -> str:
    """What is seen of a sample that one program has saved."""
    sample = SAMPLES[script]
    content, name = handout(theme, sample.tag)
    try:
        look, text = (fill(content, name, typed) for typed in (sample.look, sample.text))
    except Refused:
        return row(script, filler, *[REFUSED] * (len(READERS) + 1))
    cells = [told(theme, sample, see(look, name), see(text, name)) for see in READERS.values()]
    if (script, filler) in _IN_NO_FONT:
        cells[0] = "as the machine's fonts are"
    value = "whole" if value_of(text, name) == sample.text else "changed"
    return row(script, filler, *cells, value)


def test_firefox_reads_a_figure_once(theme: Theme, page: Page) -> None:
    figure = {"file": "d.svg", "alternative": "What is drawn."}
    data = module_data(diagram=figure)
    (artifact,) = built(job(theme, "handout", module=data, pictures={"d.svg": DRAWING}))
    figures = page.evaluate(FIGURES, base64.b64encode(artifact.content).decode())
    assert figures == [{"alt": "What is drawn.", "words": ""}]


def test_what_is_typed_is_seen_as_the_table_says(theme: Theme, page: Page) -> None:
    rows = [
        row_of(theme, script, filler, fill)
        for script in SAMPLES
        for filler, fill in fillers(page).items()
    ]
    libraries = json.loads((LIBRARIES.parent / "package-lock.json").read_text())["packages"]
    pdfium = str(pypdfium2.PDFIUM_INFO).partition("@")[0]
    versions = [
        f"PDFium {pdfium} (pypdfium2 {version('pypdfium2')})",
        f"MuPDF {pymupdf.mupdf_version} (PyMuPDF {version('pymupdf')})",
        f"pypdf {version('pypdf')}",
        *(
            f"{name} {libraries[f'node_modules/{package}']['version']}"
            for name, package in (("pdf.js", "pdfjs-dist"), ("pdf-lib", "pdf-lib"))
        ),
    ]
    made = f"Seen with {', '.join(versions[:2])},\n{', '.join(versions[2:])}.\n\n"
    made += "\n".join([*TABLE, *rows]) + "\n"
    before, heading, after = PAGE.read_text(encoding="utf-8").partition(HEADING)
    assert heading
    if updating():
        PAGE.write_text(before + heading + made, encoding="utf-8")
    else:
        assert after == made
