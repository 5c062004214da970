"""YAML text -> plain data, with the line and column of every node, and every problem found.

Reads the parser's events itself instead of building objects, because PyYAML's own loaders keep the
last of two equal keys, read `no` as False and `1:30` as 90, run tags, and expand aliases without
bound. Here such things are diagnostics, and the result is only dict, list, str, int, float, bool
and None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from scorm_builder.codes import diagnose
from scorm_builder.diagnostics import Diagnostic, Location

MAXIMUM_BYTES = 1_000_000
MAXIMUM_DEPTH = 20
_MAXIMUM_CHARACTER_PROBLEMS = 10

Path = tuple[str | int, ...]

_FORBIDDEN_CHARACTER = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off)"
    r"|[-+]?0[0-9_]+|[-+]?0[xob][0-9a-fA-F_]+|[-+]?[0-9][0-9_]*_[0-9_]*"
    r"|[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?"
    r"|[-+]?(\.[0-9]+|[0-9]+\.|[0-9.]+[eE][-+]?[0-9]+)|[-+]?\.(?i:inf)|\.(?i:nan)"
)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A file's data, where each node of it stands, and what is wrong with the text.

    `places` has the location of the value at each path, and of a key under the path of its value.
    `data` is None when the text could not be read.
    """

    file: str
    data: Any
    places: Mapping[Path, Location]
    diagnostics: tuple[Diagnostic, ...]

    def place(self, path: Path) -> Location:
        """Where `path` stands, or its nearest parent that is there."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Location(self.file)


def read_yaml(content: bytes, file: str) -> YamlDocument:
    """Reads one YAML document; `file` is the name used in locations.

    Never raises for bad content: what cannot be read is a diagnostic (YML-001 to YML-007).
    """
    reader = _Reader(file)
    text = reader.decode(content)
    if text is not None:
        reader.read(text)
    complete = not any(d.code in ("YML-001", "YML-003", "YML-006") for d in reader.diagnostics)
    data = reader.result if text is not None and complete else None
    return YamlDocument(file, data, reader.places, tuple(reader.diagnostics))


@dataclass(slots=True)
class _Collection:
    """A mapping or list that is still being read."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    duplicate: bool = False


@dataclass(slots=True)
class _Reader:
    file: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    places: dict[Path, Location] = field(default_factory=dict)
    result: Any = None
    open: list[_Collection] = field(default_factory=list)
    documents: int = 0

    def report(self, code: str, mark: Any, message: str, remedy: str | None = None) -> None:
        self.diagnostics.append(diagnose(code, self.location(mark), message, remedy))

    def location(self, mark: Any) -> Location:
        return Location(self.file, mark.line + 1, mark.column + 1) if mark else Location(self.file)

    def decode(self, content: bytes) -> str | None:
        if len(content) > MAXIMUM_BYTES:
            message = f"the file has {len(content):,} bytes; at most {MAXIMUM_BYTES:,} are read"
            self.report("YML-006", None, message)
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
            message = f"byte {content[error.start]:#04x} is not UTF-8"
            self.diagnostics.append(diagnose("YML-004", Location(self.file, line, column), message))
            return None
        forbidden = list(_FORBIDDEN_CHARACTER.finditer(text))
        for match in forbidden[:_MAXIMUM_CHARACTER_PROBLEMS]:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
            message = f"the character U+{ord(match.group()):04X} cannot be used"
            self.diagnostics.append(diagnose("YML-004", Location(self.file, line, column), message))
        return None if forbidden else text

    def read(self, text: str) -> None:
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                self.take(event)
                if len(self.open) > MAXIMUM_DEPTH:
                    message = f"the file is more than {MAXIMUM_DEPTH} levels deep"
                    self.report("YML-006", event.start_mark, message)
                    return
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = text.splitlines()[mark.line] if mark and mark.line < text.count("\n") + 1 else ""
            if re.match(r"[ ]*\t", line):
                self.report("YML-003", mark, "this line is indented with a tab")
            else:
                context = f"{error.context}: " if error.context else ""
                self.report("YML-001", mark, f"{context}{error.problem}")
        except yaml.YAMLError as error:
            self.report("YML-001", None, str(error).splitlines()[0])
        else:
            if self.documents == 0:
                self.report("YML-001", None, "the file is empty", "Write the module's keys in it.")

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    message = "a second document starts here ('---')"
                    self.report("YML-005", event.start_mark, message)
            case yaml.AliasEvent():
                self.report("YML-005", event.start_mark, f"an alias (*{event.anchor})")
                self.add(None, event)
            case yaml.ScalarEvent():
                self.refuse_extras(event)
                self.take_scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self.refuse_extras(event)
                self.start(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.open.pop()
            case _:
                pass

    def refuse_extras(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self.report("YML-005", event.start_mark, f"an anchor (&{event.anchor})")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self.report("YML-005", event.start_mark, f"a tag ({tag})")

    def waiting_for_key(self) -> _Collection | None:
        """The open mapping, when the next node is one of its keys."""
        if self.open and isinstance(self.open[-1].value, dict) and self.open[-1].key is None:
            return self.open[-1]
        return None

    def take_scalar(self, event: yaml.ScalarEvent) -> None:
        mapping = self.waiting_for_key()
        if mapping is None:
            self.add(self.resolve(event), event)
            return
        key = event.value
        if key == "<<" and not event.style:
            self.report("YML-005", event.start_mark, "a merge key (<<)")
        mapping.key = key
        mapping.duplicate = key in mapping.value
        if mapping.duplicate:
            first = self.places[(*mapping.path, key)]
            message = f"the key '{key}' stands twice; it is first on line {first.line}"
            self.report("YML-002", event.start_mark, message)
        else:
            self.places[(*mapping.path, key)] = self.location(event.start_mark)

    def resolve(self, event: yaml.ScalarEvent) -> Any:
        text = event.value
        if event.style:
            return text
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        if _INTEGER.fullmatch(text) and len(text) <= 18:
            return int(text)
        if _FLOAT.fullmatch(text) and len(text) <= 18:
            return float(text)
        if _AMBIGUOUS.fullmatch(text):
            shown = text[:40]
            message = f"{shown} without quotes is not read as text by every YAML tool"
            remedy = f'Write "{shown}" in quotes if you mean these characters.'
            self.report("YML-007", event.start_mark, message, remedy)
        return text

    def start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self.waiting_for_key() is not None:
            self.report("YML-001", event.start_mark, "a key must be a plain word, not a collection")
            self.open[-1].key = ""
            self.open[-1].duplicate = True
            self.open.append(_Collection(value, (*self.open[-1].path, "")))
            # The collection that stands as a key is read to its end and dropped; its own mapping
            # then waits for the value of the key "".
            return
        path = self.add(value, event)
        self.open.append(_Collection(value, path))

    def add(self, value: Any, event: yaml.NodeEvent) -> Path:
        """Puts a value in its place in the open collection; returns its path."""
        if not self.open:
            if self.documents == 1:
                self.result = value
                self.places[()] = self.location(event.start_mark)
            return ()
        parent = self.open[-1]
        if isinstance(parent.value, list):
            path: Path = (*parent.path, len(parent.value))
            parent.value.append(value)
            self.places[path] = self.location(event.start_mark)
            return path
        key = parent.key or ""
        path = (*parent.path, key)
        if not parent.duplicate:
            parent.value[key] = value
        parent.key = None
        return path
