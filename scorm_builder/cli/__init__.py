"""Arguments and exit codes. One file a command; each is imported only when it is called.

0: fine. 1: the content or a package has errors. 2: wrong usage, or a missing part. 130: stopped
with Ctrl-C.
"""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn, cast

import click

from scorm_builder import __version__
from scorm_builder.cli.exit_codes import STOPPED, WRONG_USAGE, stop

COMMANDS = {
    "build": "Build the named modules, or all of them.",
    "check": "Check content without building it.",
    "verify": "Verify SCORM 1.2 packages, whoever made them.",
    "explain": "Tell what a code means, why it matters and how to mend it.",
    "preview": "Play a module, or all of them, in simulated LMSs.",
    "new": "Start a new technique: a folder with a module.yaml to fill in.",
    "schema": "Print the JSON Schema of module.yaml, or of catalogue.yaml.",
}
"""What each command does. Its name is the name of its file."""


class LibraryMissing(click.ClickException):
    """A command needs libraries that only the extra `build` brings."""

    exit_code = WRONG_USAGE

    def __init__(self, command: str, library: str) -> None:
        super().__init__(
            f"the command {command} needs {library}: pip install 'scorm-builder[build]'"
        )


class _Commands(click.Group):
    """Imports a command when it is asked for: not every command needs every library."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        try:
            module = importlib.import_module(f"scorm_builder.cli.{cmd_name}")
        except ModuleNotFoundError as error:
            library = (error.name or "").partition(".")[0]
            if library in ("", "scorm_builder"):
                raise
            raise LibraryMissing(cmd_name, library) from error
        return cast("click.Command", module.command)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scorm-builder")
def cli() -> None:
    """Build SCORM 1.2 packages and PDF handouts from YAML modules."""


def _color() -> bool | None:
    """False where no colours are wanted (no-color.org), else None: colours on a terminal only."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return False if plain else None


def _interrupt_once(*_: object) -> NoReturn:
    """Once is enough: the workers end what they are at, and then the run ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> None:
    """The command `scorm-builder`; never shows a traceback for what a user can cause."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # It was closed, and nobody wants to hear.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A title may have letters that the terminal's encoding lacks.
        sys.stdout.reconfigure(errors="backslashreplace")
    if not os.environ.get("SOURCE_DATE_EPOCH", "0").isdecimal():
        # Libraries read it as well, and fail at what is not a number.
        del os.environ["SOURCE_DATE_EPOCH"]
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt_once)
    try:
        cli.main(prog_name="scorm-builder", standalone_mode=False, color=_color())
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        stop("stopped", STOPPED)
    except OSError as error:
        stop(f"{error.filename or 'a file'}: {error.strerror or error}", WRONG_USAGE)
