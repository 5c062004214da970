"""Many machines: the workers of a scheduler make the same bytes, and one may die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tools.user import BUILD, environment, run, tree


@dataclass(frozen=True)
class Cluster:
    """Where its scheduler is, and the process number of each worker."""

    address: str
    workers: tuple[int, ...]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Two workers on this machine."""
    command = [sys.executable, "-m", "tests.tools.cluster"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout
        address, *workers = running.stdout.readline().split()
        yield Cluster(address, tuple(map(int, workers)))
        running.communicate()


def on(cluster: Cluster) -> tuple[str, ...]:
    return ("--executor", "dask", "--scheduler", cluster.address)


def test_the_bytes_are_the_same_though_a_worker_dies(home: Path, cluster: Cluster) -> None:
    assert run(*BUILD, "--out", "one", cwd=home).code == 0
    command = [*BUILD, *on(cluster), "--out", "many"]
    with subprocess.Popen(
        command, cwd=home, env=environment(), stderr=subprocess.PIPE, text=True
    ) as building:
        assert building.stderr
        first = building.stderr.readline()
        os.kill(cluster.workers[0], signal.SIGKILL)
        rest = building.stderr.read()
    assert building.returncode == 0, first + rest
    assert "Traceback" not in rest
    assert tree(home / "many") == tree(home / "one")


def test_ctrl_c_ends_the_work(home: Path, cluster: Cluster) -> None:
    with subprocess.Popen(
        [*BUILD, *on(cluster)], cwd=home, env=environment(), stderr=subprocess.PIPE, text=True
    ) as building:
        assert building.stderr
        building.stderr.readline()
        building.send_signal(signal.SIGINT)
        told = building.stderr.read()
    assert building.returncode == 130
    assert told.endswith("scorm-builder: stopped\n")
    assert not (home / "dist").exists()


def test_where_nobody_answers_it_is_said(home: Path) -> None:
    words = ("--executor", "dask", "--scheduler", "tcp://127.0.0.1:1")
    done = run(*BUILD, *words, cwd=home, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    assert done.code == 2
    assert "no scheduler answers at tcp://127.0.0.1:1" in done.err


@pytest.mark.parametrize("address", ["nonsense", "foo://bar", "tcp://host", "nonsense:::x"])
def test_what_is_no_address_is_refused_at_once(home: Path, address: str) -> None:
    done = run(*BUILD, "--executor", "dask", "--scheduler", address, cwd=home)
    assert done.code == 2
    assert done.err.endswith(
        f"{address!r} is not the address of a scheduler, such as tcp://scheduler.example:8786\n"
    )


@pytest.mark.parametrize("words", [("--executor", "dask"), ("--scheduler", "tcp://a:1")])
def test_an_executor_and_its_scheduler_go_together(home: Path, words: tuple[str, ...]) -> None:
    done = run(*BUILD, *words, cwd=home)
    assert done.code == 2
    assert "--executor dask and --scheduler go together" in done.err
