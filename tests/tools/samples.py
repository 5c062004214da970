"""The sample module: the smallest content without a problem, and ways to change and build it."""

from __future__ import annotations

import copy
import os
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from scorm_builder.content.yaml_reader import read_yaml
from scorm_builder.diagnostics import Location
from scorm_builder.executors import SerialExecutor
from scorm_builder.jobs import Artifact, CollectionJob, Job
from scorm_builder.model import Catalogue, LearningModule
from scorm_builder.pipeline.build import build_all
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme
from tests.tools.pdf_rules import assert_accessible

TODAY = date(2026, 11, 24)
EPOCH = str(int(datetime.combine(TODAY, time(), UTC).timestamp()))
"""The same day for the command line, in SOURCE_DATE_EPOCH."""
QUESTIONS = Path(__file__).resolve().parents[1] / "golden" / "questions"
"""A folder with a question of each kind."""
SAMPLE = Path(__file__).resolve().parents[1] / "checks" / "_base"
BRAND = SAMPLE.with_name("_brand")
"""The brand of the sample's invented publisher."""


def data_of(path: Path) -> Any:
    """The data of a YAML file that has no problem."""
    document = read_yaml(path.read_bytes(), str(path))
    assert document.diagnostics == ()
    return document.data


_MODULE = data_of(SAMPLE / "sample" / "module.yaml")
_CATALOGUE = data_of(SAMPLE / "catalogue.yaml")


def module_data(**changes: Any) -> dict[str, Any]:
    """The sample module as YAML data, with some of its keys changed."""
    return {**copy.deepcopy(_MODULE), **changes}


def catalogue_data(**changes: Any) -> dict[str, Any]:
    """The sample catalogue as YAML data, with some of its keys changed."""
    return {**copy.deepcopy(_CATALOGUE), **changes}


def job(
    theme: Theme,
    *targets: str,
    module: dict[str, Any] | None = None,
    catalogue: dict[str, Any] | None = None,
    pictures: dict[str, bytes] | None = None,
) -> Job:
    """A job for the sample module, or for the data given; for all targets, when none is named."""
    return Job(
        module=LearningModule.model_validate(module or module_data()),
        catalogue=Catalogue.model_validate(catalogue or catalogue_data()),
        pictures=pictures or {},
        theme=theme,
        location=Location("modules/sample/module.yaml", 1, 1),
        targets=targets or tuple(TARGETS),
    )


def built(work: Job | CollectionJob) -> tuple[Artifact, ...]:
    """The artifacts of a job that has no problem; every PDF among them keeps the rules."""
    jobs: tuple[Job | CollectionJob, ...] = (work,) if isinstance(work, Job) else (*work.jobs, work)
    *_, result = build_all(jobs, SerialExecutor())
    assert result.module == work.id
    assert result.diagnostics == (), result.diagnostics
    for artifact in result.artifacts:
        if artifact.path.endswith(".pdf"):
            assert_accessible(artifact.content)
    return result.artifacts


def updating() -> bool:
    """True when expected files are to be written instead of compared: UPDATE_EXPECTED=1."""
    return os.environ.get("UPDATE_EXPECTED") == "1"


def stands_in(example: str, text: str) -> bool:
    """True when `text` has all lines of an example of a code, in order and however indented.

    A … stands for what is left out.
    """
    parts = (
        r"\n\s*".join(map(re.escape, part.strip("\n").split("\n"))) for part in example.split("…")
    )
    return re.search(".*?".join(parts), text, re.DOTALL) is not None


def assert_expected(path: Path, actual: str) -> None:
    """`path` holds `actual`, or is made to with UPDATE_EXPECTED=1."""
    if updating():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, encoding="utf-8", newline="\n")
    assert path.is_file(), f"{path} is not there; UPDATE_EXPECTED=1 writes it"
    assert actual == path.read_text(encoding="utf-8")
