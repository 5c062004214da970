"""Outcomes to logging commands, which Azure Pipelines takes from the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.report.outcome import Outcome, path_of

# What ends a command, and the sign that escapes it; the values of properties have more of them.
_ENDS = {"%": "%AZP25", "\r": "%0D", "\n": "%0A"}
_MESSAGE = str.maketrans(_ENDS)
_PROPERTY = str.maketrans({**_ENDS, "]": "%5D", ";": "%3B"})


def azure(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A logging command for each problem; infos, which are no issues there, are for the debug log.

    Nothing is printed plainly: the agent looks for commands in the middle of lines too.
    """
    for outcome in outcomes:
        if outcome.unread:
            properties = {"type": "error", "sourcepath": outcome.name}
            yield _issue(properties, f"{outcome.name}: {outcome.unread}")
        for found in outcome.found:
            if found.severity is Severity.INFO:
                told = f"{found.location}: {found.message} [{found.code}]"
                yield f"##vso[task.debug]{told.translate(_MESSAGE)}\n"
            else:
                properties = {"type": found.severity.value, "sourcepath": path_of(found.location)}
                yield _issue(properties | _place(found), f"{found.message}. {found.help}")


def _place(found: Diagnostic) -> dict[str, str]:
    place = found.location
    line = {"linenumber": str(place.line)} if place.line else {}
    column = {"columnnumber": str(place.column)} if place.line and place.column else {}
    return {**line, **column, "code": found.code}


def _issue(properties: Mapping[str, str], message: str) -> str:
    given = "".join(f"{name}={value.translate(_PROPERTY)};" for name, value in properties.items())
    return f"##vso[task.logissue {given}]{message.translate(_MESSAGE)}\n"
