"""The command `check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from scorm_builder.brands import BrandSource
from scorm_builder.cli.content import (
    brand_option,
    brands_option,
    concerns,
    files_of,
    load_brands,
    load_content,
    modules_option,
    names_argument,
    problems_of,
)
from scorm_builder.cli.ending import CONTENT_HAS_ERRORS
from scorm_builder.cli.formats import TEXT, format_option, print_problems_of
from scorm_builder.diagnostics import Diagnostic, as_errors, has_errors, sort_diagnostics
from scorm_builder.executors import make_executor
from scorm_builder.jobs import SystemPartMissing
from scorm_builder.loader import Content
from scorm_builder.pipeline import build_all, plan_edition, try_sites
from scorm_builder.report import counted, summary_line
from scorm_builder.targets import PRINTED, TARGETS
from scorm_builder.theme import load_theme

# To start a process takes as long as to try so many handouts.
_WORTH_A_PROCESS = 4


@click.command("check")
@names_argument
@modules_option
@brand_option
@brands_option
@format_option
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
def command(
    names: tuple[str, ...],
    root: Path,
    brands: tuple[str, ...],
    brands_root: Path,
    form: str,
    *,
    strict: bool,
) -> None:
    """Check content without building it.

    Handouts and cards are tried as well, as only their pages tell whether everything fits on them.
    With a brand, everything is tried in its look.
    """
    content = load_content(root, names)
    looks = load_brands(brands_root, brands)
    problems = problems_of(content, looks)
    if not has_errors(problems):
        problems = sort_diagnostics((*problems, *_tried(content, names, looks)))
    if names:
        problems = tuple(p for p in problems if concerns(p, content, names))
    if strict:
        problems = as_errors(problems)
    print_problems_of(form, files_of(content, names, looks), problems)
    if form == TEXT:
        checked = counted(len(names) or len(content.sources), "module")
        click.echo(f"{checked} checked: {summary_line(problems)}")
    sys.exit(CONTENT_HAS_ERRORS if has_errors(problems) else 0)


def _tried(
    content: Content, names: Sequence[str], brands: Sequence[BrandSource]
) -> list[Diagnostic]:
    """What would stand in the way of handouts, cards and what brands change; nothing is written.

    A brand's own templates may be of any target.
    """
    targets = tuple(TARGETS) if brands else PRINTED
    theme, chosen = load_theme(), names or tuple(content.modules)
    editions = [plan_edition(content, theme, chosen, targets, brand) for brand in brands or (None,)]
    jobs = [job for edition in editions for job in edition.jobs]
    try:
        with make_executor(min(os.cpu_count() or 1, len(jobs) // _WORTH_A_PROCESS)) as executor:
            results = list(build_all(jobs, executor))
    except SystemPartMissing as error:
        click.echo(f"scorm-builder: handouts and cards were not tried: {error}", err=True)
        return []
    found = [problem for result in results for problem in result.diagnostics]
    return [*found, *try_sites(editions, results)]
