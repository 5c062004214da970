"""Content and theme -> the jobs of a run: what is to be made, before anything is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from scorm_builder.content.loader import Content
from scorm_builder.content.pictures import Prepare, Unusable
from scorm_builder.content.preparing import prepare_anew
from scorm_builder.content.yaml_document import YamlDocument
from scorm_builder.jobs import (
    BRAND,
    CATALOGUE,
    MODULE,
    CollectionJob,
    Entry,
    Job,
    Listing,
    Written,
)
from scorm_builder.jobs.identity import files_named, joint_hash
from scorm_builder.model import LearningModule
from scorm_builder.targets import TARGETS, collecting
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource, branded_catalogue, branded_theme


def plan(  # noqa: PLR0913, PLR0917  (what a job is made of)
    content: Content,
    theme: Theme,
    modules: Sequence[str],
    targets: Sequence[str],
    prepare: Prepare = prepare_anew,
    brand: BrandSource | None = None,
) -> tuple[Job, ...]:
    """One job a module, in the catalogue's order, with its pictures made ready by `prepare`.

    `brand` is the one that was laid over content and theme. The content must be free of errors.
    """
    if content.catalogue is None:
        return ()
    shared = {CATALOGUE: _written(content.catalogue_source.document)}
    if brand:
        shared[BRAND] = _written(brand.document)
    return tuple(
        _with_pictures(
            Job(
                module=content.modules[name],
                catalogue=content.catalogue,
                pictures=content.sources[name].pictures,
                clips=content.sources[name].clips,
                others=_listings(content, content.modules[name].named_modules()),
                theme=theme,
                location=content.sources[name].document.place(()),
                targets=tuple(targets),
                written={MODULE: _written(content.sources[name].document), **shared},
            ),
            prepare,
        )
        for name in content.catalogue.order
        if name in modules
    )


def _with_pictures(job: Job, prepare: Prepare) -> Job:
    """The job with what it shows, and nothing else, as it is shown."""
    names, drawings, clips = files_named(job.module)
    photos = {}
    for name in names:
        # Of a module with errors, which a preview leaves out, a picture need not be there.
        with suppress(KeyError, Unusable):
            photos[name] = prepare(job.pictures[name])
    return replace(
        job,
        pictures={
            **{name: photo.packed for name, photo in photos.items()},
            **{name: job.pictures[name] for name in drawings if name in job.pictures},
        },
        clips={name: job.clips[name] for name in clips if name in job.clips},
        printed={name: one.printed for name, one in photos.items() if one.printed is not None},
        given={
            name: hashlib.sha256(job.pictures[name]).hexdigest()
            for name, photo in photos.items()
            if photo.packed != job.pictures[name]
        },
    )


def plan_collections(content: Content, jobs: Sequence[Job]) -> tuple[CollectionJob, ...]:
    """One job for each file of several modules that are all among `jobs`, for its target."""
    if content.catalogue is None:
        return ()
    place = content.catalogue_source.document.place(())
    planned = []
    for target in collecting().values():
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

    def work(self, *, together: bool = True) -> tuple[Job | CollectionJob, ...]:
        """All jobs, those of several modules last, when they are wanted."""
        return (*self.jobs, *(self.made_of_several if together else ()))


def plan_edition(  # noqa: PLR0913  (what is to be made, of what, and how)
    content: Content,
    theme: Theme,
    modules: Sequence[str],
    targets: Sequence[str],
    brand: BrandSource | None = None,
    *,
    prepare: Prepare = prepare_anew,
) -> Edition:
    """The jobs for some modules and targets with a brand, which must be free of errors."""
    if brand and content.catalogue:
        content = replace(content, catalogue=branded_catalogue(content.catalogue, brand))
        theme = branded_theme(theme, brand)
    jobs = plan(content, theme, modules, targets, prepare, brand)
    everything = plan(content, theme, tuple(content.modules), tuple(TARGETS), prepare, brand)
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


def _written(document: YamlDocument) -> Written:
    return Written(document.file, document.text)


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
