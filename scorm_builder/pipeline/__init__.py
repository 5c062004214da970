"""The whole system on one page: load, check, plan, build, publish.

    load ──> check ──> plan ──> build_one for each job ──> publish
    YAML     model     jobs     pages, bytes, verify       dist/

`run` is this story. `build_one` is a pure function over frozen data: it writes nothing, reads no
clock, and gives the same bytes in any process on any machine. Only `publish` touches the output
folder, and only when there is no error anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from scorm_builder.checks import check
from scorm_builder.checks.brands import check_brand
from scorm_builder.checks.style import Recall, find_anew
from scorm_builder.content.loader import Content
from scorm_builder.content.pictures import Prepare
from scorm_builder.content.preparing import prepare_anew
from scorm_builder.diagnostics import Diagnostic, Severity, has_errors, sort_diagnostics
from scorm_builder.executors import SerialExecutor
from scorm_builder.jobs import AnyJob, BuildResult, Entry, SystemPartMissing
from scorm_builder.pipeline import output
from scorm_builder.pipeline.build import build_all, try_sites
from scorm_builder.pipeline.memory import Findings, Memory, Pictures
from scorm_builder.pipeline.plan import Edition, plan_edition, still_true
from scorm_builder.pipeline.store import Store
from scorm_builder.pipeline.versions import same_versions
from scorm_builder.site import build_site
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource

# What must be written before a version goes out, and keeps nobody from looking at it.
_BEFORE_PUBLISHING = frozenset({"MOD-024", "MOD-025"})


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is to make, and of what.

    `names` has the modules, all when it is empty; `targets` what to make of them, and `together`
    whether files of several modules are made too. With brands, each of them gets an edition;
    without, there is one that has no brand. Reviews are judged on the day `today`. `earlier` has
    what is in the folder `out` already, by brand: no version there may get other content. What is
    in the `store` is not made again.

    `forgiving` makes each module that has no errors of its own, as somebody looks at it who is
    still writing. Otherwise nothing is made while there is an error anywhere.
    """

    content: Content
    theme: Theme
    today: date
    names: tuple[str, ...] = ()
    targets: tuple[str, ...] = tuple(TARGETS)
    together: bool = True
    brands: tuple[BrandSource, ...] = ()
    earlier: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    out: Path = Path("dist")
    forgiving: bool = False
    store: Store = field(default_factory=lambda: Store(None))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    `problems` are those of content and brands, in the order an author reads; `found` those of what
    was made of them. Where a library of the operating system is not there, `missing` says what to
    install, and nothing was made.
    """

    request: Request
    problems: tuple[Diagnostic, ...]
    editions: tuple[Edition, ...] = ()
    results: tuple[BuildResult, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    missing: str = ""


Start = Callable[[Sequence[AnyJob]], Executor]
"""Gives an executor for jobs that are to be done."""


class Listener:
    """Is told how a run goes on, while it does. This one does nothing."""

    def checked(self, problems: tuple[Diagnostic, ...]) -> None:
        """The content was checked; what is wrong with it."""

    def begins(self, jobs: int) -> None:
        """So many jobs are about to be done."""

    def missed(self, file: str, reason: str) -> None:
        """A file is not in the store, and why. It is called like its path without the ending."""

    def made(self, result: BuildResult) -> None:
        """One of them is done."""


def run(request: Request, start: Start, listener: Listener | None = None) -> Outcome:
    """Checks content and makes what is asked for. `start` gives an executor for these jobs.

    Writes nothing. Raises ThemeMissing when the dictionary has not been built, and what the
    executor raises when its workers are gone.
    """
    listener = listener or Listener()
    prepare = Pictures(request.store).prepare
    problems = _checked(request, prepare)
    listener.checked(problems)
    names = _sound(request, problems)
    if not names:
        return Outcome(request, problems)
    editions = tuple(
        plan_edition(request.content, request.theme, names, request.targets, brand, prepare=prepare)
        for brand in request.brands or (None,)
    )
    work = [job for edition in editions for job in edition.work(together=request.together)]
    listener.begins(len(work))
    memory = Memory(request.store, listener.missed)
    results = []
    try:
        left = [job for one in work if (job := memory.left(one))]
        with start(left) if left else SerialExecutor() as executor:
            for result in build_all(work, executor, memory):
                listener.made(result)
                results.append(result)
    except SystemPartMissing as error:
        return Outcome(request, problems, missing=str(error))
    found = [problem for result in results for problem in result.diagnostics]
    for edition in editions:
        if earlier := request.earlier.get(edition.brand):
            found += same_versions(edition, earlier, str(request.out / edition.brand))
    found += try_sites(editions, results)
    return Outcome(request, problems, editions, tuple(results), sort_diagnostics(found))


def check_content(
    content: Content,
    today: date,
    names: Collection[str] = (),
    recall: Recall = find_anew,
    prepare: Prepare = prepare_anew,
) -> tuple[Diagnostic, ...]:
    """Every problem of the content on the day `today`, in the order of the files.

    Where modules are named, the style of others is not looked at; `recall` has what was found of
    it before, and `prepare` makes pictures ready. Raises ThemeMissing when the dictionary has not
    been built.
    """
    return sort_diagnostics((*content.diagnostics, *check(content, today, names, recall, prepare)))


def _checked(request: Request, prepare: Prepare) -> tuple[Diagnostic, ...]:
    """Every problem of content and brands, in the order of the files."""
    recall = Findings(request.store).recall
    content, today, names = request.content, request.today, request.names
    found = [*check_content(content, today, names, recall, prepare)]
    for brand in request.brands:
        found += check_brand(brand, request.theme, TARGETS)
    return sort_diagnostics(found)


def concerning(
    problems: Iterable[Diagnostic], content: Content, names: Sequence[str]
) -> tuple[Diagnostic, ...]:
    """The problems but for those of modules that are not named; all, when none is."""
    others = {source.document.file for name, source in content.sources.items() if name not in names}
    return tuple(p for p in problems if not names or p.location.file not in others)


def publish(outcome: Outcome) -> tuple[tuple[Entry, ...], ...]:
    """Replaces the output folder by what a run made; returns what is now in each edition.

    The paths are those below the folder. What is there of other modules, targets and brands stays.
    Raises OutputRefused, jinja2.TemplateError for a fault in a template of the site, and OSError.
    """
    request = outcome.request
    partly = bool(request.names) or set(request.targets) != set(TARGETS)
    publications = [_publication(edition, outcome, partly=partly) for edition in outcome.editions]
    return tuple(
        tuple(replace(e, path=f"{edition.brand}/{e.path}") if edition.brand else e for e in entries)
        for edition, entries in zip(
            outcome.editions, output.publish(publications, request.out), strict=True
        )
    )


def _sound(request: Request, problems: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    """The modules that can be made."""
    content = request.content
    wanted = tuple(n for n in content.modules if not request.names or n in request.names)
    if not request.forgiving:
        return () if has_errors(problems) else wanted
    broken = {
        problem.location.file
        for problem in problems
        if problem.severity is Severity.ERROR and problem.code not in _BEFORE_PUBLISHING
    }
    if content.catalogue_source.document.file in broken:
        return ()
    return tuple(name for name in wanted if content.sources[name].document.file not in broken)


def _publication(edition: Edition, outcome: Outcome, *, partly: bool) -> output.Publication:
    content, results = edition.content, outcome.results
    if content.catalogue is None:
        raise AssertionError("content without errors has a catalogue")

    def guides(entries: Sequence[Entry], files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        jobs = edition.everything
        memory = Memory(outcome.request.store)
        return memory.guides(jobs, entries, files, lambda: build_site(jobs, entries, files))

    return output.Publication(
        artifacts=[a for made in results if made.brand == edition.brand for a in made.artifacts],
        catalogue=content.catalogue,
        guides=guides,
        keep=still_true(edition.collections, content.modules) if partly else None,
        brand=edition.brand,
    )
