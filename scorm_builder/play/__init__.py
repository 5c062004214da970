"""Plays a package, whoever made it, in a real browser against simulated LMSs, and says what it did.

Nothing leaves the machine: the files of the package come from memory, and every request to another
server is blocked and reported. Shares no code with what writes our own packages. Playwright is
imported only when something is played.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from scorm_builder.diagnostics import Diagnostic, sort_diagnostics
from scorm_builder.play.browser import Browser, BrowserMissing, start_browser
from scorm_builder.play.judge import judge_visit
from scorm_builder.play.server import PackageServer
from scorm_builder.play.visit import Bounds, Launch, visit
from scorm_builder.verify.manifest import Item, Manifest, Resource
from scorm_builder.verify.opening import manifest_of, opened

__all__ = ["SIMULATED", "Bounds", "Browser", "BrowserMissing", "play_path", "start_browser"]

SIMULATED = ("strict", "esr", "learning-hub", "aicc-shim", "moodle")
"""The LMSs that there is a simulator of, by name."""


BOUNDS = Bounds()


def play_path(
    path: Path,
    name: str,
    browser: Browser,
    lms: Sequence[str] = ("strict",),
    bounds: Bounds = BOUNDS,
) -> tuple[Diagnostic, ...]:
    """What each SCO of a package does when it is opened and left in each of these LMSs.

    Nothing, when the package cannot be read as one of SCORM 1.2: `verify` says why. Raises OSError
    when the file cannot be read, BrowserMissing when the browser is lost, and KeyError for an LMS
    that is not in SIMULATED.
    """
    with opened(path, name) as package:
        manifest = manifest_of(package)
        if manifest is None or not package.has_files:
            return ()
        with PackageServer(package) as server:
            return sort_diagnostics(_played(manifest, server, browser, lms, bounds))


def _played(
    manifest: Manifest,
    server: PackageServer,
    browser: Browser,
    lms: Sequence[str],
    bounds: Bounds,
) -> Iterator[Diagnostic]:
    package, end = manifest.package, time.monotonic() + bounds.all
    launches = [Launch.of(manifest, resource, items[0]) for resource, items in _scos(manifest)]
    if not launches:
        yield package.found("PLAY-013", "no item launches a SCO of the package")
    for simulator in lms:
        for number, launch in enumerate(launches):
            if number == bounds.most_scos or time.monotonic() > end:
                left = len(launches) - number
                yield package.found("PLAY-013", f"{left} SCOs were not played in {simulator}")
                break
            done = visit(browser, server, launch, simulator, bounds)
            yield from judge_visit(package, done)


def _scos(manifest: Manifest) -> Iterator[tuple[Resource, list[Item]]]:
    for resource, items in manifest.launched.values():
        local = resource.href is not None and not resource.href.is_external
        if resource.scorm_type == "sco" and local:
            yield resource, items
