"""From content to bytes: the same everywhere, whoever runs it, in whatever order."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import zipfile
from concurrent.futures import Executor
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from scorm_builder.content.loader import Content
from scorm_builder.diagnostics import Severity
from scorm_builder.executors import SerialExecutor, make_executor
from scorm_builder.jobs import BRAND, CATALOGUE, MODULE, Artifact, CollectionJob, Job
from scorm_builder.pipeline import check_content
from scorm_builder.pipeline.build import build_all, build_one
from scorm_builder.pipeline.plan import plan, plan_collections, plan_edition
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource
from tests.conftest import MODULES, ROOT
from tests.tools.pictures import picture
from tests.tools.samples import TODAY, built, job, module_data

# The choosing tool, with a video, and with a mastery score. Not all, as printing takes long.
PRINTED = ("choosing-tool", "peer-assist", "after-action-review")


def jobs_of(content: Content, theme: Theme) -> tuple[Job | CollectionJob, ...]:
    """Jobs for all packages of the project, the one with all modules too, and for some handouts."""
    jobs = plan(content, theme, tuple(content.modules), ("scorm12",))
    printed = tuple(
        replace(work, targets=tuple(TARGETS)) if work.module.id in PRINTED else work
        for work in jobs
    )
    return (*printed, *plan_collections(content, jobs))


def digests(artifacts: list[Artifact]) -> dict[str, str]:
    """What each artifact is, by its path."""
    return {one.path: hashlib.sha256(one.content).hexdigest() for one in artifacts}


def name_of(work: Job | CollectionJob) -> str:
    """The module or the bundle of a job."""
    return work.id if isinstance(work, CollectionJob) else work.module.id


def run(jobs: tuple[Job | CollectionJob, ...], executor: Executor) -> dict[str, str]:
    """The digests of all artifacts of the jobs of `jobs_of`."""
    with executor:
        results = list(build_all(jobs, executor))
    # In the order of the jobs, but for what is put together from the others.
    first = [name_of(work) for work in jobs if isinstance(work, Job)]
    assert [result.module for result in results][: len(first)] == first
    assert len(results) == len(jobs)
    return digests([artifact for result in results for artifact in result.artifacts])


@pytest.fixture(scope="module")
def expected(artifacts: dict[str, Artifact]) -> dict[str, str]:
    """The digests of what was built serially, once."""
    # All but the card of the choosing tool; the package and the sheets with all of them.
    assert len(artifacts) == len(TARGETS) * len(MODULES) - 1 + 2
    return digests(list(artifacts.values()))


@pytest.fixture(scope="module")
def expected_of_jobs(expected: dict[str, str]) -> dict[str, str]:
    """Of these, what the jobs of `jobs_of` make."""
    return {
        path: digest
        for path, digest in expected.items()
        if path.startswith("scorm12/") or Path(path).stem in PRINTED
    }


def test_a_second_build_in_the_same_process(
    content: Content, theme: Theme, expected_of_jobs: dict[str, str]
) -> None:
    assert run(jobs_of(content, theme), SerialExecutor()) == expected_of_jobs


def test_another_order_and_a_pool_of_processes(
    content: Content, theme: Theme, expected_of_jobs: dict[str, str]
) -> None:
    assert run(jobs_of(content, theme)[::-1], make_executor(2)) == expected_of_jobs


ELSEWHERE = """
import hashlib, json, sys
from pathlib import Path
from scorm_builder.executors import SerialExecutor
from scorm_builder.content.loader import load
from scorm_builder.pipeline.build import build_all
from scorm_builder.pipeline.plan import plan, plan_collections, plan_edition
from scorm_builder.targets import TARGETS
from scorm_builder.theme import load_theme

