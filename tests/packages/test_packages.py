"""Each description here is a package; all that is reported of it stands at its end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.verify import verify, verify_path
from scorm_builder.verify.codes import CHAPTERS as CHAPTERS_OF_RULES
from scorm_builder.verify.codes import RULES
from scorm_builder.verify.package import MOST_READ
from tests.packages.cases import (
    CHAPTERS,
    HERE,
    MANIFEST,
    PLAYED,
    assert_reports,
    code_of,
    files_of,
    read_case,
    write_folder,
    zip_of,
)

CASES = tuple(
    sorted(
        path.relative_to(HERE).as_posix().removesuffix(".yaml")
        for chapter in CHAPTERS
        for path in HERE.glob(f"{chapter}/*.yaml")
    )
)
CHAPTER_OF = {
    "PKG": "zip",
    "MAN": "manifest",
    "ITM": "items",
    "RES": "resources",
    "MD": "metadata",
    "RTE": "run-time",
    "NHS": "profiles",
    "LMS": "profiles",
    "PLAY": "playing",
}


def found_in(case: dict[str, Any], folder: Path) -> tuple[Diagnostic, ...]:
    """What the verifier says of the package of a case."""
    kind, lms = case.get("as", "zip"), case.get("lms", ())
    if kind == "folder":
        write_folder(case, folder)
        return verify_path(folder, "package", lms=lms)
    if kind == "manifest":
        return verify(files_of(case)[MANIFEST], "package", lms=lms)
    assert kind == "zip"
    return verify(zip_of(case), "package", lms=lms, most_read=case.get("most_read", MOST_READ))


@pytest.mark.parametrize("name", CASES)
def test_reports_what_is_expected_and_nothing_else(name: str, tmp_path: Path) -> None:
    case = read_case(HERE / f"{name}.yaml")
    assert_reports(name, case, found_in(case, tmp_path))


OF_THE_MACHINE = {"PLAY-017"}
"""Said of how a package was played, not of the package: tests/runtime/test_play.py has them."""


@pytest.mark.parametrize("code", [code for code in RULES if code not in OF_THE_MACHINE])
def test_every_code_has_a_case_that_raises_it(code: str) -> None:
    told = f" {code}: "
    cases = [name for name in (*CASES, *PLAYED) if code_of(name) == code]
    assert any(
        told in line for name in cases for line in read_case(HERE / f"{name}.yaml")["reports"]
    )


def test_every_case_has_a_code_of_its_chapter() -> None:
    for name in (*CASES, *PLAYED):
        chapter, _, case = name.partition("/")
        assert re.fullmatch(r"[A-Z0-9-]+-[a-z0-9-]+-(valid|warning|error)", case), name
        assert code_of(name) in RULES, name
        assert CHAPTER_OF[code_of(name).partition("-")[0]] == chapter


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_it_means_why_and_how_to_mend_it(code: str) -> None:
    row = RULES[code]
    assert re.fullmatch(r"[A-Z][^\n]+[^.]", row.summary), "one clause without a full stop"
    assert re.fullmatch(r"[A-Z][^\n]+\.", row.reason), "a sentence"
    assert re.fullmatch(r"[A-Z][^\n]+\.", row.help), "a sentence"
    assert row.source
    assert not row.source.endswith(".")


def test_chapters_have_each_code_once() -> None:
    assert sum(len(rows) for rows in CHAPTERS_OF_RULES.values()) == len(RULES)


def test_the_base_has_no_finding(tmp_path: Path) -> None:
    for kind in ("zip", "folder", "manifest"):
        assert found_in({"as": kind}, tmp_path) == ()
