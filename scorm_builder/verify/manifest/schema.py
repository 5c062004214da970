"""The four control documents of SCORM 1.2, and what they say of a manifest or a record.

lxml is imported only when something is validated, and the schema is compiled once in a process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorm_builder.verify.manifest import ADLCP, CONTROL_DOCUMENTS, CP, MD
from scorm_builder.verify.manifest.document import Document, Element

if TYPE_CHECKING:
    from lxml import etree

# To give the place of an error takes libxml2 a time that grows with the square of the elements.
MOST_ELEMENTS = 20_000
MOST_ATTRIBUTES = 60_000

_FOLDER = Path(__file__).resolve().parents[2] / "_static" / "xsd"
# libxml2 refuses two of the documents as they were published: a default namespace that may not be
# declared, and a wildcard that matches what is declared beside it.
_MENDED = {
    "ims_xml.xsd": (b'xmlns="http://www.w3.org/XML/1998/namespace"', b""),
    "imsmd_rootv1p2p1.xsd": (b'namespace="##any"', b'namespace="##other"'),
}
_ALL = f"""
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:import namespace="{CP}" schemaLocation="imscp_rootv1p1p2.xsd"/>
  <xsd:import namespace="{MD}" schemaLocation="imsmd_rootv1p2p1.xsd"/>
  <xsd:import namespace="{ADLCP}" schemaLocation="adlcp_rootv1p2.xsd"/>
</xsd:schema>
"""
_MOST_ERRORS = 300
_STEP = re.compile(r"(\*|[\w.:-]+)(?:\[(\d+)\])?")
# The path of an error often ends at the element that an attribute is on.
_NAMED = re.compile(r"^Element '[^']{1,200}', attribute '([^']{1,200})'")
_NAMESPACE = re.compile(r"\{[^{}]*\}")
_OF_IDENTIFIERS = ("xs:ID", "xs:IDREF")


class NotCompared(Exception):
    """A bound keeps a document from being compared. Its text says which."""


class ControlDocumentsMissing(Exception):
    """The control documents are not installed with the program. Its text says what to do."""


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """What the schema refuses: an element or an attribute of it, and why.

    `is_undeclared` when no schema declares it, `is_identifier` when an identifier is wrong.
    """

    element: Element
    attribute: str
    message: str
    is_undeclared: bool
    is_identifier: bool


@cache
def _schema() -> etree.XMLSchema:
    from lxml import etree  # noqa: PLC0415

    class FromMemory(etree.Resolver):
        def resolve(self, system_url: str, public_id: str, *context: Any) -> Any:
            del public_id
            name = system_url.rsplit("/", maxsplit=1)[-1]
            return self.resolve_string(documents[name], *context, base_url=system_url)

    try:
        documents = {name: (_FOLDER / name).read_bytes() for name in CONTROL_DOCUMENTS}
    except OSError as error:
        raise ControlDocumentsMissing(
            "the control documents of SCORM 1.2 are not installed: install the program again, or "
            "run 'make build' in its source tree"
        ) from error
    for name, (fault, mended) in _MENDED.items():
        documents[name] = documents[name].replace(fault, mended)
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(FromMemory())
    return etree.XMLSchema(etree.fromstring(_ALL, parser))


def schema_faults(document: Document) -> Iterator[SchemaFault]:
    """What the schema says of a manifest or a record, a bounded number. Raises NotCompared."""
    from lxml import etree  # noqa: PLC0415

    root = document.root
    if root is None:
        return
    if document.elements > MOST_ELEMENTS:
        raise NotCompared(f"it has more than {MOST_ELEMENTS:,} elements")
    if document.source.count(b"=") > MOST_ATTRIBUTES:
        raise NotCompared(f"it has more than {MOST_ATTRIBUTES:,} attributes")
    schema = _schema()
    # expat has seen that there is no DTD in it, and how large it is.
    # Comments and instructions are left out: each would take more than a hundred bytes of memory.
    parser = etree.XMLParser(
        encoding="utf-8",
        no_network=True,
        resolve_entities=False,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(document.source, parser)
    except etree.XMLSyntaxError as refused:
        # What expat takes is well-formed.
        raise NotCompared("a text in it is longer than libxml2 takes") from refused
    schema.validate(tree)
    for error in islice(iter(schema.error_log), _MOST_ERRORS):  # type: ignore[call-overload]  # the stubs forget it
        element, attribute = _element(root, error.path or "")
        message = _NAMESPACE.sub("", error.message)
        named = _NAMED.search(message)
        yield SchemaFault(
            element,
            attribute or (named[1] if named else ""),
            _plain(message),
            is_undeclared="strict wildcard" in message,
            is_identifier=any(name in message for name in _OF_IDENTIFIERS),
        )


def _element(root: Element, path: str) -> tuple[Element, str]:
    """The element at a path of libxml2, such as /*/*[2]/adlcp:location/@type, and the attribute."""
    element = root
    for step in path.split("/")[2:]:
        if step.startswith("@"):
            return element, step[1:].rpartition(":")[2]
        match = _STEP.fullmatch(step)
        if match is None:
            break
        prefix, _, name = match[1].rpartition(":")
        same = [
            child
            for child in element.children
            if match[1] == "*" or (child.name == name and child.prefix == prefix)
        ]
        number = int(match[2] or 1)
        if number > len(same):
            break
        element = same[number - 1]
    return element, ""


def _plain(message: str) -> str:
    """libxml2's sentences in our words, where there are others."""
    subject, _, text = message.strip().rstrip(".").partition(": ")
    name = subject.rpartition(" ")[2]
    allowed = ", ".join(n for n in re.findall(r"[\w-]+", text.partition("(")[2]) if n != "other")
    if text.startswith("This element is not expected"):
        return f"{name} cannot stand here" + (f", where {allowed} can" if allowed else "")
    if text.startswith("Missing child element"):
        return f"{name} lacks {allowed}"
    return f"{subject[:1].lower()}{subject[1:]}: {text}"
