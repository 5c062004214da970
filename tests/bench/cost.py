"""What a command costs: CPU time with all processes that it starts, clock time, and memory.

Run as a program it runs the command that its arguments name after a folder, in that folder, and
prints the cost. It is a process of its own because it takes in what the command leaves behind: the
workers of a build are children of a server that nobody else waits for. Only for Linux.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# Of <linux/prctl.h>: orphans below this process become its children.
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and clock in seconds; the most memory of the first process alone, in MiB."""

    cpu: float
    wall: float
    peak_mib: float


def cost(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Runs the command once; raises RuntimeError with what it said when it fails."""
    measured = subprocess.run(
        # Isolated: the environment is that of the command.
        [sys.executable, "-I", __file__, str(folder), *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if measured.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{measured.stderr[-2000:]}")
    return Cost(**json.loads(measured.stdout))


def least(costs: Sequence[Cost]) -> Cost:
    """The least of each; of a busy machine, the moments when it was less so."""
    return Cost(
        min(one.cpu for one in costs),
        min(one.wall for one in costs),
        min(one.peak_mib for one in costs),
    )


def main() -> None:
    """Measures the command; ends as it ends."""
    folder, *command = sys.argv[1:]
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=sys.stderr)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = Cost(children.ru_utime + children.ru_stime, wall, used.ru_maxrss / 1024)
    print(json.dumps(asdict(found)))
    sys.exit(os.waitstatus_to_exitcode(status) != 0)


if __name__ == "__main__":
    main()
