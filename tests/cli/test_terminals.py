"""The commands in a real terminal, with a keyboard to interrupt them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.tools.project import Project
from tests.tools.terminal import Terminal, wait_for_all_of
from tests.tools.user import (
    BUILD,
    COMMAND,
    LONGEST,
    MANY,
    environment,
    left_over,
    spoil,
)


def test_a_terminal_has_a_bar_and_colours(home: Path) -> None:
    terminal = Terminal(*BUILD, "--target", "scorm12", "--jobs", "2", cwd=home)
    assert terminal.end() == 0
    assert b"building" in terminal.shown
    assert "━".encode() in terminal.shown
    assert b"3 files in dist" in terminal.shown
    assert b"built alpha" not in terminal.shown
    assert terminal.shown.rfind(b"\x1b[?25h") >= terminal.shown.rfind(b"\x1b[?25l")


def test_a_terminal_shows_mistakes_in_colour(home: Path) -> None:
    spoil(home)
    terminal = Terminal(*COMMAND, "check", cwd=home)
    assert terminal.end() == 1
    assert b"\x1b[31m\x1b[1merror\x1b[0m" in terminal.shown
    assert b"\x1b[1mmodules/beta/module.yaml:" in terminal.shown


def test_content_cannot_drive_the_terminal(home: Path) -> None:
    evil = "evil\x1b]0;owned\x07\x1b[2J"
    (home / "modules" / evil).mkdir()
    links = [{"title": "a", "address": "x\ry"}]
    Project(home).with_module("alpha", stage="\u009b31mred", links=links)
    terminal = Terminal(*COMMAND, "check", cwd=home)
    assert terminal.end() == 1
    assert b"evil\\x1b]0;owned\\x07" in terminal.shown
    for sequence in (b"\x1b]", b"\x07", b"\x1b[2J", "\u009b".encode(), b"x\ry"):
        assert sequence not in terminal.shown


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_at_once_and_leaves_nothing_behind(home: Path, jobs: str) -> None:
    Project(home).with_modules(*MANY)
    terminal = Terminal(*BUILD, "--jobs", jobs, cwd=home)
    terminal.wait_for(b"building")
    terminal.press(b"\x03")
    assert terminal.end() == 130
    assert b"Traceback" not in terminal.shown
    assert b"stopped" in terminal.shown
    assert left_over(home) == set()
    wait_for_all_of(terminal.process.pid)


def test_ctrl_c_can_be_pressed_again(home: Path) -> None:
    Project(home).with_modules(*MANY)
    terminal = Terminal(*BUILD, "--jobs", "2", cwd=home)
    terminal.wait_for(b"building")
    for _ in range(6):
        terminal.press(b"\x03")
        time.sleep(0.15)
    assert terminal.end() == 130
    assert b"Traceback" not in terminal.shown
    assert left_over(home) == set()
    wait_for_all_of(terminal.process.pid)


def test_an_interrupt_without_a_terminal(home: Path) -> None:
    Project(home).with_modules(*MANY)
    process = subprocess.Popen(
        [*BUILD, "--jobs", "2"],
        cwd=home,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST)
    assert first.startswith("built ")
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert left_over(home) == set()
    wait_for_all_of(process.pid)


def test_a_worker_that_is_killed(home: Path) -> None:
    Project(home).with_modules(*MANY)
    process = subprocess.Popen(
        [*BUILD, "--jobs", "2"], cwd=home, env=environment(), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    process.stderr.readline()
    server, _ = sorted(children(process.pid), key=lambda child: -len(children(child)))
    for worker in children(server):
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    _, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 2
    assert "a worker process was ended from outside" in err
    assert "Traceback" not in err
    assert left_over(home) == set()


def children(process: int) -> list[int]:
    """The processes that a process has started, and that are still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            found += [int(path.parent.name)] if int(fields[1]) == process else []
    return found