content = load(Path(sys.argv[1]))
jobs = plan(content, load_theme(), sys.argv[2:], tuple(TARGETS))
cards = plan(content, load_theme(), tuple(content.modules), ("card",))
jobs += tuple(card for card in cards if card.id not in sys.argv) + plan_collections(content, cards)
artifacts = [a for r in build_all(jobs, SerialExecutor()) for a in r.artifacts]
print(json.dumps({a.path: hashlib.sha256(a.content).hexdigest() for a in artifacts}))
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOME": "/nonexistent"},
        {"PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1", "LANG": "tr_TR.UTF-8", "COLUMNS": "20"},
    ],
)
def test_another_process_folder_locale_and_hash_seed(
    tmp_path: Path, expected: dict[str, str], environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(ROOT / "modules"), *MODULES[:2]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)
    # All of two modules, the cards of all but the choosing tool, and the sheets with these.
    assert len(found) == 2 * (len(TARGETS) - 1) + (len(MODULES) - 1) + 1
    assert found.items() <= expected.items()


def test_jobs_come_in_the_order_of_the_catalogue(content: Content, theme: Theme) -> None:
    assert content.catalogue is not None
    bundles = [bundle.id for bundle in content.catalogue.bundles or ()]
    names = [name_of(work) for work in jobs_of(content, theme)]
    assert names == [*content.catalogue.order, *bundles]
    chosen = plan(content, theme, ("retrospect", "peer-assist"), ("scorm12",))
    assert [work.module.id for work in chosen] == ["peer-assist", "retrospect"]


def test_without_a_catalogue_there_is_nothing_to_do(content: Content, theme: Theme) -> None:
    assert plan(replace(content, catalogue=None), theme, MODULES, ("scorm12",)) == ()


def test_every_module_of_the_project_is_tested_by_name(content: Content) -> None:
    assert set(content.modules) == set(MODULES)
    assert content.catalogue is not None
    assert content.catalogue.order == MODULES
    assert check_content(content, TODAY) == ()


def test_a_picture_that_is_not_used_is_not_packed(theme: Theme) -> None:
    data = module_data()
    data["steps"][0]["picture"] = {"file": "used.png", "alternative": "A picture."}
    pictures = {"used.png": picture("PNG"), "spare.png": picture("PNG", (3, 3))}
    (with_spare,) = built(job(theme, "scorm12", module=data, pictures=pictures))
    with zipfile.ZipFile(io.BytesIO(with_spare.content)) as package:
        names = package.namelist()
        (name,) = (name for name in names if "png" in name)
        assert re.fullmatch(r"pictures/used\.[0-9a-f]{10}\.png", name)
        assert package.read(name) == pictures["used.png"]
    del pictures["spare.png"]
    (without,) = built(job(theme, "scorm12", module=data, pictures=pictures))
    assert without.content == with_spare.content


def test_a_module_with_a_problem_makes_nothing_at_all(theme: Theme) -> None:
    result = build_one(job(theme, "scorm12", "handout", module=module_data(title="Emoji 🙂")))
    assert [problem.code for problem in result.diagnostics] == ["OUT-002"]
    assert result.artifacts == ()


def test_an_emoji_is_only_a_problem_for_paper(theme: Theme) -> None:
    (package,) = built(job(theme, "scorm12", module=module_data(title="Emoji 🙂")))
    assert package.title == "Emoji 🙂"


def test_a_job_knows_where_its_texts_stand(
    content: Content, theme: Theme, brand: BrandSource
) -> None:
    edition = plan_edition(content, theme, ("peer-assist",), ("card",), brand)
    (work,) = edition.jobs
    files = {
        MODULE: content.sources["peer-assist"].document,
        CATALOGUE: content.catalogue_source.document,
        BRAND: brand.document,
    }
    for owner, key in ((MODULE, "summary"), (CATALOGUE, "publisher"), (BRAND, "footer")):
        place = work.place((key,), of=owner)
        assert place == files[owner].place((key,)) != files[owner].place(())
    last = work.module.summary.split()[-1]
    assert work.place(("summary",), last[1:], whole=False) > work.place(("summary",))
    # Where nobody knows, it is the place of the whole module.
    assert replace(work, written={}).place(("summary",), last) == work.location


