"""Who runs the jobs: one standard Executor interface, serial or a pool of processes."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# Read by Python as it starts, from version 3.11.
_SAFE_PATH = "PYTHONSAFEPATH"


Setup = Callable[[], None]
"""What each process does first."""


class ClusterRefused(Exception):
    """The cluster cannot be used. Its text says why, and what to do."""


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


def make_executor(
    processes: int,
    preload: str = "scorm_builder.pipeline.worker",
    setup: Setup | None = None,
) -> Executor:
    """An executor with this many processes; with one, the work is done in this process.

    `preload` is the module that every process starts with, and `setup` what it does first.
    """
    if processes <= 1:
        return SerialExecutor()
    # Here, as one process needs nothing of it.
    from scorm_builder.executors.pool import start_pool  # noqa: PLC0415

    return start_pool(processes, preload, setup)


def prepare(preload: str) -> None:
    """Lets what other processes start with be loaded, while this one does something else."""
    from scorm_builder.executors.pool import prepare_pool  # noqa: PLC0415  (as above)

    prepare_pool(preload)


def in_order(
    executor: Executor, work: Iterable[tuple[Callable[..., Result], *tuple[Any, ...]]], most: int
) -> Iterator[Result]:
    """The results in the order of the work, a function with its arguments each.

    No more than `most` are begun before the first of them is taken, so that memory stays flat.
    """
    waiting: deque[Future[Result]] = deque()
    for function, *arguments in work:
        waiting.append(executor.submit(function, *arguments))
        while waiting and (len(waiting) >= most or waiting[0].done()):
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
