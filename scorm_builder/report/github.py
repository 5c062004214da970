"""Outcomes to workflow commands, which GitHub Actions takes from the log and shows beside lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.report.outcome import Outcome, path_of

_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

# What ends a command, and the sign that escapes it; the values of properties have more of them.
_ENDS = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_MESSAGE = str.maketrans(_ENDS)
_PROPERTY = str.maketrans({**_ENDS, ":": "%3A", ",": "%2C"})


def github(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A workflow command for each problem."""
    for outcome in outcomes:
        if outcome.unread:
            properties = {"file": outcome.name, "title": "cannot be read"}
            yield _command("error", properties, f"{outcome.name}: {outcome.unread}")
        for found in outcome.found:
            message = f"{found.message}\n{found.help}"
            yield _command(_KINDS[found.severity], _properties(found), message)


def _properties(found: Diagnostic) -> dict[str, str]:
    place, piece = found.location, found.excerpt
    properties = {"file": path_of(place)}
    if place.line:
        properties["line"] = str(place.line)
    if place.line and place.column:
        properties["col"] = str(place.column)
        if piece:
            properties["endColumn"] = str(place.column + piece.length)
    return properties | {"title": found.code}


def _command(kind: str, properties: Mapping[str, str], message: str) -> str:
    given = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{kind} {given}::{message.translate(_MESSAGE)}\n"
