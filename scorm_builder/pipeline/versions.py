"""No version of a module is given out twice with other content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.jobs import Entry
from scorm_builder.jobs.identity import content_hash, joint_hash
from scorm_builder.model.history import is_draft
from scorm_builder.pipeline.plan import Edition


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
