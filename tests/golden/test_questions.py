"""A question of each kind in; how it is asked, read and printed out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scorm_builder.model import QUESTION_KINDS
from scorm_builder.render import render_page
from scorm_builder.theme import Theme
from tests.tools.samples import QUESTIONS as FOLDER
from tests.tools.samples import assert_expected, data_of, job, module_data

ALL_THREE = """
{% import "module/questions.jinja" as module_s with context %}
{% import "site/questions.jinja" as site_s with context %}
{% import "handout/questions.jinja" as handout_s with context %}
<!-- asked in the module -->
{{ module_s.ask(module.questions[0], 0) }}
<!-- read on the site -->
{{ site_s.ask(module.questions[0], 1) }}
<!-- printed on the handout -->
{{ handout_s.ask(module.questions[0]) }}
"""


@pytest.mark.parametrize("kind", QUESTION_KINDS)
def test_asked_read_and_printed_as_expected(kind: str, theme: Theme) -> None:
    question = data_of(FOLDER / kind / "question.yaml")
    assert question["kind"] == kind
    templates = {**theme.templates, "all-three.jinja": ALL_THREE}
    with_page = replace(theme, templates=templates, digest=f"{theme.digest}, all three")
    page = render_page("all-three.jinja", job(with_page, module=module_data(questions=[question])))
    shown = "".join(f"{line.rstrip()}\n" for line in page.splitlines() if line.strip())
    assert_expected(FOLDER / kind / "expected.html", shown)


def test_nothing_else_is_expected() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(QUESTION_KINDS)
