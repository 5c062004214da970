"""Jobs -> artifacts, and what is wrong with them: the part of a run that has the work in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

from jinja2 import TemplateError

from scorm_builder.diagnostics import Diagnostic, has_errors
from scorm_builder.executors import in_order
from scorm_builder.jobs import (
    AnyJob,
    BuildResult,
    CollectionJob,
    Job,
    TargetResult,
    entry_of,
)
from scorm_builder.pipeline.faults import fault_of_template, named_for_brand
from scorm_builder.pipeline.memory import Memory
from scorm_builder.pipeline.plan import Edition
from scorm_builder.site import build_site
from scorm_builder.targets import TARGETS, Made, collecting
from scorm_builder.theme import Theme

_PAGES_WORTH_A_PROCESS = 4
_PACKAGE_IN_PAGES = 0.2
# So many results may wait for one before them, so that memory stays flat.
_MOST_AT_ONCE = 64


def build_one(job: AnyJob) -> BuildResult:
    """Makes every target of one module, or one file of several.

    Raises jobs.SystemPartMissing, and nothing else.
    """
    makers: dict[str, Callable[[], Made]]
    if isinstance(job, CollectionJob):
        makers = {job.target: partial(collecting()[job.target].collect, job)}
    else:
        makers = {name: partial(TARGETS[name].build, job) for name in job.targets}
    results = []
    for name, make in makers.items():
        try:
            artifact, problems = make()
        except TemplateError as error:
            artifact, problems = None, (fault_of_template(error, name, job.theme, job.location),)
        found = [named_for_brand(problem, job.theme) for problem in problems]
        if artifact is not None:
            found += TARGETS[name].verify(artifact)
        results.append(TargetResult(name, artifact, tuple(found)))
    return BuildResult(job.id, tuple(results), job.theme.brand_id)


def build_held(job: AnyJob) -> BuildResult:
    """As `build_one`, for a job that came with the name of a theme which this process holds."""
    return build_one(_with_theme(job, job.theme.in_full()))


def _with_theme(job: AnyJob, theme: Theme) -> AnyJob:
    if isinstance(job, Job):
        return replace(job, theme=theme)
    return replace(job, jobs=tuple(replace(part, theme=theme) for part in job.jobs))


def try_sites(editions: Sequence[Edition], results: Sequence[BuildResult]) -> Iterator[Diagnostic]:
    """What in brands' own templates stands in the way of the site with the files of `results`.

    Nothing is tried where a result has errors: those come first.
    """
    if any(has_errors(result.diagnostics) for result in results):
        return
    for edition in editions:
        made = {a.path: a for r in results if r.brand == edition.brand for a in r.artifacts}
        if edition.theme.overrides and made:
            entries = [entry_of(artifact) for artifact in made.values()]
            try:
                build_site(edition.everything, entries, {p: a.content for p, a in made.items()})
            except TemplateError as error:
                place = edition.content.catalogue_source.document.place(())
                yield fault_of_template(error, "site", edition.theme, place)


def build_all(
    jobs: Sequence[AnyJob], executor: Executor, memory: Memory | None = None
) -> Iterator[BuildResult]:
    """The results in the order of the jobs, each as soon as it and those before it are done.

    Files of several modules come last, as they are made of the finished ones; and not at all where
    one of these has errors. What `memory` has is not made.
    """
    memory = memory or Memory()
    alone = [job for job in jobs if isinstance(job, Job)]
    together = [job for job in jobs if isinstance(job, CollectionJob)]
    wanted = {_key(job.target, part) for job in together for part in job.jobs}
    made: dict[tuple[str, str, str], bytes] = {}
    for result in _done(alone, executor, memory):
        for artifact in result.artifacts:
            key = (result.brand, artifact.target, artifact.module)
            if key in wanted:
                made[key] = artifact.content
        yield result
    ready = (
        replace(job, made={part.module.id: made[_key(job.target, part)] for part in job.jobs})
        for job in together
        if all(_key(job.target, part) in made for part in job.jobs)
    )
    yield from _done(ready, executor, memory)


def processes_for(jobs: Iterable[AnyJob], most: int) -> int:
    """How many processes, of `most`, do jobs faster than fewer: to start one takes its time too."""
    return processes_for_pages(sum(map(_pages, jobs)), most)


def processes_for_pages(pages: float, most: int) -> int:
    """The same for so many printed pages of one module."""
    return max(1, min(most, int(pages / _PAGES_WORTH_A_PROCESS)))


def _pages(job: AnyJob) -> float:
    """About how long a job takes: in units of a printed page of one module."""
    each = sum(1 if TARGETS[name].prints else _PACKAGE_IN_PAGES for name in job.targets)
    return each if isinstance(job, Job) else each * len(job.jobs) * _PACKAGE_IN_PAGES


def _done(jobs: Iterable[AnyJob], executor: Executor, memory: Memory) -> Iterator[BuildResult]:
    planned = [(job, memory.left(job)) for job in jobs]
    held = getattr(executor, "is_set_up", False)
    work = (
        (build_held, _with_theme(left, left.theme.by_name())) if held else (build_one, left)
        for _, left in planned
        if left
    )
    anew = in_order(executor, work, _MOST_AT_ONCE)
    for job, left in planned:
        made = list(memory.recall(job))
        if left:
            result = next(anew)
            memory.keep(job, result)
            made += result.made
        yield BuildResult(
            job.id,
            tuple(sorted(made, key=lambda one: job.targets.index(one.target))),
            job.theme.brand_id,
        )


def _key(target: str, part: Job) -> tuple[str, str, str]:
    return part.theme.brand_id, target, part.module.id
