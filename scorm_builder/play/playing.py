"""The SCOs of a package, one after the other, in one LMS after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.play.browser import Browser
from scorm_builder.play.judge import judge_visit
from scorm_builder.play.server import PackageServer
from scorm_builder.play.visit import Bounds, Launch, visit
from scorm_builder.verify.manifest import Item, Manifest, Resource
from scorm_builder.verify.opening import manifest_of, opened


def play_all(
    path: Path, name: str, browser: Browser, lms: Sequence[str], bounds: Bounds
) -> Iterator[Diagnostic | str]:
    """What is found; and before each launch, the path of the page that is opened.

    Raises OSError when the package cannot be read, and BrowserMissing when the browser is lost.
    """
    with opened(path, name) as package:
        manifest = manifest_of(package)
        if manifest is not None and package.has_files:
            with PackageServer(package) as server:
                yield from _played(manifest, server, browser, lms, bounds)


def _played(
    manifest: Manifest,
    server: PackageServer,
    browser: Browser,
    lms: Sequence[str],
    bounds: Bounds,
) -> Iterator[Diagnostic | str]:
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
            yield launch.path
            yield from judge_visit(package, visit(browser, server, launch, simulator, bounds))


def _scos(manifest: Manifest) -> Iterator[tuple[Resource, list[Item]]]:
    for resource, items in manifest.launched.values():
        local = resource.href is not None and not resource.href.is_external
        if resource.scorm_type == "sco" and local:
            yield resource, items
