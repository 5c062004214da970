"""The command `explain`."""

from __future__ import annotations

import click

from scorm_builder.cli.ending import WRONG_USAGE, stop
from scorm_builder.report import explanation_lines, explanation_table, explanations, nearest_code


@click.command("explain")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
def command(codes: tuple[str, ...]) -> None:
    """Tell what a code means, why it matters and how to mend it.

    Without a code, all of them are listed.
    """
    known = explanations()
    for code in codes:
        if code.upper() not in known:
            near = nearest_code(code, known)
            meant = f"did you mean {near}?" if near else "'scorm-builder explain' lists them"
            stop(f"there is no code {code!r}; {meant}", WRONG_USAGE)
    lines = [f"{explanation_lines(known[code.upper()])}\n" for code in codes]
    click.echo("\n".join(lines or explanation_table(known.values())), nl=not codes)
