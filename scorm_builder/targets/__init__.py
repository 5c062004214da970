"""What can be made of a module: one file a target, listed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.jobs import Artifact, CollectionJob, Job
from scorm_builder.model import AnyModule, Catalogue
from scorm_builder.targets.card import CardTarget
from scorm_builder.targets.handout import HandoutTarget
from scorm_builder.targets.scorm12 import Scorm12Target

__all__ = [
    "COLLECTING",
    "PRINTED",
    "TARGETS",
    "CollectingTarget",
    "Made",
    "Scorm12Target",
    "Target",
]

Made = tuple[Artifact | None, tuple[Diagnostic, ...]]
"""The artifact, or None, and what is wrong. Neither, where a target makes nothing of a module."""


class Target(Protocol):
    """One kind of output. A target is stateless; `build` is a pure function of its job."""

    name: str
    """What `--target` calls it, and its folder in the output."""

    def build(self, job: Job) -> Made:
        """What it makes of one module.

        Raises jobs.SystemPartMissing, and jinja2.TemplateError for a fault in a template.
        """


class CollectingTarget(Target, Protocol):
    """A target that also makes one file of several modules."""

    def collections(
        self, catalogue: Catalogue, modules: Mapping[str, AnyModule]
    ) -> Mapping[str, tuple[str, ...]]:
        """The id of each such file, and those of the `modules` that it is made of."""

    def collect(self, job: CollectionJob) -> Made:
        """The file of several modules. It raises what `build` does."""


COLLECTING: Mapping[str, CollectingTarget] = {
    target.name: target for target in (Scorm12Target(), CardTarget())
}
"""The targets that also make one file of several modules."""

TARGETS: Mapping[str, Target] = {
    **COLLECTING,
    **{target.name: target for target in (HandoutTarget(),)},
}
"""All targets."""

PRINTED = (HandoutTarget.name, CardTarget.name)
"""The names of those that print: only their pages tell whether all text has room."""
