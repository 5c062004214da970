"""Bytes of an XML document -> a tree that knows the line and column of everything in it.

No DTD, no entities, no network, and bounds on size, elements, attributes and depth: whatever comes,
it takes a known time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from scorm_builder.diagnostics import Excerpt
from scorm_builder.verify.finding import excerpt_of
from scorm_builder.verify.manifest.decoding import Fault, decoded

MOST_BYTES = 16_000_000
MOST_ELEMENTS = 100_000
MOST_ATTRIBUTES = 200_000
MOST_DEPTH = 100
MOST_OF_NAMESPACE = 300
"""Characters of its address; it is kept with each name that is in it."""

# What expat says in the words of a parser.
_PLAIN = {
    "XML or text declaration not at start of entity": "something stands before '<?xml'",
    "junk after document element": "something stands after its end",
    "mismatched tag": "this end tag is not that of the element that is open",
    "no element found": "it ends before all elements are closed, or has none",
    "not well-formed (invalid token)": "this character cannot stand here",
    "unbound prefix": "no xmlns declares this prefix",
    "undefined entity": "XML has no such entity; write the character, or its number as in &#160;",
}

# More than any name and value of a manifest; a longer tag has its place at its start.
_LOOK_AHEAD = 20_000
_WINDOW = 400


@dataclass(slots=True, eq=False)
class Element:
    """An element; `line` and `column` count from 1, `offset` is in the bytes of the document.

    Names of `attributes` that have a namespace are "namespace local prefix".
    """

    name: str
    namespace: str
    prefix: str
    attributes: dict[str, str]
    line: int
    column: int
    offset: int
    parent: Element | None
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str, namespace: str = "") -> str | None:
        """The value of an attribute, or None."""
        if not namespace:
            return self.attributes.get(name)
        start = f"{namespace} {name}"
        for key, value in self.attributes.items():
            if key == start or key.startswith(f"{start} "):
                return value
        return None

    def all(self, name: str) -> list[Element]:
        """The children of this name, in whatever namespace."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Element | None:
        """The first child of this name, in whatever namespace."""
        return next((child for child in self.children if child.name == name), None)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


@dataclass(slots=True)
class Document:
    """What could be read of a document: `root` is None when that is nothing of use.

    `source` is its text as UTF-8 without a byte order mark; `encoding` and `has_mark` are as it
    was written; `namespaces` has each prefix that it declares with its namespaces.
    """

    source: bytes
    encoding: str
    has_mark: bool
    root: Element | None = None
    faults: list[Fault] = field(default_factory=list)
    namespaces: dict[str, list[str]] = field(default_factory=dict)
    elements: int = 0

    def place(self, element: Element, attribute: str = "") -> tuple[int, int, Excerpt]:
        """Line, column and excerpt of an element, or of the attribute as it is written in it."""
        start, length = element.offset, len(element.name) + 1
        if element.prefix:
            length += len(element.prefix) + 1
        line, column = element.line, element.column
        found = self._attribute(element.offset, attribute) if attribute else None
        if found:
            before = self.source[start : start + found[0]].decode("utf-8", "replace")
            breaks = re.findall(r"\r\n|\r|\n", before)
            line += len(breaks)
            last = re.split(r"\r\n|\r|\n", before)[-1]
            column = len(last) + (1 if breaks else column)
            start, length = start + found[0], found[1]
        return line, column, self.excerpt(start, length)

    def _attribute(self, offset: int, name: str) -> tuple[int, int] | None:
        """Where `name="value"` starts in the tag at `offset`, and how long it is."""
        tag = self.source[offset : offset + _LOOK_AHEAD]
        for match in _ATTRIBUTE.finditer(tag):
            if match[1] is None:
                return None
            if match[1].decode("utf-8", "replace").rpartition(":")[2] == name:
                text = match[0].lstrip()
                return match.end() - len(text), len(text.decode("utf-8", "replace"))
        return None

    def excerpt(self, offset: int, length: int) -> Excerpt:
        """The line around `offset`, with the `length` characters from there marked."""
        low = max(0, offset - _WINDOW)
        before = re.split(rb"[\r\n]", self.source[low:offset])[-1].decode("utf-8", "ignore")
        after = re.split(rb"[\r\n]", self.source[offset : offset + _WINDOW])[0]
        return excerpt_of(before + after.decode("utf-8", "ignore"), len(before), length)


