"""What the commands that read content share: their arguments, and content with its problems."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from scorm_builder.cli.ending import WRONG_USAGE, stop
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.loader import Content, load
from scorm_builder.pipeline import check_content
from scorm_builder.theme import ThemeMissing

HOW_TO_SET_UP = "run 'make build', or 'python templates/assets.py'"

# More than this is after the year 9999.
_MOST_DIGITS_OF_SECONDS = 11

modules_option = click.option(
    "--modules",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default="modules",
    show_default=True,
    help="The folder with catalogue.yaml and a folder for each module.",
)
names_argument = click.argument("names", metavar="[MODULE]...", nargs=-1)


def load_content(root: Path, names: Sequence[str]) -> Content:
    """The content of a folder; ends the run where it or a named module is not there."""
    if not root.is_dir():
        stop(f"there is no folder {root}; name it with --modules", WRONG_USAGE)
    content = load(root)
    if not content.sources:
        stop(f"{root} has no module folders", WRONG_USAGE)
    for name in names:
        if name not in content.sources:
            known = ", ".join(content.sources)
            stop(f"there is no module {name!r} in {root}; there are: {known}", WRONG_USAGE)
    return content


def problems_of(content: Content) -> tuple[Diagnostic, ...]:
    """Every problem of the content today; ends the run where the project is not set up."""
    try:
        return check_content(content, today())
    except ThemeMissing as error:
        stop(f"{error}: {HOW_TO_SET_UP}", WRONG_USAGE)


def today() -> date:
    """The day by which reviews are judged; SOURCE_DATE_EPOCH, if set, keeps it the same."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    fixed = seconds.isdecimal() and len(seconds) <= _MOST_DIGITS_OF_SECONDS
    return (datetime.fromtimestamp(int(seconds), UTC) if fixed else datetime.now(UTC)).date()


def concerns(problem: Diagnostic, content: Content, names: Iterable[str]) -> bool:
    """True for a problem of the catalogue or of a named module."""
    return problem.location.file in files_of(content, names)


def files_of(content: Content, names: Iterable[str]) -> list[str]:
    """The files of the catalogue and of the named modules, or of all."""
    chosen = (*names,) or content.sources
    modules = (content.sources[name].document.file for name in chosen)
    return [content.catalogue_source.document.file, *modules]
