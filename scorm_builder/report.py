"""Diagnostics and results -> text. Returns strings; only the command line prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from scorm_builder.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:  # the model takes longer to import than a package to verify
    from scorm_builder.jobs import Entry

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def diagnostic_lines(diagnostic: Diagnostic) -> str:
    """One problem in two lines: place, severity, message and code; then how to mend it.

    The first line starts with file:line:column, which editors and terminals can open. Lines to
    paste follow, when the help has more than one.
    """
    severity = click.style(diagnostic.severity.value, fg=_COLOURS[diagnostic.severity], bold=True)
    place = click.style(visible(str(diagnostic.location)), bold=True)
    first = f"{place}: {severity}: {visible(diagnostic.message)} [{diagnostic.code}]"
    help_lines = "\n".join(map(visible, diagnostic.help.split("\n")))
    return f"{first}\n    help: {help_lines}"


def visible(text: str) -> str:
    """`text` with what cannot be seen spelt out, so that content cannot drive the terminal."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def summary_line(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors and warnings there were, in words."""
    found = list(diagnostics)
    counts = [
        (sum(d.severity is severity for d in found), severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
    ]
    words = [counted(count, word) for count, word in counts if count]
    return " and ".join(words) if words else "no problems found"


def counted(count: int, word: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def table_lines(entries: Sequence[Entry]) -> list[str]:
    """The closing table of what was made, with columns lined up."""
    rows = [("Module", "Version", "File", "Size", "SHA-256")]
    rows += [
        (entry.title, entry.version, entry.path, _kilobytes(entry.size), entry.sha256[:12])
        for entry in entries
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if column == 3 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f} KB" if size >= 1000 else f"{size} bytes"
