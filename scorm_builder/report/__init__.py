"""Diagnostics and results to text: for people, and in the formats that other programs read.

Data first: every format is a function from outcomes to pieces of text, which keeps none of them, so
that a thousand packages take no more memory than one. Only the command line prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from scorm_builder.report.as_json import as_json
from scorm_builder.report.azure import azure
from scorm_builder.report.github import github
from scorm_builder.report.gitlab import gitlab
from scorm_builder.report.junit import junit
from scorm_builder.report.outcome import (
    ALL_CODES,
    Outcome,
    Tally,
    made_visible,
    nearest_code,
)
from scorm_builder.report.sarif import sarif
from scorm_builder.report.text import (
    counted,
    counted_severities,
    diagnostic_lines,
    explanation_lines,
    explanation_table,
    summary_line,
    table_lines,
    text,
)

__all__ = [
    "ALL_CODES",
    "FORMATS",
    "Outcome",
    "Tally",
    "counted",
    "counted_severities",
    "diagnostic_lines",
    "explanation_lines",
    "explanation_table",
    "nearest_code",
    "rendered",
    "summary_line",
    "table_lines",
    "text",
]

FORMATS: Mapping[str, Callable[[Iterable[Outcome]], Iterator[str]]] = {
    "json": as_json,
    "sarif": sarif,
    "junit": junit,
    "github": github,
    "gitlab": gitlab,
    "azure": azure,
}
"""The formats for other programs, by the names that users give them."""


def rendered(name: str, outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A report in one of FORMATS, piece by piece, with what cannot be seen spelt out."""
    return FORMATS[name](map(made_visible, outcomes))
