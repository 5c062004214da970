"""MAN: the manifest as a document, before what it says of the course."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from scorm_builder.diagnostics import Diagnostic, Location, Severity
from scorm_builder.verify.finding import finding
from scorm_builder.verify.manifest import (
    ADLCP,
    CONTROL_DOCUMENTS,
    CP,
    MD,
    XML,
    XSI,
    Manifest,
    joined_characters,
)
from scorm_builder.verify.manifest.document import MOST_BYTES, Element, read_document
from scorm_builder.verify.manifest.schema import NotCompared, schema_faults
from scorm_builder.verify.package import Bomb, NotRead, Package
from scorm_builder.verify.package.zip_reader import Damaged
from scorm_builder.verify.rules.metadata import of_the_schema

_LARGE = 5_000_000
_MOST_JOINED = 8_000_000
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_IDENTIFIED = ("manifest", "organization", "item", "resource")
_CP_2004 = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ADLCP_2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
_CARTRIDGE = "http://www.imsglobal.org/xsd/imsccv"
_OF_TOOLS = {
    "adapt_manifest": "Adapt",
    "Course_ID1": "Lectora and others",
    "com.scorm.manifesttemplates.scorm12": "Rustici's template",
    "com.scorm.manifesttemplates.scorm12.nometadata": "Rustici's template",
    "RusticiSoftwareSCORMDriverTemplate": "Rustici's SCORM Driver",
    "MANIFEST-1": "several tools",
    "MANIFEST1": "several tools",
}
PLACEHOLDER = re.compile(
    r"::\w+::|\{\{\s?[\w.:-]{1,80}\s?\}\}|\bxxx[^\Wx]\w{0,80}?xxx\b|\$\{\w{1,80}\}|%%\w{1,80}%%"
)
"""What templates of other tools leave in a title; the builder's own check has the same."""


def read_manifest(package: Package) -> Generator[Diagnostic, None, Manifest | None]:
    """MAN-001 to MAN-007: the manifest, if it can be read as one."""
    path = package.manifest
    try:
        raw = package.read(path, MOST_BYTES + 1)
    except (Damaged, Bomb, NotRead):
        return None  # A rule of the zip has told.
    document = read_document(raw)
    for fault in document.faults:
        place = Location(package.name, fault.line, fault.column, package.inside(path))
        yield finding(fault.code, place, fault.message, excerpt=fault.excerpt)
    if document.has_mark and document.encoding == "utf-8":
        yield package.found("MAN-004", "its first three bytes are EF BB BF", path)
    if document.encoding not in ("utf-8", "ascii"):
        yield package.found("MAN-005", f"it is in {document.encoding}", path)
    if _LARGE < len(raw) <= MOST_BYTES:
        message = f"it has {len(raw) / 1e6:.0f} MB"
        yield package.found("MAN-006", message, path, severity=Severity.WARNING)
    root = document.root
    if root is None:
        return None
    manifest = Manifest(package, document, root)
    if root.name != "manifest":
        yield manifest.found("MAN-007", root, f"the root is called '{root.name}'")
        return None
    if joined_characters(root) > _MOST_JOINED:
        message = f"xml:base makes addresses of more than {_MOST_JOINED:,} characters together"
        yield manifest.found("MAN-006", root, message)
        return None
    return manifest


def is_of_another_standard(manifest: Manifest) -> Diagnostic | None:
    """MAN-009: a manifest of SCORM 2004, SCORM 1.1 or a Common Cartridge."""
    root = manifest.root
    version = _schema_version(root)
    told = version.text if version is not None else ""
    if root.namespace.startswith(_CARTRIDGE):
        return manifest.found("MAN-009", root, "it is an IMS Common Cartridge")
    types = {r.element.get("scormType", _ADLCP_2004) for r in manifest.resources} - {None}
    if types or (root.namespace == _CP_2004 and told != "1.2"):
        named = f", version '{told}'" if told else ""
        return manifest.found("MAN-009", root, f"it is a manifest of SCORM 2004{named}")
    if version is not None and told == "1.1":
        return manifest.found("MAN-009", version, "it is a manifest of SCORM 1.1")
    return None


def _schema_version(root: Element) -> Element | None:
    metadata = root.first("metadata")
    return metadata.first("schemaversion") if metadata else None


def check_namespaces(manifest: Manifest) -> Iterator[Diagnostic]:
    """MAN-007, MAN-008, MAN-015: the namespaces of SCORM 1.2, with the usual prefixes."""
    root = manifest.root
    if root.namespace != CP:
        told = f"its namespace is '{root.namespace}'" if root.namespace else "it has no namespace"
        yield manifest.found("MAN-007", root, told, "xmlns")
    elif root.prefix:
        yield manifest.found("MAN-015", root, f"IMS has the prefix '{root.prefix}'")
    for resource in manifest.resources:
        for key in resource.element.attributes:
            namespace, name, prefix = (
                ("", *key.split(" "), "") if " " not in key else (*key.split(" "), "")
            )[:3]
            if name.lower() != "scormtype":
                continue
            if namespace != ADLCP:
                told = f"its namespace is '{namespace}'" if namespace else "it has no prefix"
                yield manifest.found("MAN-008", resource.element, f"{name}: {told}", name)
                return
            if prefix != "adlcp":
                message = f"ADL has the prefix '{prefix}'"
                yield manifest.found("MAN-015", resource.element, message, name)
                return


