"""A pool of processes that Ctrl-C ends, and that ends with the process that made it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver
from types import TracebackType
from typing import ParamSpec, TypeVar

from scorm_builder.executors import Setup, nothing_from_here

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class _Pool(ProcessPoolExecutor):
    """A pool that Ctrl-C cannot cut in two.

    An interrupt between the start of a worker and its entry in the pool's list would leave a worker
    that nobody ends, and the run would wait for it for ever.
    """

    is_set_up = False
    """True when each process has begun with a setup."""

    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        """As an Executor does; an interrupt comes when the job is in its place."""
        with _interrupts_put_off():
            return super().submit(fn, *args, **kwargs)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Waits for the workers to end what they are at; after an error they begin nothing new."""
        self.shutdown(wait=True, cancel_futures=kind is not None)


def _method() -> str:
    """Not fork: a forked child inherits the locks of threads that it does not have."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def prepare_pool(preload: str) -> None:
    """Starts what processes are forked from, where there is such a thing, and does not wait."""
    if _method() == "forkserver":
        multiprocessing.get_context("forkserver").set_forkserver_preload([preload])
        with _interrupts_ignored(), nothing_from_here():
            forkserver.ensure_running()


def start_pool(processes: int, preload: str, setup: Setup | None) -> ProcessPoolExecutor:
    """A pool of so many processes, each of which starts with the module `preload` and `setup`."""
    prepare_pool(preload)
    context = multiprocessing.get_context(_method())
    pool = _Pool(processes, mp_context=context, initializer=_begin, initargs=(setup,))
    pool.is_set_up = setup is not None
    return pool


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What is started meanwhile ignores Ctrl-C, which a terminal sends to every process.

    Only the first process is to end a run. In another thread than the main one, Python cannot
    change this, and nobody is at a terminal.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _interrupts_put_off() -> Iterator[None]:
    """An interrupt that comes meanwhile takes effect at the end; see `_interrupts_ignored`."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


def _begin(setup: Setup | None) -> None:
    _follow()
    if setup:
        setup()


def _follow() -> None:
    """Lets a worker end with the first process, and not by an interrupt before it.

    A run that is killed, as CI does when it takes too long, cannot end its workers. They would wait
    for work for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
