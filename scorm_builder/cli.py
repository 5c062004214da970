"""Arguments and exit codes.

0: fine. 1: the content has errors. 2: wrong usage, or a missing part. 130: stopped with Ctrl-C.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn, get_args

import click
from jinja2 import TemplateError

from scorm_builder import __version__
from scorm_builder.catalogue_page import catalogue_page
from scorm_builder.diagnostics import (
    Diagnostic,
    Severity,
    as_errors,
    has_errors,
    sort_diagnostics,
)
from scorm_builder.executors import make_executor
from scorm_builder.jobs import (
    Artifact,
    BuildResult,
    BundleJob,
    Entry,
    Job,
    SystemPartMissing,
)
from scorm_builder.loader import CATALOGUE_FILE, MODULE_FILE, Content, load
from scorm_builder.model import StageName
from scorm_builder.pipeline import build_all, check_content, plan, plan_bundles
from scorm_builder.preview.builds import Build, default_sources
from scorm_builder.preview.server import PreviewServer
from scorm_builder.publish import OutputRefused, publish
from scorm_builder.report import counted, diagnostic_lines, summary_line, table_lines, visible
from scorm_builder.schema import SCHEMAS, schema_text
from scorm_builder.starter import NewModule, Refused, check_name, new_files, write
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme, ThemeMissing, load_theme

CONTENT_HAS_ERRORS = 1
WRONG_USAGE = 2
STOPPED = 130

_HOW_TO_SET_UP = "run 'make build', or 'python templates/assets.py'"

# More than this is after the year 9999.
_MOST_DIGITS_OF_SECONDS = 11

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

    Checks all content first. When there is an error, every problem is listed and the output
    folder stays as it was. Warnings are listed and do not stop it.
    """
    content = _load(root, names)
    _refuse_overlap(root, out)
    problems = _check(content)
    _print_problems(
        p
        for p in problems
        if p.severity is Severity.ERROR or not names or _concerns(p, content, names)
    )
    if has_errors(problems):
        _stop(f"{summary_line(problems)}; {out} was left as it was", CONTENT_HAS_ERRORS)
    chosen = [name for name in TARGETS if not targets or name in targets]
    try:
        theme = load_theme()
        modules = plan(content, theme, names or tuple(content.modules), chosen)
        # First, as a bundle takes longest.
        work: tuple[Job | BundleJob, ...] = (*plan_bundles(content, modules), *modules)
        results = _run(work, min(jobs or os.cpu_count() or 1, len(work)))
    except ThemeMissing as error:
        _stop(f"{error}: {_HOW_TO_SET_UP}", WRONG_USAGE)
    except SystemPartMissing as error:
        _stop(str(error), WRONG_USAGE)
    except BrokenProcessPool:
        _stop("a worker process was ended from outside; try it with --jobs 1", WRONG_USAGE)
    found = sort_diagnostics(problem for result in results for problem in result.diagnostics)
    _print_problems(found)
    if has_errors(found):
        _stop(f"{summary_line(found)}; {out} was left as it was", CONTENT_HAS_ERRORS)
    artifacts = [artifact for result in results for artifact in result.artifacts]
    entries = _publish(artifacts, content, theme, out, keep_others=bool(names or targets))
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
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
def check(names: tuple[str, ...], root: Path, *, strict: bool) -> None:
    """Check content without building it.

    Handouts are tried as well, as only their pages tell whether everything fits on them.
    """
    content = _load(root, names)
    problems = _check(content)
    if not has_errors(problems):
        problems = sort_diagnostics((*problems, *_try_handouts(content, names)))
    if names:
        problems = tuple(p for p in problems if _concerns(p, content, names))
    if strict:
        problems = as_errors(problems)
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
        server.run(default_sources(root, names, _today()), _print_build, open_page=not no_open)


