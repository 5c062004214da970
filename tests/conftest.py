"""What all tests share: the project's own content, loaded once a process and built once a run."""

from __future__ import annotations

import fcntl
import os
import pickle
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import settings

from scorm_builder.checks.brands import check_brand
from scorm_builder.content.loader import Content, load
from scorm_builder.executors import SerialExecutor
from scorm_builder.jobs import Artifact
from scorm_builder.pipeline import check_content
from scorm_builder.pipeline.build import build_all
from scorm_builder.pipeline.plan import plan, plan_collections, plan_edition
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme, load_theme
from scorm_builder.theme.brands import BrandSource, load_brand
from tests.tools.samples import TODAY
from tests.tools.site import site_of

ROOT = Path(__file__).resolve().parent.parent
MODULES: tuple[str, ...] = tuple(
    yaml.safe_load((ROOT / "modules" / "catalogue.yaml").read_text(encoding="utf-8"))["order"]
)
"""The names of all modules, in the catalogue's order."""
BRANDED = ("choosing-tool", "peer-assist", "after-action-review")
"""Modules that have between them every part that a brand changes."""

# A shell lets what it starts in the background ignore Ctrl-C, and the commands under test would
# inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long one example takes says nothing on a busy machine. In CI the examples are always the same,
# so that a change is judged by itself; elsewhere they are new each time, to find more.
settings.register_profile(
    "unhurried", settings.default, deadline=None, derandomize="CI" in os.environ
)
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Nobody's own cache: one for all processes of this run, so that nothing is built twice."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="scorm-builder-tests-")
        config.add_cleanup(folder.cleanup)
        os.environ["SCORM_BUILDER_CACHE"] = folder.name


@pytest.fixture
def watchdog() -> Iterator[None]:
    """Ends a test that would never end by itself: hostile input must not hang the builder."""

    def give_up(*_: object) -> None:
        raise AssertionError("this does not come to an end")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="session")
def content() -> Content:
    """The content of `modules/`, which has no problem at all."""
    loaded = load(ROOT / "modules")
    assert check_content(loaded, TODAY) == ()
    return loaded


@pytest.fixture(scope="session")
def theme() -> Theme:
    """The project's own look."""
    return load_theme()


@pytest.fixture(scope="session")
def brand() -> BrandSource:
    """The invented brand of `brands/`."""
    return load_brand(ROOT / "brands" / "hollowbrook")


@pytest.fixture(scope="session")
def branded(content: Content, theme: Theme, brand: BrandSource) -> dict[str, Artifact]:
    """What is made of a few modules with the brand, by its path."""
    assert check_brand(brand, theme, TARGETS) == ()
    edition = plan_edition(content, theme, BRANDED, tuple(TARGETS), brand)
    results = list(build_all(edition.jobs, SerialExecutor()))
    assert [problem for result in results for problem in result.diagnostics] == []
    return {artifact.path: artifact for result in results for artifact in result.artifacts}


@pytest.fixture(scope="session")
def artifacts(
    content: Content, theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Artifact]:
    """Every artifact of modules and bundles by its path, such as `scorm12/peer-assist.zip`.

    Of several processes of pytest-xdist, the first that needs them builds them for all.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _built(content, theme)
    # The folder of the run: each process has its own below it.
    kept = tmp_path_factory.getbasetemp().parent / "artifacts.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_built(content, theme)))
        artifacts: dict[str, Artifact] = pickle.loads(kept.read_bytes())
    return artifacts


def _built(content: Content, theme: Theme) -> dict[str, Artifact]:
    jobs = plan(content, theme, MODULES, tuple(TARGETS))
    results = list(build_all((*jobs, *plan_collections(content, jobs)), SerialExecutor()))
    assert [problem for result in results for problem in result.diagnostics] == []
    return {artifact.path: artifact for result in results for artifact in result.artifacts}


@pytest.fixture(scope="session")
def site_files(content: Content, theme: Theme, artifacts: dict[str, Artifact]) -> dict[str, bytes]:
    """The project's own site, by path in its folder."""
    return site_of(content, theme, artifacts.values())
