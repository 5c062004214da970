"""Fonts with so many letters that they come in slices, of which a document needs a few.

They are no part of a theme, which goes to every process: a slice is read when a document in their
script is printed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scorm_builder.theme import ThemeMissing

FOLDER = Path(__file__).resolve().parents[1] / "_static" / "letters"
_LIST = "unicode.json"
_NUMBER = re.compile(r"-(\d+)-wght-")


@cache
def scripts() -> frozenset[str]:
    """The scripts that have such a font (ISO 15924, in lower case)."""
    return frozenset(path.name for path in FOLDER.iterdir()) if FOLDER.is_dir() else frozenset()


@cache
def slices(script: str) -> dict[str, Path]:
    """The slice in which each character of a script would be: not all are in it.

    Raises ThemeMissing when its list and its files have not been put there.
    """
    folder = FOLDER / script
    files = {match[1]: path for path in folder.glob("*") if (match := _NUMBER.search(path.name))}
    try:
        ranges = json.loads((folder / _LIST).read_text(encoding="ascii"))
    except OSError as error:
        raise ThemeMissing(f"no fonts in {folder}") from error
    return {
        character: files[number.strip("[]")]
        for number, listed in ranges.items()
        if number.strip("[]") in files
        for character in _characters(listed)
    }


@cache
def digest(script: str) -> str:
    """The SHA-256 of all slices of a script, as 64 hexadecimal digits."""
    found = hashlib.sha256()
    for path in sorted((FOLDER / script).iterdir()):
        found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _characters(ranges: str) -> Iterator[str]:
    """The characters of a list such as "U+4e00-4e02,U+4e94"."""
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))
