"""The handouts of a module in Welsh and one in Arabic: fonts, order and direction."""

from __future__ import annotations

import re

import pikepdf
import pytest

from scorm_builder.jobs import CollectionJob
from scorm_builder.model import ALL_CARDS
from scorm_builder.targets.handout import HandoutTarget
from scorm_builder.theme import Theme
from tests.languages import MODULES, artifacts_in, content_in, known_words, module_in, words_of
from tests.tools.pdf import open_pdf, read_page, read_tags, to_unicode
from tests.tools.pdf_rules import assert_accessible
from tests.tools.samples import built, catalogue_data, job, module_data

FONTS = {
    "ar": {"Arimo", "Arimo-Bold", "Vazirmatn", "Vazirmatn-Bold"},
    "cy": {"Arimo", "Arimo-Bold", "Arimo-Extended", "Arimo-Oblique"},
}


@pytest.fixture(params=MODULES)
def tag(request: pytest.FixtureRequest) -> str:
    """Each language that has a module."""
    return str(request.param)


@pytest.fixture
def pdf(tag: str) -> pikepdf.Pdf:
    """The handout in each language."""
    return open_pdf(artifacts_in(tag)["handout"].content)


def test_is_tagged_archivable_and_complete(tag: str) -> None:
    assert_accessible(artifacts_in(tag)["handout"].content)


def test_is_at_most_two_pages_and_says_its_language(pdf: pikepdf.Pdf, tag: str) -> None:
    assert 1 <= len(pdf.pages) <= 2
    assert pdf.Root.get("/Lang") == tag
    assert pdf.docinfo.get("/Title") == module_in(tag).title


def test_only_the_fonts_of_the_language_are_used_and_all_are_in_the_file(
    pdf: pikepdf.Pdf, tag: str
) -> None:
    names = set()
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            names.add(str(font.BaseFont).partition("+")[2])
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert names <= FONTS[tag]
    assert ("Vazirmatn" in names) == (tag == "ar")


def test_every_glyph_stands_for_the_letters_that_it_shows(pdf: pikepdf.Pdf, tag: str) -> None:
    for page in pdf.pages:
        meanings = {name: to_unicode(font) for name, font in page.Resources.Font.items()}
        for name, glyphs in read_page(page).fonts.items():
            assert glyphs <= set(meanings[name])
            shown = "".join(meanings[name][glyph] for glyph in glyphs)
            # No presentation forms, which are pictures of letters: but viewers turn the letters of
            # lam with alef round, and take its own form for both.
            assert not re.search(r"[\ufb50-\ufdff\ufe70-\ufef4\ufefc-\ufeff\ufffd]", shown)
    words = read_tags(pdf).words()
    texts = [step.title for step in module_in(tag).steps]
    assert [text for text in texts if text not in words] == []


def test_the_text_is_read_in_the_order_of_the_module(pdf: pikepdf.Pdf, tag: str) -> None:
    module = module_in(tag)
    texts = [
        module.title,
        *module.benefits,
        *module.at_a_glance.preparation,
        *(step.title for step in module.steps),
        *module.tips,
        *(field.label for field in module.activity.fields),
        module.links[0].title,
    ]
    words = read_tags(pdf).words()
    places = [words.index(text) for text in texts]
    assert places == sorted(places)


def test_the_page_is_mirrored_where_the_language_is(pdf: pikepdf.Pdf, tag: str) -> None:
    """Of two columns, the first to be read is on the right in Arabic."""
    marks = {tag.words(): tag for tag in read_tags(pdf).find("H2")}
    helps, avoid = (
        ("What helps", "What to avoid") if tag == "ar" else ("Beth sy'n helpu", "Beth i'w osgoi")
    )
    first, second = (place_of(pdf, marks[heading].walk()) for heading in (helps, avoid))
    assert (first > second) == (tag == "ar")


def place_of(pdf: pikepdf.Pdf, tags: object) -> float:
    """How far from the left a text starts."""
    (number, mark), *_ = [tag.mark for tag in tags if tag.mark]  # type: ignore[attr-defined]
    open_marks: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(pdf.pages[number]):
        operands, operator = list(instruction.operands), str(instruction.operator)
        if operator in ("BDC", "BMC"):
            open_marks.append(int(operands[1].MCID) if len(operands) > 1 else None)
        elif operator == "EMC":
            open_marks.pop()
        elif operator == "Tm" and mark in open_marks:
            return float(operands[4])
    raise AssertionError(f"no text has the mark {mark}")


def test_the_handout_in_welsh_says_nothing_in_another_language() -> None:
    pdf = open_pdf(artifacts_in("cy")["handout"].content)
    text = re.sub(r"\S+\.org\S*", "", read_tags(pdf).words())
    # Single letters name the answers to choose from.
    assert words_of(text) - known_words("cy") - set("abcdefghi") == set()


def test_the_catalogue_may_be_in_another_language() -> None:
    catalogue = content_in("ar").catalogue
    assert catalogue is not None
    assert catalogue.language == "en-GB"
    tags = read_tags(open_pdf(artifacts_in("ar")["handout"].content))
    assert {tag.language for tag in tags.walk()} == {"", "en-GB"}
    in_english = [tag.words() for tag in tags.walk() if tag.language == "en-GB"]
    assert any(catalogue.programme.disclaimer in words for words in in_english)
    assert not re.search("[\u0600-\u06ff]", "".join(in_english))


def test_a_sheet_with_cards_in_several_languages_says_which_is_which(theme: Theme) -> None:
    data = module_data(id="cymorth", language="cy", title="Cymorth gan gymheiriaid")
    jobs = (job(theme, "card"), job(theme, "card", module=data))
    (sheet,) = built(CollectionJob("card", ALL_CARDS, jobs, jobs[0].location))
    tags = read_tags(open_pdf(sheet.content))
    assert_accessible(sheet.content)
    in_welsh = [tag for tag in tags.walk() if tag.language == "cy"]
    [(title, how_to)] = [(tag.find("H1")[0], tag.find("H2")) for tag in in_welsh]
    assert title.words() == "Cymorth gan gymheiriaid"
    assert "Cymorth gan gymheiriaid: sut i'w wneud" in [heading.words() for heading in how_to]


def test_letters_are_looked_for_in_the_fonts_of_the_language_alone(theme: Theme) -> None:
    """Arabic letters would be drawn in an English handout by whatever font the machine has."""
    data = module_data(summary="مساعدة")
    work = job(theme, "handout", module=data, catalogue=catalogue_data())
    artifact, problems = HandoutTarget().build(work)
    assert artifact is None
    (problem,) = problems
    assert problem.code == "OUT-002"
    assert problem.message.startswith("summary: Arabic letters that cannot be printed here: 'م'")
    assert "a module of their own" in problem.help
    work = job(theme, "handout", module={**data, "language": "ar"}, catalogue=catalogue_data())
    artifact, problems = HandoutTarget().build(work)
    assert problems == ()
    assert artifact is not None
