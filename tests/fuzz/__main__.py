"""`make fuzz`: random bytes, steered by what they reach in the verifier, must end in findings.

Takes the seconds to run; the other arguments are libFuzzer's. What breaks the verifier is written
to the working directory, and can be given as an argument to try it again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["scorm_builder.verify"]):
    from scorm_builder.verify import verify

from tests.packages.cases import HERE, MANIFEST, UNPLAYED, base, files_of, read_case, zip_of
from tests.packages.zips import Entry, Zip, write

_MOST_SECONDS_OF_AN_INPUT = 10
_MOST_MIB = 1024  # With the instruments of the fuzzer, which need most of it.
_LONGEST = 60_000
_BARE, _PAGE, _SCRIPT, _STYLE = b"m", b"h", b"j", b"c"
_FILES = {_PAGE: "index.html", _SCRIPT: "script.js", _STYLE: "style.css"}


def try_bytes(data: bytes) -> None:
    """Verifies a zip, a manifest or a package with a file in it, as the first byte says."""
    kind, content = data[:1], data[1:]
    if kind == _BARE:
        found = verify(b"<" + content, "package")
    elif kind in _FILES:
        files = base() | {_FILES[kind]: content}
        entries = [Entry(name.encode(), text, method=0) for name, text in files.items()]
        found = verify(write(Zip(entries)), "package", lms=("esr", "moodle"))
    else:
        found = verify(content, "package")
    for finding in found:
        assert str(finding.location).isprintable()
        assert finding.message.isprintable()


def write_seeds(folder: Path) -> None:
    """Every package of the tests that is small enough, to start from."""
    for chapter in UNPLAYED:
        for path in HERE.glob(f"{chapter}/*.yaml"):
            case = read_case(path)
            kind = case.get("as", "zip")
            content = b"z" + zip_of(case) if kind == "zip" else b""
            if kind == "manifest" or "manifest" in chapter:
                content = _BARE + files_of(case)[MANIFEST].removeprefix(b"<")
            if 0 < len(content) < _LONGEST:
                (folder / path.stem).write_bytes(content)
    for kind, name in _FILES.items():
        (folder / name).write_bytes(kind + base()[name])


def main() -> None:
    """Runs for as long as the first argument says."""
    seconds, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        write_seeds(Path(folder))
        bounds = [
            f"-max_total_time={seconds}",
            f"-timeout={_MOST_SECONDS_OF_AN_INPUT}",
            f"-rss_limit_mb={_MOST_MIB}",
            f"-max_len={_LONGEST}",
        ]
        atheris.Setup([sys.argv[0], *bounds, *options, folder], try_bytes)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
