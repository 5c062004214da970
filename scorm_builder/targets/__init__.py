"""What can be made of a module: one file a target, listed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.jobs import Artifact, CollectionJob, Job
from scorm_builder.model import AnyModule, Catalogue
from scorm_builder.targets.card import CardTarget
from scorm_builder.targets.handout import HandoutTarget
from scorm_builder.targets.scorm12 import Scorm12Target

__all__ = [
    "TARGETS",
    "CollectingTarget",
    "Made",
    "Target",
    "collecting",
    "printing",
]

Made = tuple[Artifact | None, tuple[Diagnostic, ...]]
"""The artifact, or None, and what is wrong. Neither, where a target makes nothing of a module."""


class Target(Protocol):
    """One kind of output. A target is stateless; `build` is a pure function of its job."""

    name: str
    """What `--target` calls it, its folder in the output, and that of templates only it uses."""

    prints: bool
    """True for pages of paper: only they tell whether all text has room, so `check` tries them."""

    def build(self, job: Job) -> Made:
        """What it makes of one module.

        Raises jobs.SystemPartMissing, and jinja2.TemplateError for a fault in a template.
        """

    def verify(self, artifact: Artifact) -> tuple[Diagnostic, ...]:
        """What is wrong with a finished file. Raises jobs.SystemPartMissing."""


@runtime_checkable
class CollectingTarget(Target, Protocol):
    """A target that also makes one file of several modules, of its finished files of these."""

    def collections(
        self, catalogue: Catalogue, modules: Mapping[str, AnyModule]
    ) -> Mapping[str, tuple[str, ...]]:
        """The id of each such file, and those of the `modules` that it is made of."""

    def collect(self, job: CollectionJob) -> Made:
        """The file of several modules, of what is `made` of them. It raises what `build` does."""


TARGETS: dict[str, Target] = {
    target.name: target for target in (Scorm12Target(), CardTarget(), HandoutTarget())
}
"""All targets. Nothing else knows one by its name, or what it is."""


def collecting() -> Mapping[str, CollectingTarget]:
    """Those that also make one file of several modules."""
    return {name: one for name, one in TARGETS.items() if isinstance(one, CollectingTarget)}


def printing() -> tuple[str, ...]:
    """The names of those that print."""
    return tuple(name for name, target in TARGETS.items() if target.prints)
