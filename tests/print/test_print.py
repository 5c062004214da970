"""The handouts: what every PDF must be, one sheet of paper, and what the module says."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact
from scorm_builder.model import LearningModule
from scorm_builder.pipeline.plan import plan
from scorm_builder.theme import Theme
from tests.conftest import MODULES
from tests.tools.modules import CLIPS, DRAWING, EVERY_KIND, full_module
from tests.tools.pdf import Object, Tag, open_pdf, read_tags
from tests.tools.pdf_rules import problems_of
from tests.tools.pictures import picture
from tests.tools.samples import built, job, module_data

FULL = "full"
A4 = (595.28, 841.89)
ADDRESS = "https://example.org/" + "a-page-with-a-very-long-name/" * 10


def full_handout(theme: Theme, step: bytes | None = None) -> bytes:
    """The handout of a module with every part: pictures, Markdown, a long address."""
    data = full_module()
    data["language"] = "en-GB"
    data["introduction"] = "With *emphasis*, `code` and a [link](https://example.org/linked)."
    data["links"][0]["address"] = ADDRESS
    pictures = {
        "step.png": step or picture("PNG", (300, 200)),
        "example.jpg": picture("JPEG", (9, 9)),
        "clip.png": picture("PNG", (9, 9)),
        "diagram.svg": DRAWING,
    }
    work = replace(job(theme, module=data, pictures=pictures), targets=("handout",), clips=CLIPS)
    (artifact,) = built(work)
    return artifact.content


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photo_is_as_fine_as_a_printer_needs(theme: Theme, kind: str) -> None:
    """A step's picture is at most 50 mm high: 394 pixels at 200 to the inch."""
    pdf = open_pdf(full_handout(theme, picture(kind, (2400, 1600), "RGB")))
    images = [one for one in pdf.objects if getattr(one, "Subtype", None) == "/Image"]
    assert [(int(one.Width), int(one.Height)) for one in images] == [(591, 394)]


@pytest.fixture(scope="session")
def handouts(theme: Theme, artifacts: dict[str, Artifact]) -> dict[str, bytes]:
    """The handouts of the project, and one with every part that a module can have."""
    found = {name: artifacts[f"handout/{name}.pdf"].content for name in MODULES}
    return {**found, FULL: full_handout(theme)}


@pytest.fixture(params=[*MODULES, FULL])
def name(request: pytest.FixtureRequest) -> str:
    """The name of each handout."""
    return str(request.param)


@pytest.fixture
def pdf(name: str, handouts: dict[str, bytes]) -> pikepdf.Pdf:
    """Each handout."""
    return open_pdf(handouts[name])


@pytest.fixture
def tags(pdf: pikepdf.Pdf) -> Tag:
    """The structure of each handout."""
    return read_tags(pdf)


def without_spaces(text: str) -> str:
    """A text as it is compared: where lines break is not what is meant."""
    return "".join(text.split())


def fonts_of(pdf: pikepdf.Pdf) -> dict[str, Object]:
    """All fonts by the name that pages give them."""
    return {name: font for page in pdf.pages for name, font in page.Resources.Font.items()}


def test_every_pdf_is_tagged_archivable_and_complete(artifacts: dict[str, Artifact]) -> None:
    for path, artifact in artifacts.items():
        if path.endswith(".pdf"):
            assert list(problems_of(artifact.content)) == [], path


def test_is_one_sheet_of_a4(pdf: pikepdf.Pdf) -> None:
    assert 1 <= len(pdf.pages) <= 2
    for page in pdf.pages:
        left, bottom, right, top = map(float, page.mediabox)
        assert (left, bottom) == (0, 0)
        assert (right, top) == pytest.approx(A4, abs=0.1)


def test_its_properties_are_those_of_the_module(
    content: Content, handouts: dict[str, bytes]
) -> None:
    for name, module in content.modules.items():
        pdf = open_pdf(handouts[name])
        assert str(pdf.docinfo.Title) == module.title
        assert str(pdf.docinfo.Subject) == module.summary
        assert str(pdf.docinfo.CreationDate).startswith(f"D:{module.reviewed:%Y%m%d}")


