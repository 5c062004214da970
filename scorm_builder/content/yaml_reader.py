"""YAML text -> plain data, with the line and column of every node, and every problem found.

Reads the parser's events itself instead of building objects, because PyYAML's own loaders keep the
last of two equal keys, read `no` as False and `1:30` as 90, run tags, and expand aliases without
bound. Here such things are diagnostics, and the result is only dict, list, str, int, float, bool
and None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml

from scorm_builder.content.signatures import document_kind
from scorm_builder.content.yaml_document import LINE_BREAK, Path, YamlDocument
from scorm_builder.content.yaml_syntax import conflicts, fault_of
from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.diagnostics.codes import diagnose

MAXIMUM_BYTES = 250_000
MAXIMUM_DEPTH = 20
_MAXIMUM_PROBLEMS = 100
_LONGEST_AMBIGUOUS = 40

_FORBIDDEN_CHARACTER = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_AMBIGUOUS = re.compile(
    r"(?i:y|n|yes|no|on|off)"
    r"|[-+]?[0-9]{19,}|[-+]?0[0-9_]+|[-+]?0[xob][0-9a-fA-F_]+|[-+]?[0-9][0-9_]*_[0-9_]*"
    r"|[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?"
    r"|[-+]?(\.[0-9]+|[0-9]+\.|[0-9.]+[eE][-+]?[0-9]+)|[-+]?\.(?i:inf)|\.(?i:nan)"
)


def read_yaml(content: bytes, file: str) -> YamlDocument:
    """Reads one YAML document; `file` is the name used in locations.

    Never raises for bad content: what cannot be read is a diagnostic (YML-001 to YML-010). There
    is always data or a diagnostic.
    """
    reader = _Reader(file)
    text = reader.decode(content)
    if text is not None:
        reader.read(text)
    whole = not any(problem.code in _NOT_WHOLE for problem in reader.diagnostics)
    data = reader.result if whole else None
    return YamlDocument(
        file, data, reader.places, tuple(reader.diagnostics), text or "", reader.doubts
    )


# With one of these, the data would lack a part, and every check of it would mislead.
_NOT_WHOLE = frozenset({"YML-001", "YML-003", "YML-004", "YML-005", "YML-006", "YML-010"})


@dataclass(slots=True)
class _Collection:
    """A mapping or list that is still being read.

    `key` is the key that waits for its value; with `dropped` that value is read and not kept.
    `lines` has the line of each key. `bracket` is where its bracket stands, if it has one.
    """

    value: dict[str, Any] | list[Any]
    path: Path
    bracket: Any = None
    key: str | None = None
    dropped: bool = False
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    file: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    places: dict[Path, Location] = field(default_factory=dict)
    doubts: dict[Path, Diagnostic] = field(default_factory=dict)
    result: Any = None
    open: list[_Collection] = field(default_factory=list)
    documents: int = 0
    lines: list[str] = field(default_factory=list)
    enclosed: tuple[Any, Any] | None = None
    """Where the last text in quotes, or the last collection in brackets, starts and ends."""

    def report(self, code: str, mark: Any, message: str, remedy: str | None = None) -> None:
        self.diagnostics.append(diagnose(code, self.location(mark), message, remedy))

    def location(self, mark: Any) -> Location:
        return Location(self.file, mark.line + 1, mark.column + 1) if mark else Location(self.file)

    def decode(self, content: bytes) -> str | None:
        if found := document_kind(content):
            message = f"this is {found}, and no plain text"
            remedy = (
                "Copy its words into a plain text editor, such as Notepad, and save them under "
                "this name as UTF-8."
            )
            self.report("YML-004", None, message, remedy)
            return None
        if len(content) > MAXIMUM_BYTES:
            message = f"the file has {len(content):,} bytes; at most {MAXIMUM_BYTES:,} are read"
            self.report("YML-006", None, message)
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = f"byte {error.object[error.start]:#04x} is not UTF-8"
            self.report_after("YML-004", error.object[: error.start].decode(), message)
            return None
        for match in islice(_FORBIDDEN_CHARACTER.finditer(text), _MAXIMUM_PROBLEMS):
            message = f"the character U+{ord(match.group()):04X} cannot be used"
            self.report_after("YML-004", text[: match.start()], message)
        return None if self.diagnostics else text

    def report_after(self, code: str, before: str, message: str) -> None:
        """Reports a problem with the character that follows the text `before`."""
        place = Location(self.file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        self.diagnostics.append(diagnose(code, place, message))

    def read(self, text: str) -> None:
        self.lines = LINE_BREAK.split(text)
        for line, message in conflicts(self.lines):
            self.diagnostics.append(diagnose("YML-010", Location(self.file, line, 1), message))
        if self.diagnostics:
            return
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                self.take(event)
                if self.must_stop(event):
                    return
        except yaml.MarkedYAMLError as error:
            self.report(*fault_of(error, self.lines, self.enclosed))
        except yaml.YAMLError as error:
            self.report("YML-001", None, str(error).splitlines()[0])
        else:
            if self.result is None and not self.diagnostics:
                self.report("YML-001", None, "the file is empty", "Write the module's keys in it.")

    def must_stop(self, event: yaml.Event) -> bool:
        """True at a second document, and where a file is more than any author would write."""
        if len(self.open) > MAXIMUM_DEPTH:
            message = f"the file is more than {MAXIMUM_DEPTH} levels deep"
            self.report("YML-006", event.start_mark, message)
            return True
        if len(self.diagnostics) >= _MAXIMUM_PROBLEMS:
            message = f"{_MAXIMUM_PROBLEMS} problems were found; the rest of the file was not read"
            remedy = "Mend the problems above first."
            self.report("YML-006", event.start_mark, message, remedy)
            return True
        return self.documents > 1

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    message = "a second document starts here ('---')"
                    self.report("YML-005", event.start_mark, message)
            case yaml.AliasEvent():
                self.report("YML-005", event.start_mark, f"an alias (*{event.anchor})")
                if not self.drop_key():
                    self.add(None, event)
            case yaml.ScalarEvent():
                self.refuse_extras(event)
                self.look_at_the_end(event)
                self.take_scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self.refuse_extras(event)
                self.start(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                if bracket := self.open.pop().bracket:
                    self.enclosed = (bracket, event.end_mark)
            case _:
                pass

    def refuse_extras(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self.report("YML-005", event.start_mark, f"an anchor (&{event.anchor})")
        tag = getattr(event, "tag", None)
        if tag:
            self.report("YML-005", event.start_mark, f"a tag ({tag})")

    def look_at_the_end(self, event: yaml.ScalarEvent) -> None:
        """Warns where a text without quotes is followed by a # that was hardly meant as a note."""
        end: Any = event.end_mark
        if event.style in ("'", '"'):
            self.enclosed = (event.start_mark, end)
        if event.style or not event.value:
            return
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if cut := re.match(r"[ \t]+(#[^\s#].*)", line[end.column :]):
            place = Location(self.file, end.line + 1, end.column + cut.start(1) + 1)
            message = f"the text ends before this #; '{cut[1][:40]}' is left out"
            self.diagnostics.append(diagnose("YML-009", place, message))

    def waiting_for_key(self) -> _Collection | None:
        """The open mapping, when the next node is one of its keys."""
        if self.open and isinstance(self.open[-1].value, dict) and self.open[-1].key is None:
            return self.open[-1]
        return None

    def drop_key(self) -> bool:
        """Where a key is due, takes the next node for one whose value is not kept."""
        mapping = self.waiting_for_key()
        if mapping is None:
            return False
        mapping.key, mapping.dropped = "", True
        return True

    def take_scalar(self, event: yaml.ScalarEvent) -> None:
        if match := _FORBIDDEN_CHARACTER.search(event.value):
            message = f"the escaped character U+{ord(match.group()):04X} cannot be used"
            self.report("YML-004", event.start_mark, message)
        mapping = self.waiting_for_key()
        if mapping is None:
            known = len(self.diagnostics)
            path = self.add(self.resolve(event), event)
            if len(self.diagnostics) > known:
                self.doubts[path] = self.diagnostics[known]
            return
        key = event.value
        if key == "<<" and not event.style:
            self.report("YML-005", event.start_mark, "a merge key (<<)")
        mapping.key = key
        mapping.dropped = key in mapping.lines
        if mapping.dropped:
            message = f"the key '{key}' stands twice; it is first on line {mapping.lines[key]}"
            self.report("YML-002", event.start_mark, message)
        else:
            place = self.location(event.start_mark)
            mapping.lines[key] = place.line
            self.places.setdefault((*mapping.path, key), place)

    def resolve(self, event: yaml.ScalarEvent) -> Any:
        text = event.value
        if event.style:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INTEGER.fullmatch(text) and len(text) <= 18:
            return int(text)
        if _FLOAT.fullmatch(text) and len(text) <= 18:
            return float(text)
        if len(text) <= _LONGEST_AMBIGUOUS and _AMBIGUOUS.fullmatch(text):
            message = f"{text} without quotes is not read as text by every YAML tool"
            remedy = f'Write "{text}" in quotes if you mean these characters.'
            self.report("YML-007", event.start_mark, message, remedy)
        return text

    def start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self.drop_key():
            self.report("YML-001", event.start_mark, "a key must be a plain word, not a collection")
            self.open.append(_Collection(value, (*self.open[-1].path, "")))
            return
        path = self.add(value, event)
        bracket = event.start_mark if event.flow_style else None
        self.open.append(_Collection(value, path, bracket))

    def add(self, value: Any, event: yaml.NodeEvent) -> Path:
        """Puts a value in its place in the open collection; returns its path."""
        if not self.open:
            self.result = value
            self.places[()] = self.location(event.start_mark)
            return ()
        parent = self.open[-1]
        if isinstance(parent.value, list):
            path: Path = (*parent.path, len(parent.value))
            parent.value.append(value)
            self.places.setdefault(path, self.location(event.start_mark))
            return path
        key = parent.key or ""
        path = (*parent.path, key)
        if not parent.dropped:
            parent.value[key] = value
        parent.key = None
        return path
