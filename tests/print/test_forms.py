"""The activity's fields on paper: filled in, saved and read back."""

from __future__ import annotations

import io
import logging
import re

import pikepdf
import pypdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf.form import ExtendedAppearanceStreamGenerator, Form

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact
from scorm_builder.model import LearningModule
from tests.languages import artifacts_in
from tests.tools.pdf import Object, open_pdf, read_tags, to_unicode
from tests.tools.pdf_rules import problems_of

MODULE = "peer-assist"
MULTILINE = 1 << 12
TYPED = "Łukasz, André and Siân – “naïve” café, £5.\nA second line: ½ a day…"
# Letters of Welsh, Polish, Turkish, French, German and Spanish.
ACCENTED = "âêîôûŵŷäëïöüÿáéíóúẃàèìòùẁẅ ŴŶ ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ ğışİŞĞ çœæ ßÄÖÜ ñ¿¡ €£½°±"


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


def filled_by_pikepdf(content: bytes, text: str) -> bytes:
    """A handout whose first field was filled in, as pikepdf saves it."""
    saved = io.BytesIO()
    with open_pdf(content) as pdf:
        form = Form(pdf, ExtendedAppearanceStreamGenerator)
        form[next(iter(fields_of(pdf)))].value = text
        pdf.save(saved)
    return saved.getvalue()


def filled_by_pypdf(content: bytes, text: str) -> bytes:
    """A handout whose first field was filled in, as pypdf saves it."""
    # It has no name for a few letters of the font, and says so.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    name = next(iter(fields_of(open_pdf(content))))
    for page in writer.pages:
        if any(note.get_object().get("/T") == name for note in page.get("/Annots", ())):
            writer.update_page_form_field_values(page, {name: text}, auto_regenerate=False)
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def test_what_one_library_saves_the_other_reads(handout: bytes) -> None:
    name = next(iter(fields_of(open_pdf(handout))))
    by_pikepdf = pypdf.PdfReader(io.BytesIO(filled_by_pikepdf(handout, TYPED)))
    assert by_pikepdf.get_form_text_fields()[name] == TYPED
    with open_pdf(filled_by_pypdf(handout, TYPED)) as pdf:
        assert str(fields_of(pdf)[name].V) == TYPED
    with open_pdf(filled_by_pikepdf(filled_by_pypdf(handout, "Draft"), TYPED)) as pdf:
        assert str(fields_of(pdf)[name].V) == TYPED


def test_a_filled_handout_keeps_the_rules_and_shows_what_was_typed(handout: bytes) -> None:
    saved = filled_by_pikepdf(handout, TYPED)
    problems = [line for line in problems_of(saved) if "XMP" not in line]
    assert problems == []
    pdf = open_pdf(saved)
    field = next(iter(fields_of(pdf).values()))
    (font,) = field.AP.N.Resources.Font.values()
    meanings = to_unicode(font)
    shown = b"".join(
        bytes(part)
        for instruction in pikepdf.parse_content_stream(field.AP.N)
        if str(instruction.operator) in ("TJ", "Tj")
        for part in _strings(instruction.operands)
    )
    assert "".join(meanings[code] for code in shown) == TYPED.replace("\n", "")


def _strings(operands: Object) -> list[Object]:
    return [
        part
        for operand in operands
        for part in (operand if isinstance(operand, pikepdf.Array) else [operand])
        if isinstance(part, pikepdf.String)
    ]


def test_the_font_of_the_fields_has_the_letters_that_names_need(handout: bytes) -> None:
    pdf = open_pdf(handout)
    (font,) = pdf.Root.AcroForm.DR.Font.values()
    meanings: dict[int, str] = to_unicode(font)
    assert set(ACCENTED) <= set(meanings.values())
    with TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes())) as program:
        points = program.getBestCmap()
        units = program["head"].unitsPerEm
        for code, letter in meanings.items():
            if letter not in "\xa0\xad":
                width = program["hmtx"][points[ord(letter)]][0] * 1000 / units
                assert float(font.Widths[code - int(font.FirstChar)]) == pytest.approx(width, abs=1)


def test_the_fields_in_arabic_have_a_font_with_its_letters() -> None:
    pdf = open_pdf(artifacts_in("ar")["handout"].content)
    (font,) = pdf.Root.AcroForm.DR.Font.values()
    assert {int(field.Q) for field in fields_of(pdf).values()} == {2}
    assert re.search("Vazirmatn", str(font.BaseFont))
    assert "م" in to_unicode(font).values()
