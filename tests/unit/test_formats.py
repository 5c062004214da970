"""The formats for other programs: what they were, and what hostile texts do to them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from lxml import etree

from scorm_builder.diagnostics import Diagnostic, Excerpt, Impact, Location, Severity
from scorm_builder.report.formats import FORMATS, rendered
from scorm_builder.report.outcome import Outcome, address_of
from scorm_builder.report.text import text
from tests.conftest import ROOT
from tests.tools.samples import assert_expected

HERE = Path(__file__).resolve().parent
SCHEMA = ROOT / "templates/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"

OUTCOMES = (
    Outcome(
        "packages/leak, 100%: a;b].zip",
        (
            Diagnostic(
                "ITM-007",
                Severity.ERROR,
                Location("packages/leak, 100%: a;b].zip", 12, 5, "imsmanifest.xml"),
                "no resource has the identifier '<a & \"b\">'\n::error::not a command",
                "Write the identifier of a resource in the manifest.",
                Impact.IMPORT,
                Excerpt('    <item identifierref="é🙂">', 10, 18),
            ),
            Diagnostic(
                "PKG-022",
                Severity.INFO,
                Location("packages/leak, 100%: a;b].zip"),
                "1 entry is a folder \x1b[31m]]>",
                "Leave folders out.",
                Impact.STANDARD,
            ),
        ),
    ),
    Outcome("fine.zip"),
    Outcome("away.zip", unread="No such file or directory"),
    Outcome(
        "modules/tea/module.yaml",
        (
            Diagnostic(
                "STY-001",
                Severity.WARNING,
                Location("modules/tea/module.yaml", 3, 10),
                "this sentence has 31 words",
                "Make two of it.",
            ),
        ),
    ),
)


def report(name: str, *outcomes: Outcome) -> str:
    """A whole report."""
    return "".join(rendered(name, outcomes))


@pytest.mark.parametrize("name", FORMATS)
def test_is_what_it_was(name: str) -> None:
    assert_expected(HERE / "reports" / f"{name}.txt", report(name, *OUTCOMES))


def check_json(text: str, outcomes: tuple[Outcome, ...]) -> None:
    data = json.loads(text)
    assert [len(file["findings"]) for file in data["files"]] == [len(o.found) for o in outcomes]
    counts = data["counts"]
    assert counts.pop("unread") == sum(bool(outcome.unread) for outcome in outcomes)
    assert sum(counts.values()) == sum(len(outcome.found) for outcome in outcomes)


def check_sarif(text: str, outcomes: tuple[Outcome, ...]) -> None:
    data = json.loads(text)
    SARIF.validate(data)
    (run,) = data["runs"]
    assert len(run["results"]) == sum(len(outcome.found) for outcome in outcomes)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is not any(outcome.unread for outcome in outcomes)


def check_junit(text: str, outcomes: tuple[Outcome, ...]) -> None:
    assert text.isascii()
    suites = list(JUnitXml.fromstring(text.encode()))
    assert len(suites) == len(outcomes)
    for suite, outcome in zip(suites, outcomes, strict=True):
        errors = sum(found.severity is Severity.ERROR for found in outcome.found)
        cases = list(suite)
        assert suite.failures == sum(bool(case.is_failure) for case in cases) == errors
        assert suite.errors == sum(bool(case.is_error) for case in cases) == bool(outcome.unread)
        assert suite.tests == len(cases) == max(1, errors)


def check_commands(text: str, pattern: str, outcomes: tuple[Outcome, ...]) -> None:
    lines = text.split("\n")
    assert lines.pop() == ""
    told = sum(bool(outcome.unread) + len(outcome.found) for outcome in outcomes)
    assert len(lines) == told
    for line in lines:
        assert re.fullmatch(pattern, line)


def check_github(text: str, outcomes: tuple[Outcome, ...]) -> None:
    # Property by property, as the runner takes a command apart.
    value = r"(?:[^\r\n:,%]|%25|%0D|%0A|%3A|%2C)*"
    pattern = (
        rf"::(error|warning|notice) file={value}(,[a-zA-Z]+={value})*::([^\r\n%]|%25|%0A|%0D)*"
    )
    check_commands(text, pattern, outcomes)


def check_azure(text: str, outcomes: tuple[Outcome, ...]) -> None:
    value = r"(?:[^\r\n\];%]|%AZP25|%0D|%0A|%5D|%3B)*"
    issue = rf"logissue type=(error|warning);sourcepath={value};([a-z]+={value};)*"
    pattern = rf"##vso\[task\.({issue}|debug)\]([^\r\n%]|%AZP25|%0A|%0D)*"
    check_commands(text, pattern, outcomes)


def check_gitlab(text: str, outcomes: tuple[Outcome, ...]) -> None:
    records = json.loads(text)
    assert len(records) == sum(bool(outcome.unread) + len(outcome.found) for outcome in outcomes)
    for record in records:
        assert record["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert record["location"]["lines"]["begin"] >= 1
        assert record["description"]


CHECKS: dict[str, Callable[[str, tuple[Outcome, ...]], None]] = {
    "json": check_json,
    "sarif": check_sarif,
    "junit": check_junit,
    "github": check_github,
    "gitlab": check_gitlab,
    "azure": check_azure,
}
SARIF = jsonschema.Draft7Validator(json.loads(SCHEMA.read_bytes()))


def anything() -> st.SearchStrategy[tuple[Outcome, ...]]:
    """Outcomes with the worst texts that a package can have."""
    words = st.text(max_size=20) | st.sampled_from(
        ["]]>", "::", "%0A", "##vso[", "##[", "##VSO[a]b", "\udcff", "\ufffe"]
    )
    places = st.builds(
        Location, words, st.integers(0, 3), st.integers(0, 3), st.sampled_from(["", "a/é.html"])
    )
    diagnostics: Any = st.builds(
        Diagnostic,
        st.sampled_from(["ITM-007", "RES-005", "MOD-001"]),
        st.sampled_from(Severity),
        places,
        words,
        words,
        st.none() | st.sampled_from(Impact),
        st.none() | st.sampled_from([Excerpt("    <a>", 4, 3), Excerpt("##vso[a]", 0, 8)]),
    )
    found = st.builds(Outcome, words, st.lists(diagnostics, max_size=3).map(tuple))
    unread = st.builds(Outcome, words, unread=st.text(min_size=1))
    return st.lists(found | unread, max_size=3).map(tuple)


@pytest.mark.parametrize("name", FORMATS)
@given(outcomes=anything())
def test_no_text_breaks_it(name: str, outcomes: tuple[Outcome, ...]) -> None:
    CHECKS[name](report(name, *outcomes), outcomes)


COMMANDS = re.compile(r"##(vso)?\[|^\s*::", re.IGNORECASE | re.MULTILINE)
OWN_COMMANDS = {
    "azure": re.compile("^##vso", re.MULTILINE),
    "github": re.compile("^::", re.MULTILINE),
}


@given(outcomes=anything())
def test_no_text_is_a_command_in_the_log_of_a_ci_service(outcomes: tuple[Outcome, ...]) -> None:
    """In any format, and in that for people, but for those that a format is made of."""
    whole = {name: report(name, *outcomes) for name in FORMATS} | {"text": "".join(text(outcomes))}
    for name, told in whole.items():
        own = len(OWN_COMMANDS[name].findall(told)) if name in OWN_COMMANDS else 0
        assert len(COMMANDS.findall(told)) == own, name


@pytest.mark.parametrize("name", FORMATS)
def test_keeps_no_outcome(name: str) -> None:
    """Each is told before the next is asked for, so a thousand take no more memory than one."""
    asked = []

    def outcomes() -> Any:
        for number in range(3):
            asked.append(number)
            yield OUTCOMES[0]

    seen = [len(asked) for piece in rendered(name, outcomes()) if "ITM-007" in piece]
    assert seen[0] == 1


def test_the_sample_s_own_text_is_in_the_xml() -> None:
    tree = etree.fromstring(report("junit", *OUTCOMES).encode())
    (failure,) = tree.iter("failure")
    assert failure.get("message") == (
        "no resource has the identifier '<a & \"b\">'\\n::error::not a command"
    )
    assert "\\x1b[31m]]>" in "".join(out.text or "" for out in tree.iter("system-out"))


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("dist/a b.zip/imsmanifest.xml", "dist/a%20b.zip/imsmanifest.xml"),
        ("é#?.zip", "%C3%A9%23%3F.zip"),
        ("<stdin>", "%3Cstdin%3E"),
        ("c:x.zip", "c%3Ax.zip"),
        ("/srv/a.zip", "file:///srv/a.zip"),
    ],
)
def test_paths_as_addresses(path: str, address: str) -> None:
    assert address_of(path) == address
