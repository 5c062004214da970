"""What is printed: two lines a problem, that no content can drive the terminal with."""

from __future__ import annotations

import re

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.diagnostics import (
    Diagnostic,
    Excerpt,
    Impact,
    Location,
    Severity,
    has_errors,
    sort_diagnostics,
    visible,
)
from scorm_builder.diagnostics.codes import CODES, diagnose
from scorm_builder.jobs import Entry
from scorm_builder.report.outcome import Outcome
from scorm_builder.report.text import (
    counted_severities,
    diagnostic_lines,
    summary_line,
    table_lines,
    text,
)

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def problem(
    message: str = "it is wrong", place: str = "module.yaml", remedy: str = "Mend it."
) -> Diagnostic:
    """A problem on line 3."""
    return Diagnostic("MOD-001", Severity.ERROR, Location(place, 3, 7), message, remedy)


def test_a_problem_in_two_lines() -> None:
    assert click.unstyle(diagnostic_lines(problem())) == (
        "module.yaml:3:7: error: it is wrong [MOD-001]\n    help: Mend it."
    )


def test_a_problem_of_a_whole_file() -> None:
    whole = diagnose("YML-008", Location("module.yaml"), "it is not there")
    assert click.unstyle(diagnostic_lines(whole)).startswith("module.yaml: error: it is not there")


@given(st.text(), st.text(), st.text())
def test_no_content_drives_the_terminal(message: str, place: str, remedy: str) -> None:
    printed = diagnostic_lines(problem(message, place, remedy))
    # Only the program writes a help, which may have lines to paste.
    assert printed.count("\n") == 1 + remedy.count("\n")
    assert ESCAPE.sub("", printed).replace("\n", "").isprintable()
    # The place and the severity are styled; nothing in the content adds to that.
    assert len(ESCAPE.findall(printed)) == len(ESCAPE.findall(diagnostic_lines(problem())))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("café 🙂 שלום", "café 🙂 שלום"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("one\ntwo\ttabs", "one\\ntwo\\ttabs"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202eevil", "\\u202eevil"),
        ("\udcff", "\\udcff"),
        ("a ##vso[task.debug] ##[error]", "a \\x23#vso[task.debug] \\x23#[error]"),
        ("###VSO[", "#\\x23#VSO["),
        (" ::error::a", " \\x3a:error::a"),
        ("#1 and ##, a::b", "#1 and ##, a::b"),
    ],
)
def test_what_cannot_be_seen_is_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("severities", "line"),
    [
        ("", "no problems found"),
        ("e", "1 error"),
        ("ee", "2 errors"),
        ("w", "1 warning"),
        ("eww", "1 error and 2 warnings"),
        ("i", "no problems found"),
    ],
)
def test_summary(severities: str, line: str) -> None:
    kinds = {"e": Severity.ERROR, "w": Severity.WARNING, "i": Severity.INFO}
    found = [Diagnostic("X", kinds[kind], Location("f"), "", "") for kind in severities]
    assert summary_line(found) == line
    assert has_errors(found) is ("e" in severities)


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ((0, 0, 0), "no problems found"),
        ((0, 0, 1), "1 info"),
        ((1, 0, 2), "1 error and 2 infos"),
        ((1, 2, 1234), "1 error, 2 warnings and 1,234 infos"),
    ],
)
def test_counts_in_words(counts: tuple[int, ...], line: str) -> None:
    assert counted_severities(dict(zip(Severity, counts, strict=True))) == line


def test_problems_are_sorted_and_told_once() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 2, 9), ("a", 2, 10), ("a", 0, 0), ("a", 2, 9)]
    found = [diagnose("MOD-001", Location(*place), "x") for place in places]
    assert [str(one.location) for one in sort_diagnostics(found)] == [
        "a",
        "a:2:9",
        "a:2:10",
        "a:10:1",
        "b:1:1",
    ]


LINE = "    <a b=" + "'é中\u0301文'" * 9 + " c='the end'>"
MARKED = Diagnostic(
    "ITM-007",
    Severity.ERROR,
    Location("a.zip", 7, 9, "imsmanifest.xml"),
    "no resource has the identifier 'x'",
    "Write the identifier of a resource in the manifest.",
    Impact.IMPORT,
    Excerpt(LINE, LINE.index("c="), 11),
)


def test_the_caret_is_under_what_is_wrong() -> None:
    """Also after letters that take two columns, and marks that take none."""
    _, excerpt, caret, remedy = click.unstyle(diagnostic_lines(MARKED)).splitlines()
    assert remedy == "    help: Write the identifier of a resource in the manifest."
    assert excerpt[4:].startswith("7 |     <a b='é中")
    before = excerpt[: excerpt.index("c='the end'")]
    # Two of the letters of each of the nine are wide, and one mark of each takes no column.
    assert caret == " " * 6 + "| " + " " * (len(before) - 8 + 9) + "^" * 11


@pytest.mark.parametrize("columns", [1, 40, 41, 60, 90, 140])
def test_an_excerpt_fits_in_the_terminal(columns: int) -> None:
    *_, excerpt, caret = (
        click.unstyle(diagnostic_lines(MARKED, columns)).split("    help:")[0].splitlines()
    )
    wide = excerpt.count("中") + excerpt.count("文") - excerpt.count("\u0301")
    assert len(excerpt) + wide <= max(columns, 40)
    assert len(caret) <= max(columns, 40)
    assert "c='the end'" in excerpt
    at = excerpt.index("c='the end'")
    before = excerpt[:at]
    shift = before.count("中") + before.count("文") - before.count("\u0301")
    assert caret.index("^") == at + shift
    assert caret.count("^") == 11


def test_findings_on_a_terminal_stand_apart() -> None:
    outcome = Outcome("a.zip", (MARKED, MARKED))
    told = "".join(text([outcome], 60))
    assert click.unstyle(told).count("\n\n") == 2
    assert "    help: Write the identifier of a resource in the\n          manifest.\n" in told
    assert "\n\n" not in "".join(text([outcome]))


def test_a_code_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        diagnose("MOD-000", Location("f"), "x")


def test_help_is_the_code_s_own_unless_it_is_given() -> None:
    assert diagnose("MOD-001", Location("f"), "x").help == CODES["MOD-001"].help
    assert diagnose("MOD-001", Location("f"), "x", "Do this.").help == "Do this."


def entry(title: str, size: int) -> Entry:
    """A row of the table."""
    return Entry("scorm12/a.zip", "scorm12", "a", title, "1.0.0", "en-GB", "0", size, "f" * 64)


def test_the_table_lines_up() -> None:
    lines = table_lines([entry("A", 999), entry("A longer title", 1_234_567)])
    assert lines == [
        "Module          Version  File                Size  SHA-256",
        "A               1.0.0    scorm12/a.zip  999 bytes  ffffffffffff",
        "A longer title  1.0.0    scorm12/a.zip   1,235 KB  ffffffffffff",
    ]
