"""The command `build`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
from jinja2 import TemplateError

from scorm_builder.cli.content import (
    HOW_TO_SET_UP,
    brand_option,
    brands_option,
    concerns,
    files_of,
    load_brands,
    load_content,
    modules_option,
    names_argument,
    problems_of,
)
from scorm_builder.cli.ending import CONTENT_HAS_ERRORS, WRONG_USAGE, stop
from scorm_builder.cli.formats import TEXT, format_option, print_problems_of
from scorm_builder.diagnostics import Diagnostic, Severity, has_errors, sort_diagnostics
from scorm_builder.executors import make_executor
from scorm_builder.jobs import BuildResult, CollectionJob, Entry, Job, SystemPartMissing
from scorm_builder.pipeline import (
    Edition,
    build_all,
    plan_edition,
    same_versions,
    still_true,
    try_sites,
)
from scorm_builder.publish import OutputRefused, Publication, earlier_editions, publish
from scorm_builder.report import counted, summary_line, table_lines
from scorm_builder.site import build_site
from scorm_builder.targets import TARGETS
from scorm_builder.theme import ThemeMissing, load_theme

Advance = Callable[[BuildResult], None]


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
    form: str,
) -> None:
    """Build the named modules, or all of them.

    Checks all content first. When there is an error, every problem is listed and the output
    folder stays as it was. Warnings are listed and do not stop it. A version that is in the folder
    must have the same content, unless it is below 1.0.0.

    With --brand, each brand is built into a folder of its own in the output folder; what was built
    without a brand or for others stays there.
    """
    content = load_content(root, names)
    looks = load_brands(brands_root, brands)
    earlier = _earlier((root, brands_root) if looks else (root,), out, draft=draft)
    problems = problems_of(content, looks)
    files = files_of(content, names, looks)
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
        theme, modules = load_theme(), names or tuple(content.modules)
        editions = [
            plan_edition(content, theme, modules, chosen, look) for look in looks or (None,)
        ]
        work = [job for edition in editions for job in edition.work]
        results = _run(work, min(jobs or os.cpu_count() or 1, len(work)))
    except ThemeMissing as error:
        stop(f"{error}: {HOW_TO_SET_UP}", WRONG_USAGE)
    except SystemPartMissing as error:
        stop(str(error), WRONG_USAGE)
    except BrokenProcessPool:
        stop("a worker process was ended from outside; try it with --jobs 1", WRONG_USAGE)
    made = [problem for result in results for problem in result.diagnostics]
    made += _changed(editions, earlier, out)
    found = sort_diagnostics((*made, *try_sites(editions, results)))
    print_problems_of(form, files, found if form == TEXT else (*told, *found))
    if has_errors(found):
        stop(f"{summary_line(found)}; {out} was left as it was", CONTENT_HAS_ERRORS)
    publications = [_publication(edition, results, bool(names or targets)) for edition in editions]
    entries = _publish(publications, out)
    _tell(publications, entries, out, to_errors=form != TEXT)
    there = {entry.path.rsplit(".", 1)[0] for entry in entries}
    for edition in editions:
        for job in edition.collections:
            name = _shown(edition.brand, f"{job.target}/{job.id}")
            if job.target in chosen and name not in there:
                click.echo(f"{name} is not there: build all of its modules", err=True)


def _changed(
    editions: Sequence[Edition], earlier: Mapping[str, Sequence[Entry]], out: Path
) -> Iterator[Diagnostic]:
    """What would take the place of the same version in the output, with other content."""
    for edition in editions:
        folder = out / edition.brand if edition.brand else out
        yield from same_versions(edition, earlier.get(edition.brand, ()), str(folder))


def _tell(
    publications: Sequence[Publication], entries: Sequence[Entry], out: Path, *, to_errors: bool
) -> None:
    """The closing table: what was made, and how much stayed."""
    made = {_shown(p.brand, a.path) for p in publications for a in p.artifacts}
    for line in table_lines([entry for entry in entries if entry.path in made]):
        click.echo(line, err=to_errors)
    kept = len(entries) - len(made)
    more = f"; {kept} kept from before" if kept else ""
    click.echo(f"{counted(len(made), 'file')} in {out}{more}", err=to_errors)


def _earlier(sources: Sequence[Path], out: Path, *, draft: bool) -> dict[str, tuple[Entry, ...]]:
    """What earlier builds left in the output, by brand; nothing that counts where all is a draft.

    It is replaced as a whole, so it must not hold content, or what no build made.
    """
    resolved = out.resolve()
    for precious in (*(source.resolve() for source in sources), Path.cwd()):
        if precious == resolved or resolved in precious.parents:
            stop(f"--out {out} would replace {precious}; choose another folder", WRONG_USAGE)
    for source in sources:
        if source.resolve() in resolved.parents:
            stop(f"--out {out} would be a part of {source}; choose another folder", WRONG_USAGE)
    try:
        found = earlier_editions(out)
    except OutputRefused as error:
        stop(str(error), WRONG_USAGE)
    return {} if draft else found


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
            ("failed " if has_errors(result.diagnostics) else "built ")
            + _shown(result.brand, result.module),
            err=True,
        )
        return
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


def _publication(edition: Edition, results: Sequence[BuildResult], partly: bool) -> Publication:
    content = edition.content
    if content.catalogue is None:
        raise AssertionError("content without errors has a catalogue")
    return Publication(
        artifacts=[
            a for result in results if result.brand == edition.brand for a in result.artifacts
        ],
        catalogue=content.catalogue,
        guides=partial(build_site, edition.everything),
        keep=still_true(edition.collections, content.modules) if partly else None,
        brand=edition.brand,
    )


def _publish(publications: Sequence[Publication], out: Path) -> list[Entry]:
    """What is now in each publication, by its path below the output folder."""
    try:
        published = publish(publications, out)
    except OutputRefused as error:
        stop(str(error), WRONG_USAGE)
    except TemplateError as error:
        stop(f"the site: {error}; {out} was left as it was", CONTENT_HAS_ERRORS)
    return [
        replace(entry, path=_shown(publication.brand, entry.path))
        for publication, entries in zip(publications, published, strict=True)
        for entry in entries
    ]
