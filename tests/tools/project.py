"""An author's project, set up in a line: modules, what is wrong with them, what is built."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from scorm_builder.content.loader import load
from scorm_builder.jobs import Artifact, CollectionJob, Job
from scorm_builder.pipeline import check_content
from scorm_builder.pipeline.plan import plan, plan_collections
from scorm_builder.theme import Theme
from tests.tools.samples import SAMPLE, TODAY, built, catalogue_data, module_data


@dataclass(frozen=True)
class Project:
    """A folder with the content in `modules`."""

    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "modules"

    def file_of(self, module: str) -> Path:
        return self.content / module / "module.yaml"

    def with_sample(self) -> Self:
        """Only the sample, as it is."""
        shutil.rmtree(self.content, ignore_errors=True)
        shutil.copytree(SAMPLE, self.content)
        return self

    def with_modules(self, *names: str) -> Self:
        """Only modules of these names, each the sample with another title."""
        shutil.rmtree(self.with_sample().content / "sample")
        self.with_catalogue(order=list(names))
        for name in names:
            self.with_module(name, title=f"Title of {name}")
        return self

    def with_module(self, module: str = "sample", **changes: Any) -> Self:
        """The sample under a name with some keys changed, in the place of what was there."""
        self.file_of(module).parent.mkdir(exist_ok=True)
        _write(self.file_of(module), module_data(**{"id": module, **changes}))
        return self

    def with_catalogue(self, **changes: Any) -> Self:
        """The sample's catalogue with some keys changed."""
        _write(self.content / "catalogue.yaml", catalogue_data(**changes))
        return self

    def problems(self) -> list[tuple[str, str]]:
        """The code and the message of all that is wrong with the content."""
        found = check_content(load(self.content), TODAY)
        return [(problem.code, problem.message) for problem in found]

    def build(self, theme: Theme, *targets: str) -> dict[str, Artifact]:
        """What is made of content without a problem, by its path."""
        content = load(self.content)
        assert check_content(content, TODAY) == ()
        jobs = plan(content, theme, tuple(content.modules), targets)
        work: tuple[Job | CollectionJob, ...] = (*jobs, *plan_collections(content, jobs))
        return {artifact.path: artifact for one in work for artifact in built(one)}


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
