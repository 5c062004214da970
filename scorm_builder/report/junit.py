"""Outcomes to JUnit XML, which nearly every CI shows as tests.

A suite for each file, with a failed test for each error in it, or one that passed. Warnings and
infos are in the suite's output: no reader of JUnit knows a test that half passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.report.outcome import Outcome, path_of

_NO_ERRORS = "no errors"


def junit(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One document; ASCII, so that it is the same in any encoding that it is printed in."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="scorm-builder">\n'
    for outcome in outcomes:
        for line in _suite(outcome):
            yield f"{line}\n".encode("ascii", "xmlcharrefreplace").decode()
    yield "</testsuites>\n"


def _suite(outcome: Outcome) -> Iterator[str]:
    errors = [found for found in outcome.found if found.severity is Severity.ERROR]
    others = [found for found in outcome.found if found.severity is not Severity.ERROR]
    numbers = {
        "name": outcome.name,
        "tests": str(max(1, len(errors))),
        "failures": str(len(errors)),
        "errors": str(int(bool(outcome.unread))),
        "skipped": "0",
    }
    yield f"<testsuite{_attributes(numbers)}>"
    for found in errors:
        yield from _failure(outcome, found)
    if not errors:
        yield from _single(outcome)
    if others:
        told = "\n".join(_told(found) for found in others)
        yield f"<system-out>{escape(told)}</system-out>"
    yield "</testsuite>"


def _failure(outcome: Outcome, found: Diagnostic) -> Iterator[str]:
    place = found.location
    line = {"line": str(place.line)} if place.line else {}
    # The place is in the name: readers take two tests of one name for the same.
    case = {"name": f"{found.code} {place}", "classname": outcome.name, "file": path_of(place)}
    yield f"<testcase{_attributes(case | line)}>"
    failure = {"type": found.code, "message": found.message}
    yield f"<failure{_attributes(failure)}>{escape(_told(found))}</failure>"
    yield "</testcase>"


def _single(outcome: Outcome) -> Iterator[str]:
    case = _attributes({"name": _NO_ERRORS, "classname": outcome.name, "file": outcome.name})
    if not outcome.unread:
        yield f"<testcase{case}/>"
        return
    yield f"<testcase{case}>"
    yield f"<error{_attributes({'type': 'unread', 'message': outcome.unread})}/>"
    yield "</testcase>"


def _told(found: Diagnostic) -> str:
    return f"{found.location}: {found.severity.value}: {found.message} [{found.code}]\n{found.help}"


def _attributes(values: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())
