"""The SCORM 1.2 target: one zip, one organization; a SCO with one page for each module in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from scorm_builder.diagnostics import Diagnostic, Severity, as_errors
from scorm_builder.jobs import Artifact, CollectionJob, Job, SystemPartMissing
from scorm_builder.jobs.identity import artifact_of, joint_hash, structure_of_job, used_files
from scorm_builder.model import AnyModule, Catalogue, LearningModule
from scorm_builder.packaging.archive import write_zip
from scorm_builder.packaging.manifest import (
    CONTROL_DOCUMENTS,
    Item,
    LearningObjectMetadata,
    Manifest,
    Organization,
    Resource,
    files_of_sco,
    write_manifest,
)
from scorm_builder.render import names_by_content, render_page, style_folder
from scorm_builder.render.page_style import style_for
from scorm_builder.render.policy import guarded

LAUNCH_FILE = "index.html"
MANIFEST_FILE = "imsmanifest.xml"
SCRIPT_FILE = "module.js"
FIRST_STYLE_FILE = "style.css"
STYLE_FILE = "module.css"
LICENCE_FILE = "licences/nhsuk-frontend.txt"


class Scorm12Target:
    """Makes `scorm12/<id>.zip`."""

    name = "scorm12"
    prints = False

    def build(self, job: Job) -> tuple[Artifact | None, tuple[Diagnostic, ...]]:
        """The package: the page, its script, pictures, manifest, control documents."""
        artifact = artifact_of(job, self.name, "zip", write_zip(package_files(job)))
        return replace(artifact, structure=structure_of_job(job)), ()

    def verify(self, artifact: Artifact) -> tuple[Diagnostic, ...]:
        """What the verifier finds. More than an info is an error in a package of ours."""
        # Here, as what is kept from an earlier run was verified then.
        from scorm_builder.verify import ControlDocumentsMissing, verify  # noqa: PLC0415

        try:
            found = verify(artifact.content, artifact.path)
        except ControlDocumentsMissing as error:
            raise SystemPartMissing(str(error)) from error
        return as_errors(f for f in found if f.severity is not Severity.INFO)

    def collections(
        self,
        catalogue: Catalogue,
        modules: Mapping[str, AnyModule],  # noqa: ARG002  (a bundle names its own)
    ) -> dict[str, tuple[str, ...]]:
        """The modules of each bundle."""
        bundles = catalogue.bundles or ()
        return {bundle.id: bundle.modules or catalogue.order for bundle in bundles}

    def collect(self, job: CollectionJob) -> tuple[Artifact, tuple[Diagnostic, ...]]:
        """The package `scorm12/<id>.zip` of a bundle: each module a SCO in a folder of its own."""
        scos = {part.module.id: _sco_in(job.made[part.module.id]) for part in job.jobs}
        files = {
            f"{name}/{path}": content for name, sco in scos.items() for path, content in sco.items()
        }
        manifest = bundle_manifest(job, {name: tuple(sco) for name, sco in scos.items()})
        catalogue = job.jobs[0].catalogue
        bundle = catalogue.bundle(job.id)
        artifact = Artifact(
            path=f"{self.name}/{bundle.id}.zip",
            target=self.name,
            module=bundle.id,
            title=bundle.title,
            version=bundle.version,
            language=catalogue.language,
            content_hash=joint_hash(job),
            content=write_zip(_with_manifest(manifest, job.jobs[0], files)),
        )
        return artifact, ()


def _sco_in(package: bytes) -> dict[str, bytes]:
    """The files of the SCO in a package of ours."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in files_of_sco(opened.read(MANIFEST_FILE))}


def sco_files(job: Job) -> dict[str, bytes]:
    """Every file of one SCO by its path in the SCO's folder.

    What the page loads has a name that changes with its content; the page itself keeps its name.
    """
    script = SCRIPT_FILE if isinstance(job.module, LearningModule) else "choosing-tool.js"
    styles = style_folder(job.module.language)
    loaded = {
        SCRIPT_FILE: job.theme.assets[f"module/{script}"],
        # Only fetched where an LMS does not allow the style in the page.
        FIRST_STYLE_FILE: job.theme.assets[f"{styles}/{FIRST_STYLE_FILE}"],
        **used_files(job),
    }
    names = names_by_content(loaded)
    page = render_page("module/page.jinja", job, names=names)
    # The style has the rules that this page can use, so its name is known last.
    style = style_for(job.theme.assets[f"{styles}/{STYLE_FILE}.json"], page)
    (style_name,) = names_by_content({STYLE_FILE: style}).values()
    page = page.replace(f'href="{STYLE_FILE}"', f'href="{style_name}"')
    return {
        LAUNCH_FILE: guarded(page).encode(),
        style_name: style,
        **{names[path]: content for path, content in loaded.items()},
        # The style and the script hold parts of nhsuk-frontend, whose licence goes with them.
        LICENCE_FILE: job.theme.assets[LICENCE_FILE],
    }