@cli.command()
@click.argument("name", metavar="SLUG")
@click.option("--title", help="The name of the technique, as learners see it.")
@click.option(
    "--stage",
    type=click.Choice(get_args(StageName)),
    help="When in a piece of work people use it.",
)
@_modules_option
def new(name: str, title: str | None, stage: str | None, root: Path) -> None:
    """Start a new technique: a folder with a module.yaml to fill in.

    SLUG names the folder: lower-case letters and digits with single hyphens between, as in
    peer-assist. What is not given is asked for.
    """
    try:
        check_name(name)
        catalogue = _catalogue_for(root, name)
        title, stage = _ask(name, title, stage)
        there = [path.name for path in root.iterdir()] if root.is_dir() else []
        files = new_files(NewModule(name, title, stage, _today()), catalogue, there)
    except Refused as error:
        _stop(str(error), WRONG_USAGE)
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


@cli.command()
@click.argument("kind", type=click.Choice([*SCHEMAS]), default="module")
def schema(kind: str) -> None:
    """Print the JSON Schema of module.yaml, or of catalogue.yaml.

    With it, an editor completes and explains keys while you type.
    """
    click.echo(schema_text(kind), nl=False)


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


def _catalogue_for(root: Path, name: str) -> str | None:
    """The text of the catalogue that a new module is for; None where there is nothing yet."""
    if (root / name).exists():
        _stop(f"{root / name} is there already; choose another name", WRONG_USAGE)
    if not root.exists():
        return None
    content, path = load(root), root / CATALOGUE_FILE
    if not path.exists():
        if content.sources:
            _stop(f"{root} has folders and no {CATALOGUE_FILE}; choose another folder", WRONG_USAGE)
        return None
    if content.catalogue is None:
        _print_problems(p for p in content.diagnostics if p.location.file == str(path))
        _stop(f"{path} has errors; mend them first", CONTENT_HAS_ERRORS)
    return path.read_bytes().decode()


def _ask(name: str, title: str | None, stage: str | None) -> tuple[str, str]:
    """The title and the stage of a new module, from a person where they are not given."""
    if not (title and stage) and not sys.stdin.isatty():
        example = f'scorm-builder new {name} --title "Peer assist" --stage before'
        _stop(f"give a title and a stage, as in: {example}", WRONG_USAGE)
    stages = click.Choice(get_args(StageName))
    return (
        title or click.prompt("Title, as learners will see it"),
        stage or click.prompt("When do people use it in a piece of work?", type=stages),
    )


def _check(content: Content) -> tuple[Diagnostic, ...]:
    try:
        return check_content(content, _today())
    except ThemeMissing as error:
        _stop(f"{error}: {_HOW_TO_SET_UP}", WRONG_USAGE)


def _try_handouts(content: Content, names: Sequence[str]) -> list[Diagnostic]:
    """What would stand in the way of the handouts; nothing is written."""
    jobs = plan(content, load_theme(), names or tuple(content.modules), ("handout",))
    try:
        with make_executor(min(os.cpu_count() or 1, len(jobs))) as executor:
            return [problem for tried in build_all(jobs, executor) for problem in tried.diagnostics]
    except SystemPartMissing as error:
        click.echo(f"scorm-builder: the handouts were not tried: {error}", err=True)
        return []


def _today() -> date:
    """The day by which reviews are judged; SOURCE_DATE_EPOCH, if set, keeps it the same."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    fixed = seconds.isdecimal() and len(seconds) <= _MOST_DIGITS_OF_SECONDS
    return (datetime.fromtimestamp(int(seconds), UTC) if fixed else datetime.now(UTC)).date()


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


def _run(work: Sequence[Job | BundleJob], processes: int) -> list[BuildResult]:
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
    artifacts: Sequence[Artifact], content: Content, theme: Theme, out: Path, *, keep_others: bool
) -> tuple[Entry, ...]:
    if content.catalogue is None:
        raise AssertionError("content without errors has a catalogue")
    catalogue = content.catalogue

    def page(entries: tuple[Entry, ...]) -> bytes:
        return catalogue_page(catalogue, content.modules, entries, theme)

    try:
        return publish(artifacts, catalogue, out, page, keep_others=keep_others)
    except OutputRefused as error:
        _stop(str(error), WRONG_USAGE)
    except TemplateError as error:
        _stop(f"the page of the catalogue: {error}; {out} was left as it was", CONTENT_HAS_ERRORS)


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
