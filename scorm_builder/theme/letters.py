"""Fonts that few documents need: those of signs and of scripts, in the folder `letters`.

They are no part of a theme, which goes to every process, and are read when a document needs them.
Some have so many letters that they come in slices.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scorm_builder.theme import LIST_OF_SLICES, ThemeMissing

FOLDER = Path(__file__).resolve().parents[1] / "_static" / "letters"
_DIGEST = "digest"
_NUMBER = re.compile(r"-(\d+)-wght-")


@cache
def slices(script: str) -> dict[str, Path]:
    """The slice in which each character of a script would be: not all are in it.

    Raises ThemeMissing when its list and its files have not been put there.
    """
    folder = FOLDER / script
    files = {match[1]: path for path in folder.glob("*") if (match := _NUMBER.search(path.name))}
    try:
        ranges = json.loads((folder / LIST_OF_SLICES).read_text(encoding="ascii"))
    except OSError as error:
        raise ThemeMissing(f"no fonts in {folder}") from error
    return {
        character: files[number.strip("[]")]
        for number, listed in ranges.items()
        if number.strip("[]") in files
        for character in _characters(listed)
    }


@cache
def digest() -> str:
    """The SHA-256 of all fonts that are no part of a theme; blank when they are not there."""
    try:
        return (FOLDER / _DIGEST).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _characters(ranges: str) -> Iterator[str]:
    """The characters of a list such as "U+4e00-4e02,U+4e94"."""
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))
