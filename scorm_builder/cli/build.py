"""The command `build`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import click
from jinja2 import TemplateError

from scorm_builder.catalogue_page import catalogue_page
from scorm_builder.cli.content import (
    HOW_TO_SET_UP,
    concerns,
    files_of,
    load_content,
    modules_option,
    names_argument,
    problems_of,
)
from scorm_builder.cli.ending import CONTENT_HAS_ERRORS, WRONG_USAGE, stop
from scorm_builder.cli.formats import TEXT, format_option, print_problems_of
from scorm_builder.diagnostics import Severity, has_errors, sort_diagnostics
from scorm_builder.executors import make_executor
from scorm_builder.jobs import Artifact, BuildResult, CollectionJob, Entry, Job, SystemPartMissing
from scorm_builder.loader import Content
from scorm_builder.pipeline import build_all, plan, plan_collections, still_true
from scorm_builder.publish import Edition, OutputRefused, publish, refuse_foreign
from scorm_builder.report import counted, summary_line, table_lines
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme, ThemeMissing, load_theme

Advance = Callable[[BuildResult], None]


@click.command("build")
@names_argument
@modules_option
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
@format_option
def command(
    names: tuple[str, ...],
    root: Path,
    out: Path,
    targets: tuple[str, ...],
    *,
    jobs: int | None,
    form: str,
) -> None:
    """Build the named modules, or all of them.

    Checks all content first. When there is an error, every problem is listed and the output
    folder stays as it was. Warnings are listed and do not stop it.
    """
    content = load_content(root, names)
    _refuse(root, out)
    problems = problems_of(content)
    files = files_of(content, names)
    told = [
        p
        for p in problems
        if p.severity is Severity.ERROR or not names or concerns(p, content, names)
    ]
    # A report for a program is one document, so it waits until all is known.
    if form == TEXT or has_errors(problems):
        print_problems_of(form, files, told)
    if has_errors(problems):
        stop(f"{summary_line(problems)}; {out} was left as it was", CONTENT_HAS_ERRORS)
    chosen = [name for name in TARGETS if not targets or name in targets]
    try:
        theme = load_theme()
        modules = plan(content, theme, names or tuple(content.modules), chosen)
        # First, as what is made of several modules takes longest.
        work: tuple[Job | CollectionJob, ...] = (*plan_collections(content, modules), *modules)
        everything = plan(content, theme, tuple(content.modules), tuple(TARGETS))
        collections = plan_collections(content, everything)
        results = _run(work, min(jobs or os.cpu_count() or 1, len(work)))
    except ThemeMissing as error:
        stop(f"{error}: {HOW_TO_SET_UP}", WRONG_USAGE)
    except SystemPartMissing as error:
        stop(str(error), WRONG_USAGE)
    except BrokenProcessPool:
        stop("a worker process was ended from outside; try it with --jobs 1", WRONG_USAGE)
    found = sort_diagnostics(problem for result in results for problem in result.diagnostics)
    print_problems_of(form, files, found if form == TEXT else (*told, *found))
    if has_errors(found):
        stop(f"{summary_line(found)}; {out} was left as it was", CONTENT_HAS_ERRORS)
    artifacts = [artifact for result in results for artifact in result.artifacts]
    keep = still_true(collections, content.modules) if names or targets else None
    entries = _publish(artifacts, content, theme, out, keep)
    made = {artifact.path for artifact in artifacts}
    for line in table_lines([entry for entry in entries if entry.path in made]):
        click.echo(line, err=form != TEXT)
    kept = len(entries) - len(made)
    click.echo(
        f"{counted(len(made), 'file')} in {out}" + (f"; {kept} kept from before" if kept else ""),
        err=form != TEXT,
    )
    there = {(entry.target, entry.module) for entry in entries}
    for job in collections:
        if job.target in chosen and (job.target, job.id) not in there:
            click.echo(f"{job.target}/{job.id} is not there: build all of its modules", err=True)


def _refuse(root: Path, out: Path) -> None:
    """The output is replaced as a whole, so it must not hold content, or what no build made."""
    resolved, content = out.resolve(), root.resolve()
    for precious in (content, Path.cwd()):
        if precious == resolved or resolved in precious.parents:
            stop(f"--out {out} would replace {precious}; choose another folder", WRONG_USAGE)
    if content in resolved.parents:
        stop(f"--out {out} would be a module of {root}; choose another folder", WRONG_USAGE)
    try:
        refuse_foreign(out)
    except OutputRefused as error:
        stop(str(error), WRONG_USAGE)


def _run(work: Sequence[Job | CollectionJob], processes: int) -> list[BuildResult]:
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
    artifacts: Sequence[Artifact],
    content: Content,
    theme: Theme,
    out: Path,
    keep: Callable[[Entry], bool] | None,
) -> tuple[Entry, ...]:
    if content.catalogue is None:
        raise AssertionError("content without errors has a catalogue")
    catalogue = content.catalogue

    def page(entries: tuple[Entry, ...]) -> bytes:
        return catalogue_page(catalogue, content.modules, entries, theme)

    try:
        return publish((Edition(artifacts, catalogue, page, keep),), out)[0]
    except OutputRefused as error:
        stop(str(error), WRONG_USAGE)
    except TemplateError as error:
        stop(f"the page of the catalogue: {error}; {out} was left as it was", CONTENT_HAS_ERRORS)