def test_a_picture_is_a_figure(handouts: dict[str, bytes]) -> None:
    figures = read_tags(open_pdf(handouts[FULL])).find("Figure")
    assert [figure.alternative for figure in figures] == ["Two people talk.", "A step."]


def test_the_tables_have_the_headers_that_they_show(tags: Tag, name: str) -> None:
    (first, *others) = [[c.kind for c in row.tags] for row in tags.find("TR")]
    if name == "choosing-tool":
        # The decision chart: for each stage a row of headings, then a technique in each row.
        assert first == ["TH"] * 4
        assert {tuple(kinds) for kinds in others} == {tuple(first), ("TD", "TH", "TD", "TD")}
        assert others.count(first) == 2
    else:
        assert [first, *others] == [["TH", "TD"]] * 3


def test_every_address_can_be_read_on_paper(tags: Tag) -> None:
    text = without_spaces(tags.words())
    for tag in tags.find("Link"):
        for address in tag.links:
            assert address.removeprefix("https://") in text


def test_only_arimo_is_used_and_all_of_it_is_in_the_file(pdf: pikepdf.Pdf) -> None:
    for font in fonts_of(pdf).values():
        assert re.fullmatch(r"/[A-Z]{6}\+Arimo(-Bold)?(-Oblique)?", str(font.BaseFont))
        (descendant,) = font.DescendantFonts
        assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())


def test_the_package_and_the_handout_share_one_hash(
    artifacts: dict[str, Artifact], handouts: dict[str, bytes]
) -> None:
    for name in MODULES:
        words = read_tags(open_pdf(handouts[name])).words()
        (printed,) = re.findall(r"content ([0-9a-f]{12})\b", words)
        assert printed == artifacts[f"handout/{name}.pdf"].content_hash
        with zipfile.ZipFile(io.BytesIO(artifacts[f"scorm12/{name}.zip"].content)) as package:
            assert printed in package.read("index.html").decode()


@pytest.mark.parametrize("name", MODULES)
def test_says_what_the_module_says(content: Content, handouts: dict[str, bytes], name: str) -> None:
    module = content.modules[name]
    words = without_spaces(read_tags(open_pdf(handouts[name])).words())
    expected = [module.title, *(link.title for link in module.links)]
    if isinstance(module, LearningModule):
        data = module.questions[0].model_dump(mode="json")
        expected += [
            module.summary,
            *(step.title for step in module.steps),
            *(option["text"] for option in data.get("options", ())),
            *(field.label for field in module.activity.fields),
            *(
                [f"{module.completion.mastery_score} out of 100"]
                if module.completion.scored
                else []
            ),
        ]
    else:
        expected += [answer.chart for answer in module.goal.answers]
        expected += [content.modules[row.module].title for row in module.techniques]
        expected += [row.choose_when for row in module.techniques]
    assert [text for text in expected if without_spaces(text) not in words] == []


def test_the_decision_chart_is_one_sheet(handouts: dict[str, bytes]) -> None:
    assert len(open_pdf(handouts["choosing-tool"]).pages) == 2


def test_nothing_is_printed_in_letters_that_are_too_small(handouts: dict[str, bytes]) -> None:
    """Guidance on clear print asks for 12 points; ours are 11, and 9 where it is not the text."""
    for name in MODULES:
        handout = handouts[name]
        sizes = Counter(size for page in open_pdf(handout).pages for size in sizes_of(page))
        assert min(sizes) >= 9
        assert sizes.most_common(1)[0][0] >= 11


