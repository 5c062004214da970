"""`make bench`: whole builds beside others, and what we add to the work that cannot be avoided.

Times are of this machine and this moment; only the ratios, taken in one run, can be compared.
`make bench ARGS="--only builds"` measures the first part, which writes docs/reference/speed.md, and
`--only parts` the second. `--quick` leaves out what takes long: programmes of 1,000 modules.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.bench.builds import tables
from tests.bench.launch import milliseconds_until_readable
from tests.bench.page import PAGE, machine, markdown
from tests.bench.printing import (
    DOCUMENTS,
    WARM,
    every_job,
    memory_over,
    printable,
    seconds_for_all,
    seconds_of_bare,
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
    options = ["--no-cache", "--out", str(out), "--jobs", str(processes)]
    command = [sys.executable, "build.py", *options]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


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


def print_parts() -> None:
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
        work = every_job()
        pages = [printable(job, Path(temporary)) for job in work]
        printing = min(seconds_of_bare(pages) for _ in range(ROUNDS))
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
    for name, value in seconds_for_all(work):
        print(f"{f'PDFs of the target {name}, all modules, warm':<48}{value:8.2f} s")
    before, after = memory_over(work)
    print(f"{f'memory after {WARM} handouts, and {DOCUMENTS}':<48}{before:8.1f} MB{after:8.1f} MB")
    print(f"{'first screen readable, slow 4G, processor / 4':<48}{readable / 1000:8.2f} s")


def write_page(*, quick: bool) -> None:
    """Measures builds, and writes and prints the page when all is measured."""
    text = markdown((machine(), *tables(quick=quick)))
    PAGE.write_text(text, encoding="utf-8")
    print(text)


def main() -> None:
    """Measures all, or the part that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", choices=("builds", "parts"), help="one part in place of both")
    parser.add_argument("--quick", action="store_true", help="no programmes of 1,000 modules")
    options = parser.parse_args()
    if options.only != "parts":
        write_page(quick=options.quick)
    if options.only != "builds":
        print_parts()


if __name__ == "__main__":
    main()
