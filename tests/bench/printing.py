"""What our printing adds to WeasyPrint, how long all of it takes, and whether memory stays flat."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from resource import getpagesize

from scorm_builder.content.loader import load
from scorm_builder.content.markdown import spell_out_addresses
from scorm_builder.jobs import Job
from scorm_builder.jobs.identity import brand_files
from scorm_builder.pipeline.build import build_one
from scorm_builder.pipeline.plan import plan
from scorm_builder.render import render_page
from scorm_builder.targets import TARGETS, handout
from scorm_builder.theme import Theme, load_theme
from tests.bench.bare import Printable, print_bare
from tests.conftest import ROOT

ROUNDS = 7
DOCUMENTS = 300
# Caches of fonts, styles and templates are full after so many documents.
WARM = 50
STYLES = ("components/paper.css", *handout.STYLES)


def every_job() -> tuple[Job, ...]:
    """Every module as a job."""
    content = load(ROOT / "modules")
    return plan(content, load_theme(), tuple(content.modules), ("scorm12", "handout"))


def processor_seconds_of(work: Callable[[], object]) -> float:
    """The time of the processor that it takes, once."""
    start = time.process_time()
    work()
    return time.process_time() - start


def processor_seconds(*works: Callable[[], object]) -> tuple[float, ...]:
    """The least time of the processor that each takes, in turns: so a busy machine is fair."""
    rounds = []
    for _ in range(ROUNDS):
        marks = [time.process_time()]
        for work in works:
            work()
            marks.append(time.process_time())
        rounds.append([after - before for before, after in pairwise(marks)])
    return tuple(min(times) for times in zip(*rounds, strict=True))


def printable(job: Job, root: Path) -> Printable:
    """The handout of a job, with its pictures put below `root`."""
    folder = root / job.module.id
    folder.mkdir()
    pictures = {**job.pictures, **brand_files(job)}
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    html = spell_out_addresses(render_page(f"handout/{job.module.kind}.jinja", job))
    return Printable(html, pictures, folder)


def ratio_of_one_handout(page: Printable, theme: Theme) -> float:
    """Our time for a handout by that of bare WeasyPrint, from the same HTML.

    WeasyPrint is bare in another process: in this one we have changed what it does.
    """
    # Not above, which the other process reads too.
    from scorm_builder.printer.press import print_pdf  # noqa: PLC0415

    def ours() -> None:
        print_pdf(
            page.html, theme=theme, styles=STYLES, pictures=page.pictures, identifier="0" * 12
        )

    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        rounds = []
        for number in range(ROUNDS + 1):
            with_ours = processor_seconds_of(ours)
            without = process.submit(print_bare, page, STYLES).result()
            # The first fills what is kept in memory.
            rounds += [(with_ours, without)] if number else []
    return min(ours for ours, _ in rounds) / min(bare for _, bare in rounds)


def seconds_of_bare(pages: Sequence[Printable]) -> float:
    """How long bare WeasyPrint takes for all of these, once it is warm."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        process.submit(print_bare, pages[0], STYLES).result()
        return sum(process.submit(print_bare, page, STYLES).result() for page in pages)


def seconds_for_all(jobs: Sequence[Job]) -> Iterator[tuple[str, float]]:
    """For each kind of PDF, how long those of all modules take in one warm process."""
    for name in TARGETS:
        # The choosing tool comes first, and has no card.
        if any(path.endswith(".pdf") for path in _paths(jobs[-1], name)):
            yield name, processor_seconds(partial(_build_all, jobs, name))[0]


def _paths(job: Job, target: str) -> list[str]:
    return [artifact.path for artifact in build_one(replace(job, targets=(target,))).artifacts]


def _build_all(jobs: Sequence[Job], target: str) -> None:
    for job in jobs:
        build_one(replace(job, targets=(target,)))


def memory_over(jobs: Sequence[Job]) -> tuple[float, float]:
    """Megabytes of a process after `WARM` handouts, and after `DOCUMENTS`. Only for Linux."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_memory_over, jobs).result()


def _memory_over(jobs: Sequence[Job]) -> tuple[float, float]:
    found = []
    for number in range(1, DOCUMENTS + 1):
        build_one(replace(jobs[number % len(jobs)], targets=("handout",)))
        if number in (WARM, DOCUMENTS):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            found.append(pages * getpagesize() / 1e6)
    return found[0], found[1]
