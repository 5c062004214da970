"""Arguments and exit codes.

0: fine. 1: the content has errors. 2: wrong usage, or a missing part. 130: stopped with Ctrl-C.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import click

from scorm_builder import __version__
from scorm_builder.diagnostics import Diagnostic, has_errors, sort_diagnostics
from scorm_builder.executors import make_executor
from scorm_builder.jobs import Artifact, BuildResult, Job, SystemPartMissing
from scorm_builder.loader import Content, load
from scorm_builder.pipeline import build_all, check_content, plan
from scorm_builder.preview.builds import Build, default_sources
from scorm_builder.preview.server import PreviewServer
from scorm_builder.publish import Entry, OutputRefused, publish
from scorm_builder.report import counted, diagnostic_lines, summary_line, table_lines, visible
from scorm_builder.targets import TARGETS
from scorm_builder.theme import ThemeMissing, load_theme

CONTENT_HAS_ERRORS = 1
WRONG_USAGE = 2
STOPPED = 130

Advance = Callable[[BuildResult], None]

_modules_option = click.option(
    "--modules",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default="modules",
    show_default=True,
    help="The folder with catalogue.yaml and a folder for each module.",
)
_names_argument = click.argument("names", metavar="[MODULE]...", nargs=-1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scorm-builder")
def cli() -> None:
    """Build SCORM 1.2 packages and PDF handouts from YAML modules."""


@cli.command()
@_names_argument
@_modules_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="dist",
    show_default=True,
    help="The folder to publish to. It is replaced as a whole, or not at all.",
)
@click.option(
    "--target",
    "targets",
    type=click.Choice(sorted(TARGETS)),
    multiple=True,
    help="What to make; may be given more than once. All, when left out.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=256),
    default=None,
    help="How many processes to use. As many as the machine has, when left out.",
)
def build(
    names: tuple[str, ...], root: Path, out: Path, targets: tuple[str, ...], jobs: int | None
) -> None:
    """Build the named modules, or all of them.

    Checks all content first. When anything is wrong, every problem is listed and the output
    folder stays as it was.
    """
    content = _load(root, names)
    _refuse_overlap(root, out)
    problems = check_content(content)
    _print_problems(problems)
    if has_errors(problems):
        _stop(f"{summary_line(problems)}; {out} was left as it was", CONTENT_HAS_ERRORS)
    chosen = [name for name in TARGETS if not targets or name in targets]
    try:
        work = plan(content, load_theme(), names or tuple(content.modules), chosen)
        results = _run(work, min(jobs or os.cpu_count() or 1, len(work)))
    except ThemeMissing as error:
        _stop(f"{error}: run 'make build', or 'python templates/assets.py'", WRONG_USAGE)
    except SystemPartMissing as error:
        _stop(str(error), WRONG_USAGE)
    except BrokenProcessPool:
        _stop("a worker process was ended from outside; try it with --jobs 1", WRONG_USAGE)
    found = sort_diagnostics(problem for result in results for problem in result.diagnostics)
    _print_problems(found)
    if has_errors(found):
        _stop(f"{summary_line(found)}; {out} was left as it was", CONTENT_HAS_ERRORS)
    artifacts = [artifact for result in results for artifact in result.artifacts]
    entries = _publish(artifacts, content, out, keep_others=bool(names or targets))
    made = {artifact.path for artifact in artifacts}
    for line in table_lines([entry for entry in entries if entry.path in made]):
        click.echo(line)
    kept = len(entries) - len(made)
    click.echo(
        f"{counted(len(made), 'file')} in {out}" + (f"; {kept} kept from before" if kept else "")
    )


@cli.command()
@_names_argument
@_modules_option
def check(names: tuple[str, ...], root: Path) -> None:
    """Check content without building it."""
    content = _load(root, names)
    problems = check_content(content)
    if names:
        problems = tuple(p for p in problems if _concerns(p, content, names))
    _print_problems(problems)
    click.echo(
        f"{counted(len(names) or len(content.sources), 'module')} checked: {summary_line(problems)}"
    )
    sys.exit(CONTENT_HAS_ERRORS if has_errors(problems) else 0)


@cli.command()
@click.argument("name", metavar="[MODULE]", required=False)
@_modules_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8012,
    show_default=True,
    help="Where to serve it, on this machine only; 0 takes any free port.",
)
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
def preview(name: str | None, root: Path, port: int, no_open: bool) -> None:
    """Play a module, or all of them, in simulated LMSs.

    Builds again at every change of the content or the templates. Ctrl-C ends it.
    """
    names = (name,) if name else ()
    _load(root, names)
    try:
        server = PreviewServer(port)
    except OSError as error:
        _stop(f"port {port}: {error.strerror}; choose another with --port", WRONG_USAGE)
    click.echo(f"Preview at {server.address} - Ctrl-C ends it")
    with suppress(KeyboardInterrupt):
        server.run(default_sources(root, names), _print_build, open_page=not no_open)


def main() -> None:
    """The command `scorm-builder`; never shows a traceback for what a user can cause."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A title may have letters that the terminal's encoding lacks.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        cli.main(prog_name="scorm-builder", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        # Once is enough: the workers end what they are at, and then the run ends.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop("stopped", STOPPED)
    except OSError as error:
        _stop(f"{error.filename or 'a file'}: {error.strerror or error}", WRONG_USAGE)


