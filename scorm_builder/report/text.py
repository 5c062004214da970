"""Diagnostics and results to the lines that a person reads."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from scorm_builder.diagnostics import (
    Diagnostic,
    Excerpt,
    Rule,
    Severity,
    visible,
    visible_in_place,
)
from scorm_builder.report.outcome import Outcome, visible_lines

if TYPE_CHECKING:  # the model takes longer to import than a package to verify
    from scorm_builder.jobs import Entry

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_INDENT = "    "
_NARROWEST = 40


def text(outcomes: Iterable[Outcome], columns: int = 0) -> Iterator[str]:
    """What was found, problem by problem; for a terminal of so many `columns` unless they are 0."""
    after = "\n\n" if columns else "\n"
    for outcome in outcomes:
        for found in outcome.found:
            yield f"{diagnostic_lines(found, columns)}{after}"


def diagnostic_lines(diagnostic: Diagnostic, columns: int = 0) -> str:
    """One problem: place, severity, message and code; the piece that it is about; how to mend it.

    The first line starts with file:line:column, which editors and terminals can open. Lines to
    paste follow, when the help has more than one.
    """
    place = click.style(visible(str(diagnostic.location)), bold=True)
    severity = styled(diagnostic.severity)
    lines = [f"{place}: {severity}: {visible(diagnostic.message)} [{diagnostic.code}]"]
    if diagnostic.excerpt:
        lines += _excerpt_lines(diagnostic, diagnostic.excerpt, columns)
    return "\n".join((*lines, _help_lines(diagnostic.help, columns)))


def _help_lines(told: str, columns: int) -> str:
    """How to mend it: in the columns of a terminal, unless it has lines to paste."""
    label = f"{_INDENT}help: "
    if "\n" in told or not columns:
        return label + visible_lines(told)
    width = max(columns, _NARROWEST)
    return textwrap.fill(visible(told), width, initial_indent=label, subsequent_indent=" " * 10)


def styled(severity: Severity) -> str:
    """The word for a severity, in its colour."""
    return click.style(severity.value, fg=_COLOURS[severity], bold=True)


def _excerpt_lines(diagnostic: Diagnostic, excerpt: Excerpt, columns: int) -> tuple[str, str]:
    """The line of the file, and a caret under what is wrong in it."""
    number = str(diagnostic.location.line or "")
    excerpt = replace(excerpt, text=visible_in_place(excerpt.text))
    margin = f"{_INDENT}{number} | "
    part = _fitted(excerpt, max(columns, _NARROWEST) - len(margin)) if columns else excerpt
    before = " " * _width(part.text[: part.start])
    carets = "^" * max(1, _width(part.text[part.start : part.start + part.length]))
    colour = _COLOURS[diagnostic.severity]
    return (
        click.style(margin, fg="blue") + part.text,
        click.style(f"{_INDENT}{' ' * len(number)} | ", fg="blue")
        + before
        + click.style(carets, fg=colour, bold=True),
    )


def _fitted(excerpt: Excerpt, columns: int) -> Excerpt:
    """The part of an excerpt around its caret that fits in so many columns."""
    if _width(excerpt.text) <= columns:
        return excerpt
    first, stop = 0, excerpt.start + excerpt.length
    while first < excerpt.start and _width(excerpt.text[first:stop]) > columns:
        first += 1
    part = excerpt.text[first:]
    while _width(part) > columns:
        part = part[:-1]
    start = min(excerpt.start - first, len(part))
    return Excerpt(part, start, max(1, min(excerpt.length, len(part) - start)))


def _width(text: str) -> int:
    """The columns that a text takes: wide letters take two, marks on letters none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(character)
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def explanation_lines(rule: Rule) -> str:
    """All that is known of a code."""
    impact = f", {rule.impact.value}" if rule.impact else ""
    rows = (
        ("why", rule.reason),
        ("help", rule.help),
        ("example", rule.example),
        ("source", rule.source),
        ("since", rule.since),
    )
    told = [f"{f'{name}:':<9}{value}" for name, value in rows if value]
    below = "\n".join((f"{rule.summary}.", *(part.replace("\n", f"\n{' ' * 9}") for part in told)))
    head = f"{click.style(rule.code, bold=True)}: {styled(rule.severity)}{impact}"
    return f"{head}\n{textwrap.indent(below, _INDENT)}"


def explanation_table(rules: Iterable[Rule]) -> Iterator[str]:
    """A line for each code: severity and summary."""
    listed = list(rules)
    width = max(len(one.code) for one in listed)
    for one in listed:
        padding = " " * (9 - len(one.severity.value))
        yield f"{one.code:<{width}}  {styled(one.severity)}{padding}{one.summary}"


def summary_line(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors and warnings there were, in words."""
    found = list(diagnostics)
    kinds = (Severity.ERROR, Severity.WARNING)
    return counted_severities({kind: sum(d.severity is kind for d in found) for kind in kinds})


def counted_severities(counts: Mapping[Severity, int]) -> str:
    """How many there were of each severity that was found, in words."""
    words = [counted(counts[kind], kind.value) for kind in Severity if counts.get(kind)]
    if not words:
        return "no problems found"
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def counted(count: int, word: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def table_lines(entries: Sequence[Entry]) -> list[str]:
    """The closing table of what was made, with columns lined up."""
    rows = [("Module", "Version", "File", "Size", "SHA-256")]
    rows += [
        (
            visible(entry.title),
            entry.version,
            visible(entry.path),
            _kilobytes(entry.size),
            entry.sha256[:12],
        )
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
