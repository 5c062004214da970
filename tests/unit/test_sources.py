"""What holds of the sources and no linter looks at: `make check` runs those."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment

from scorm_builder.targets.handout import STYLES
from tests.conftest import ROOT

COLUMNS = 100


def files(*patterns: str) -> list[str]:
    """The sources whose names match, from the root of the tree."""
    found = (path.relative_to(ROOT) for pattern in patterns for path in ROOT.glob(pattern))
    return sorted(
        path.as_posix() for path in found if not {"node_modules", "_static"} & {*path.parts}
    )


@pytest.mark.parametrize("file", files("tests/**/*.py", "docs/**/*.py"))
def test_nothing_is_imported_from_a_file_of_tests(file: str) -> None:
    """Nor from the fixtures of one folder."""
    text = (ROOT / file).read_text(encoding="utf-8")
    imports = r"\b(?:from|import) tests\b.*\btest_\w+.*|from tests\.\w+\.conftest.*"
    assert re.findall(imports, text) == []


@pytest.mark.parametrize(
    "file",
    files(
        "templates/**/*.js",
        "templates/**/*.mjs",
        "templates/**/*.css",
        "templates/**/*.scss",
        "scorm_builder/**/*.js",
        "scorm_builder/**/*.css",
        "tests/runtime/**/*.js",
        "tests/runtime/**/*.mjs",
        "tests/bench/**/*.mjs",
    ),
)
def test_no_line_is_longer_than_those_of_python(file: str) -> None:
    """Biome breaks code, not comments and texts. A test is called in one line."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    long = [
        number
        for number, line in enumerate(lines, 1)
        if len(line) > COLUMNS and not line.lstrip().startswith("test(")
    ]
    assert long == []


@pytest.mark.parametrize("file", files("templates/**/*.jinja", "scorm_builder/**/*.jinja"))
def test_templates_have_one_kind_of_quotes_and_no_space_that_nobody_sees(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    tokens = list(Environment(autoescape=True).lex(text))
    assert [value for _, kind, value in tokens if kind == "string" and value[0] == "'"] == []
    outside = "".join(value for _, kind, value in tokens if kind == "data")
    assert re.findall(r"\s[\w-]+='", outside) == []
    assert re.findall(r"[ \t]+$|\t", text, re.MULTILINE) == []


def test_every_piece_of_the_handout_s_style_is_used_once() -> None:
    assert sorted(STYLES) == sorted(
        path.relative_to(ROOT / "templates").as_posix()
        for path in ROOT.glob("templates/handout/**/*.css")
    )


def test_every_piece_of_the_module_s_style_is_used_once() -> None:
    style = (ROOT / "templates" / "module" / "style.scss").read_text(encoding="utf-8")
    pieces = re.findall(r'^@use "style/(\w+)";$', style, re.MULTILINE)
    there = {path.stem.removeprefix("_") for path in ROOT.glob("templates/module/style/*.scss")}
    # The colours have no rules of their own: each piece takes what it needs.
    assert sorted([*pieces, "colours"]) == sorted(there)
