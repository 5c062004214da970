"""The page of the measurements, docs/reference/speed.md: tables, with what they were made on."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reference" / "speed.md"
PACKAGER = "simple-scorm-packager"

_HEAD = """\
# How fast it is

`make bench` measures this and writes this page. Every figure is of a whole command, as a user runs
it, and the least of a few rounds in turns. CPU is the time of the processor, with all processes
that a command starts; wall is the time on the clock. Seconds are of one machine and one moment.
Compare only ratios: what they compare was measured in the same run. A target that is not met says
so.
"""


@dataclass(frozen=True, slots=True)
class Table:
    """What was measured under one heading; each row as long as the header."""

    title: str
    text: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def at_most(bound: float, *ratios: float) -> str:
    """The target of some ratios, and whether all of them meet it."""
    met = all(ratio <= bound for ratio in ratios)
    return f"at most {bound:.2f}: {'met' if met else '**not met**'}"


def at_least(bound: float, ratio: float) -> str:
    """The target of a ratio, and whether it meets it."""
    return f"at least {bound:.2f}: {'met' if ratio >= bound else '**not met**'}"


def machine() -> Table:
    """The machine, the day and the versions, as they are now: before the machine is busy."""
    node = shutil.which("node") or "node"
    rows = (
        ("date", datetime.now(UTC).date().isoformat()),
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("load at the start", f"{os.getloadavg()[0]:.1f}"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("commit", _said("git", "describe", "--always", "--dirty")),
        ("Python", platform.python_version()),
        ("WeasyPrint", version("weasyprint")),
        ("Node.js", _said(node, "--version").removeprefix("v")),
        (PACKAGER, _locked(PACKAGER)),
    )
    return Table("Measured on", "", ("what", "which"), rows)


def markdown(tables: Sequence[Table]) -> str:
    """The whole page."""
    return "\n".join((_HEAD, *map(_section, tables)))


def _section(table: Table) -> str:
    lines = [f"## {table.title}", ""]
    if table.text:
        lines += [table.text, ""]
    rule = ("---",) * len(table.header)
    lines += [f"| {' | '.join(row)} |" for row in (table.header, rule, *table.rows)]
    return "\n".join(lines) + "\n"


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()


def _locked(package: str) -> str:
    text = (ROOT / "templates" / "package.json").read_text(encoding="utf-8")
    return str(json.loads(text)["dependencies"][package])


def _said(*command: str) -> str:
    try:
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return "not known"
    return told.stdout.strip()
