"""What the commands that read content share: their arguments, and content with its problems."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import click
from platformdirs import user_cache_path

from scorm_builder.cli.exit_codes import WRONG_USAGE, complain, stop
from scorm_builder.content.loader import Content, load
from scorm_builder.executors import make_executor, prepare
from scorm_builder.jobs import AnyJob
from scorm_builder.pipeline import Request
from scorm_builder.pipeline.build import processes_for, processes_for_pages
from scorm_builder.pipeline.store import Store
from scorm_builder.pipeline.writers import writers
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme, ThemeMissing, hold, load_theme
from scorm_builder.theme.brands import BrandSource, brand_names, load_brand

HOW_TO_SET_UP = "run 'make build', or 'python templates/assets.py'"

# More than this is after the year 9999.
_MOST_DIGITS_OF_SECONDS = 11

modules_option = click.option(
    "--modules",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default="modules",
    show_default=True,
    help="The folder with catalogue.yaml and a folder for each module.",
)
brand_option = click.option(
    "--brand",
    "brands",
    metavar="NAME",
    multiple=True,
    help="An organisation's look, from a folder of this name; may be given more than once. "
    "'all' takes every one.",
)
brands_option = click.option(
    "--brands",
    "brands_root",
    type=click.Path(path_type=Path, file_okay=False),
    default="brands",
    show_default=True,
    help="The folder with a folder for each brand.",
)
names_argument = click.argument("names", metavar="[MODULE]...", nargs=-1)


cache_option = click.option(
    "--no-cache",
    is_flag=True,
    help="Make everything anew, and keep nothing for the next run.",
)


def open_store(*precious: Path, no_cache: bool) -> Store:
    """What was finished before: in SCORM_BUILDER_CACHE, else where the system keeps caches.

    Ends the run where that is in one of the folders `precious`, which would be taken for theirs.
    """
    if no_cache:
        return Store(None)
    named = os.environ.get("SCORM_BUILDER_CACHE")
    folder = Path(named) if named else user_cache_path("scorm-builder", appauthor=False)
    resolved = folder.resolve()
    for other in precious:
        if other.resolve() in (resolved, *resolved.parents):
            told = f"the cache {folder} would be a part of {other}"
            stop(f"{told}; name another folder in SCORM_BUILDER_CACHE", WRONG_USAGE)
    return Store(folder)


def tell_trouble(store: Store) -> None:
    """Says when nothing could be kept for the next run, which would be as slow as this one."""
    if store.trouble:
        complain(f"nothing is kept in the cache: {store.trouble}")


def start(work: Sequence[AnyJob], most: int, scheduler: str = "") -> Executor:
    """An executor for some jobs: the workers of a scheduler, or at most so many processes.

    Raises executors.cluster.ClusterRefused.
    """
    prints = any(TARGETS[name].prints for job in work for name in job.targets)
    setup = partial(hold, tuple(dict.fromkeys(job.theme for job in work)))
    if scheduler:
        from scorm_builder.executors.cluster import connect  # noqa: PLC0415  (few need it)

        return connect(scheduler, setup, partial(writers, printing=prints))
    module = "worker" if prints else "build"
    return make_executor(processes_for(work, most), f"scorm_builder.pipeline.{module}", setup)


def start_early(request: Request, most: int) -> None:
    """Lets processes get ready while the content is checked, where nearly all must be made."""
    pages = sum(TARGETS[name].prints for name in request.targets) * len(request.content.modules)
    several = processes_for_pages(pages, most) > 1
    if several and not request.names and request.store.is_empty():
        prepare("scorm_builder.pipeline.worker")


def load_content(root: Path, names: Sequence[str]) -> Content:
    """The content of a folder; ends the run where it or a named module is not there."""
    if not root.is_dir():
        stop(f"there is no folder {root}; name it with --modules", WRONG_USAGE)
    if root.is_symlink():
        stop(f"{root} is a link; name the folder that it leads to with --modules", WRONG_USAGE)
    content = load(root)
    if not content.sources:
        stop(f"{root} has no module folders", WRONG_USAGE)
    for name in names:
        if name not in content.sources:
            known = ", ".join(content.sources)
            stop(f"there is no module {name!r} in {root}; there are: {known}", WRONG_USAGE)
    return content


def load_brands(root: Path, names: Sequence[str]) -> tuple[BrandSource, ...]:
    """The named brands, each once and in the order of their names; ends the run without one."""
    if names and root.is_symlink():
        stop(f"{root} is a link; name the folder that it leads to with --brands", WRONG_USAGE)
    known = brand_names(root)
    for name in names:
        if name not in known and (name != "all" or not known):
            there = f"there are: {', '.join(known)}" if known else "there is none"
            stop(f"there is no brand {name!r} in {root}; {there}", WRONG_USAGE)
    return tuple(load_brand(root / name) for name in known if name in names or "all" in names)


def load_look() -> Theme:
    """The project's own look; ends the run where the project is not set up."""
    try:
        return load_theme()
    except ThemeMissing as error:
        stop(f"{error}: {HOW_TO_SET_UP}", WRONG_USAGE)


def cpus() -> int:
    """How many processes the machine can run at once."""
    return os.cpu_count() or 1


def today() -> date:
    """The day by which reviews are judged; SOURCE_DATE_EPOCH, if set, keeps it the same."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    fixed = seconds.isdecimal() and len(seconds) <= _MOST_DIGITS_OF_SECONDS
    return (datetime.fromtimestamp(int(seconds), UTC) if fixed else datetime.now(UTC)).date()


def files_of(
    content: Content, names: Iterable[str], brands: Iterable[BrandSource] = ()
) -> list[str]:
    """The files of the catalogue, of the named modules, or of all, and of brands."""
    chosen = (*names,) or content.sources
    modules = (content.sources[name].document.file for name in chosen)
    looks = (brand.document.file for brand in brands)
    return [content.catalogue_source.document.file, *modules, *looks]
