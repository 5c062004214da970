"""What a job is known by: the hash of its content, its files, and the file that is made of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import TypeVar

from scorm_builder.content.clips import without_notes
from scorm_builder.content.drawing import with_fonts
from scorm_builder.content.pictures import ENDINGS, FORMATS, kind_of
from scorm_builder.jobs import Artifact, CollectionJob, Job
from scorm_builder.model import AnyModule, Catalogue, Diagram, Picture, Recording, Video, walk
from scorm_builder.runtime.structure import structure_of
from scorm_builder.theme.brands import identifier_without_brand

Made = TypeVar("Made")

ONLY_IN_SITE = frozenset({"accessibility", "privacy"})
"""The keys of a catalogue and a brand that no module, handout or card shows anything of."""

_HASH_CHARACTERS = 12
_FONTS_OF_PAGES = "Arial, sans-serif"


def once(function: Callable[[Job], Made]) -> Callable[[Job], Made]:
    """What the function makes of a job is kept with the job: it is asked for again and again."""
    name = f"_{function.__name__}"

    @wraps(function)
    def kept(job: Job) -> Made:
        known = vars(job)
        if name not in known:
            known[name] = function(job)
        made: Made = known[name]
        return made

    return kept


@once
def content_hash(job: Job) -> str:
    """12 hexadecimal digits that change with any word, date, score or picture of the module.

    Printed in the package and the handout, so that a reader can tell that the two match.
    """
    # Without defaults, so that a key that a later release of this builder knows changes nothing.
    shared = job.catalogue.model_dump(
        mode="json", exclude={"order", "bundles", "words", *ONLY_IN_SITE}, exclude_defaults=True
    )
    module = job.module.model_dump(
        mode="json", exclude={"exemptions", "history"}, exclude_defaults=True
    )
    others = [asdict(other) for other in job.others]
    shown = [module, shared, others]
    if job.theme.brand:
        brand = job.theme.brand
        shown.append(
            brand.model_dump(mode="json", exclude=set(ONLY_IN_SITE), exclude_defaults=True)
        )
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode())
    for name, hashed in _given_files(job).items():
        digest.update(name.encode() + b"\0" + hashed)
    return digest.hexdigest()[:_HASH_CHARACTERS]


def _given_files(job: Job) -> dict[str, bytes]:
    """The SHA-256 of each file as the author gave it, by its path in a package.

    How it is packed may change with a library or with this builder, and the content does not.
    """
    pictures, drawings, clips = files_named(job.module)
    given = {f"pictures/{name}": job.pictures[name] for name in pictures}
    for name in drawings:
        whole = with_fonts(job.pictures[name], _FONTS_OF_PAGES, comments=True)
        given[f"pictures/{name}"] = whole
    given |= {f"clips/{name}": job.clips[name] for name in clips} | brand_files(job)
    hashes = {path: hashlib.sha256(content).digest() for path, content in given.items()}
    known = {f"pictures/{name}": bytes.fromhex(digest) for name, digest in job.given.items()}
    return {**hashes, **known}


def joint_hash(job: CollectionJob) -> str:
    """The same for a file of several modules: it changes with any of these, and their order.

    A bundle has words of its own too.
    """
    shown = [content_hash(part) for part in job.jobs]
    for bundle in job.jobs[0].catalogue.bundles or ():
        if bundle.id == job.id:
            shown += (bundle.title, bundle.summary, bundle.version)
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:_HASH_CHARACTERS]


def artifact_of(job: Job, target: str, ending: str, content: bytes) -> Artifact:
    """The finished file `<target>/<id>.<ending>` of a job."""
    module = job.module
    return Artifact(
        path=f"{target}/{module.id}.{ending}",
        target=target,
        module=module.id,
        title=module.title,
        version=module.version,
        language=module.language,
        content_hash=content_hash(job),
        content=content,
    )


def folder_of(module: str) -> str:
    """The folder of a module's page below that of the site."""
    return f"modules/{module}/"


def site_root(catalogue: Catalogue) -> str:
    """The address of the site's folder, with a slash at its end; blank where nobody says it."""
    return f"{catalogue.site.rstrip('/')}/" if catalogue.site else ""


def page_address(job: Job) -> str:
    """The address of the module's page; blank where nobody says where the site is."""
    root = site_root(job.catalogue)
    return root and root + folder_of(job.module.id)


def files_named(module: AnyModule) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The files beside `module.yaml` that it names: pictures, drawings, and clips with captions."""
    pictures: set[str] = set()
    drawings: set[str] = set()
    clips: set[str] = set()
    for found in walk(type(module), module.model_dump(mode="json")):
        if found.kind is Picture:
            pictures.add(found.value["file"])
        elif found.kind is Diagram:
            drawings.add(found.value["file"])
        elif found.kind is Video:
            pictures |= {found.value["poster"]} - {None}
            clips |= {found.value["file"], found.value["captions"]} - {None}
        elif found.kind is Recording:
            clips |= {found.value["file"]} - {None}
    return tuple(sorted(pictures)), tuple(sorted(drawings)), tuple(sorted(clips))


def path_of_picture(name: str, packed: bytes) -> str:
    """Where a picture is in a package; `name` is that of the author's file.

    One that is packed in another format has its ending behind the name: servers go by it.
    """
    kind = kind_of(packed)
    promised = FORMATS.get(f".{name.rpartition('.')[2]}", kind)
    return f"pictures/{name}" if kind in ("", promised) else f"pictures/{name}.{ENDINGS[kind]}"


@once
def used_files(job: Job) -> dict[str, bytes]:
    """What the module shows by its path in a package: pictures, clips and a brand's logo."""
    pictures, drawings, clips = files_named(job.module)
    return {
        **{path_of_picture(name, job.pictures[name]): job.pictures[name] for name in pictures},
        **{
            f"pictures/{name}": with_fonts(job.pictures[name], _FONTS_OF_PAGES) for name in drawings
        },
        **{f"clips/{name}": without_notes(name, job.clips[name]) for name in clips},
        **brand_files(job),
    }


def brand_files(job: Job) -> dict[str, bytes]:
    """The logo of a brand by its path in a package; nothing without one."""
    return {f"brand/{name}": content for name, content in job.theme.folder("brand").items()}


@once
def structure_of_job(job: Job) -> str:
    """The structure of a job's module: the same with every brand, as the history has only one."""
    return structure_of(job.module, identifier_without_brand(job.catalogue, job.theme))
