"""`make bench`: what the builder adds to the work that cannot be avoided.

Times are of this machine and this moment; only the ratios, taken in one run, can be compared.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from scorm_builder.content.loader import load
from scorm_builder.jobs import Job
from scorm_builder.pipeline.plan import plan
from scorm_builder.theme import load_theme
from tests.bench.launch import milliseconds_until_readable
from tests.bench.printing import (
    DOCUMENTS,
    WARM,
    bare_printer,
    memory_over,
    printable,
    ratio_of_one_handout,
    seconds_for_all,
)
from tests.bench.verification import measure, sample
from tests.conftest import ROOT
from tests.packages.cases import base

ROUNDS = 3
LOADED = re.compile(r"(index\.html|module\.\w+\.(css|js))")


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes, once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def verify(package: Path, count: int) -> None:
    """The command as a user runs it on so many packages: a new process, nothing warm."""
    command = [sys.executable, "-c", "from scorm_builder.cli import main; main()", "verify"]
    subprocess.run([*command, *[str(package)] * count], cwd=ROOT, check=True, capture_output=True)


def read_and_inflate(package: Path, count: int) -> None:
    """What cannot be avoided: every byte of a package, unpacked so many times."""
    for _ in range(count):
        with zipfile.ZipFile(package) as opened:
            for name in opened.namelist():
                opened.read(name)


def build(out: Path, processes: int) -> None:
    """The command as a user runs it: a new process, nothing warm."""
    command = [sys.executable, "build.py", "--out", str(out), "--jobs", str(processes)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def jobs() -> tuple[Job, ...]:
    """Every module as a job."""
    content = load(ROOT / "modules")
    return plan(content, load_theme(), tuple(content.modules), ("scorm12", "handout"))


def package_contents(folder: Path) -> list[bytes]:
    """What is in the packages, file by file."""
    found: list[bytes] = []
    for path in sorted(folder.glob("scorm12/*.zip")):
        with zipfile.ZipFile(path) as package:
            found += [package.read(name) for name in package.namelist()]
    return found


def package_sizes(folder: Path) -> list[tuple[str, int, int]]:
    """For each package: its name, and its bytes packed and loaded, without schemas and media."""
    found = []
    for path in sorted(folder.glob("scorm12/*.zip")):
        with zipfile.ZipFile(path) as package:
            entries = [e for e in package.infolist() if not e.filename.endswith(".xsd")]
        loaded = [e for e in entries if LOADED.fullmatch(e.filename)]
        packed = sum(e.compress_size for e in entries)
        found.append((path.name, packed, sum(e.file_size for e in loaded)))
    return found


def unpack(folder: Path, target: Path) -> Path:
    """One package as an LMS unpacks it."""
    with zipfile.ZipFile(next(folder.glob("scorm12/*.zip"))) as package:
        package.extractall(target)
    return target


def main() -> None:
    """Prints the cold build beside the bare work, what a package weighs, and how soon it reads."""
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary) / "dist"
        serial = min(seconds(lambda: build(out, 1)) for _ in range(ROUNDS))
        parallel = min(seconds(lambda: build(out, 2)) for _ in range(ROUNDS))
        contents = package_contents(out)
        package = out / "scorm12" / "peer-assist.zip"
        started = min(seconds(lambda: verify(package, 1)) for _ in range(ROUNDS))
        thousand = seconds(lambda: verify(package, 1000))
        inflated = seconds(lambda: read_and_inflate(package, 1000))
        sizes = package_sizes(out)
        readable = milliseconds_until_readable(unpack(out, Path(temporary) / "package"))
        large = Path(temporary) / "large.zip"
        large.write_bytes(sample(base()))
        warm = measure(large)
        work = jobs()
        pages = [printable(job, Path(temporary)) for job in work]
        write = bare_printer()
        write(pages[0])
        printing = min(seconds(lambda: [write(page) for page in pages]) for _ in range(ROUNDS))
        # The choosing tool comes first; a technique has fields, a diagram and two pages.
        ratio = ratio_of_one_handout(pages[1], work[1].theme)
    packing = min(
        seconds(lambda: [zlib.compress(content, 9) for content in contents]) for _ in range(ROUNDS)
    )
    bare = printing + packing
    rows = [
        (f"cold build of {len(work)} modules, 1 process", serial),
        (f"cold build of {len(work)} modules, 2 processes", parallel),
        ("bare: WeasyPrint on the same HTML, warm", printing),
        ("bare: zlib on the same bytes", packing),
        ("verify one package, with the start", started),
        ("verify 1,000 packages, all processes", thousand),
        ("bare: read and inflate 1,000 packages", inflated),
    ]
    for name, value in rows:
        print(f"{name:<48}{value:8.2f} s")
    print(f"{'cold build (1 process) / bare work':<48}{serial / bare:8.2f}")
    print(f"{'cold build (2 processes) / bare work':<48}{parallel / bare:8.2f}")
    print(f"{'verify 1,000 packages / bare work':<48}{thousand / inflated:8.2f}")
    print(f"{'verify 1 MB and 60 files, warm':<48}{warm.one * 1000:8.2f} ms")
    print(f"{'verify 1 MB and 60 files, warm / bare work':<48}{warm.one / warm.bare:8.2f}")
    print(f"{'memory after 100 such packages':<48}{warm.few_mib:8.2f} MiB")
    print(f"{'memory after 1,000 such packages':<48}{warm.many_mib:8.2f} MiB")
    for name, packed, loaded in sizes:
        # Of a package of several, an LMS loads one at a time.
        of_one = f"{loaded / 1000:8.1f} KB loaded" if loaded else ""
        print(f"{name:<48}{packed / 1000:8.1f} KB packed{of_one}")
    print(f"{'one handout / bare WeasyPrint on its HTML':<48}{ratio:8.2f}")
    for name, value in seconds_for_all(work):
        print(f"{f'PDFs of the target {name}, all modules, warm':<48}{value:8.2f} s")
    before, after = memory_over(work)
    print(f"{f'memory after {WARM} handouts, and {DOCUMENTS}':<48}{before:8.1f} MB{after:8.1f} MB")
    print(f"{'first screen readable, slow 4G, processor / 4':<48}{readable / 1000:8.2f} s")


if __name__ == "__main__":
    main()
