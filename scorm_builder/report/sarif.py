"""Outcomes to SARIF 2.1.0 (OASIS), which code scanning services and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from scorm_builder import __version__
from scorm_builder.diagnostics import Diagnostic, Location, Rule, Severity
from scorm_builder.report.codes import ALL_CODES
from scorm_builder.report.outcome import Outcome, address_of, path_of

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

# SARIF 2.1.0, 3.27.10.
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One log with one run. The rules that were met come last, so that nothing need be kept."""
    rules: dict[str, int] = {}
    unread: list[Outcome] = []
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"results": ['
    separator = "\n"
    for outcome in outcomes:
        if outcome.unread:
            unread.append(outcome)
        for found in outcome.found:
            index = rules.setdefault(found.code, len(rules))
            yield separator + json.dumps(_result(found, index))
            separator = ",\n"
    driver = {
        "name": "scorm-builder",
        "semanticVersion": __version__,
        "rules": [_rule(ALL_CODES[code]) for code in rules],
    }
    invocation = {
        "executionSuccessful": not unread,
        "toolExecutionNotifications": [_notification(outcome) for outcome in unread],
    }
    yield (
        f'\n], "tool": {json.dumps({"driver": driver})},\n"invocations": '
        f'{json.dumps([invocation])},\n"columnKind": "unicodeCodePoints"}}]}}\n'
    )


def _result(found: Diagnostic, index: int) -> dict[str, Any]:
    return {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": _LEVELS[found.severity],
        "message": {"text": f"{found.message}. {found.help}"},
        "locations": [{"physicalLocation": _physical(found)}],
    }


def _physical(found: Diagnostic) -> dict[str, Any]:
    place, piece = found.location, found.excerpt
    region: dict[str, Any] = {}
    if place.line:
        region["startLine"] = place.line
    if place.line and place.column:
        region["startColumn"] = place.column
        if piece:
            region["endColumn"] = place.column + piece.length
            region["snippet"] = {"text": piece.text[piece.start : piece.start + piece.length]}
    return {"artifactLocation": _artifact(place)} | ({"region": region} if region else {})


def _artifact(place: Location) -> dict[str, str]:
    return {"uri": address_of(path_of(place))}


def _rule(row: Rule) -> dict[str, Any]:
    impact = {"impact": row.impact.value} if row.impact else {}
    return {
        "id": row.code,
        "shortDescription": {"text": f"{row.summary}."},
        "fullDescription": {"text": row.reason or f"{row.summary}."},
        "help": {"text": f"{row.help} Source: {row.source}."},
        "defaultConfiguration": {"level": _LEVELS[row.severity]},
        "properties": {"source": row.source, **impact},
    }


def _notification(outcome: Outcome) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": f"{outcome.name}: {outcome.unread}"},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(Location(outcome.name))}}
        ],
    }
