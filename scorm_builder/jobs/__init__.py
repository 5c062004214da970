"""What goes into a build and what comes out of it: frozen values that a worker can be sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from scorm_builder.content.yaml_document import Path, YamlDocument
from scorm_builder.content.yaml_reader import read_yaml
from scorm_builder.diagnostics import Diagnostic, Location, has_errors
from scorm_builder.model import AnyModule, Catalogue
from scorm_builder.theme import Theme

MODULE, CATALOGUE, BRAND = "module", "catalogue", "brand"
"""Whose text it is."""


class SystemPartMissing(Exception):
    """A library of the operating system is not there. Its text says what to install."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one module says of a technique that has a module of its own."""

    id: str
    title: str
    stage: str
    summary: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written. Where what in it stands is only asked when something is wrong."""

    file: str
    text: str = field(repr=False)

    @property
    def document(self) -> YamlDocument:
        """The file, read again."""
        return _read(self.file, self.text)


@lru_cache(maxsize=4)
def _read(file: str, text: str) -> YamlDocument:
    return read_yaml(text.encode(), file)


@dataclass(frozen=True)
class Job:
    """One module to build: everything that its bytes depend on.

    `pictures` and `clips` map the names of files beside `module.yaml` to their bytes, pictures as
    they are packed; `printed` has those that print as others, and `given` the SHA-256 of those that
    the author gave in other bytes. `others` has the techniques that it names, in the catalogue's
    order; `location` is where problems of the whole module are reported; `targets` names what to
    make. `written` has the files that its texts were written in, by the part that they are of:
    MODULE, CATALOGUE or BRAND. They only tell where a text stands.
    """

    module: AnyModule
    catalogue: Catalogue
    pictures: Mapping[str, bytes]
    theme: Theme
    location: Location
    targets: tuple[str, ...]
    clips: Mapping[str, bytes] = field(default_factory=dict)
    others: tuple[Listing, ...] = ()
    printed: Mapping[str, bytes] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Written] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The module's."""
        return self.module.id

    def place(
        self, path: Path, words: str = "", *, of: str = MODULE, whole: bool = True
    ) -> Location:
        """Where the text at `path` stands, or `words` in it; the module's place when not known.

        `whole` is as in `YamlDocument.find`.
        """
        written = self.written.get(of)
        return written.document.find(path, words, whole=whole) if written else self.location


@dataclass(frozen=True, slots=True)
class CollectionJob:
    """One file that `target` makes of several modules: their jobs, in their order.

    `id` names the file, and no module is called like it. `made` has what the target has made of the
    modules, by their ids, once that is done.
    """

    target: str
    id: str
    jobs: tuple[Job, ...]
    location: Location
    made: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def targets(self) -> tuple[str, ...]:
        """The one that makes the file, as a job has several."""
        return (self.target,)

    @property
    def catalogue(self) -> Catalogue:
        """That of all modules."""
        return self.jobs[0].catalogue

    @property
    def theme(self) -> Theme:
        """That of all modules."""
        return self.jobs[0].theme


AnyJob = Job | CollectionJob
"""What a worker may be sent."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file: its path below the output folder, and its bytes.

    `module` is the id of the module that it is made of, or of the collection. `structure` is that
    of a module's package (`structure.structure_of`), and blank for all else.
    """

    path: str
    target: str
    module: str
    title: str
    version: str
    language: str
    content_hash: str
    content: bytes
    structure: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One artifact as `catalogue.json` lists it; `size` is in bytes.

    `structure` is not there where it is blank.
    """

    path: str
    target: str
    module: str
    title: str
    version: str
    language: str
    content_hash: str
    size: int
    sha256: str
    structure: str = ""


def entry_of(artifact: Artifact) -> Entry:
    """The catalogue entry of an artifact."""
    return Entry(
        path=artifact.path,
        target=artifact.target,
        module=artifact.module,
        title=artifact.title,
        version=artifact.version,
        language=artifact.language,
        content_hash=artifact.content_hash,
        size=len(artifact.content),
        sha256=hashlib.sha256(artifact.content).hexdigest(),
        structure=artifact.structure,
    )


@dataclass(frozen=True, slots=True)
class TargetResult:
    """What one target made of a job, if anything, and what is wrong with it."""

    target: str
    artifact: Artifact | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What one job made, a target each. `brand` is blank without one."""

    module: str
    made: tuple[TargetResult, ...]
    brand: str = ""

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """The finished files; none where anything has an error."""
        if has_errors(self.diagnostics):
            return ()
        return tuple(one.artifact for one in self.made if one.artifact is not None)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong. What two targets find in the same text is one problem."""
        return tuple(dict.fromkeys(d for one in self.made for d in one.diagnostics))
