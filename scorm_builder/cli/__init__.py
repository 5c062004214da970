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
from typing import cast

import click

from scorm_builder import __version__
from scorm_builder.cli.ending import STOPPED, WRONG_USAGE, stop

COMMANDS = ("build", "check", "preview", "new", "schema")
"""The names of the commands, which are the names of their files, in the order of the help."""


class _Commands(click.Group):
    """Imports a command when it is asked for: not every command needs every library."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return cast(
            "click.Command", importlib.import_module(f"scorm_builder.cli.{cmd_name}").command
        )


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scorm-builder")
def cli() -> None:
    """Build SCORM 1.2 packages and PDF handouts from YAML modules."""


def main() -> None:
    """The command `scorm-builder`; never shows a traceback for what a user can cause."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A title may have letters that the terminal's encoding lacks.
        sys.stdout.reconfigure(errors="backslashreplace")
    if not os.environ.get("SOURCE_DATE_EPOCH", "0").isdecimal():
        # Libraries read it as well, and fail at what is not a number.
        del os.environ["SOURCE_DATE_EPOCH"]
    try:
        cli.main(prog_name="scorm-builder", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        # Once is enough: the workers end what they are at, and then the run ends.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stop("stopped", STOPPED)
    except OSError as error:
        stop(f"{error.filename or 'a file'}: {error.strerror or error}", WRONG_USAGE)
