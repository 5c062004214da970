"""A page of the worst that Word leaves in what is pasted: shown as it was meant, or found.

What is found stands in `pasted/expected.txt`, each at its place. All else is looked at in the page
and on paper.
"""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from lxml import html

from scorm_builder.content.loader import load
from scorm_builder.content.markdown import render_prose
from scorm_builder.diagnostics import sort_diagnostics
from scorm_builder.pipeline import check_content
from scorm_builder.report.text import diagnostic_lines
from scorm_builder.theme import Theme
from tests.tools.pdf import open_pdf, read_tags
from tests.tools.pdf_rules import assert_accessible
from tests.tools.project import Project
from tests.tools.samples import TODAY, assert_expected, built, data_of, job, module_data

HERE = Path(__file__).parent / "pasted"
PASTED = HERE / "module.yaml"


def test_what_cannot_be_shown_right_is_found_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project(tmp_path).with_sample()
    monkeypatch.chdir(tmp_path)
    module = Path("modules/sample/module.yaml")
    module.write_bytes(PASTED.read_bytes())
    content = load(Path("modules"))
    found = sort_diagnostics(check_content(content, TODAY))
    assert_expected(
        HERE / "expected.txt",
        "".join(f"{click.unstyle(diagnostic_lines(problem))}\n" for problem in found),
    )
    places = [(problem.location, problem.code) for problem in found]
    assert len(set(places)) == len(places), "a text gets the same complaint twice"


def introduction() -> str:
    """The text with most of it, without what is an error."""
    text = str(data_of(PASTED)["introduction"])
    return text.replace("\uf04a", ":-)")


def test_lists_and_tables_are_what_they_were_in_word() -> None:
    page = html.fragment_fromstring(render_prose(introduction()), create_parent="div")
    lists = [
        (part.tag, [" ".join("".join(item.itertext()).split()) for item in part])
        for part in page.iter("ul", "ol")
    ]
    assert lists == [
        ("ul", ["a pen a red one", "paper"]),
        ("ul", ["a red one"]),
        ("ol", ["Open the door.", "Close it."]),
        ("ul", ["time", "peace"]),
    ]
    assert [cell.text for cell in page.iter("th", "td")] == ["When", "Who", "Now", "You"]
    shown = "".join(page.itertext())
    assert not set(shown) & set("\uf0b7\uf0a7|"), "a mark that learners would see"
    assert "•" not in shown


def test_they_are_so_on_paper(theme: Theme) -> None:
    # What only one font has is an error of its own.
    text = introduction().translate({0xF04A: "\N{WHITE SMILING FACE}"})
    data = module_data(introduction=text)
    (handout,) = built(job(theme, "handout", module=data))
    with open_pdf(handout.content) as pdf:
        tags = read_tags(pdf)
    (table, *_) = (one for one in tags.find("Table") if "Who" in one.words())
    assert [cell.words() for cell in table.find("TH")] == ["When", "Who"]
    assert [cell.words() for cell in table.find("TD")] == ["Now", "You"]
    items = [item.words() for item in tags.find("LI")]
    for words in ("a red one", "paper", "Open the door.", "time", "peace"):
        assert any(words in item for item in items), words


def test_items_of_several_paragraphs_have_a_body(theme: Theme) -> None:
    text = "1. Open it.\n\n   Wait.\n\n   - at the door\n\n   Go in.\n\n2. Close it.\n"
    data = module_data(introduction=text)
    (handout,) = built(job(theme, "handout", module=data))
    assert_accessible(handout.content)
    with open_pdf(handout.content) as pdf:
        items = [item for item in read_tags(pdf).find("LI") if "Open it." in item.words()]
    (item,) = items
    assert [tag.kind for tag in item.tags] == ["Lbl", "LBody"]
    assert [tag.kind for tag in item.tags[1].tags] == ["P", "P", "L", "P"]


def test_the_corner_of_a_table_has_no_header(theme: Theme) -> None:
    text = "|  | Now |\n|---|---|\n| Who | You |\n"
    (handout,) = built(job(theme, "handout", module=module_data(introduction=text)))
    with open_pdf(handout.content) as pdf:
        (table, *_) = (one for one in read_tags(pdf).find("Table") if "Who" in one.words())
    assert [cell.words() for cell in table.find("TH")] == ["Now", "Who"]
    assert [cell.words() for cell in table.find("TD")] == ["", "You"]
