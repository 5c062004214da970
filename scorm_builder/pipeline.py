"""The whole system on one page: load, check, render and package, verify, publish.

    load ──> check ──> build_one for each module ──> publish
    YAML     model     pages, bytes, verify          dist/

`build_one` is a pure function over frozen data: it writes nothing, reads no clock, and gives the
same bytes in any process on any machine. Only `publish` touches the output folder, and only when
there is no error anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from jinja2 import TemplateError

from scorm_builder.brands import BrandSource, branded_catalogue, branded_theme
from scorm_builder.checks import check
from scorm_builder.codes import diagnose
from scorm_builder.diagnostics import (
    Diagnostic,
    Location,
    Severity,
    as_errors,
    has_errors,
    sort_diagnostics,
)
from scorm_builder.faults import fault_of_template, named_for_brand
from scorm_builder.jobs import (
    Artifact,
    BuildResult,
    CollectionJob,
    Entry,
    Job,
    Listing,
    SystemPartMissing,
    entry_of,
)
from scorm_builder.loader import Content
from scorm_builder.model import LearningModule
from scorm_builder.model.history import is_draft
from scorm_builder.render import content_hash, joint_hash
from scorm_builder.site import build_site
from scorm_builder.targets import COLLECTING, TARGETS, Made, Scorm12Target
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


def plan_collections(content: Content, jobs: Sequence[Job]) -> tuple[CollectionJob, ...]:
    """One job for each file of several modules that are all among `jobs`, for its target."""
    if content.catalogue is None:
        return ()
    place = content.catalogue_source.document.place(())
    planned = []
    for target in COLLECTING.values():
        known = {job.module.id: job for job in jobs if target.name in job.targets}
        for name, modules in target.collections(content.catalogue, content.modules).items():
            if all(module in known for module in modules):
                parts = tuple(known[module] for module in modules)
                planned.append(CollectionJob(target.name, name, parts, place))
    return tuple(planned)


@dataclass(frozen=True, slots=True)
class Edition:
    """What is to be made for one brand; `brand` is blank for what is made without one.

    `content` and `theme` are the brand's. `jobs` and `made_of_several` are what is made now,
    `everything` has the jobs of all modules, `collections` is what could be made of several.
    """

    brand: str
    content: Content
    theme: Theme
    jobs: tuple[Job, ...]
    everything: tuple[Job, ...]
    made_of_several: tuple[CollectionJob, ...]
    collections: tuple[CollectionJob, ...]

    @property
    def work(self) -> tuple[Job | CollectionJob, ...]:
        """All jobs: first those of several modules, which take longest."""
        return (*self.made_of_several, *self.jobs)


def plan_edition(
    content: Content,
    theme: Theme,
    modules: Sequence[str],
    targets: Sequence[str],
    brand: BrandSource | None = None,
) -> Edition:
    """The jobs for some modules and targets with a brand, which must be free of errors."""
    if brand and content.catalogue:
        content = replace(content, catalogue=branded_catalogue(content.catalogue, brand))
        theme = branded_theme(theme, brand)
    jobs = plan(content, theme, modules, targets)
    everything = plan(content, theme, tuple(content.modules), tuple(TARGETS))
    return Edition(
        brand=brand.id if brand else "",
        content=content,
        theme=theme,
        jobs=jobs,
        everything=everything,
        made_of_several=plan_collections(content, jobs),
        collections=plan_collections(content, everything),
    )


def still_true(
    collections: Sequence[CollectionJob], modules: Container[str]
) -> Callable[[Entry], bool]:
    """Whether a file of an earlier build still belongs to the content with these in it.

    One module's file does while the module is there. A file of several must have been made of all
    these modules as they are now, as a build of some modules cannot make it again.
    """
    hashes = {(job.target, job.id): joint_hash(job) for job in collections}

    def judge(entry: Entry) -> bool:
        found = hashes.get((entry.target, entry.module))
        return found == entry.content_hash if found else entry.module in modules

    return judge


def same_versions(edition: Edition, earlier: Iterable[Entry], out: str) -> Iterator[Diagnostic]:
    """MOD-030 for what would take the place of the same version with other content in `out`.

    A version below 1.0.0 is a draft, and so is a bundle with a draft in it.
    """
    before = {(one.module, one.version, one.content_hash) for one in earlier}
    for name, version, number, place in _versions(edition):
        hashes = {known for module, of, known in before if (module, of) == (name, version)}
        if hashes - {number}:
            yield diagnose("MOD-030", place, f"{name} {version} is in {out} with other content")


def _versions(edition: Edition) -> Iterator[tuple[str, str, str, Location]]:
    """What is made and no draft: its id, its version and where that stands, and its hash."""
    content = edition.content
    for job in edition.jobs:
        if not is_draft(job.module.version):
            place = content.sources[job.module.id].document.place(("version",))
            yield job.module.id, job.module.version, content_hash(job), place
    bundles = {
        one.id: n for n, one in enumerate((content.catalogue and content.catalogue.bundles) or ())
    }
    for work in edition.made_of_several:
        number = bundles.get(work.id)
        if content.catalogue and number is not None:
            version = content.catalogue.bundle(work.id).version
            if not any(map(is_draft, (version, *(part.module.version for part in work.jobs)))):
                place = content.catalogue_source.document.place(("bundles", number, "version"))
                yield work.id, version, joint_hash(work), place


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
