"""The command `new`."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import get_args

import click

from scorm_builder.cli.content import modules_option, today
from scorm_builder.cli.exit_codes import CONTENT_HAS_ERRORS, WRONG_USAGE, print_problems, stop
from scorm_builder.content.loader import CATALOGUE_FILE, MODULE_FILE, load
from scorm_builder.content.starter import NewModule, Refused, check_name, new_files, write
from scorm_builder.model import StageName


@click.command("new")
@click.argument("name", metavar="SLUG")
@click.option("--title", help="The name of the technique, as learners see it.")
@click.option(
    "--stage",
    type=click.Choice(get_args(StageName)),
    help="When in a piece of work people use it.",
)
@modules_option
def command(name: str, title: str | None, stage: str | None, root: Path) -> None:
    """Start a new technique: a folder with a module.yaml to fill in.

    SLUG names the folder: lower-case letters and digits with single hyphens between, as in
    peer-assist. What is not given is asked for.
    """
    try:
        check_name(name)
        catalogue = _catalogue_for(root, name)
        title, stage = _ask(name, title, stage)
        there = [path.name for path in root.iterdir()] if root.is_dir() else []
        files = new_files(NewModule(name, title, stage, today()), catalogue, there)
    except Refused as error:
        stop(str(error), WRONG_USAGE)
    write(root, files)
    for path in files:
        listed = path == CATALOGUE_FILE and catalogue
        click.echo(f"Added {name} to {root / path}" if listed else f"Made {root / path}")
    typed = "scorm-builder" if shutil.which("scorm-builder") else sys.argv[0]
    where = "" if root == Path("modules") else f" --modules {shlex.quote(str(root))}"
    click.echo(
        f"\nOpen {root / name / MODULE_FILE} in an editor, and put in your own words.\n"
        f"To see it as learners will, type: {typed} preview {name}{where}"
    )


def _catalogue_for(root: Path, name: str) -> str | None:
    """The text of the catalogue that a new module is for; None where there is nothing yet."""
    if (root / name).exists():
        stop(f"{root / name} is there already; choose another name", WRONG_USAGE)
    if not root.exists():
        return None
    content, path = load(root), root / CATALOGUE_FILE
    if not path.exists():
        if content.sources:
            stop(f"{root} has folders and no {CATALOGUE_FILE}; choose another folder", WRONG_USAGE)
        return None
    if content.catalogue is None:
        print_problems(p for p in content.diagnostics if p.location.file == str(path))
        stop(f"{path} has errors; mend them first", CONTENT_HAS_ERRORS)
    return path.read_bytes().decode()


def _ask(name: str, title: str | None, stage: str | None) -> tuple[str, str]:
    """The title and the stage of a new module, from a person where they are not given."""
    if not (title and stage) and not sys.stdin.isatty():
        example = f'scorm-builder new {name} --title "Peer assist" --stage before'
        stop(f"give a title and a stage, as in: {example}", WRONG_USAGE)
    stages = click.Choice(get_args(StageName))
    return (
        title or click.prompt("Title, as learners will see it"),
        stage or click.prompt("When do people use it in a piece of work?", type=stages),
    )
