"""Verifies every package in a folder, one after the other, and prints a line of JSON for each.

A program of its own, so that its memory is the verifier's and nothing else's. A line has the name,
the codes found, the most memory that the process ever had, in MiB, and the seconds of processor
time. The kernel ends it when one package takes more than `SECONDS`.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from scorm_builder.verify import PROFILES, verify_path

SECONDS = 10


def most_memory() -> int:
    """The most memory that this process ever had, in KiB; without that of what started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main() -> None:
    """Verifies what is in the folder that the first argument names."""
    for path in sorted(Path(sys.argv[1]).iterdir()):
        before = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(before.ru_utime + before.ru_stime) + SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        codes = sorted({found.code for found in verify_path(path, "package", lms=[*PROFILES])})
        after = resource.getrusage(resource.RUSAGE_SELF)
        told = {
            "name": path.name,
            "codes": codes,
            "MiB": most_memory() // 1024,
            "seconds": round(after.ru_utime - before.ru_utime, 2),
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
