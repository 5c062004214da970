"""Outcomes to a Code Quality report, which GitLab shows beside the lines of a change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.report.outcome import Outcome, path_of

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One list, in the form of Code Climate that GitLab takes."""
    separator = "["
    for outcome in outcomes:
        records = [_issue(found) for found in outcome.found]
        if outcome.unread:
            records.append(_record("unread", "blocker", outcome.unread, outcome.name, 1))
        for record in records:
            yield f"{separator}\n{json.dumps(record)}"
            separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def _issue(found: Diagnostic) -> dict[str, Any]:
    message = f"{found.message}. {found.help}"
    place = found.location
    return _record(
        found.code, _SEVERITIES[found.severity], message, path_of(place), place.line or 1
    )


def _record(code: str, severity: str, message: str, path: str, line: int) -> dict[str, Any]:
    identity = "\0".join((code, path, str(line), message))
    return {
        "description": message,
        "check_name": code,
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest(),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
