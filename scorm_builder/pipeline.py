"""The whole system on one page: load, check, render and package, publish.

    load ──> check ──> build_one for each module ──> publish
    YAML     model     pages, then bytes             dist/

`build_one` is a pure function over frozen data: it writes nothing, reads no clock, and gives the
same bytes in any process on any machine. Only `publish` touches the output folder, and only when
there is no error anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor

from jinja2 import TemplateError

from scorm_builder.checks import check
from scorm_builder.codes import diagnose
from scorm_builder.diagnostics import Diagnostic, has_errors, sort_diagnostics
from scorm_builder.jobs import Artifact, BuildResult, Job
from scorm_builder.loader import Content
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme


def check_content(content: Content) -> tuple[Diagnostic, ...]:
    """Every problem of the content, in the order an author reads."""
    return sort_diagnostics((*content.diagnostics, *check(content)))


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
            theme=theme,
            location=content.sources[name].document.place(()),
            targets=tuple(targets),
        )
        for name in content.catalogue.order
        if name in modules
    )


def build_one(job: Job) -> BuildResult:
    """Makes every target of one module. Raises jobs.SystemPartMissing, and nothing else."""
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
    made = () if has_errors(diagnostics) else tuple(artifacts)
    return BuildResult(job.module.id, made, tuple(diagnostics))


def build_all(jobs: Sequence[Job], executor: Executor) -> Iterator[BuildResult]:
    """The results in the order of the jobs, each as soon as it and those before it are done."""
    yield from executor.map(build_one, jobs)
