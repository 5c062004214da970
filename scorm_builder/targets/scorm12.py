"""The SCORM 1.2 target: one zip, one organization, one item, one SCO, one page."""

from __future__ import annotations

from scorm_builder.archive import write_zip
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.jobs import Artifact, Job
from scorm_builder.manifest import (
    CONTROL_DOCUMENTS,
    Item,
    LearningObjectMetadata,
    Manifest,
    Organization,
    Resource,
    write_manifest,
)
from scorm_builder.render import artifact_of, render_page, used_pictures

LAUNCH_FILE = "index.html"
MANIFEST_FILE = "imsmanifest.xml"
SCRIPT_FILE = "module.js"
LICENCE_FILE = "licences/nhsuk-frontend.txt"


class Scorm12Target:
    """Makes `scorm12/<id>.zip`."""

    name = "scorm12"

    def build(self, job: Job) -> tuple[Artifact | None, tuple[Diagnostic, ...]]:
        """The package: the page, its script, pictures, manifest, control documents."""
        return artifact_of(job, self.name, "zip", write_zip(package_files(job))), ()


def package_files(job: Job) -> dict[str, bytes]:
    """Every file of the package by its path."""
    content = {
        LAUNCH_FILE: render_page("scorm12/page.jinja", job).encode(),
        SCRIPT_FILE: job.theme.assets[f"scorm12/{SCRIPT_FILE}"],
        **{f"pictures/{name}": job.pictures[name] for name in used_pictures(job)},
        # The style and the script hold parts of nhsuk-frontend, whose licence goes with them.
        LICENCE_FILE: job.theme.assets[LICENCE_FILE],
    }
    schemas = job.theme.folder("xsd")
    control = {name: schemas[name] for name in CONTROL_DOCUMENTS}
    manifest = manifest_of(job, tuple(sorted(content)))
    return {MANIFEST_FILE: write_manifest(manifest), **control, **content}


def manifest_of(job: Job, files: tuple[str, ...]) -> Manifest:
    """The manifest of a package whose SCO consists of `files`.

    Identifiers hang on the programme's and the module's id alone, so a package that is built again
    replaces the one that learners have records under (exelearning#1785).
    """
    module = job.module
    identifier = f"{job.catalogue.identifier}-{module.id}"
    resource = f"{identifier}-sco"
    organization = f"{identifier}-organization"
    return Manifest(
        identifier=identifier,
        version=module.version,
        metadata=_metadata(job, identifier, MANIFEST_FILE),
        organization=Organization(
            identifier=organization,
            title=module.title,
            items=(
                Item(
                    identifier=f"{identifier}-item",
                    title=module.title,
                    identifierref=resource,
                    mastery_score=module.completion.mastery_score,
                ),
            ),
        ),
        resources=(
            Resource(
                identifier=resource,
                scorm_type="sco",
                href=LAUNCH_FILE,
                files=(LAUNCH_FILE, *(path for path in files if path != LAUNCH_FILE)),
                metadata=_metadata(job, resource, LAUNCH_FILE),
            ),
            # The schemas are no part of the SCO; listed, so that every file is accounted for.
            Resource(
                identifier=f"{identifier}-control-documents",
                scorm_type="asset",
                files=CONTROL_DOCUMENTS,
            ),
        ),
    )


def _metadata(job: Job, identifier: str, location: str) -> LearningObjectMetadata:
    module, catalogue = job.module, job.catalogue
    return LearningObjectMetadata(
        identifier=identifier,
        catalog=catalogue.identifier,
        title=module.title,
        language=module.language,
        description=module.summary,
        keywords=module.keywords,
        version=module.version,
        publisher=catalogue.publisher,
        learning_minutes=module.learning_minutes,
        location=location,
        rights=catalogue.licences.content,
    )