_ATTRIBUTE = re.compile(
    rb"""(?<!\s)\s++([^\s=<>/"']{1,200})\s*+=\s*+(?:"[^"]*+"|'[^']*+')|/?>""",
)


def read_document(raw: bytes) -> Document:
    """Reads a document as far as it can be read; never raises for its content."""
    if len(raw) > MOST_BYTES:
        message = f"it has more than {MOST_BYTES // 1_000_000} MB"
        return Document(b"", "utf-8", has_mark=False, faults=[_too_large(message)])
    text = decoded(raw)
    document = Document(text.source, text.encoding, text.has_mark, faults=list(text.faults))
    if document.source.count(b"=") > MOST_ATTRIBUTES:
        document.faults.append(_too_large(f"it has more than {MOST_ATTRIBUTES:,} attributes"))
    else:
        _Builder(document).run()
    return document


def _too_large(message: str) -> Fault:
    return Fault("MAN-006", message)


class _Stopped(Exception):
    """A bound was met; the fault is in the document."""


class _Builder:
    """Builds the tree of one document out of expat's events."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        # Each once, as expat gives a new text for each that it meets.
        self._known: dict[str, str] = {}
        # Bytes are UTF-8 by now, whatever the document declares.
        parser = expat.ParserCreate("utf-8", " ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._namespace
        self._parser = parser

    def run(self) -> None:
        """Parses the whole document, or up to its first fault."""
        try:
            self._parser.Parse(self._document.source, True)
        except _Stopped:
            self._document.root = None
        except expat.ExpatError as error:
            self._not_well_formed(error)
            self._document.root = None

    def _not_well_formed(self, error: expat.ExpatError) -> None:
        told = expat.ErrorString(error.code) or "it cannot be read"
        message = _PLAIN.get(told, told)
        offset, column = max(0, self._parser.ErrorByteIndex), error.offset + 1
        if offset and self._document.source[offset - 1 : offset] == b"&":
            # expat names the character that makes it clear; the & before it is the fault.
            message, offset, column = "a bare &", offset - 1, column - 1
        self._fault("MAN-001", message, error.lineno, column, offset)

    def _fault(self, code: str, message: str, line: int, column: int, offset: int) -> None:
        excerpt = self._document.excerpt(offset, 1)
        self._document.faults.append(Fault(code, message, line, column, excerpt))

    def _stop(self, code: str, message: str) -> None:
        parser = self._parser
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        self._fault(code, message, line, column, max(0, parser.CurrentByteIndex))
        raise _Stopped

    def _doctype(self, name: str, *_: object) -> None:
        self._stop("MAN-002", f"there is a DOCTYPE for '{name[:100]}'")

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        if uri and len(uri) > MOST_OF_NAMESPACE:
            self._stop("MAN-006", f"a namespace has more than {MOST_OF_NAMESPACE} characters")
        known = self._document.namespaces.setdefault(prefix or "", [])
        if uri and uri not in known and len(known) < 20:
            known.append(uri)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        document, parser = self._document, self._parser
        document.elements += 1
        if document.elements > MOST_ELEMENTS:
            self._stop("MAN-006", f"it has more than {MOST_ELEMENTS:,} elements")
        if len(self._open) == MOST_DEPTH:
            self._stop("MAN-006", f"it is more than {MOST_DEPTH} levels deep")
        namespace, local, prefix = (*name.split(" "), "")[:3] if " " in name else ("", name, "")
        parent = self._open[-1] if self._open else None
        element = Element(
            self._shared(local),
            self._shared(namespace),
            self._shared(prefix),
            {self._shared(key): value for key, value in attributes.items()},
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber + 1,
            parser.CurrentByteIndex,
            parent,
        )
        if parent is None:
            document.root = element
        else:
            parent.children.append(element)
        self._open.append(element)
        self._texts.append([])

    def _shared(self, text: str) -> str:
        return self._known.setdefault(text, text)

    def _end(self, _: str) -> None:
        self._open.pop().text = "".join(self._texts.pop()).strip()

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)