def package_files(job: Job) -> dict[str, bytes]:
    """Every file of a module's package by its path."""
    files = sco_files(job)
    return _with_manifest(manifest_of(job, tuple(files)), job, files)


def _with_manifest(manifest: Manifest, job: Job, files: dict[str, bytes]) -> dict[str, bytes]:
    schemas = job.theme.folder("xsd")
    control = {name: schemas[name] for name in CONTROL_DOCUMENTS}
    return {MANIFEST_FILE: write_manifest(manifest), **control, **files}


def manifest_of(job: Job, files: tuple[str, ...]) -> Manifest:
    """The manifest of a package whose SCO consists of `files`.

    Identifiers hang on the programme's and the module's id alone, so a package that is built again
    replaces the one that learners have records under (exelearning#1785).
    """
    identifier = f"{job.catalogue.identifier}-{job.module.id}"
    return Manifest(
        identifier=identifier,
        version=job.module.version,
        metadata=_metadata(job, identifier, MANIFEST_FILE),
        organization=Organization(
            identifier=f"{identifier}-organization",
            title=job.module.title,
            items=(_item(job, identifier),),
        ),
        resources=(_sco(job, identifier, "", files), _control_documents(identifier)),
    )


def bundle_manifest(job: CollectionJob, files: Mapping[str, tuple[str, ...]]) -> Manifest:
    """The manifest of a bundle: an item a module, grouped by stage; `files` has those of each SCO.

    A module without a stage, such as the choosing tool, stands before the groups.
    """
    catalogue = job.jobs[0].catalogue
    bundle = catalogue.bundle(job.id)
    identifier = f"{catalogue.identifier}-{bundle.id}"
    names = {part.module.id: f"{identifier}-{part.module.id}" for part in job.jobs}
    groups = [
        Item(
            identifier=f"{identifier}-{stage.id}",
            title=stage.title,
            items=tuple(
                _item(part, names[part.module.id]) for part in job.jobs if _stage(part) == stage.id
            ),
        )
        for stage in catalogue.stages
    ]
    alone = [_item(part, names[part.module.id]) for part in job.jobs if _stage(part) is None]
    minutes = sum(part.module.learning_minutes for part in job.jobs)
    return Manifest(
        identifier=identifier,
        version=bundle.version,
        metadata=LearningObjectMetadata(
            identifier=identifier,
            catalog=catalogue.identifier,
            title=bundle.title,
            language=catalogue.language,
            description=bundle.summary,
            keywords=tuple(part.module.title for part in job.jobs),
            version=bundle.version,
            publisher=catalogue.publisher,
            learning_minutes=minutes,
            location=MANIFEST_FILE,
            rights=catalogue.licences.content,
        ),
        organization=Organization(
            identifier=f"{identifier}-organization",
            title=bundle.title,
            items=(*alone, *(group for group in groups if group.items)),
        ),
        resources=(
            *(
                _sco(part, names[part.module.id], f"{part.module.id}/", files[part.module.id])
                for part in job.jobs
            ),
            _control_documents(identifier),
        ),
    )


def _stage(job: Job) -> str | None:
    return job.module.stage if isinstance(job.module, LearningModule) else None


def _item(job: Job, identifier: str) -> Item:
    module = job.module
    score = module.completion.mastery_score if isinstance(module, LearningModule) else None
    return Item(
        identifier=f"{identifier}-item",
        title=module.title,
        identifierref=f"{identifier}-sco",
        mastery_score=score,
    )


def _sco(job: Job, identifier: str, folder: str, files: tuple[str, ...]) -> Resource:
    """The resource of a SCO that consists of `files` in `folder`."""
    launch = folder + LAUNCH_FILE
    # In their own order, which other content does not change as it does their names.
    others = [path for path in files if path != LAUNCH_FILE]
    return Resource(
        identifier=f"{identifier}-sco",
        scorm_type="sco",
        href=launch,
        files=(launch, *(folder + path for path in others)),
        metadata=_metadata(job, f"{identifier}-sco", launch),
    )


def _control_documents(identifier: str) -> Resource:
    """The schemas are no part of a SCO; listed, so that every file is accounted for."""
    return Resource(
        identifier=f"{identifier}-control-documents",
        scorm_type="asset",
        files=CONTROL_DOCUMENTS,
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
