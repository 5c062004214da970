"""Who runs the jobs: one standard Executor interface, serial or a pool of processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# Read by Python as it starts, from version 3.11.
_SAFE_PATH = "PYTHONSAFEPATH"


class SerialExecutor(Executor):
    """Runs each job at once, in this process: the simplest thing that is an Executor."""

    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        """Runs `fn` now; its result or exception is in the future that is returned."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  (handed on, as every Executor does)
            future.set_exception(error)
        return future


class _Pool(ProcessPoolExecutor):
    """A pool that Ctrl-C cannot cut in two.

    An interrupt between the start of a worker and its entry in the pool's list would leave a worker
    that nobody ends, and the run would wait for it for ever.
    """

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


def make_executor(processes: int, preload: str = "scorm_builder.pipeline.worker") -> Executor:
    """An executor with this many processes; with one, the work is done in this process.

    `preload` is the module that every process starts with.
    """
    if processes <= 1:
        return SerialExecutor()
    # Not fork: a forked child inherits the locks of threads that it does not have.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([preload])
        with _interrupts_ignored(), nothing_from_here():
            forkserver.ensure_running()
    return _Pool(processes, mp_context=context, initializer=_follow)


def in_order(
    executor: Executor, work: Iterable[tuple[Callable[..., Result], *tuple[Any, ...]]], most: int
) -> Iterator[Result]:
    """The results in the order of the work, a function with its arguments each.

    No more than `most` are begun before the first of them is taken, so that memory stays flat.
    """
    waiting: deque[Future[Result]] = deque()
    for function, *arguments in work:
        waiting.append(executor.submit(function, *arguments))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def nothing_from_here() -> Iterator[None]:
    """A Python that is started meanwhile imports nothing from the working directory.

    It would otherwise look there first, and a file `json.py` beside somebody's modules would run.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


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
