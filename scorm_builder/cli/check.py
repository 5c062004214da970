"""The command `check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scorm_builder.cli.content import (
    HOW_TO_SET_UP,
    brand_option,
    brands_option,
    cache_option,
    cpus,
    files_of,
    load_brands,
    load_content,
    load_look,
    modules_option,
    names_argument,
    open_store,
    start,
    tell_trouble,
    today,
)
from scorm_builder.cli.exit_codes import CONTENT_HAS_ERRORS, WRONG_USAGE, complain, stop
from scorm_builder.cli.formats import TEXT, format_option, print_problems_of
from scorm_builder.diagnostics import as_errors, has_errors, sort_diagnostics
from scorm_builder.pipeline import Request, concerning, run
from scorm_builder.report.text import counted, summary_line
from scorm_builder.targets import TARGETS, printing
from scorm_builder.theme import ThemeMissing


@click.command("check")
@names_argument
@modules_option
@brand_option
@brands_option
@format_option
@cache_option
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
def command(
    names: tuple[str, ...],
    root: Path,
    brands: tuple[str, ...],
    brands_root: Path,
    form: str,
    *,
    no_cache: bool,
    strict: bool,
) -> None:
    """Check content without building it.

    Handouts and cards are tried as well, as only their pages tell whether everything fits on them.
    With a brand, everything is tried in its look.
    """
    content = load_content(root, names)
    looks = load_brands(brands_root, brands)
    request = Request(
        content=content,
        theme=load_look(),
        today=today(),
        names=names,
        # A brand's own templates may be of any target.
        targets=tuple(TARGETS) if looks else printing(),
        together=False,
        brands=looks,
        store=open_store(root, brands_root, no_cache=no_cache),
    )
    try:
        outcome = run(request, lambda work: start(work, cpus()))
    except ThemeMissing as error:
        stop(f"{error}: {HOW_TO_SET_UP}", WRONG_USAGE)
    if outcome.missing:
        complain(f"handouts and cards were not tried: {outcome.missing}")
    tell_trouble(request.store)
    problems = concerning(sort_diagnostics((*outcome.problems, *outcome.found)), content, names)
    if strict:
        problems = as_errors(problems)
    print_problems_of(form, files_of(content, names, looks), problems)
    if form == TEXT:
        checked = counted(len(names) or len(content.sources), "module")
        click.echo(f"{checked} checked: {summary_line(problems)}")
    sys.exit(CONTENT_HAS_ERRORS if has_errors(problems) else 0)
