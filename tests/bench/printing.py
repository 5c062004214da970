"""What our printing adds to WeasyPrint, how long all of it takes, and whether memory stays flat."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from resource import getpagesize

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from scorm_builder.content.loader import load
from scorm_builder.content.markdown import spell_out_addresses
from scorm_builder.jobs import Job
from scorm_builder.jobs.identity import brand_files
from scorm_builder.pipeline.build import build_one
from scorm_builder.pipeline.plan import plan
from scorm_builder.printer.press import print_pdf
from scorm_builder.render import render_page
from scorm_builder.targets import TARGETS, handout
from scorm_builder.theme import Theme, load_theme, templates_folder
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


@dataclass(frozen=True)
class Printable:
    """A handout before it is printed, with a folder that has its pictures."""

    html: str
    pictures: Mapping[str, bytes]
    folder: Path


def printable(job: Job, root: Path) -> Printable:
    """The handout of a job, with its pictures put below `root`."""
    folder = root / job.module.id
    folder.mkdir()
    pictures = {**job.pictures, **brand_files(job)}
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    html = spell_out_addresses(render_page(f"handout/{job.module.kind}.jinja", job))
    return Printable(html, pictures, folder)


def bare_printer() -> Callable[[Printable], bytes]:
    """WeasyPrint alone, tagged and with fields, all files from disk, set up once."""
    fonts = FontConfiguration()
    style = "".join((templates_folder() / name).read_text(encoding="utf-8") for name in STYLES)
    style += f"body{{font-family:{load_theme().font_families(STYLES)}}}"
    static = ROOT / "scorm_builder" / "_static"
    sheet = weasyprint.CSS(string=style, base_url=f"{static}/", font_config=fonts)

    def write(page: Printable) -> bytes:
        document = weasyprint.HTML(string=page.html, base_url=f"{page.folder}/")
        pdf = document.write_pdf(
            font_config=fonts,
            stylesheets=[sheet],
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            pdf_forms=True,
        )
        return bytes(pdf)

    return write


def ratio_of_one_handout(page: Printable, theme: Theme) -> float:
    """Our time for a handout by that of bare WeasyPrint, from the same HTML."""
    bare = bare_printer()

    def ours() -> object:
        return print_pdf(
            page.html, theme=theme, styles=STYLES, pictures=page.pictures, identifier="0" * 12
        )

    ours()
    bare(page)
    with_ours, without = processor_seconds(ours, lambda: bare(page))
    return with_ours / without


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
