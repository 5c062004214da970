"""The activity's fields on paper: filled in, saved and read back."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact
from scorm_builder.model import LearningModule
from scorm_builder.printer.field_font import field_font
from scorm_builder.theme import Theme
from tests.tools.pdf import Object, open_pdf, read_tags, to_unicode
from tests.tools.pdf_rules import problems_of
from tests.tools.samples import built, job, module_data
from tests.tools.viewers import (
    READERS,
    Filler,
    Reader,
    fill_with_mupdf,
    fill_with_pdfium,
    fill_with_pypdf,
    value_of,
)

MODULE = "peer-assist"
MULTILINE = 1 << 12
TYPED = "Łukasz, André and Siân – “naïve” café, £5.\nA second line: ½ a day…"
# Letters of Welsh, Polish, Turkish, French, German and Spanish.
ACCENTED = "âêîôûŵŷäëïöüÿáéíóúẃàèìòùẁẅ ŴŶ ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ ğışİŞĞ çœæ ßÄÖÜ ñ¿¡ €£½°±"
NAMES = "Nguyễn Ελένη Ёжуков Ґабор Țîrlea ≥ ≤ → ✓ \u2011\u202f"
SCRIPTS = {
    "ar": "سلام٣؟",
    "ur": "ٹیمہ۴",
    "he": "שלוםֵ",
    "bn": "রোগী৩",
    "pa": "ਮਰੀਜ਼",
    "gu": "દર્દી",
    "hi": "रोगी३",
    "ta": "நோயாளி",
    "ti": "ክንክን",
    "el": "άώς",
    "uk": "їєґ",
}


@pytest.fixture(scope="module")
def handout(artifacts: dict[str, Artifact]) -> bytes:
    """A handout with fields."""
    return artifacts[f"handout/{MODULE}.pdf"].content


def fields_of(pdf: pikepdf.Pdf) -> dict[str, Object]:
    """The fields by their names."""
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def test_the_fields_are_those_of_the_module(
    artifacts: dict[str, Artifact], content: Content
) -> None:
    for name, module in content.modules.items():
        pdf = open_pdf(artifacts[f"handout/{name}.pdf"].content)
        if not isinstance(module, LearningModule):
            assert "/AcroForm" not in pdf.Root
            continue
        found = [
            (key, str(field.TU), int(field.MaxLen), field.FT, str(field.V))
            for key, field in fields_of(pdf).items()
        ]
        assert found == [
            (field.id, field.label, field.max_characters, "/Tx", "")
            for field in module.activity.fields
        ]
        assert all(int(field.Ff) & MULTILINE for field in fields_of(pdf).values())


def test_a_field_is_read_after_its_label(handout: bytes) -> None:
    pdf = open_pdf(handout)
    heard = [
        tag.words() if tag.kind == "P" else tag.fields[0]
        for tag in read_tags(pdf).walk()
        if tag.kind in ("P", "Form")
    ]
    for name, field in fields_of(pdf).items():
        assert heard[heard.index(name) - 1].startswith(str(field.TU))


def test_the_fields_stand_below_each_other(handout: bytes) -> None:
    pdf = open_pdf(handout)
    tops = [float(field.Rect[1]) for field in fields_of(pdf).values()]
    assert tops == sorted(tops, reverse=True)


@pytest.mark.parametrize("fill", [fill_with_pdfium, fill_with_mupdf, fill_with_pypdf])
def test_what_one_program_saves_others_read_and_change(handout: bytes, fill: Filler) -> None:
    name = next(iter(fields_of(open_pdf(handout))))
    saved = fill(handout, name, TYPED)
    assert value_of(saved, name).splitlines() == TYPED.splitlines()
    again = fill_with_pypdf(saved, name, "Draft")
    assert value_of(again, name) == "Draft"


# pypdf breaks no lines.
@pytest.mark.parametrize("fill", [fill_with_pdfium, fill_with_mupdf])
@pytest.mark.parametrize("see", READERS.values(), ids=READERS)
def test_all_that_may_be_typed_is_seen(handout: bytes, fill: Filler, see: Reader) -> None:
    pdf = open_pdf(handout)
    for name, field in fields_of(pdf).items():
        words = [f"{number:03}-word" for number in range(int(field.MaxLen) // 9)]
        seen = see(fill(handout, name, " ".join(words)), name)
        assert list(seen.words) == words


def test_a_filled_handout_keeps_the_rules_and_shows_what_was_typed(handout: bytes) -> None:
    name = next(iter(fields_of(open_pdf(handout))))
    saved = fill_with_pypdf(handout, name, TYPED)
    # It writes a version of its own.
    told = [line for line in problems_of(saved) if not re.search("XMP|version", line)]
    assert told == []
    pdf = open_pdf(saved)
    field = fields_of(pdf)[name]
    (font,) = field.AP.N.Resources.Font.values()
    meanings = to_unicode(font)
    shown = b"".join(
        bytes(part)
        for instruction in pikepdf.parse_content_stream(field.AP.N)
        if str(instruction.operator) in ("TJ", "Tj")
        for part in _strings(instruction.operands)
    )
    glyphs = [int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2)]
    assert "".join(meanings[glyph] for glyph in glyphs) == TYPED.replace("\n", "")


def _strings(operands: Object) -> list[Object]:
    return [
        part
        for operand in operands
        for part in (operand if isinstance(operand, pikepdf.Array) else [operand])
        if isinstance(part, pikepdf.String)
    ]


def test_the_font_of_the_fields_has_the_letters_that_names_need(handout: bytes) -> None:
    pdf = open_pdf(handout)
    font = font_of_fields(pdf)
    (inner,) = font.DescendantFonts
    meanings: dict[int, str] = to_unicode(font)
    assert set(ACCENTED + NAMES) <= set(meanings.values())
    first, widths = inner.W
    assert first == 0
    with TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes())) as program:
        points, order = program.getBestCmap(), program.getGlyphOrder()
        for glyph, letter in meanings.items():
            assert points[ord(letter)] == order[glyph]
            assert widths[glyph] == program["hmtx"][order[glyph]][0]
        assert [order.index(points[ord(letter)]) for letter in "aZ09 é"] == [*map(ord, "aZ09 é")]


def font_of_fields(pdf: pikepdf.Pdf) -> Object:
    """The font in which people type."""
    (font,) = pdf.Root.AcroForm.DR.Font.values()
    return font


@pytest.mark.parametrize(("tag", "letters"), SCRIPTS.items())
def test_the_fields_have_the_letters_of_the_language_and_ascii(
    theme: Theme, tag: str, letters: str
) -> None:
    data = module_data(language=tag, title=letters)
    (artifact,) = built(job(theme, "handout", module=data))
    pdf = open_pdf(artifact.content)
    meanings = {text[0] for text in to_unicode(font_of_fields(pdf)).values()}
    assert set(letters) <= meanings
    assert set(map(chr, range(0x20, 0x7F))) <= meanings
    assert {int(field.get("/Q", 0)) for field in fields_of(pdf).values()} == {
        2 if tag in ("ar", "ur", "he") else 0
    }


def test_in_chinese_a_viewer_is_left_to_find_a_font(theme: Theme) -> None:
    (artifact,) = built(job(theme, "handout", module=module_data(language="zh")))
    with open_pdf(artifact.content) as pdf:
        assert list(pdf.Root.AcroForm.DR.Font.keys()) == ["/Arimo"]


def test_the_font_is_drawn_the_same_each_time(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = field_font(theme, "ar")
    monkeypatch.setattr("scorm_builder.printer.field_font.kept", lambda *made: made[2]())
    assert field_font.__wrapped__(theme, "ar") == first
