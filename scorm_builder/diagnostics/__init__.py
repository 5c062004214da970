"""What the builder tells its users about a problem: data first, printing later.

Every problem is a `Diagnostic`. Functions return them; nothing below the command line prints
or raises for bad content, so that one run reports every problem of every module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, replace
from enum import Enum


class Severity(Enum):
    """How bad a problem is: an error stops the run from publishing; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Impact(Enum):
    """Where a problem of a package is felt. Much that breaks the standard plays everywhere."""

    STANDARD = "against the standard"
    IMPORT = "on import"
    PLAYING = "on playing"
    TRACKING = "on tracking"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file the user can open.

    `file` is the path as the user would type it; `inside` is the path of a file in it when it is a
    package; `line` and `column` count from 1, and are 0 when the problem belongs to the whole file.
    """

    file: str
    line: int = 0
    column: int = 0
    inside: str = ""

    def __str__(self) -> str:
        path = f"{self.file}/{self.inside}" if self.inside else self.file
        return f"{path}:{self.line}:{self.column}" if self.line else path

    def __lt__(self, other: Location) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, str, int, int]:
        return (self.file, self.inside, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The piece of a file that a problem is about: a line of it, cut when it is long.

    The `length` characters from `start` (which counts from 0) are what a caret points at.
    """

    text: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a stable code, how bad it is, where it is, what is wrong, how to mend it.

    `impact` and `excerpt` are known of problems in packages.
    """

    code: str
    severity: Severity
    location: Location
    message: str
    help: str
    impact: Impact | None = None
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What the code of a problem means.

    `summary` says what is wrong, `help` how to mend it, `source` who says so or what happens
    otherwise. `reason` says why it matters, and `impact` where it is felt: both are known of the
    codes of packages. `example` is the smallest wrong input, such as a line or the name of a file;
    a … stands for what is left out of it, and it is empty where none can be shown. `since` is the
    version that first had the code.
    """

    code: str
    severity: Severity
    summary: str
    _: KW_ONLY
    help: str
    source: str
    example: str = ""
    reason: str = ""
    impact: Impact | None = None
    since: str = "0.1.0"


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


# What GitHub and Azure take for a command in a log: at the start of a line, or anywhere in it.
_COMMAND = re.compile(r"^\s*:(?=:)|#(?=#(?:vso)?\[)", re.IGNORECASE)


def visible(text: str) -> str:
    """`text` with what cannot be seen spelt out, so that content cannot drive the terminal.

    Nor can it drive the log of a CI service: the first sign of a command is spelt out.
    """
    if not text.isprintable():
        text = "".join(
            character if character.isprintable() else character.encode("unicode_escape").decode()
            for character in text
        )
    return _COMMAND.sub(lambda found: f"{found[0][:-1]}\\x{ord(found[0][-1]):02x}", text)


def visible_in_place(text: str) -> str:
    """The same with one character for one, so that a caret below it stays under its place."""
    clean = "".join(
        c if c.isprintable() else " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return _COMMAND.sub(lambda found: found[0][:-1] + "\N{REPLACEMENT CHARACTER}", clean)
