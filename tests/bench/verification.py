"""How long the verifier takes once it is warm, and whether a thousand packages leave memory flat.

Run as a program it verifies the package that the first argument names, and prints milliseconds for
one, and MiB after 100 and after 1,000.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from scorm_builder.verify import verify

FILES = 60
SIZE = 1_000_000
_FEW, _MANY = 100, 1_000
_RESOURCE = '<resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="index.html">'
_PAGE = "<p class='step'>Wet your hands, use soap, rub for <b>twenty</b> seconds, rinse, dry.</p>\n"
_SCRIPT = "function step{0}(state) {{ return state.done.has('step-{0}') ? 'done' : 'open'; }}\n"


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds for one package, for reading and inflating it alone; MiB after few and after many."""

    one: float
    bare: float
    few_mib: float
    many_mib: float


def sample(base: dict[str, bytes]) -> bytes:
    """A package of 1 MB packed and 60 files: pages, scripts, style sheets, and pictures."""
    # Imported here, as the program that measures need not have it in its memory.
    from tests.packages.zips import noise  # noqa: PLC0415

    files = dict(base)
    for number in range(FILES - len(base)):
        kind = number % 4
        pages = _PAGE * 400 + f"<img src='file{number + 3 - kind}.png' alt=''>"
        files[f"file{number}.{('html', 'js', 'css', 'png')[kind]}"] = (
            f"<!DOCTYPE html><html lang='en'><meta charset='utf-8'>{pages}</html>".encode(),
            "".join(_SCRIPT.format(line) for line in range(400)).encode(),
            b".step { margin: 0 0 1em; color: #212b32; }\n" * 400,
            b"\x89PNG\r\n\x1a\n" + noise(SIZE // 14),
        )[kind]
    listed = "".join(f'<file href="{name}"/>' for name in files if name.startswith("file"))
    manifest = files["imsmanifest.xml"].decode().replace(_RESOURCE, _RESOURCE + listed)
    files["imsmanifest.xml"] = manifest.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def measure(package: Path) -> Measured:
    """Measures in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.verification", str(package)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Measured(**json.loads(told))


def _mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _bare(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            package.read(name)


def main() -> None:
    """Measures the package that the first argument names."""
    content = Path(sys.argv[1]).read_bytes()
    assert not [f for f in verify(content, "package") if f.severity.value == "error"]
    ones, bares, memory = [], [], {}
    for number in range(_MANY):
        start = time.perf_counter()
        verify(content, f"package {number}")
        ones.append(time.perf_counter() - start)
        if number < _FEW:
            start = time.perf_counter()
            _bare(content)
            bares.append(time.perf_counter() - start)
        memory[number + 1] = _mib() if number + 1 in (_FEW, _MANY) else 0
    found = Measured(min(ones), min(bares), memory[_FEW], memory[_MANY])
    print(json.dumps({name: getattr(found, name) for name in Measured.__slots__}))


if __name__ == "__main__":
    main()
