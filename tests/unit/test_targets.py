"""A target is known only by itself: one that nobody has heard of is built, listed and published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorm_builder import api
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.jobs import Artifact, Job
from scorm_builder.jobs.identity import artifact_of
from scorm_builder.pipeline.build import processes_for
from scorm_builder.targets import TARGETS, Made, collecting, printing
from scorm_builder.theme import Theme
from tests.tools.project import Project
from tests.tools.samples import TODAY, job


class TextTarget:
    name, prints = "text", False

    def build(self, job: Job) -> Made:
        return artifact_of(job, self.name, "txt", job.module.summary.encode()), ()

    def verify(self, artifact: Artifact) -> tuple[Diagnostic, ...]:  # noqa: ARG002
        return ()


def test_a_target_of_ten_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "text", TextTarget())
    Project(tmp_path).with_modules("alpha", "beta", "gamma")
    made = api.build(tmp_path / "modules", tmp_path / "dist", targets=["text"], today=TODAY)
    assert made.problems == ()
    paths = [entry.path for entry in made.entries]
    assert paths == ["text/alpha.txt", "text/beta.txt", "text/gamma.txt"]
    listed = json.loads((tmp_path / "dist" / "catalogue.json").read_text(encoding="utf-8"))
    assert [entry["path"] for entry in listed["artifacts"]] == paths
    for path in paths:
        assert (tmp_path / "dist" / "site" / path).read_bytes()
    page = (tmp_path / "dist/site/modules/alpha/index.html").read_text(encoding="utf-8")
    assert 'href="../../text/alpha.txt"' in page


def test_what_the_targets_are() -> None:
    assert set(printing()) == {"card", "handout"}
    assert set(collecting()) == {"card", "scorm12"}


@pytest.mark.parametrize(
    ("jobs", "targets", "most", "processes"),
    [
        (0, (), 8, 1),
        (1, (), 8, 1),
        (13, ("scorm12",), 8, 1),
        (14, (), 2, 2),
        (14, (), 1, 1),
        (200, ("scorm12",), 8, 8),
    ],
)
def test_processes_are_only_as_many_as_are_worth_it(
    theme: Theme, jobs: int, targets: tuple[str, ...], most: int, processes: int
) -> None:
    assert processes_for([job(theme, *targets)] * jobs, most) == processes
