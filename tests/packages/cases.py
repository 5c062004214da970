"""A description of a package -> the package, as tests/packages/README.md says."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.verify.codes import CHAPTERS
from tests.conftest import ROOT
from tests.packages.zips import Entry, Zip, noise, packed, write
from tests.tools.samples import updating

HERE = Path(__file__).resolve().parent
UNPLAYED = tuple(name for name in CHAPTERS if name != "play")
"""The chapters of the rules that need no browser."""
MANIFEST = "imsmanifest.xml"
_KEYS = set(
    "about also as change cut encode entries files folder links lms most_read names raw reports "
    "zip".split()
)


@cache
def base() -> dict[str, bytes]:
    """The files of the package that has no finding."""
    files = {path.name: path.read_bytes() for path in sorted((HERE / "_base").iterdir())}
    schemas = ROOT / "scorm_builder" / "_static" / "xsd"
    return files | {path.name: path.read_bytes() for path in sorted(schemas.glob("*.xsd"))}


def read_case(path: Path) -> dict[str, Any]:
    """The description at `path`."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(case, dict)
    assert case.keys() <= _KEYS, f"{path.name} has an unknown key"
    return case


def files_of(case: dict[str, Any]) -> dict[str, bytes]:
    """The files of the package of a case."""
    files = dict(base())
    for name, changes in case.get("change", {}).items():
        text = files[name].decode()
        for old, new in changes.items():
            assert text.count(old) == 1, f"not once in {name}: {old}"
            text = text.replace(old, bytes_of(new).decode())
        files[name] = text.encode(case.get("encode", {}).get(name, "utf-8"))
    for name, content in case.get("files", {}).items():
        if content is None:
            del files[name]
        else:
            files[name] = bytes_of(content)
    return files


def bytes_of(content: Any) -> bytes:
    """Text as UTF-8, or what a mapping describes.

    `text` in an `encoding`, `hex`, `base64`, `noise` of a length, a `text` `times` over, or
    content `deflated` and what comes `then`.
    """
    if isinstance(content, str):
        return content.encode()
    if "hex" in content:
        return bytes.fromhex(content["hex"])
    if "base64" in content:
        return base64.b64decode(content["base64"])
    if "deflated" in content:
        return packed(Entry(b"", bytes_of(content["deflated"]))) + bytes_of(content["then"])
    if "noise" in content:
        return noise(content["noise"])
    text: str = content["text"]
    return text.encode(content.get("encoding", "utf-8")) * int(content.get("times", 1))


def zip_of(case: dict[str, Any]) -> bytes:
    """The package of a case as a zip."""
    if "raw" in case:
        return bytes_of(case["raw"])
    names, folder = case.get("names", {}), f"{case['folder']}/" if "folder" in case else ""
    entries = [
        Entry((folder + names.get(name, name)).encode(), content)
        for name, content in files_of(case).items()
    ]
    for change in case.get("entries", ()):
        options = dict(change)
        name = options.pop("name")
        raw = bytes.fromhex(name["hex"]) if isinstance(name, dict) else name.encode()
        for key in ("content", "data", "shares"):
            if key in options:
                options[key] = bytes_of(options[key])
        if "local" in options:
            local = options["local"]
            options["local"] = {
                k: v.encode() if isinstance(v, str) else v for k, v in local.items()
            }
        known = next(
            (e for e in entries if e.name == raw and not options.pop("again", False)), None
        )
        if known is None:
            entries.append(Entry(raw, **options))
        for key, value in options.items() if known else ():
            setattr(known, key, value)
    around = dict(case.get("zip", {}))
    for key in ("before", "after", "comment"):
        if key in around:
            around[key] = bytes_of(around[key])
    made = write(Zip(entries, **around))
    return made[: -case["cut"]] if case.get("cut") else made


def write_folder(case: dict[str, Any], folder: Path) -> None:
    """The files of a case as a folder."""
    for name, content in files_of(case).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, target in case.get("links", {}).items():
        (folder / name).symlink_to(target)


PLAYED = tuple(sorted(f"play/{path.stem}" for path in HERE.glob("play/*.yaml")))
"""These need a browser: tests/runtime/test_play.py has it."""

ENDINGS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "valid"}


def code_of(case: str) -> str:
    """The code that a description is named after."""
    found = re.match(r"[A-Z]+(-[A-Z0-9]+)?-[0-9]{3}", case.rpartition("/")[2])
    return found[0] if found else ""


def line_of(found: Diagnostic) -> str:
    """One finding as a description has it: place, severity, code, message, and what is marked."""
    place = str(found.location).removeprefix("package").removeprefix("/")
    text = f"{place}: {found.severity.value} {found.code}: {found.message}"
    if found.excerpt is not None:
        start, length = found.excerpt.start, found.excerpt.length
        text += f" <<{found.excerpt.text[start : start + length]}>>"
    return text


def assert_reports(name: str, case: dict[str, Any], found: tuple[Diagnostic, ...]) -> None:
    """A case reports just what it says, and is named so."""
    path = HERE / f"{name}.yaml"
    lines = [line_of(finding) for finding in found]
    if updating():
        before = re.split(r"^reports:", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[0]
        told = "".join(f"  - {quoted(line)}\n" for line in lines)
        after = f"reports:\n{told}" if told else "reports: []\n"
        path.write_text(before + after, encoding="utf-8")
    else:
        assert lines == case["reports"]
    worst = min((list(ENDINGS).index(f.severity) for f in found), default=2)
    assert name.endswith(f"-{list(ENDINGS.values())[worst]}")
    codes = {finding.code for finding in found}
    assert codes <= {code_of(name), *case.get("also", ())}
    assert code_of(name) in codes or name.endswith("-valid")


def quoted(line: str) -> str:
    """A line as a scalar of YAML."""
    return "'" + line.replace("'", "''") + "'"
