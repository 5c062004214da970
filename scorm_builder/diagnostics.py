"""What the builder tells its users about a problem: data first, printing later.

Every problem is a `Diagnostic`. Functions return them; nothing below the command line prints
or raises for bad content, so that one run reports every problem of every module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum


class Severity(Enum):
    """How bad a problem is: an error stops the run from publishing; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file the author can open.

    `file` is the path as the user would type it; `line` and `column` count from 1, and are 0
    when the problem belongs to the whole file.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a stable code, how bad it is, where it is, what is wrong, how to mend it."""

    code: str
    severity: Severity
    location: Location
    message: str
    help: str


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True when at least one is an error, so that nothing may be published."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def as_errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same problems, with each warning an error."""
    return tuple(
        replace(d, severity=Severity.ERROR) if d.severity is Severity.WARNING else d
        for d in diagnostics
    )


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order an author reads: by file, line, column, then code; exact repeats removed."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.location, d.code, d.message)))
