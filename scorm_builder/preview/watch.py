"""Notices changes of the sources by looking twice a second, and builds again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from threading import Event

from scorm_builder.preview.builds import Build, Sources, rebuild

INTERVAL = 0.5
"""Seconds between two looks."""

Snapshot = Mapping[Path, tuple[int, int]]
"""The time of the last change and the size of every file."""

_SCRIPT = "assets.py"
_STAMP = "stamp"
# Not in a package for an LMS, or made by a machine.
_SKIPPED = {"handout", "card", "node_modules", "__pycache__"}
_LONGEST_MESSAGE = 2000


def snapshot(sources: Sources) -> Snapshot:
    """How every file looks that a build may depend on."""
    stamp = sources.assets / _STAMP
    return _look((*_files(sources.modules), *_files(sources.templates), stamp))


def _look(files: Iterable[Path]) -> Snapshot:
    found = {}
    for path in files:
        try:
            status = path.stat()
        except OSError:
            continue  # it went between the look at the folder and that at the file
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def changed(before: Snapshot, now: Snapshot) -> set[Path]:
    """The files that came, went or changed."""
    return {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}


def watch(sources: Sources, show: Callable[[Build], None], stop: Event) -> None:
    """Builds at once and then after every change, until `stop` is set; `show` gets each build."""
    before: Snapshot = {}
    build = Build()
    fault = ""
    while True:
        now = snapshot(sources)
        differences = changed(before, now)
        if differences or not build.number:
            if any(path.is_relative_to(sources.templates) for path in differences):
                fault = refresh_assets(sources.templates)
                now = {**now, **_look([sources.assets / _STAMP])}
            build = rebuild(build, sources, fault)
            show(build)
        before = now
        if stop.wait(INTERVAL):
            return


def refresh_assets(templates: Path) -> str:
    """Compiles style and script if they are out of date; returns what went wrong, or nothing.

    An installed package has no sources for them, and nothing to do.
    """
    script = templates / _SCRIPT
    if not script.is_file():
        return ""
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(script)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stderr.strip() or f"{script} ended with {done.returncode}"
    return told[-_LONGEST_MESSAGE:] if done.returncode else ""


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _SKIPPED and name[0] != "."]
        yield from (Path(here, name) for name in names)