def check_version(manifest: Manifest) -> Iterator[Diagnostic]:
    """MAN-010, MAN-011: schema and schemaversion."""
    metadata = manifest.root.first("metadata")
    version = _schema_version(manifest.root)
    schema = metadata.first("schema") if metadata else None
    if version is not None and version.text != "1.2":
        yield manifest.found("MAN-010", version, f"it is '{version.text}'")
    missing = [
        name
        for name, element in (("schema", schema), ("schemaversion", version))
        if element is None
    ]
    if missing:
        message = f"there is no {' and no '.join(missing)}"
        yield manifest.found("MAN-011", metadata or manifest.root, message)
    elif schema is not None and schema.text != "ADL SCORM":
        yield manifest.found("MAN-011", schema, f"the schema is '{schema.text}'")


def check_identifiers(manifest: Manifest) -> Iterator[Diagnostic]:
    """MAN-013, MAN-014, MAN-018: identifiers that are not allowed, stand twice, or are a tool's."""
    seen: dict[str, Element] = {}
    for element in manifest.root.walk():
        identifier = element.get("identifier")
        if element.name not in _IDENTIFIED or identifier is None:
            continue
        if not _NCNAME.fullmatch(identifier):
            message = f"'{identifier}' is the identifier of this {element.name}"
            yield manifest.found("MAN-013", element, message, "identifier")
        other = seen.setdefault(identifier, element)
        if other is not element:
            message = (
                f"'{identifier}' is also the identifier of the {other.name} in line {other.line}"
            )
            severity = None if other.name == element.name else Severity.WARNING
            yield manifest.found("MAN-014", element, message, "identifier", severity=severity)
    identifier = manifest.root.get("identifier") or ""
    if identifier in _OF_TOOLS:
        message = f"'{identifier}' is that of {_OF_TOOLS[identifier]}"
        yield manifest.found("MAN-018", manifest.root, message, "identifier")


def check_bases(manifest: Manifest) -> Iterator[Diagnostic]:
    """MAN-016: xml:base elsewhere than on a resource."""
    for element in manifest.root.walk():
        if element.name != "resource" and element.get("base", XML):
            yield manifest.found("MAN-016", element, f"it is on '{element.name}'", "base")


def check_sub_manifests(manifest: Manifest) -> Iterator[Diagnostic]:
    """MAN-017: manifests in the manifest."""
    for element in manifest.root.all("manifest"):
        yield manifest.found("MAN-017", element, "what is in it may not be shown")


def check_placeholders(manifest: Manifest) -> Iterator[Diagnostic]:
    """MAN-019: texts that a template left there."""
    for element in manifest.root.walk():
        if element.name in ("title", "langstring") and (match := PLACEHOLDER.search(element.text)):
            yield manifest.found("MAN-019", element, f"'{match[0]}' stands in it")
    if match := PLACEHOLDER.search(manifest.root.get("identifier") or ""):
        yield manifest.found("MAN-019", manifest.root, f"'{match[0]}' stands in it", "identifier")


def check_schema_locations(manifest: Manifest) -> Iterator[Diagnostic]:
    """MAN-020: pairs of namespace and file, where the file is in the package."""
    location = manifest.root.get("schemaLocation", XSI)
    if location is None:
        return
    parts = location.split()
    if len(parts) % 2:
        message = "a namespace or a file is missing: its parts are not pairs"
        yield manifest.found("MAN-020", manifest.root, message, "schemaLocation")
        return
    if manifest.package.has_files:
        # Missing control documents are told as such.
        missing = [
            file
            for file in parts[1::2]
            if ":" not in file
            and file not in manifest.package.sizes
            and file.rpartition("/")[2] not in CONTROL_DOCUMENTS
        ]
        if missing:
            message = f"there is no {', '.join(missing)}"
            yield manifest.found("MAN-020", manifest.root, message, "schemaLocation")


def check_schema(manifest: Manifest) -> Iterator[Diagnostic]:
    """MAN-012, MAN-021, MD-003: what the schema refuses and no other rule has told; PKG-024."""
    if manifest.root.namespace != CP or manifest.document.faults:
        return
    try:
        yield from _check_schema(manifest)
    except NotCompared as error:
        message = f"the manifest was not compared with its schema: {error}"
        yield manifest.package.found("PKG-024", message, manifest.package.manifest)


def _check_schema(manifest: Manifest) -> Iterator[Diagnostic]:
    told = set(manifest.reported)
    for fault in schema_faults(manifest.document):
        element, attribute = fault.element, fault.attribute
        # Rules of their own say more of identifiers.
        if id(element) in told or fault.is_identifier:
            continue
        told.add(id(element))
        if fault.is_undeclared:
            yield manifest.found("MAN-021", element, f"'{attribute or element.name}'", attribute)
        elif element.namespace == MD:
            yield of_the_schema(manifest, fault)
        else:
            yield manifest.found("MAN-012", element, fault.message, attribute)


MANIFEST_RULES = (
    check_namespaces,
    check_version,
    check_identifiers,
    check_bases,
    check_sub_manifests,
    check_placeholders,
    check_schema_locations,
)
