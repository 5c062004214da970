"""The quick reference cards: two sides of A6, and sheets of A4 whose backs match their fronts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact, CollectionJob, entry_of
from scorm_builder.jobs.identity import joint_hash
from scorm_builder.model import ALL_CARDS, LearningModule
from scorm_builder.pipeline.plan import plan, plan_collections, still_true
from scorm_builder.theme import Theme
from tests.conftest import MODULES
from tests.languages import artifacts_in
from tests.tools.pdf import Tag, open_pdf, read_tags
from tests.tools.pdf_rules import problems_of
from tests.tools.pictures import difference, is_white, pictures_of
from tests.tools.samples import built, job, module_data

TECHNIQUES = tuple(name for name in MODULES if name != "choosing-tool")
A4, A6 = (210, 297), (105, 148)
POINTS = 72 / 25.4
ON_A_SHEET = 4
DOTS = 2
"""To a millimetre: half a millimetre is the least that matters on a sheet."""
MARGIN = 5
"""What office printers leave white, in millimetres."""
TOP = 0.5
"""Two cards are a millimetre less high than A4: half of it is above them, half below."""


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    boxes = [list(map(float, page.mediabox)) for page in open_pdf(pdf).pages]
    return [(round(right / POINTS, 1), round(top / POINTS, 1)) for _, _, right, top in boxes]


def sides(tags: Tag) -> list[str]:
    """What is read on each page."""
    texts: dict[int, list[str]] = {}
    for tag in tags.walk():
        if tag.mark:
            texts.setdefault(tag.mark[0], []).append(tag.text)
    return [" ".join(" ".join(texts[page]).split()) for page in sorted(texts)]


def without_spaces(text: str) -> str:
    """A text as it is compared: where lines break is not what is meant."""
    return "".join(text.split())


def technique(content: Content, name: str) -> LearningModule:
    """The module of a technique."""
    module = content.modules[name]
    assert isinstance(module, LearningModule)
    return module


@pytest.fixture(scope="session")
def cards(artifacts: dict[str, Artifact]) -> dict[str, bytes]:
    """The card of each technique."""
    return {name: artifacts[f"card/{name}.pdf"].content for name in TECHNIQUES}


@pytest.fixture(scope="session")
def sheets(artifacts: dict[str, Artifact]) -> bytes:
    """The sheets with all of them."""
    return artifacts[f"card/{ALL_CARDS}.pdf"].content


def test_the_techniques_have_cards_and_the_choosing_tool_has_none(
    artifacts: dict[str, Artifact],
) -> None:
    found = {one.module for one in artifacts.values() if one.target == "card"}
    assert found == {*TECHNIQUES, ALL_CARDS}


@pytest.mark.parametrize("name", TECHNIQUES)
def test_is_what_every_pdf_must_be_on_two_sides_of_a6(cards: dict[str, bytes], name: str) -> None:
    assert list(problems_of(cards[name])) == []
    assert sizes(cards[name]) == [A6, A6]


@pytest.mark.parametrize("name", TECHNIQUES)
def test_says_what_it_is_for_in_front_and_how_to_do_it_behind(
    content: Content, cards: dict[str, bytes], name: str
) -> None:
    module = technique(content, name)
    assert content.catalogue is not None
    stage = content.catalogue.stage(module.stage).title
    glance = module.at_a_glance
    expected = [
        [stage, module.title, module.summary, glance.when, *module.benefits],
        [
            stage,
            f"{module.title}: how to do it",
            *(text for step in module.steps for text in (step.title, step.text) if text),
            glance.time,
            glance.people,
            *module.tips[:3],
            f"Version {module.version}, content",
        ],
    ]
    told = sides(read_tags(open_pdf(cards[name])))
    for texts, side in zip(expected, map(without_spaces, told), strict=True):
        places = [side.find(without_spaces(text)) for text in texts]
        assert -1 not in places
        assert places == sorted(places)


def test_shows_the_content_number_of_the_package(
    cards: dict[str, bytes], artifacts: dict[str, Artifact]
) -> None:
    for name, card in cards.items():
        (number,) = re.findall(r"content ([0-9a-f]{12})\b", read_tags(open_pdf(card)).words())
        assert number == artifacts[f"scorm12/{name}.zip"].content_hash


def test_nothing_is_printed_where_printers_leave_white(cards: dict[str, bytes]) -> None:
    for card in cards.values():
        for picture in pictures_of(card, DOTS):
            picture.paste(255, inside(picture.size))
            assert is_white(picture)


def inside(size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A picture without its margin; the last dot of that may be tinged by what is beside it."""
    margin = MARGIN * DOTS - 1
    return margin, margin, size[0] - margin, size[1] - margin


