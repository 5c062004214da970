"""The whole system on one page: load, check, render and package, verify, publish.

    load ──> check ──> build_one for each module ──> publish
    YAML     model     pages, bytes, verify          dist/

`build_one` is a pure function over frozen data: it writes nothing, reads no clock, and gives the
same bytes in any process on any machine. Only `publish` touches the output folder, and only when
there is no error anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from datetime import date

from jinja2 import TemplateError

from scorm_builder.checks import check
from scorm_builder.codes import diagnose
from scorm_builder.diagnostics import Diagnostic, Severity, as_errors, has_errors, sort_diagnostics
from scorm_builder.jobs import Artifact, BuildResult, BundleJob, Job, Listing, SystemPartMissing
from scorm_builder.loader import Content
from scorm_builder.model import LearningModule
from scorm_builder.targets import BUNDLED, TARGETS, build_bundle
from scorm_builder.theme import Theme
from scorm_builder.verify import ControlDocumentsMissing, verify


def check_content(content: Content, today: date) -> tuple[Diagnostic, ...]:
    """Every problem of the content on the day `today`, in the order an author reads.

    Raises ThemeMissing when the dictionary has not been built.
    """
    return sort_diagnostics((*content.diagnostics, *check(content, today)))


def plan(
    content: Content, theme: Theme, modules: Sequence[str], targets: Sequence[str]
) -> tuple[Job, ...]:
    """One job a module, in the catalogue's order. The content must be free of errors."""
    if content.catalogue is None:
        return ()
    return tuple(
        Job(
            module=content.modules[name],
            catalogue=content.catalogue,
            pictures=content.sources[name].pictures,
            clips=content.sources[name].clips,
            others=_listings(content, content.modules[name].named_modules()),
            theme=theme,
            location=content.sources[name].document.place(()),
            targets=tuple(targets),
        )
        for name in content.catalogue.order
        if name in modules
    )


def plan_bundles(content: Content, jobs: Sequence[Job]) -> tuple[BundleJob, ...]:
    """One job a bundle whose modules are all among `jobs`, with their packages."""
    if content.catalogue is None:
        return ()
    known = {job.module.id: job for job in jobs if BUNDLED in job.targets}
    planned = []
    for number, bundle in enumerate(content.catalogue.bundles or ()):
        names = bundle.modules or content.catalogue.order
        if all(name in known for name in names):
            place = content.catalogue_source.document.place(("bundles", number))
            planned.append(BundleJob(bundle, tuple(known[name] for name in names), place))
    return tuple(planned)


def _listings(content: Content, names: frozenset[str]) -> tuple[Listing, ...]:
    """What the named modules are called, in the catalogue's order.

    In a preview some may have errors: the page then leaves them out.
    """
    order = content.catalogue.order if content.catalogue else ()
    modules = (content.modules.get(name) for name in order if name in names)
    return tuple(
        Listing(module.id, module.title, module.stage, module.summary)
        for module in modules
        if isinstance(module, LearningModule)
    )


def build_one(job: Job | BundleJob) -> BuildResult:
    """Makes every target of one module. Raises jobs.SystemPartMissing, and nothing else."""
    if isinstance(job, BundleJob):
        bundle = build_bundle(job)
        problems = _verified(bundle)
        return BuildResult(job.bundle.id, () if has_errors(problems) else (bundle,), problems)
    artifacts: list[Artifact] = []
    diagnostics: list[Diagnostic] = []
    for name in job.targets:
        try:
            artifact, problems = TARGETS[name].build(job)
        except TemplateError as error:
            artifact, problems = None, (diagnose("OUT-003", job.location, f"{name}: {error}"),)
        diagnostics += problems
        if artifact is not None:
            artifacts.append(artifact)
            diagnostics += _verified(artifact)
    made = () if has_errors(diagnostics) else tuple(artifacts)
    return BuildResult(job.module.id, made, tuple(diagnostics))


def _verified(artifact: Artifact) -> tuple[Diagnostic, ...]:
    """What the verifier finds in a package of ours. More than an info is an error here."""
    if artifact.target != BUNDLED:
        return ()
    try:
        found = verify(artifact.content, artifact.path)
    except ControlDocumentsMissing as error:
        raise SystemPartMissing(str(error)) from error
    return as_errors(f for f in found if f.severity is not Severity.INFO)


def build_all(jobs: Sequence[Job | BundleJob], executor: Executor) -> Iterator[BuildResult]:
    """The results in the order of the jobs, each as soon as it and those before it are done."""
    yield from executor.map(build_one, jobs)
