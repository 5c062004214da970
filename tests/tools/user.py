"""What a user has and does: modules in a folder, and commands to type."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.tools.samples import EPOCH

CACHED = (sys.executable, str(ROOT / "build.py"))
BUILD = (*CACHED, "--no-cache")
COMMAND = (sys.executable, "-c", "from scorm_builder.cli import main; main()")
PLACE = re.compile(r"^(\S+?):(\d+):(\d+): error: (.+) \[([A-Z]{3}-\d{3})\]$", re.MULTILINE)
MANY = tuple(f"m{number}" for number in range(44))
"""So many modules that several processes are worth it, and a build is under way for a while."""
NAMES = ("alpha", "beta", "gamma")
LONGEST = 600
"""Seconds after which a command will not end, on a machine however busy."""


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: str


_PASSED_ON = ("PATH", "HOME", "LD_LIBRARY_PATH", "SCORM_BUILDER_CACHE")


def environment(**changes: str) -> dict[str, str]:
    """The environment of a user who has no settings, and finds the package in this tree.

    It is the same day for ever, so that no review is ever overdue.
    """
    kept = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    fixed = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": EPOCH}
    return {**kept, **fixed, **changes}


def run(
    *command: str | Path, cwd: Path, drop: Callable[[], None] | None = None, **changes: str
) -> Run:
    """Runs a command without a terminal. Whatever it does, it shows no traceback."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST,
        preexec_fn=drop,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def build(cwd: Path, *words: str | Path) -> Run:
    """Runs build.py in the quickest way that makes everything, unless `words` say otherwise."""
    quick = ("--target", "scorm12", "--jobs", "1")
    return run(*BUILD, *quick, *words, cwd=cwd)


def spoil(home: Path, name: str = "beta") -> None:
    """Puts one mistake into a module: its fourth line is not what it should be."""
    path = home / "modules" / name / "module.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("rule: all-screens", "rule: never"))


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: the bytes of files, None for folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if "__pycache__" not in path.parts
    }


def left_over(home: Path) -> set[str]:
    """What lies in the working directory besides the content."""
    return {path.name for path in home.iterdir()} - {"modules"}


def without_override() -> None:
    """Makes root obey the modes of files, as everybody else has to."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            assert libc.prctl(24, capability, 0, 0, 0) == 0  # PR_CAPBSET_DROP


@contextlib.contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    """A file or folder with another mode for a while."""
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)