def sizes_of(page: pikepdf.Page) -> Iterator[float]:
    """The size of each glyph of a page in points; those of pictures are left out."""
    scale, size, inside = 0.75, 0.0, 0
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "BDC":
            inside = inside + 1 if inside or str(operands[0]) == "/Figure" else 0
        elif operator == "EMC":
            inside = max(0, inside - 1)
        elif operator == "Tf":
            size = float(operands[1]) * scale
        elif operator == "TJ" and not inside:
            parts = [part for part in operands[0] if isinstance(part, pikepdf.String)]
            yield from [round(size, 2)] * (sum(len(bytes(part)) for part in parts) // 2)


def test_the_right_answers_are_given_by_letter(
    content: Content, handouts: dict[str, bytes]
) -> None:
    for name, module in content.modules.items():
        if not isinstance(module, LearningModule):
            continue
        words = read_tags(open_pdf(handouts[name])).words()
        options = module.questions[0].model_dump().get("options", ())
        right = ["ABCDEFGHI"[i] for i, option in enumerate(options) if option["correct"]]
        label = "Good answer" if len(right) == 1 else "Good answers"
        assert f"{label}: {', '.join(right)}." in words, name


KINDS: dict[str, tuple[str, ...]] = {
    "several": ("A. A", "B. B", "C. C", "Good answers: A, B."),
    "truth": ("Answer: True.",),
    "pairs": ("1. Prompt 1", "2. Prompt 2", "A. Match 2", "B. Match 1", "Pairs: 1B, 2A."),
    "order": ("First", "Second", "Third", "Right order: "),
    "words": ("What now?",),
}


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: str(question["kind"]))
def test_every_kind_of_question_can_be_printed(theme: Theme, question: dict[str, Any]) -> None:
    data = module_data(questions=[question])
    (artifact,) = built(replace(job(theme, module=data), targets=("handout",)))
    words = read_tags(open_pdf(artifact.content)).words()
    for expected in KINDS[question["id"]]:
        assert without_spaces(expected) in without_spaces(words)


def test_no_heading_is_left_at_the_end_of_a_page_and_no_step_is_split(tags: Tag) -> None:
    order = [tag.mark for tag in tags.walk() if tag.mark]
    for heading in tags.find("H2", "H3"):
        last = max(order.index(tag.mark) for tag in heading.walk() if tag.mark)
        assert order[last][0] == order[min(last + 1, len(order) - 1)][0], heading.words()
    for item in tags.find("LI"):
        if item.find("H3"):
            assert len({tag.mark[0] for tag in item.walk() if tag.mark}) == 1, item.words()


def test_the_footer_is_not_read_aloud(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        assert b"/Pagination" in page.Contents.read_bytes()


def test_the_same_bytes_twice(content: Content, theme: Theme, handouts: dict[str, bytes]) -> None:
    assert full_handout(theme) == handouts[FULL]
    for work in plan(content, theme, MODULES[:1], ("handout",)):
        (artifact,) = built(work)
        assert artifact.content == handouts[work.module.id]


def test_the_fonts_have_the_same_characters_in_both_weights(theme: Theme) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  (only here)

    def characters(name: str) -> set[int]:
        with TTFont(io.BytesIO(theme.folder("fonts")[name])) as font:
            return set(font.getBestCmap())

    for alphabet in ("latin", "latin-ext"):
        regular = characters(f"arimo-{alphabet}-400-normal.woff2")
        assert regular == characters(f"arimo-{alphabet}-700-normal.woff2")


@pytest.mark.parametrize("text", ["Ŵyth, pêl-droed, café, naïve, Łódź", "“quotes” … £ € ½ ° ±"])
def test_letters_of_other_languages_are_printed(theme: Theme, text: str) -> None:
    work = job(theme, "handout", module=module_data(introduction=text, title=text))
    (artifact,) = built(work)
    pdf = open_pdf(artifact.content)
    assert read_tags(pdf).words().count(text) == 2
    assert all("Arimo" in str(font.BaseFont) for font in fonts_of(pdf).values())


def test_a_long_word_is_broken_at_the_end_of_the_line(theme: Theme) -> None:
    data = module_data(title="W" * 80, introduction="m" * 400)
    (artifact,) = built(job(theme, "handout", module=data))
    tags = read_tags(open_pdf(artifact.content))
    for text, kind in (("W" * 80, "H1"), ("m" * 400, "P")):
        (found,) = (tag for tag in tags.find(kind) if without_spaces(tag.words()) == text)
        assert len([tag for tag in found.walk() if tag.mark]) > 1