def test_stages_are_told_apart_in_a_grey_print(content: Content, cards: dict[str, bytes]) -> None:
    """By the words, and by the place of the tab that has them: left, middle or right."""
    width = (A6[0] - 2 * MARGIN) / 3
    assert content.catalogue is not None
    stages = [stage.id for stage in content.catalogue.stages]
    for name, card in cards.items():
        for picture in pictures_of(card, DOTS):
            dark = []
            for number in range(len(stages)):
                left = (MARGIN + number * width) * DOTS
                line = picture.crop((int(left) + 6, 11, int(left + width * DOTS) - 6, 12))
                dark.append(not is_white(line))
            assert dark == [stage == technique(content, name).stage for stage in stages]


def test_the_sheets_are_what_every_pdf_must_be(sheets: bytes) -> None:
    assert list(problems_of(sheets)) == []
    assert sizes(sheets) == [A4] * 2 * -(-len(TECHNIQUES) // ON_A_SHEET)
    assert str(open_pdf(sheets).docinfo.Title) == "Quick reference cards"


def place_of(number: int, *, back: bool) -> tuple[int, int, int, int]:
    """Where a card lies on its page, in dots: two in a row, and changed over on the page behind."""
    row, column = divmod(number % ON_A_SHEET, 2)
    column = 1 - column if back else column
    left, top = column * A6[0] * DOTS, round((TOP + row * A6[1]) * DOTS)
    return left, top, left + A6[0] * DOTS, top + A6[1] * DOTS


def test_backs_match_fronts_when_the_paper_is_turned_over(
    cards: dict[str, bytes], sheets: bytes
) -> None:
    alone = [pictures_of(card, DOTS) for card in cards.values()]
    pages = pictures_of(sheets, DOTS)
    for number in range(len(alone)):
        first = 2 * (number // ON_A_SHEET)
        for side in (0, 1):
            page = pages[first + side]
            found = page.crop(place_of(number, back=side == 1)).crop(inside(alone[0][0].size))
            differences: list[float] = [
                difference(found, card[side].crop(inside(card[side].size))) for card in alone
            ]
            assert min(differences) == differences[number] < 4
            assert sorted(differences)[1] > 8
    front, back = place_of(0, back=False), place_of(0, back=True)
    assert (A4[0] * DOTS - front[2], *front[1::2]) == (back[0], *back[1::2])


def test_the_marks_lie_where_the_cards_end(sheets: bytes) -> None:
    """Within the margins of the cards there is nothing else."""
    dots = 10
    page = pictures_of(sheets, dots)[-1]
    across, down = A6[0] * dots, round((TOP + A6[1]) * dots)
    lines = {
        "top": ((0, 0, A4[0] * dots, 50), (across - 1, 0, across + 1, 50)),
        "bottom": ((0, 2920, A4[0] * dots, 2970), (across - 1, 2920, across + 1, 2970)),
        "left": ((0, 0, 49, A4[1] * dots), (0, down - 1, 49, down + 1)),
        "right": ((2051, 0, 2100, A4[1] * dots), (2051, down - 1, 2100, down + 1)),
        "upright": (
            (across - 49, 100, across + 49, 2860),
            (across - 45, down - 45, across + 45, down + 45),
        ),
        "level": (
            (100, down - 49, 2000, down + 49),
            (across - 45, down - 45, across + 45, down + 45),
        ),
    }
    for part, line in lines.values():
        assert painted(page, part) == pytest.approx(line, abs=1)


def test_the_last_sheet_is_filled_with_cards_that_are_not_read_again(
    content: Content, cards: dict[str, bytes], sheets: bytes
) -> None:
    front, back = pictures_of(sheets, DOTS)[-2:]
    again = [pictures_of(card, DOTS) for card in list(cards.values())[:3]]
    for number, card in enumerate(again, start=1):
        for page, side, at in ((front, card[0], False), (back, card[1], True)):
            found = page.crop(place_of(number, back=at)).crop(inside(side.size))
            assert difference(found, side.crop(inside(side.size))) < 4
    titles = [technique(content, name).title for name in TECHNIQUES]
    assert [tag.words() for tag in read_tags(open_pdf(sheets)).find("H1")] == titles


def painted(page: Image.Image, part: tuple[int, int, int, int]) -> tuple[int, ...]:
    """The box around all that is painted in a part of a page."""
    found = page.crop(part).point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert found
    return tuple(at + part[number % 2] for number, at in enumerate(found))


def test_a_sheet_is_read_card_by_card_each_side_under_a_heading_that_names_it(
    content: Content, sheets: bytes
) -> None:
    titles = [technique(content, name).title for name in TECHNIQUES]
    expected = [text for title in titles for text in (title, f"{title}: how to do it")]
    headings = [tag for tag in read_tags(open_pdf(sheets)).walk() if tag.kind in {"H1", "H2"}]
    assert [tag.words() for tag in headings if tag.words() in expected] == expected
    assert [tag.words() for tag in headings if tag.kind == "H1"] == titles


def test_a_sheet_has_each_font_once_and_each_entry_leads_to_its_place(
    cards: dict[str, bytes], sheets: bytes
) -> None:
    pdf = open_pdf(sheets)
    fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
    card = open_pdf(next(iter(cards.values())))
    assert len({font.objgen for font in fonts}) == len(card.pages[0].resources["/Font"])
    with pdf.open_outline() as outline:
        entries = list(outline.root)
    assert [entry.title for entry in entries] == [tag.words() for tag in read_tags(pdf).find("H1")]
    for number, entry in enumerate(entries):
        there: Any = entry.destination
        page, _, left, top, *_ = there
        start_x, start_y, end_x, end_y = (edge / DOTS for edge in place_of(number, back=False))
        assert page.objgen == pdf.pages[2 * (number // ON_A_SHEET)].objgen
        assert start_x < float(left) / POINTS < end_x
        assert start_y < A4[1] - float(top) / POINTS < end_y


def sheet_job(content: Content, theme: Theme, names: tuple[str, ...]) -> tuple[CollectionJob, ...]:
    """The job of the sheets when these modules are built."""
    return plan_collections(content, plan(content, theme, names, ("card",)))


def test_the_sheets_are_made_with_all_techniques_or_not_at_all(
    content: Content, theme: Theme
) -> None:
    for names in (MODULES, TECHNIQUES):
        (work,) = sheet_job(content, theme, names)
        assert (work.target, work.id) == ("card", ALL_CARDS)
        assert tuple(part.module.id for part in work.jobs) == TECHNIQUES
    assert sheet_job(content, theme, TECHNIQUES[1:]) == ()
    tool = {"choosing-tool": content.modules["choosing-tool"]}
    assert sheet_job(replace(content, modules=tool), theme, MODULES[:1]) == ()


def test_earlier_sheets_are_true_until_one_of_the_techniques_changes(
    content: Content, theme: Theme, artifacts: dict[str, Artifact]
) -> None:
    entry = entry_of(artifacts[f"card/{ALL_CARDS}.pdf"])
    (work,) = sheet_job(content, theme, MODULES)
    assert entry.content_hash == joint_hash(work)
    assert still_true([work], content.modules)(entry)
    *others, last = work.jobs
    changed = replace(last, module=last.module.model_copy(update={"version": "9.0.0"}))
    assert not still_true([replace(work, jobs=(*others, changed))], content.modules)(entry)


def test_the_same_bytes_twice(
    content: Content, theme: Theme, cards: dict[str, bytes], sheets: bytes
) -> None:
    (work,) = sheet_job(content, theme, MODULES)
    (artifact,) = built(work)
    assert artifact.content == sheets
    (artifact,) = built(work.jobs[0])
    assert artifact.content == cards[artifact.module]


def card_of(theme: Theme, **changes: Any) -> bytes:
    """The card of the sample module, with some of its keys changed."""
    (artifact,) = built(job(theme, "card", module=module_data(**changes)))
    return artifact.content


def test_long_steps_are_only_named(theme: Theme) -> None:
    steps = [{"title": f"Step {number}", "text": "Word. " * 50} for number in range(1, 10)]
    short, long = (
        sides(read_tags(open_pdf(card_of(theme, steps=s))))[1] for s in (steps[:1] * 2, steps)
    )
    assert "Word." not in long
    assert all(step["title"] in long for step in steps)
    assert "Step 1. Word. Word." not in short


def test_a_link_can_be_read_on_paper(theme: Theme) -> None:
    tips = ["read [the page](https://example.org/page)"]
    card = card_of(theme, tips=tips)
    assert list(problems_of(card)) == []
    assert "(example.org/page)" in sides(read_tags(open_pdf(card)))[1]


def test_a_link_goes_along_onto_the_sheet(theme: Theme) -> None:
    data = module_data(tips=["read [the page](https://example.org/page)"])
    jobs = tuple(job(theme, "card", module={**data, "id": name}) for name in ("one", "two"))
    (sheets,) = built(CollectionJob("card", ALL_CARDS, jobs, jobs[0].location))
    pdf = open_pdf(sheets.content)
    links = [tag for tag in read_tags(pdf).walk() if tag.links]
    assert [list(tag.links) for tag in links] == [["https://example.org/page"]] * 2
    for number, annotation in enumerate(pdf.pages[1].obj.Annots):
        x, y, *_ = (float(edge) / POINTS for edge in annotation.Rect)
        start_x, start_y, end_x, end_y = (edge / DOTS for edge in place_of(number, back=True))
        assert start_x < x < end_x
        assert start_y < A4[1] - y < end_y


@pytest.mark.parametrize("tag", ["ar", "cy"])
def test_other_languages_have_cards_too(tag: str) -> None:
    card = artifacts_in(tag)["card"].content
    assert list(problems_of(card)) == []
    (picture, _) = pictures_of(card, DOTS)
    third = (A6[0] - 2 * MARGIN) / 3
    sides_of_tab = [
        (MARGIN + 3, MARGIN + third - 3),
        (A6[0] - MARGIN - third + 3, A6[0] - MARGIN - 3),
    ]
    dark = [
        not is_white(picture.crop((int(a * DOTS), 11, int(b * DOTS), 12))) for a, b in sides_of_tab
    ]
    assert dark == ([False, True] if tag == "ar" else [True, False])
