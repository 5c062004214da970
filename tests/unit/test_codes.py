"""Where codes are raised: each somewhere, and those of packages in the chapter of their row."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from scorm_builder.diagnostics.codes import CODES
from scorm_builder.report.codes import ALL_CODES
from scorm_builder.verify.codes import CHAPTERS, RULES
from tests.conftest import ROOT

SOURCE = ROOT / "scorm_builder"
VERIFY = SOURCE / "verify"
# What the rules of a chapter are made with finds some of what they tell.
HELPERS = {
    "manifest": tuple((VERIFY / "manifest").glob("*.py")),
    "runtime": tuple((VERIFY / "pages").glob("*.py")),
    "profiles": (VERIFY / "profiles.py",),
}
# Any rule can come to a bound of what it looks at.
SHARED = {"PKG-024"}
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSIONS = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", CHANGELOG, re.MULTILINE)


def codes_in(paths: Iterable[Path]) -> set[str]:
    """The codes that stand by themselves in these files, not those that are told of in words."""
    return {
        node.value
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in ALL_CODES
    }


def files_of(chapter: str) -> tuple[Path, ...]:
    """Where the rules of a chapter are."""
    if chapter == "play":
        return tuple((SOURCE / "play").glob("*.py"))
    return (VERIFY / "rules" / f"{chapter}.py", *HELPERS.get(chapter, ()))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_raises_its_own_codes(chapter: str) -> None:
    own, raised = {rule.code for rule in CHAPTERS[chapter]}, codes_in(files_of(chapter))
    assert sorted(own - raised) == []
    if chapter != "profiles":  # It counts what others found.
        assert sorted(raised - own - SHARED) == []


def test_rules_and_their_words_have_one_name() -> None:
    for folder, more in (("codes", set()), ("rules", {"play"})):
        names = {path.stem for path in (VERIFY / folder).glob("[!_]*.py")}
        assert names | more == {*CHAPTERS}


def test_each_code_of_the_builder_is_raised() -> None:
    rows = SOURCE / "diagnostics" / "codes"
    raised = codes_in(path for path in SOURCE.rglob("*.py") if rows not in path.parents)
    assert sorted({*CODES} - raised) == []


def test_no_code_stands_in_both_tables() -> None:
    assert {*CODES} & {*RULES} == set()


@pytest.mark.parametrize("code", ALL_CODES)
def test_a_code_came_with_a_version_that_the_changelog_has(code: str) -> None:
    assert ALL_CODES[code].since in VERSIONS
