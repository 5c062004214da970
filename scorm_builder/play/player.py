"""A process of its own that has the browser, so that nothing in a package can hold up this one.

A page may loop while it is left, or drown the browser in messages. What does not answer in time is
ended, and the next package gets a new process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.executors import nothing_from_here
from scorm_builder.play.browser import BrowserMissing, start_browser
from scorm_builder.play.playing import play_all
from scorm_builder.play.visit import Bounds

_START = 120
"""Seconds after which a browser that is not there will not come."""


class GivenUp(Exception):
    """A SCO brought the browser down. Its text is the path of its page, when it is known."""


class Player:
    """Plays packages one after the other, each in the same browser while that works."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def start(self) -> None:
        """Starts the process and its browser. Raises BrowserMissing."""
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        with nothing_from_here():
            self._process.start()
        other.close()
        try:
            missing = self._pipe.recv() if self._pipe.poll(_START) else "the browser did not start"
        except EOFError:
            missing = "the process of the browser ended"
        if missing:
            self.stop()
            raise BrowserMissing(missing)

    def stop(self) -> None:
        """Ends the process; Playwright then ends the browser."""
        if self._process is not None and self._pipe is not None:
            self._pipe.close()
            self._process.join(1)
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def play(
        self, path: Path, name: str, lms: tuple[str, ...], bounds: Bounds
    ) -> Iterator[Diagnostic]:
        """What is found in a package. Raises GivenUp, OSError and BrowserMissing."""
        if self._pipe is None:
            self.start()
        assert self._pipe is not None  # noqa: S101  (it was started)
        self._pipe.send((path, name, lms, bounds))
        playing, most = "", bounds.patience + 4 * bounds.answer + bounds.grace
        try:
            while self._pipe.poll(most):
                told = self._pipe.recv()
                if told is None:
                    return
                if isinstance(told, OSError | BrowserMissing):
                    raise told
                if isinstance(told, str):
                    playing = told
                else:
                    yield told
        except EOFError:
            pass
        self.stop()
        raise GivenUp(playing)


@contextmanager
def start_player() -> Iterator[Player]:
    """A player for as many packages as there are. Raises BrowserMissing."""
    player = Player()
    player.start()
    try:
        yield player
    finally:
        player.stop()


def _serve(pipe: Connection) -> None:
    """The other process: says that it is there, then takes packages until the pipe is closed."""
    # A terminal sends Ctrl-C to every process, and the first one tells this one what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library says of a page that is gone is for nobody.
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 2)
    with suppress(EOFError, BrokenPipeError):
        try:
            with start_browser() as browser:
                pipe.send("")
                while True:
                    path, name, lms, bounds = pipe.recv()
                    try:
                        for told in play_all(path, name, browser, lms, bounds):
                            pipe.send(told)
                        pipe.send(None)
                    except (OSError, BrowserMissing) as error:
                        pipe.send(error)
        except BrowserMissing as error:
            pipe.send(str(error))
