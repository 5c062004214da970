"""The option `--format`, and how a report gets out.

A format for other programs has standard output for itself. Whatever else there is to say, such as
progress and what cannot be read, goes to standard error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from scorm_builder.cli.exit_codes import print_problems
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.report.formats import FORMATS, rendered
from scorm_builder.report.outcome import Outcome

TEXT = "text"

format_option = click.option(
    "--format",
    "form",
    type=click.Choice([TEXT, *FORMATS]),
    default=TEXT,
    show_default=True,
    help="How to tell what was found: for people, or for a program.",
)


def print_report(form: str, outcomes: Iterable[Outcome]) -> None:
    """Prints a report for another program on standard output, as it comes."""
    for piece in rendered(form, outcomes):
        click.echo(piece, nl=False)


def print_problems_of(form: str, files: Iterable[str], problems: Sequence[Diagnostic]) -> None:
    """Prints the problems of these files: for people on standard error, else as a report."""
    if form == TEXT:
        print_problems(problems)
    else:
        print_report(form, by_file(files, problems))


def by_file(files: Iterable[str], problems: Sequence[Diagnostic]) -> tuple[Outcome, ...]:
    """An outcome for each of these files, in their order, and for any other with problems."""
    names = dict.fromkeys((*files, *(problem.location.file for problem in problems)))
    return tuple(
        Outcome(name, tuple(p for p in problems if p.location.file == name)) for name in names
    )
