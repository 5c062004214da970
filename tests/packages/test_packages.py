"""Each description here is a package; all that is reported of it stands at its end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.verify import verify, verify_path
from scorm_builder.verify.codes import CHAPTERS, RULES
from scorm_builder.verify.package import MOST_READ
from tests.packages.cases import (
    HERE,
    MANIFEST,
    PLAYED,
    UNPLAYED,
    assert_reports,
    code_of,
    files_of,
    read_case,
    write_folder,
    zip_of,
)
from tests.tools.samples import stands_in

CASES = tuple(
    sorted(
        path.relative_to(HERE).as_posix().removesuffix(".yaml")
        for chapter in UNPLAYED
        for path in HERE.glob(f"{chapter}/*.yaml")
    )
)


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


MOST_SHOWN = 100_000
OF_THE_MACHINE = {"PLAY-017"}
"""Said of how a package was played, not of the package: tests/runtime/test_play.py has them."""


@pytest.mark.parametrize("code", [code for code in RULES if code not in OF_THE_MACHINE])
def test_every_code_has_a_case_that_raises_it(code: str) -> None:
    told = f" {code}: "
    cases = [name for name in (*CASES, *PLAYED) if code_of(name) == code]
    assert any(
        told in line for name in cases for line in read_case(HERE / f"{name}.yaml")["reports"]
    )


@pytest.mark.parametrize("code", [code for code in RULES if code not in OF_THE_MACHINE])
def test_the_example_of_a_code_stands_in_a_case_that_raises_it(code: str) -> None:
    example = RULES[code].example
    assert example
    assert not stands_in(example, BASE), "this is no fault"
    cases = (HERE / f"{name}.yaml" for name in (*CASES, *PLAYED) if code_of(name) == code)
    raising = (path for path in cases if f" {code}: " in path.read_text(encoding="utf-8"))
    assert any(stands_in(example, text_of(path)) for path in raising)


def text_of(path: Path) -> str:
    """A description without its reports, then the files and the zip that it describes."""
    case = read_case(path)
    told = re.split(r"^reports:", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[0]
    made = (content[:MOST_SHOWN] for content in (*files_of(case).values(), zip_of(case)))
    return "\n".join((told, *(content.decode("utf-8", "replace") for content in made)))


BASE = "\n".join(content.decode() for content in files_of({}).values())


def test_every_case_has_a_code_of_its_chapter() -> None:
    for name in (*CASES, *PLAYED):
        chapter, _, case = name.partition("/")
        assert re.fullmatch(r"[A-Z0-9-]+-[a-z0-9-]+-(valid|warning|error)", case), name
        assert code_of(name) in {rule.code for rule in CHAPTERS[chapter]}, name


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_it_means_why_and_how_to_mend_it(code: str) -> None:
    row = RULES[code]
    assert re.fullmatch(r"[A-Z][^\n]+[^.]", row.summary), "one clause without a full stop"
    assert re.fullmatch(r"[A-Z][^\n]+\.", row.reason), "a sentence"
    assert re.fullmatch(r"[A-Z][^\n]+\.", row.help), "a sentence"
    assert row.source
    assert not row.source.endswith(".")


def test_chapters_have_each_code_once() -> None:
    assert sum(len(rows) for rows in CHAPTERS.values()) == len(RULES)


def test_the_base_has_no_finding(tmp_path: Path) -> None:
    for kind in ("zip", "folder", "manifest"):
        assert found_in({"as": kind}, tmp_path) == ()
