"""What goes into a build and what comes out of it: frozen values that a worker can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.model import Catalogue, LearningModule
from scorm_builder.theme import Theme


class SystemPartMissing(Exception):
    """A library of the operating system is not there. Its text says what to install."""


@dataclass(frozen=True, slots=True)
class Job:
    """One module to build: everything that its bytes depend on.

    `pictures` maps file names to bytes; `location` is where problems of the whole module are
    reported; `targets` names what to make.
    """

    module: LearningModule
    catalogue: Catalogue
    pictures: Mapping[str, bytes]
    theme: Theme
    location: Location
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file: its path below the output folder, and its bytes."""

    path: str
    target: str
    module: str
    title: str
    version: str
    language: str
    content_hash: str
    content: bytes


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What one job made, and what is wrong with it. `artifacts` is empty if anything is."""

    module: str
    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...]
