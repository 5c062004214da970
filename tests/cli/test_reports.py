"""`build` and `check` with a format for another program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from scorm_builder.report.formats import FORMATS
from tests.tools.project import Project
from tests.tools.user import COMMAND, Run, build, left_over, run, spoil

CHECK = (*COMMAND, "check", "--format")
PLACE = "modules/beta/module.yaml"


def line_of_mistake(home: Path) -> int:
    """Where `spoil` has put its mistake."""
    lines = (home / PLACE).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if "rule: never" in line)


def assert_annotates(form: str, done: Run, line: int) -> None:
    """The report is alone on standard output, and names the line of the YAML."""
    if form == "json":
        files = {file["file"]: file["findings"] for file in json.loads(done.out)["files"]}
        assert [*files] == [
            "modules/catalogue.yaml",
            "modules/alpha/module.yaml",
            PLACE,
            "modules/gamma/module.yaml",
        ]
        assert [len(found) for found in files.values()] == [0, 0, 1, 0]
        assert files[PLACE][0]["line"] == line
    elif form == "sarif":
        (result,) = json.loads(done.out)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": PLACE}
        assert place["region"]["startLine"] == line
    elif form == "junit":
        suites = etree.fromstring(done.out.encode())
        assert [suite.get("failures") for suite in suites] == ["0", "0", "1", "0"]
        assert suites[2][0].get("line") == str(line)
    elif form == "gitlab":
        (record,) = json.loads(done.out)
        assert record["location"] == {"path": PLACE, "lines": {"begin": line}}
    elif form == "github":
        assert done.out.startswith(f"::error file={PLACE},line={line},col=")
        assert done.out.count("\n") == 1
    else:
        start = f"##vso[task.logissue type=error;sourcepath={PLACE};linenumber={line};"
        assert done.out.startswith(start)
        assert done.out.count("\n") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_a_mistake_is_at_its_line(home: Path, form: str) -> None:
    spoil(home)
    line = line_of_mistake(home)
    done = run(*CHECK, form, cwd=home)
    assert (done.code, done.err) == (1, "")
    assert_annotates(form, done, line)


def test_a_build_reports_as_a_check_does(home: Path) -> None:
    spoil(home)
    done = build(home, "--format", "sarif")
    assert done.code == 1
    assert done.out == run(*CHECK, "sarif", cwd=home).out
    assert done.err == "scorm-builder: 1 error; dist was left as it was\n"
    assert left_over(home) == set()


def test_a_build_without_a_mistake(home: Path) -> None:
    """The report has standard output for itself; what was made is told beside it."""
    done = build(home, "--format", "junit")
    assert done.code == 0
    suites = etree.fromstring(done.out.encode())
    assert [suite.get("tests") for suite in suites] == ["1"] * 4
    assert done.err.endswith("3 files in dist\n")
    assert "scorm12/beta.zip" in done.err


def test_a_mistake_that_shows_late_comes_with_the_warnings(home: Path) -> None:
    long = f"{'This is a very long sentence that has no end and no point '.strip()} at all " * 3
    Project(home).with_module("gamma", title="Emoji 🙂", summary=f"{long.strip()}.")
    done = run(*COMMAND, "build", "--jobs", "1", "--format", "json", cwd=home)
    assert done.code == 1
    files = {file["file"]: file["findings"] for file in json.loads(done.out)["files"]}
    codes = {found["code"] for found in files["modules/gamma/module.yaml"]}
    assert {"STY-001", "OUT-002"} <= codes


def test_only_the_named_modules_are_reported(home: Path) -> None:
    spoil(home)
    done = run(*CHECK, "json", "alpha", cwd=home)
    assert done.code == 0
    files = [file["file"] for file in json.loads(done.out)["files"]]
    assert files == ["modules/catalogue.yaml", "modules/alpha/module.yaml"]
