"""The commands in a real terminal, with a keyboard to interrupt them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import shutil
import signal
import subprocess
import termios
import time
from pathlib import Path

import pytest
import yaml

from tests.cli.user import (
    BUILD,
    COMMAND,
    LONGEST,
    environment,
    left_over,
    spoil,
    write_modules,
)
from tests.samples import module_data


class Terminal:
    """A command in a terminal of its own, with a keyboard."""

    def __init__(self, *words: str, cwd: Path) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            words,
            cwd=cwd,
            env=environment(TERM="xterm-256color", COLUMNS="100"),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(theirs)
        self.shown = b""

    def _read(self) -> bool:
        """Takes what is shown next; False at the end."""
        ready, _, _ = select.select([self._ours], [], [], LONGEST)
        assert ready, "nothing was shown for a long time"
        try:
            more = os.read(self._ours, 65536)
        except OSError:  # Linux says so when the last process closes its end.
            return False
        self.shown += more
        return bool(more)

    def wait_for(self, words: bytes) -> None:
        """Reads until some words are shown."""
        while words not in self.shown:
            assert self._read(), self.shown

    def press(self, key: bytes) -> None:
        """Presses a key."""
        os.write(self._ours, key)

    def end(self) -> int:
        """Reads all that is still shown; the exit code."""
        while self._read():
            pass
        os.close(self._ours)
        return self.process.wait(LONGEST)


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
    data = module_data(id="alpha", stage="\u009b31mred", links=[{"title": "a", "address": "x\ry"}])
    text = yaml.safe_dump(data, allow_unicode=False)
    (home / "modules" / "alpha" / "module.yaml").write_text(text, encoding="utf-8")
    terminal = Terminal(*COMMAND, "check", cwd=home)
    assert terminal.end() == 1
    assert b"evil\\x1b]0;owned\\x07" in terminal.shown
    for sequence in (b"\x1b]", b"\x07", b"\x1b[2J", "\u009b".encode(), b"x\ry"):
        assert sequence not in terminal.shown


def wait_for_all_of(group: int) -> None:
    """Waits until no process of a group is left."""
    for _ in range(10 * LONGEST):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes of {group} are still there")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_at_once_and_leaves_nothing_behind(home: Path, jobs: str) -> None:
    shutil.rmtree(home / "modules")
    write_modules(home / "modules", tuple(f"m{number}" for number in range(40)))
    terminal = Terminal(*BUILD, "--jobs", jobs, cwd=home)
    terminal.wait_for(b"building")
    terminal.press(b"\x03")
    assert terminal.end() == 130
    assert b"Traceback" not in terminal.shown
    assert b"stopped" in terminal.shown
    assert left_over(home) == set()
    wait_for_all_of(terminal.process.pid)


def test_ctrl_c_can_be_pressed_again(home: Path) -> None:
    shutil.rmtree(home / "modules")
    write_modules(home / "modules", tuple(f"m{number}" for number in range(40)))
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
    shutil.rmtree(home / "modules")
    write_modules(home / "modules", tuple(f"m{number}" for number in range(40)))
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
    shutil.rmtree(home / "modules")
    write_modules(home / "modules", tuple(f"m{number}" for number in range(40)))
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
