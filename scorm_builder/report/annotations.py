"""Outcomes to what three CI services show beside the lines of a change.

GitHub Actions and Azure Pipelines take commands from the log; GitLab takes a Code Quality report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.report.outcome import Outcome, path_of

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_UNREAD = "cannot be read"

# What ends a command, and the sign that escapes it; the values of properties have more of them.
_GITHUB_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_GITHUB_PROPERTY = {**_GITHUB_MESSAGE, ":": "%3A", ",": "%2C"}
_AZURE_MESSAGE = {"%": "%AZP25", "\r": "%0D", "\n": "%0A"}
_AZURE_PROPERTY = {**_AZURE_MESSAGE, "]": "%5D", ";": "%3B"}


def github(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A workflow command for each problem."""
    for outcome in outcomes:
        if outcome.unread:
            properties = {"file": outcome.name, "title": _UNREAD}
            yield _github("error", properties, f"{outcome.name}: {outcome.unread}")
        for found in outcome.found:
            message = f"{found.message}\n{found.help}"
            yield _github(_GITHUB[found.severity], _github_properties(found), message)


def _github_properties(found: Diagnostic) -> dict[str, str]:
    place, piece = found.location, found.excerpt
    properties = {"file": path_of(place)}
    if place.line:
        properties["line"] = str(place.line)
    if place.line and place.column:
        properties["col"] = str(place.column)
        if piece:
            properties["endColumn"] = str(place.column + piece.length)
    return properties | {"title": found.code}


def _github(kind: str, properties: Mapping[str, str], message: str) -> str:
    given = ",".join(f"{k}={_escaped(v, _GITHUB_PROPERTY)}" for k, v in properties.items())
    return f"::{kind} {given}::{_escaped(message, _GITHUB_MESSAGE)}\n"


def azure(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A logging command for each problem; infos, which are no issues there, are for the debug log.

    Nothing is printed plainly: the agent looks for commands in the middle of lines too.
    """
    for outcome in outcomes:
        if outcome.unread:
            properties = {"type": "error", "sourcepath": outcome.name}
            yield _azure(properties, f"{outcome.name}: {outcome.unread}")
        for found in outcome.found:
            if found.severity is Severity.INFO:
                told = f"{found.location}: {found.message} [{found.code}]"
                yield f"##vso[task.debug]{_escaped(told, _AZURE_MESSAGE)}\n"
            else:
                properties = {"type": found.severity.value, "sourcepath": path_of(found.location)}
                yield _azure(properties | _azure_place(found), f"{found.message}. {found.help}")


def _azure_place(found: Diagnostic) -> dict[str, str]:
    place = found.location
    line = {"linenumber": str(place.line)} if place.line else {}
    column = {"columnnumber": str(place.column)} if place.line and place.column else {}
    return {**line, **column, "code": found.code}


def _azure(properties: Mapping[str, str], message: str) -> str:
    given = "".join(f"{k}={_escaped(v, _AZURE_PROPERTY)};" for k, v in properties.items())
    return f"##vso[task.logissue {given}]{_escaped(message, _AZURE_MESSAGE)}\n"


def gitlab(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One list, in the form of Code Climate that GitLab takes."""
    separator = "["
    for outcome in outcomes:
        records = [_gitlab(found) for found in outcome.found]
        if outcome.unread:
            records.append(_gitlab_record("unread", "blocker", outcome.unread, outcome.name, 1))
        for record in records:
            yield f"{separator}\n{json.dumps(record)}"
            separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def _gitlab(found: Diagnostic) -> dict[str, Any]:
    message = f"{found.message}. {found.help}"
    place = found.location
    severity = _GITLAB[found.severity]
    return _gitlab_record(found.code, severity, message, path_of(place), place.line or 1)


def _gitlab_record(code: str, severity: str, message: str, path: str, line: int) -> dict[str, Any]:
    identity = "\0".join((code, path, str(line), message))
    return {
        "description": message,
        "check_name": code,
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "backslashreplace")).hexdigest(),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
