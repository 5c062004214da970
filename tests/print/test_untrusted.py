"""What is printed of texts that nobody expected: no markup out of an address, and no trouble."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from jinja2 import TemplateRuntimeError

from scorm_builder.content.markdown import spell_out_addresses
from scorm_builder.model import LearningModule
from scorm_builder.pipeline.build import build_one
from scorm_builder.printer.paper import print_pages, style_sheets
from scorm_builder.targets.handout import STYLES
from scorm_builder.theme import Theme
from tests.tools.samples import job, module_data


def printed(theme: Theme, body: str) -> pikepdf.Pdf:
    html = f'<!DOCTYPE html><html lang="en"><head><title>a</title></head><body>{body}</body></html>'
    styles = style_sheets(theme, ["en"], *STYLES)
    _, content = print_pages(html, theme=theme, styles=styles, pictures={}, identifier="a")
    return pikepdf.open(io.BytesIO(content))


def test_an_address_behind_a_link_is_text() -> None:
    link = '<a href="?<style>p{color:red}</style>&amp;b=1">t</a>'
    assert spell_out_addresses(link) == (
        f"{link} (?&lt;style&gt;p{{color:red}}&lt;/style&gt;&amp;b=1)"
    )
    plain = '<a href="https://example.org/?a&amp;b">t</a>'
    assert spell_out_addresses(plain) == f"{plain} (example.org/?a&amp;b)"
    accented = '<a href="https://example.org/caf%C3%A9/%E2%80%A6">t</a>'
    assert spell_out_addresses(accented).endswith("(example.org/café/%E2%80%A6)")
    same = '<a href="https://example.org/">https://example.org/</a>'
    assert spell_out_addresses(same) == '<a href="https://example.org/">example.org/</a>'


def test_a_control_that_cannot_be_printed_is_refused(theme: Theme) -> None:
    """WeasyPrint 70 writes a reference to nothing for it, and MuPDF then shows no page."""
    with pytest.raises(TemplateRuntimeError, match="such as a button"):
        printed(theme, "<form><p><button>Save</button></p></form>")


def test_no_link_comes_out_of_an_address(theme: Theme) -> None:
    with printed(theme, """<p><a href="?<a href='javascript:void(0)'>c</a>">t</a></p>""") as pdf:
        links: list[Any] = [
            note.A.URI for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note
        ]
    assert not [uri for uri in links if str(uri).startswith("javascript:")]


def test_a_list_in_a_list_in_a_list_has_fonts_of_ours_only(theme: Theme) -> None:
    with printed(theme, "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>") as pdf:
        fonts = {str(f.BaseFont) for page in pdf.pages for f in page.obj.Resources.Font.values()}
    assert all("Arimo" in name for name in fonts), fonts


@pytest.mark.parametrize("text", ["[", "&", "a "])
@pytest.mark.parametrize(
    ("target", "key", "code"),
    [("handout", "introduction", "OUT-001"), ("card", "benefits", "OUT-004")],
)
def test_what_is_far_too_long_is_told_unprinted(
    theme: Theme, text: str, target: str, key: str, code: str
) -> None:
    long = text * 50_000
    data = module_data(**{key: [long, "b", "c"] if key == "benefits" else long})
    work = replace(job(theme, target), module=LearningModule.model_validate(data))
    assert [problem.code for problem in build_one(work).diagnostics] == [code]