def test_all_targets_of_a_module_share_one_hash(artifacts: dict[str, Artifact]) -> None:
    for name in MODULES:
        hashes = {one.content_hash for one in artifacts.values() if one.module == name}
        assert len(hashes) == 1
    # The package with all modules and the sheets with all cards have one of their own.
    assert len({one.content_hash for one in artifacts.values()}) == len(MODULES) + 2


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing }}",
        "{{ module.nothing }}",
        "{% if %}",
        "{{ module.title | nothing }}",
        "{% include 'nothing.jinja' %}",
        "{{ nhsuk.nothing({}) }}",
        "{{ 1 + module.title }}",
        "{{ module.steps[99].title }}",
        "{{ 1 / 0 }}",
        "{{ _('%(missing)s') }}",
    ],
)
def test_a_fault_in_a_template_is_a_problem_not_a_traceback(theme: Theme, template: str) -> None:
    broken = replace(
        theme, templates={**theme.templates, "module/page.jinja": template}, digest=template
    )
    result = build_one(job(broken, "scorm12"))
    assert [problem.code for problem in result.diagnostics] == ["OUT-003"]
    assert result.artifacts == ()


@pytest.mark.parametrize(
    "template", ["<img src='nothing.png'>", "<img src='file:///etc/passwd'>", "<p>{{ nothing }}"]
)
def test_a_fault_in_the_handout_s_template(theme: Theme, template: str) -> None:
    broken = replace(
        theme, templates={**theme.templates, "handout/technique.jinja": template}, digest=template
    )
    result = build_one(job(broken, "handout"))
    assert [problem.code for problem in result.diagnostics] == ["OUT-003"]


def test_the_serial_executor_hands_an_exception_on() -> None:
    future = SerialExecutor().submit(divmod, 1, 0)
    with pytest.raises(ZeroDivisionError):
        future.result()
    assert SerialExecutor().submit(divmod, 7, 2).result() == (3, 1)


def test_one_process_is_this_process() -> None:
    assert isinstance(make_executor(1), SerialExecutor)
    with make_executor(2) as executor:
        assert executor.submit(os.getpid).result() != os.getpid()


def test_a_package_that_the_verifier_refuses_is_not_made(theme: Theme) -> None:
    page = theme.templates["module/page.jinja"].replace("</body>", '<img src="gone.png"></body>')
    assert "gone.png" in page
    broken = replace(
        theme, templates={**theme.templates, "module/page.jinja": page}, digest="broken"
    )
    result = build_one(job(broken))
    assert result.artifacts == ()
    (problem,) = result.diagnostics
    assert (problem.code, problem.severity) == ("RES-018", Severity.ERROR)
    assert problem.location.file == "scorm12/sample.zip"
    assert problem.location.inside == "index.html"
    assert problem.excerpt is not None
    assert problem.excerpt.text[problem.excerpt.start :].startswith("gone.png")


@pytest.mark.usefixtures("watchdog")
def test_an_interrupt_while_a_worker_starts_leaves_no_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = BaseProcess.start

    def start_and_interrupt(process: BaseProcess) -> None:
        start(process)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(BaseProcess, "start", start_and_interrupt)
    with pytest.raises(KeyboardInterrupt), make_executor(2) as executor:
        executor.submit(os.getpid)
    assert multiprocessing.active_children() == []


KILLED = """
import os, signal
from scorm_builder.executors import make_executor

with make_executor(2) as executor:
    executor.submit(os.getpid).result()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_end_with_a_run_that_is_killed() -> None:
    # They hold the pipe too, so it is read to its end only when all of them are gone.
    command = (sys.executable, "-c", KILLED)
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, timeout=600, check=False)
    assert done.returncode == -signal.SIGKILL
