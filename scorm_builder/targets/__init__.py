"""What can be made of a module: one file a target, listed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.jobs import Artifact, Job
from scorm_builder.targets.handout import HandoutTarget
from scorm_builder.targets.scorm12 import Scorm12Target, build_bundle

__all__ = ["BUNDLED", "TARGETS", "Target", "build_bundle"]


class Target(Protocol):
    """One kind of output. A target is stateless; `build` is a pure function of its job."""

    name: str
    """What `--target` calls it, and its folder in the output."""

    def build(self, job: Job) -> tuple[Artifact | None, tuple[Diagnostic, ...]]:
        """The artifact, or None and what is wrong.

        Raises jobs.SystemPartMissing, and jinja2.TemplateError for a fault in a template.
        """


TARGETS: Mapping[str, Target] = {
    target.name: target for target in (Scorm12Target(), HandoutTarget())
}

BUNDLED = Scorm12Target.name
"""The target whose packages a bundle puts into one."""
