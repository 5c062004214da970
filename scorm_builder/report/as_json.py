"""Outcomes to JSON, as docs/reference/reports.md describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.report.outcome import Outcome, Tally

FORMAT_VERSION = 1
"""Raised when a key changes its meaning or goes away; not when one is added."""


def as_json(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One object with every file in the order that it was named."""
    tally = Tally()
    yield f'{{"format": {FORMAT_VERSION}, "files": ['
    separator = "\n"
    for outcome in tally.count(outcomes):
        yield separator + json.dumps(_record(outcome))
        separator = ",\n"
    counts = {f"{severity.value}s": tally.severities[severity] for severity in Severity}
    yield f'\n], "counts": {json.dumps({**counts, "unread": tally.unread})}}}\n'


def _record(outcome: Outcome) -> dict[str, Any]:
    return {
        "file": outcome.name,
        "unread": outcome.unread or None,
        "findings": [_finding(found) for found in outcome.found],
    }


def _finding(found: Diagnostic) -> dict[str, Any]:
    place, piece = found.location, found.excerpt
    return {
        "code": found.code,
        "severity": found.severity.value,
        "impact": found.impact.value if found.impact else None,
        "file": place.file,
        "inside": place.inside or None,
        "line": place.line or None,
        "column": place.column or None,
        "message": found.message,
        "help": found.help,
        "excerpt": {"text": piece.text, "start": piece.start, "length": piece.length}
        if piece
        else None,
    }
