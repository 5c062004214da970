"""A YAML file as it was read: its data, and where each node and each word of it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from scorm_builder.diagnostics import Diagnostic, Location

Path = tuple[str | int, ...]

LINE_BREAK = re.compile(r"\r\n|\r|\n")
"""What ends a line."""


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A file's data, where each node of it stands, and what is wrong with the text.

    `places` has the location of the value at each path, and of a key under the path of its value.
    `data` is None when the text, or all that it stands for, could not be read. `text` is the file
    as it was written. `doubts` has those of the diagnostics that are about how a value is read.
    """

    file: str
    data: Any
    places: Mapping[Path, Location]
    diagnostics: tuple[Diagnostic, ...]
    text: str = field(default="", repr=False)
    doubts: Mapping[Path, Diagnostic] = field(default_factory=dict)

    def place(self, path: Path) -> Location:
        """Where `path` stands, or its nearest parent that is there."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Location(self.file)

    def find(self, path: Path, words: str, *, whole: bool = True) -> Location:
        """Where `words` first stand in the text at `path`; the place of the text if they do not.

        They may be broken over lines, and have marks of CommonMark and YAML between them. Unless
        they must be `whole`, they may be a part of a word, down to a single character.
        """
        place = self.place(path)
        after = min((other for other in self.places.values() if other > place), default=None)
        start, end = self._offset(place), self._offset(after) if after else len(self.text)
        key = re.compile(rf"[\"']?{re.escape(str(path[-1]))}[\"']?[ ]*:") if path else None
        if key and isinstance(path[-1], str) and (match := key.match(self.text, start, end)):
            start = match.end()
        spelt = (words.split() and _pattern(words)) if whole else re.compile(re.escape(words))
        found = spelt.search(self.text, start, end) if spelt and words else None
        if found is None:
            return place
        before = self.text[: found.start()]
        lines = LINE_BREAK.split(before)
        return Location(self.file, len(lines), len(lines[-1]) + 1)

    def _offset(self, place: Location) -> int:
        """How many characters stand before a place."""
        breaks = islice(LINE_BREAK.finditer(self.text), max(place.line - 1, 0))
        line = max((found.end() for found in breaks), default=0)
        return line + max(place.column - 1, 0)


_BETWEEN_WORDS = r"(?:[\s\\*_`\[]|\]\([^)\s]*\))+"


def _pattern(words: str) -> re.Pattern[str]:
    """Matches whole words, with quotation marks as a quoted text of YAML writes them."""
    spelt = _BETWEEN_WORDS.join(re.escape(word) for word in words.split())
    spelt = spelt.replace("'", "'{1,2}").replace('"', r'\\?"')
    first = r"(?<!\w)" if words.lstrip()[:1].isalnum() else ""
    return re.compile(first + spelt + (r"(?!\w)" if words.rstrip()[-1:].isalnum() else ""))
