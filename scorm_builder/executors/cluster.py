"""Jobs on many machines: the workers of a Dask scheduler, behind the same Executor interface.

The scheduler gives the jobs of a worker that dies to others. What a worker is sent is run there, so
only a scheduler of one's own is one to name: see the documentation of Dask for TLS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Executor, Future
from importlib.metadata import version
from types import TracebackType
from typing import Any

from scorm_builder import __version__
from scorm_builder.executors import ClusterRefused, Setup

_LIBRARY = "distributed"
# What the library does not know as one makes it wait and fail at the end of the process.
_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^/\s]+:\d{1,5}")
_SECONDS_TO_CONNECT = 20
_MOST_TOLD = 3


class ClusterExecutor(Executor):
    """The workers of a scheduler. `setup` is run once on each, also on one that comes later."""

    is_set_up = True
    """As each worker has begun with it."""

    def __init__(self, client: Any, setup: Setup) -> None:
        self._client = client
        client.register_plugin(_plugin(setup))
        # Equal calls are not one: a job that is run again is run again.
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As an Executor does. A future may have ClusterRefused for its exception."""
        told: Future[Any] = Future()

        def pass_on(done: Future[Any]) -> None:
            error = CancelledError() if done.cancelled() else done.exception()
            if error is None:
                told.set_result(done.result())
            elif isinstance(error, CancelledError) or type(error).__module__.startswith(_LIBRARY):
                told.set_exception(ClusterRefused(f"the cluster gave up: {error!r}"))
            else:
                told.set_exception(error)

        self._executor.submit(fn, *args, **kwargs).add_done_callback(pass_on)
        return told

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Waits for what is left; after an error, Ctrl-C among them, all of it is called off."""
        self._executor.shutdown(wait=kind is None)
        self._client.close()


def connect(address: str, setup: Setup, state: Callable[[], Mapping[str, str]]) -> ClusterExecutor:
    """An executor with the workers of the scheduler at `address`.

    `state` says what a machine writes bytes with. Raises ClusterRefused when the library is not
    installed, nobody answers, there is no worker, or one writes with anything else than we do.
    """
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise ClusterRefused(
            "--executor dask needs distributed: pip install 'scorm-builder[build,cluster]'"
        ) from error
    if not _ADDRESS.fullmatch(address):
        raise ClusterRefused(
            f"{address!r} is not the address of a scheduler, such as tcp://scheduler.example:8786"
        )
    try:
        client: Any = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterRefused(f"no scheduler answers at {address}: {error}") from error
    try:
        problems = _problems(client, state)
        if problems:
            more = len(problems) - _MOST_TOLD
            told = "; ".join(problems[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
            raise ClusterRefused(told)
    except BaseException:
        client.close()
        raise
    return ClusterExecutor(client, setup)


def _problems(client: Any, state: Callable[[], Mapping[str, str]]) -> list[str]:
    """What keeps each worker from writing the bytes that we do."""
    # With what every Python has, as ours may not be there.
    versions = client.run(version, "scorm-builder", on_error="return")
    if not versions:
        return ["the scheduler has no workers: start some with 'dask worker'"]
    install = f"pip install 'scorm-builder[build,cluster]=={__version__}'"
    found = [
        f"the worker {worker} has no scorm_builder {__version__}: {install}"
        for worker, there in versions.items()
        if there != __version__
    ]
    if found:
        return found
    ours = dict(state())
    for worker, there in client.run(state, on_error="return").items():
        if isinstance(there, BaseException):
            found.append(f"the worker {worker} cannot start: {there}")
            continue
        for name in sorted(ours.keys() | there.keys()):
            if ours.get(name) != there.get(name):
                have = there.get(name) or "none"
                found.append(
                    f"the worker {worker} has another {name} ({have[:20]}) than this machine"
                    f" ({ours.get(name, 'none')[:20]}), and would make other bytes"
                )
    return found


def _plugin(begin: Setup) -> Any:
    from distributed import WorkerPlugin  # noqa: PLC0415

    class _Setup(WorkerPlugin):
        name = "scorm-builder"

        def setup(self, worker: Any) -> None:  # noqa: ARG002
            begin()

    return _Setup()
