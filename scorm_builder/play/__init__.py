"""Plays a package, whoever made it, in a real browser against simulated LMSs, and says what it did.

Nothing leaves the machine: the files of the package come from memory, and every request to another
server is blocked and reported. Shares no code with what writes our own packages. Playwright is
imported only when something is played.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scorm_builder.diagnostics import Diagnostic, Location, sort_diagnostics
from scorm_builder.play.browser import BrowserMissing, has_sandbox
from scorm_builder.play.player import GivenUp, Player, start_player
from scorm_builder.play.visit import Bounds
from scorm_builder.verify.finding import finding

__all__ = [
    "SIMULATED",
    "Bounds",
    "BrowserMissing",
    "Player",
    "play_path",
    "start_player",
    "unprotected",
]

SIMULATED = (
    "strict",
    "esr",
    "learning-hub",
    "aicc-shim",
    "moodle",
    "ilias",
    "chamilo",
    "chamilo-2",
    "openedx",
    "frappe",
    "claroline",
    "opigno",
    "forma",
    "wagtail",
    "key-value",
)
"""The LMSs that there is a simulator of, by name."""

BOUNDS = Bounds()


def play_path(
    path: Path,
    name: str,
    player: Player,
    lms: Sequence[str] = ("strict",),
    bounds: Bounds = BOUNDS,
) -> tuple[Diagnostic, ...]:
    """What each SCO of a package does when it is opened and left in each of these LMSs.

    Nothing, when the package cannot be read as one of SCORM 1.2: `verify` says why. Raises OSError
    when the file cannot be read, and BrowserMissing when the browser does not come back.
    """
    found: list[Diagnostic] = []
    try:
        found.extend(player.play(path, name, tuple(lms), bounds))
    except GivenUp as end:
        message = "the browser was ended, and what would come after it was not played"
        found.append(finding("PLAY-012", Location(name, inside=str(end)), message))
    return sort_diagnostics(found)


def unprotected(name: str) -> tuple[Diagnostic, ...]:
    """PLAY-017, when the browser that plays a package has no sandbox of its own."""
    if has_sandbox():
        return ()
    return (finding("PLAY-017", Location(name), "only the page of the browser kept it in"),)
