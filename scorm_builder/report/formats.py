"""The formats for other programs: a file each, which is imported when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from scorm_builder.report.outcome import Outcome, made_visible

FORMATS = {
    "json": "as_json",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "azure": "azure",
}
"""The file and function of each format, by the name that users give it."""


def rendered(name: str, outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A report in one of FORMATS, piece by piece, with what cannot be seen spelt out."""
    module = import_module(f"scorm_builder.report.{FORMATS[name]}")
    write: Callable[[Iterable[Outcome]], Iterator[str]] = getattr(module, FORMATS[name])
    return write(map(made_visible, outcomes))
