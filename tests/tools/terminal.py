"""A command in a real terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import termios
import time
from pathlib import Path

from tests.tools.user import LONGEST, environment


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


def wait_for_all_of(group: int) -> None:
    """Waits until no process of a group is left."""
    for _ in range(10 * LONGEST):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes of {group} are still there")
