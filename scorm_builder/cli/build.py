"""The command `build`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from jinja2 import TemplateError

from scorm_builder.cli.content import (
    HOW_TO_SET_UP,
    brand_option,
    brands_option,
    cache_option,
    cpus,
    files_of,
    load_brands,
    load_content,
    load_look,
    modules_option,
    names_argument,
    open_store,
    start,
    start_early,
    tell_trouble,
    today,
)
from scorm_builder.cli.exit_codes import CONTENT_HAS_ERRORS, WRONG_USAGE, stop
from scorm_builder.cli.formats import TEXT, format_option, print_problems_of
from scorm_builder.diagnostics import Diagnostic, Severity, has_errors, visible
from scorm_builder.executors import ClusterRefused
from scorm_builder.jobs import BuildResult, Entry
from scorm_builder.pipeline import Listener, Outcome, Request, concerning, publish, run
from scorm_builder.pipeline.output import OutputRefused, earlier_editions, refuse_overlap
from scorm_builder.report.text import counted, summary_line, table_lines
from scorm_builder.targets import TARGETS
from scorm_builder.theme import ThemeMissing


@click.command("build")
@names_argument
@modules_option
@brand_option
@brands_option
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
@click.option(
    "--draft",
    is_flag=True,
    help="Nobody was given what is in the folder: versions in it may get other content.",
)
@click.option(
    "--executor",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    show_default=True,
    help="Who does the work: processes of this machine, or the workers of a Dask scheduler.",
)
@click.option("--scheduler", default="", metavar="ADDRESS", help="The scheduler for dask.")
@cache_option
@click.option("--explain", is_flag=True, help="Tell why each file is made anew.")
@format_option
def command(  # noqa: PLR0917  (one for each option)
    names: tuple[str, ...],
    root: Path,
    brands: tuple[str, ...],
    brands_root: Path,
    out: Path,
    targets: tuple[str, ...],
    *,
    jobs: int | None,
    draft: bool,
    executor: str,
    scheduler: str,
    no_cache: bool,
    explain: bool,
    form: str,
) -> None:
    """Build the named modules, or all of them.

    Checks all content first. When there is an error, every problem is listed and the output
    folder stays as it was. Warnings are listed and do not stop it. A version that is in the folder
    must have the same content, unless it is below 1.0.0.

    With --brand, each brand is built into a folder of its own in the output folder; what was built
    without a brand or for others stays there.
    """
    if (executor == "dask") != bool(scheduler):
        raise click.UsageError("--executor dask and --scheduler go together")
    content = load_content(root, names)
    looks = load_brands(brands_root, brands)
    earlier = _earlier((root, brands_root) if looks else (root,), out, draft=draft)
    request = Request(
        content=content,
        theme=load_look(),
        today=today(),
        names=names,
        targets=tuple(name for name in TARGETS if not targets or name in targets),
        brands=looks,
        earlier=earlier,
        out=out,
        store=open_store(root, brands_root, out, no_cache=no_cache),
    )
    if not scheduler:
        start_early(request, jobs or cpus())
    listener = _Progress(request, form, explain=explain)
    try:
        with listener:
            outcome = run(request, lambda work: start(work, jobs or cpus(), scheduler), listener)
    except ThemeMissing as error:
        stop(f"{error}: {HOW_TO_SET_UP}", WRONG_USAGE)
    except ClusterRefused as error:
        stop(str(error), WRONG_USAGE)
    except BrokenExecutor:
        stop("a worker process was ended from outside; try it with --jobs 1", WRONG_USAGE)
    if outcome.missing:
        stop(outcome.missing, WRONG_USAGE)
    found = outcome.problems
    if not has_errors(found):
        found = outcome.found
        told = found if form == TEXT else (*listener.told, *found)
        print_problems_of(form, listener.files, told)
    if has_errors(found):
        stop(f"{summary_line(found)}; {out} was left as it was", CONTENT_HAS_ERRORS)
    entries = _publish(outcome)
    request.store.trim()
    tell_trouble(request.store)
    _tell(outcome, entries, to_errors=form != TEXT)


class _Progress(Listener):
    """Prints what is wrong with the content as soon as it is known, and each job that is done.

    A bar on a terminal; a plain line for each job elsewhere. `told` has what it printed, or would
    have: a report for a program is one document, so it waits until all is known.
    """

    def __init__(self, request: Request, form: str, *, explain: bool) -> None:
        self.told: list[Diagnostic] = []
        self.files = files_of(request.content, request.names, request.brands)
        self._request, self._form, self._explain = request, form, explain
        self._advance: Callable[[BuildResult], None] = _print_line
        self._open = ExitStack()

    def __enter__(self) -> None:
        self._open.__enter__()

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def checked(self, problems: tuple[Diagnostic, ...]) -> None:
        """Prints errors, and warnings of the modules that are to be made."""
        request = self._request
        wanted = set(concerning(problems, request.content, request.names))
        self.told = [p for p in problems if p.severity is Severity.ERROR or p in wanted]
        if self._form == TEXT or has_errors(problems):
            print_problems_of(self._form, self.files, self.told)

    def begins(self, jobs: int) -> None:
        """Shows the bar on a terminal."""
        if sys.stderr.isatty():
            self._advance = self._open.enter_context(_bar(jobs))

    def missed(self, file: str, reason: str) -> None:
        """Says why a file is made, where that is asked for."""
        if self._explain:
            click.echo(f"{file}: {reason}", err=True)

    def made(self, result: BuildResult) -> None:
        """Shows one job more."""
        self._advance(result)


def _print_line(result: BuildResult) -> None:
    done = "failed" if has_errors(result.diagnostics) else "built"
    click.echo(f"{done} {_shown(result.brand, result.module)}", err=True)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[BuildResult], None]]:
    from rich.console import Console  # noqa: PLC0415  (only a terminal needs it)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("building", total=total)

        def advance(result: BuildResult) -> None:
            progress.update(task, advance=1, description=_shown(result.brand, result.module))

        yield advance


def _shown(brand: str, path: str) -> str:
    """A path in an edition, as one below the output folder."""
    return f"{brand}/{path}" if brand else path


def _publish(outcome: Outcome) -> list[Entry]:
    """What is now in the output, by its path there."""
    try:
        return [entry for entries in publish(outcome) for entry in entries]
    except OutputRefused as error:
        stop(str(error), WRONG_USAGE)
    except TemplateError as error:
        stop(f"the site: {error}; {outcome.request.out} was left as it was", CONTENT_HAS_ERRORS)


def _tell(outcome: Outcome, entries: Sequence[Entry], *, to_errors: bool) -> None:
    """The closing table: what was made, and how much stayed; and what could not be made."""
    made = {_shown(r.brand, a.path) for r in outcome.results for a in r.artifacts}
    for line in table_lines([entry for entry in entries if entry.path in made]):
        click.echo(line, err=to_errors)
    kept = len(entries) - len(made)
    more = f"; {kept} kept from before" if kept else ""
    out = visible(str(outcome.request.out))
    click.echo(f"{counted(len(made), 'file')} in {out}{more}", err=to_errors)
    there = {entry.path.rsplit(".", 1)[0] for entry in entries}
    for edition in outcome.editions:
        for job in edition.collections:
            name = _shown(edition.brand, f"{job.target}/{job.id}")
            if job.target in outcome.request.targets and name not in there:
                click.echo(f"{name} is not there: build all of its modules", err=True)


def _earlier(sources: Sequence[Path], out: Path, *, draft: bool) -> dict[str, tuple[Entry, ...]]:
    """What earlier builds left in the output, by brand; nothing that counts where all is a draft.

    It is replaced as a whole, so it must not hold content, or what no build made.
    """
    try:
        refuse_overlap(out, sources)
        found = earlier_editions(out)
    except OutputRefused as error:
        stop(str(error), WRONG_USAGE)
    return {} if draft else found
