"""Whatever a package is, judging it takes at most ten seconds and 256 MiB, and ends in findings."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.packages.hostile import BARE, CASES, make

MOST_MIB = 256
# What must be among the findings. The others are only slow to read, and nothing is wrong with them.
TOLD = {
    BARE: "MAN-006",
    "a gigabyte in a megabyte": "PKG-013",
    "a gigabyte that says it is ten bytes": "PKG-013",
    "a hundred thousand levels": "MAN-006",
    "a manifest of a gigabyte": "PKG-013",
    "a megabyte of other pictures": "RES-018",
    "a million elements": "MAN-006",
    "a thousand files just below the bound": "PKG-024",
    "many attributes in one element": "MD-006",
    "many SCOs in a circle": "RES-013",
    "many SCOs with many pages": "RES-008",
    "many dependencies in a row": "RES-003",
    "many elements that no schema knows": "MAN-012",
    "many files that are not there": "RES-004",
    "many lines before a broken byte": "MAN-003",
    "many items that lead nowhere": "ITM-007",
    "many prerequisites in a row": "ITM-016",
    "many records in files": "MD-002",
    "one piece of data for many entries": "PKG-013",
    "seventy thousand entries": "PKG-013",
    "sixty thousand entries": "PKG-019",
    "sixty-five megabytes of names": "PKG-001",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What was measured for each package, by its name."""
    folder = tmp_path_factory.mktemp("hostile")
    make(folder)
    before = sorted(path.name for path in folder.iterdir())
    command = [sys.executable, "-m", "tests.packages.measure", str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.stderr == ""
    assert run.returncode == 0, f"ended after {lines[-1:]}"
    assert sorted(path.name for path in folder.iterdir()) == before, "nothing is written"
    return {line["name"]: line for line in lines}


def test_each_ends_in_time(told: dict[str, dict[str, Any]]) -> None:
    assert told.keys() == {*CASES, BARE}


@pytest.mark.parametrize("name", TOLD)
def test_is_told(name: str, told: dict[str, dict[str, Any]]) -> None:
    assert TOLD[name] in told[name]["codes"]


def test_memory_is_bounded(told: dict[str, dict[str, Any]]) -> None:
    assert max(line["MiB"] for line in told.values()) < MOST_MIB
