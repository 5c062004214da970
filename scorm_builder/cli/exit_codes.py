"""How every command ends: its exit code, and what it prints of problems."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NoReturn

import click

from scorm_builder.diagnostics import Diagnostic, visible

CONTENT_HAS_ERRORS = 1
WRONG_USAGE = 2
STOPPED = 130


def print_problems(problems: Iterable[Diagnostic]) -> None:
    """Prints each problem on standard error."""
    # Here, as most commands that only tell something have none.
    from scorm_builder.report.text import diagnostic_lines  # noqa: PLC0415

    for problem in problems:
        click.echo(diagnostic_lines(problem), err=True)


def complain(message: str) -> None:
    """Says on standard error what the report does not hold."""
    click.echo(f"scorm-builder: {visible(message)}", err=True)


def stop(message: str, code: int) -> NoReturn:
    """Ends the run with a message on standard error and an exit code."""
    complain(message)
    sys.exit(code)