def _load(root: Path, names: Sequence[str]) -> Content:
    if not root.is_dir():
        _stop(f"there is no folder {root}; name it with --modules", WRONG_USAGE)
    content = load(root)
    if not content.sources:
        _stop(f"{root} has no module folders", WRONG_USAGE)
    for name in names:
        if name not in content.sources:
            known = ", ".join(content.sources)
            _stop(f"there is no module {name!r} in {root}; there are: {known}", WRONG_USAGE)
    return content


def _refuse_overlap(root: Path, out: Path) -> None:
    """The output is replaced as a whole, so it must not hold the content or the work itself."""
    resolved, content = out.resolve(), root.resolve()
    for precious in (content, Path.cwd()):
        if precious == resolved or resolved in precious.parents:
            _stop(f"--out {out} would replace {precious}; choose another folder", WRONG_USAGE)
    if content in resolved.parents:
        _stop(f"--out {out} would be a module of {root}; choose another folder", WRONG_USAGE)


def _concerns(problem: Diagnostic, content: Content, names: Iterable[str]) -> bool:
    files = {content.catalogue_source.document.file}
    files |= {content.sources[name].document.file for name in names}
    return problem.location.file in files


def _run(work: Sequence[Job], processes: int) -> list[BuildResult]:
    with make_executor(processes) as executor, _progress(len(work)) as advance:
        results = []
        for result in build_all(work, executor):
            advance(result)
            results.append(result)
        return results


@contextmanager
def _progress(total: int) -> Iterator[Advance]:
    """A bar on a terminal; a plain line for each module elsewhere."""
    if not sys.stderr.isatty():
        yield lambda result: click.echo(
            f"{'built' if result.artifacts else 'failed'} {result.module}", err=True
        )
        return
    from rich.console import Console  # noqa: PLC0415  (only a terminal needs it)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("building", total=total)

        def advance(result: BuildResult) -> None:
            progress.update(task, advance=1, description=result.module)

        yield advance


def _publish(
    artifacts: Sequence[Artifact], content: Content, out: Path, *, keep_others: bool
) -> tuple[Entry, ...]:
    if content.catalogue is None:
        raise AssertionError("content without errors has a catalogue")
    try:
        return publish(artifacts, content.catalogue, out, keep_others=keep_others)
    except OutputRefused as error:
        _stop(str(error), WRONG_USAGE)


def _print_build(build: Build) -> None:
    _print_problems(build.problems)
    fault = f"; {visible(build.fault)}" if build.fault else ""
    click.echo(f"Build {build.number}: {summary_line(build.problems)}{fault}", err=True)


def _print_problems(problems: Iterable[Diagnostic]) -> None:
    for problem in problems:
        click.echo(diagnostic_lines(problem), err=True)


def _stop(message: str, code: int) -> NoReturn:
    click.echo(f"scorm-builder: {visible(message)}", err=True)
    sys.exit(code)
