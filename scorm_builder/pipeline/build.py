"""Jobs -> artifacts, and what is wrong with them: the part of a run that has the work in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial

from jinja2 import TemplateError

from scorm_builder.diagnostics import Diagnostic, Severity, as_errors, has_errors
from scorm_builder.jobs import (
    Artifact,
    BuildResult,
    CollectionJob,
    Job,
    SystemPartMissing,
    entry_of,
)
from scorm_builder.pipeline.faults import fault_of_template, named_for_brand
from scorm_builder.pipeline.plan import Edition
from scorm_builder.site import build_site
from scorm_builder.targets import COLLECTING, TARGETS, Made, Scorm12Target
from scorm_builder.verify import ControlDocumentsMissing, verify


def build_one(job: Job | CollectionJob) -> BuildResult:
    """Makes every target of one module, or one file of several.

    Raises jobs.SystemPartMissing, and nothing else.
    """
    makers: dict[str, Callable[[], Made]]
    if isinstance(job, CollectionJob):
        theme = job.jobs[0].theme
        subject, makers = job.id, {job.target: partial(COLLECTING[job.target].collect, job)}
    else:
        subject, theme = job.module.id, job.theme
        makers = {name: partial(TARGETS[name].build, job) for name in job.targets}
    artifacts: list[Artifact] = []
    diagnostics: list[Diagnostic] = []
    for name, make in makers.items():
        try:
            artifact, problems = make()
        except TemplateError as error:
            artifact, problems = None, (fault_of_template(error, name, theme, job.location),)
        diagnostics += (named_for_brand(problem, theme) for problem in problems)
        if artifact is not None:
            artifacts.append(artifact)
            diagnostics += _verified(artifact)
    made = () if has_errors(diagnostics) else tuple(artifacts)
    # What two targets find in the same text is one problem.
    return BuildResult(subject, made, tuple(dict.fromkeys(diagnostics)), theme.brand_id)


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


def _verified(artifact: Artifact) -> tuple[Diagnostic, ...]:
    """What the verifier finds in a package of ours. More than an info is an error here."""
    if artifact.target != Scorm12Target.name:
        return ()
    try:
        found = verify(artifact.content, artifact.path)
    except ControlDocumentsMissing as error:
        raise SystemPartMissing(str(error)) from error
    return as_errors(f for f in found if f.severity is not Severity.INFO)


def build_all(jobs: Sequence[Job | CollectionJob], executor: Executor) -> Iterator[BuildResult]:
    """The results in the order of the jobs, each as soon as it and those before it are done."""
    yield from executor.map(build_one, jobs)
