"""The command `preview`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from scorm_builder.cli.content import cache_option, load_content, modules_option, open_store, today
from scorm_builder.cli.exit_codes import WRONG_USAGE, print_problems, stop
from scorm_builder.diagnostics import visible
from scorm_builder.preview.builds import Build, default_sources
from scorm_builder.preview.server import PreviewServer
from scorm_builder.report.text import summary_line


@click.command("preview")
@click.argument("name", metavar="[MODULE]", required=False)
@modules_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8012,
    show_default=True,
    help="Where to serve it, on this machine only; 0 takes any free port.",
)
@cache_option
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
def command(name: str | None, root: Path, port: int, *, no_open: bool, no_cache: bool) -> None:
    """Play a module, or all of them, in simulated LMSs.

    Builds again at every change of the content or the templates. Ctrl-C ends it.
    """
    names = (name,) if name else ()
    load_content(root, names)
    try:
        server = PreviewServer(port)
    except OSError as error:
        stop(f"port {port}: {error.strerror}; choose another with --port", WRONG_USAGE)
    click.echo(f"Preview at {server.address} - Ctrl-C ends it")
    with suppress(KeyboardInterrupt):
        store = open_store(root, no_cache=no_cache)
        sources = default_sources(root, names, today(), store)
        server.run(sources, _print_build, open_page=not no_open)


def _print_build(build: Build) -> None:
    print_problems(build.problems)
    fault = f"; {visible(build.fault)}" if build.fault else ""
    click.echo(f"Build {build.number}: {summary_line(build.problems)}{fault}", err=True)
