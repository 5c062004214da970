"""The command `verify`."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scorm_builder.cli.configuration import BadConfiguration, Configuration, read_configuration
from scorm_builder.cli.exit_codes import CONTENT_HAS_ERRORS, WRONG_USAGE, complain, stop
from scorm_builder.cli.formats import TEXT, format_option, print_report
from scorm_builder.diagnostics import Diagnostic, Severity, as_errors, sort_diagnostics
from scorm_builder.executors import in_order, make_executor
from scorm_builder.report.outcome import Outcome, Tally
from scorm_builder.report.text import counted, counted_severities, text
from scorm_builder.verify import (
    PROFILES,
    ControlDocumentsMissing,
    settled,
    verify,
    verify_path,
)

if TYPE_CHECKING:  # needs a browser, which few have
    from scorm_builder.play import Player

STANDARD_INPUT = "-"
ALL = "all"
_NAME_OF_INPUT = "<stdin>"
_MOST_FROM_A_PIPE = 128_000_000

# Fewer are done before the processes have started.
_FEW = 16


@dataclass(frozen=True, slots=True)
class Wish:
    """How to judge packages, and whether warnings are errors."""

    configuration: Configuration
    strict: bool = False


@click.command("verify")
@click.argument("packages", metavar="PACKAGE...", nargs=-1, required=True)
@format_option
@click.option(
    "--lms",
    type=click.Choice([*PROFILES, ALL]),
    multiple=True,
    help="Judge by the limits of this LMS too; may be given more than once.",
)
@click.option(
    "--play",
    is_flag=True,
    help="Open each SCO in Chromium too, in a simulated LMS: strict, or those of --lms.",
)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file with severities by code. Else scorm-verify.toml or pyproject.toml.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=256),
    default=None,
    help="How many processes to use. As many as pay, when left out.",
)
def command(
    packages: tuple[str, ...],
    *,
    form: str,
    lms: tuple[str, ...],
    play: bool,
    config: Path | None,
    jobs: int | None,
    strict: bool,
) -> None:
    """Verify SCORM 1.2 packages, whoever made them.

    PACKAGE is a zip, a folder or an imsmanifest.xml; - reads one from standard input. Nothing is
    unpacked, written or fetched; nothing is run but with --play.
    """
    if play and STANDARD_INPUT in packages:
        raise click.UsageError("--play needs the package as a file or a folder")
    if packages.count(STANDARD_INPUT) > 1:
        raise click.UsageError("there is one standard input, so - can be named once")
    try:
        configuration = read_configuration(config, Path())
    except BadConfiguration as error:
        stop(str(error), WRONG_USAGE)
    if lms:
        chosen = tuple(PROFILES) if ALL in lms else tuple(dict.fromkeys(lms))
        configuration = replace(configuration, lms=chosen)
    wish = Wish(configuration, strict)
    tally = Tally()
    try:
        outcomes = _played(packages, wish) if play else _outcomes(packages, wish, jobs)
        _print(form, tally.count(_told(outcomes)))
    except ControlDocumentsMissing as error:
        stop(str(error), WRONG_USAGE)
    except BrokenExecutor:
        stop("a worker process was ended from outside; try it with --jobs 1", WRONG_USAGE)
    if form == TEXT:
        click.echo(_closing_line(tally))
    if tally.unread:
        sys.exit(WRONG_USAGE)
    sys.exit(CONTENT_HAS_ERRORS if tally.severities[Severity.ERROR] else 0)


def _outcomes(packages: Sequence[str], wish: Wish, jobs: int | None) -> Iterator[Outcome]:
    """What comes of each package, in the order in which they are named."""
    worth = 1 if len(packages) < _FEW else os.cpu_count() or 1
    # Only this process has the standard input.
    processes = 1 if STANDARD_INPUT in packages else min(jobs or worth, len(packages))
    with make_executor(processes, preload="scorm_builder.verify") as executor:
        work = ((judge, package, wish) for package in packages)
        yield from in_order(executor, work, 1 if processes == 1 else 8 * processes)


def _played(packages: Sequence[str], wish: Wish) -> Iterator[Outcome]:
    """The same, with each package opened in a browser: one after the other."""
    from scorm_builder.play import BrowserMissing, start_player  # noqa: PLC0415

    try:
        with start_player() as player:
            for package in packages:
                yield judge(package, wish, player)
    except BrowserMissing as error:
        stop(str(error), WRONG_USAGE)


def judge(package: str, wish: Wish, player: Player | None = None) -> Outcome:
    """What is found in one package, or why it cannot be read."""
    folder = package.rstrip(f"/{os.sep}")
    name = _NAME_OF_INPUT if package == STANDARD_INPUT else folder or package
    try:
        found = _findings(package, name, wish.configuration)
        if player is not None:
            played = _found_by_playing(package, wish.configuration, player)
            found = sort_diagnostics((*found, *played))
    except OSError as error:
        below = f"{error.filename}: " if error.filename not in (None, package) else ""
        return Outcome(name, unread=below + (error.strerror or str(error)))
    return Outcome(name, as_errors(found) if wish.strict else found)


def _findings(package: str, name: str, wanted: Configuration) -> tuple[Diagnostic, ...]:
    """A file behind standard input is read as any other; of a pipe, what memory should hold."""
    if not package:
        raise OSError("the name is empty")  # An empty variable must not mean the working folder.
    is_input = package == STANDARD_INPUT
    path = Path("/dev/stdin" if is_input else package)
    mode = (os.fstat(0) if is_input else path.stat()).st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return verify_path(path, name, severities=wanted.severities, lms=wanted.lms)
    with nullcontext(sys.stdin.buffer) if is_input else path.open("rb") as pipe:
        content = pipe.read(_MOST_FROM_A_PIPE + 1)
    if len(content) > _MOST_FROM_A_PIPE:
        most = _MOST_FROM_A_PIPE // 1_000_000
        raise OSError(f"more than {most} MB; save it and name the file")
    return verify(content, name, severities=wanted.severities, lms=wanted.lms)


def _found_by_playing(
    package: str, wanted: Configuration, player: Player
) -> tuple[Diagnostic, ...]:
    from scorm_builder.play import SIMULATED, play_path, unprotected  # noqa: PLC0415

    lms = [name for name in wanted.lms if name in SIMULATED] or SIMULATED[:1]
    found = play_path(Path(package), package, player, lms)
    return settled(iter((*found, *unprotected(package))), wanted.severities)


def _told(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same outcomes; says which could not be read, in any format."""
    for outcome in outcomes:
        if outcome.unread:
            complain(f"{outcome.name}: {outcome.unread}")
        yield outcome


def _print(form: str, outcomes: Iterable[Outcome]) -> None:
    if form != TEXT:
        print_report(form, outcomes)
        return
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for piece in text(outcomes, columns):
        click.echo(piece, nl=False)


def _closing_line(tally: Tally) -> str:
    verified = tally.outcomes - tally.unread
    where = f" in {tally.with_findings:,} of them" if tally.with_findings and verified > 1 else ""
    unread = f"; {counted(tally.unread, 'file')} could not be read" if tally.unread else ""
    told = f": {counted_severities(tally.severities)}" if verified else ""
    return f"{counted(verified, 'package')} verified{told}{where}{unread}"
