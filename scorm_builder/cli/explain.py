"""The command `explain`."""

from __future__ import annotations

import click

from scorm_builder.cli.exit_codes import WRONG_USAGE, stop
from scorm_builder.report.codes import ALL_CODES, nearest_code
from scorm_builder.report.text import explanation_lines, explanation_table


@click.command("explain")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
def command(codes: tuple[str, ...]) -> None:
    """Tell what a code means, why it matters and how to mend it.

    Without a code, all of them are listed.
    """
    for code in codes:
        if code.upper() not in ALL_CODES:
            near = nearest_code(code, ALL_CODES)
            meant = f"did you mean {near}?" if near else "'scorm-builder explain' lists them"
            stop(f"there is no code {code!r}; {meant}", WRONG_USAGE)
    lines = [f"{explanation_lines(ALL_CODES[code.upper()])}\n" for code in codes]
    click.echo("\n".join(lines or explanation_table(ALL_CODES.values())), nl=not codes)
