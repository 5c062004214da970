"""Manifest, Organization, Item, Resource -> imsmanifest.xml (IMS CP 1.1.2, ADL SCORM 1.2 CAM).

The XML is written by the serializer, never by a template, so that no title can break it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
MD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
CONTROL_DOCUMENTS = (
    "adlcp_rootv1p2.xsd",
    "ims_xml.xsd",
    "imscp_rootv1p1p2.xsd",
    "imsmd_rootv1p2p1.xsd",
)
_ROOT_NAMESPACES: dict[str | None, str] = {None: CP, "adlcp": ADLCP, "xsi": XSI}
_LOM_NAMESPACES: dict[str | None, str] = {None: MD}
_SCHEMA_LOCATION = f"{CP} imscp_rootv1p1p2.xsd {MD} imsmd_rootv1p2p1.xsd {ADLCP} adlcp_rootv1p2.xsd"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningObjectMetadata:
    """The LOM 1.2 record that ADL asks of a SCO and of a content aggregation (CAM 2.2).

    `language` is an RFC 1766 tag; `learning_minutes` is the typical learning time; `location` is
    the file that the record describes, `rights` the licence in a few words.
    """

    identifier: str
    catalog: str
    title: str
    language: str
    description: str
    keywords: tuple[str, ...]
    version: str
    publisher: str
    learning_minutes: int
    location: str
    rights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of an organization: it launches the resource `identifierref`, or holds `items`.

    `mastery_score` (0 to 100) is written as adlcp:masteryscore only when it is given.
    """

    identifier: str
    title: str
    identifierref: str | None = None
    mastery_score: int | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """The table of contents that the LMS shows."""

    identifier: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A SCO or an asset with its files; `href` is the file to launch, for a SCO."""

    identifier: str
    scorm_type: str
    files: tuple[str, ...]
    href: str | None = None
    metadata: LearningObjectMetadata | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A package: identifiers stay the same from build to build, or learners lose their records."""

    identifier: str
    version: str
    metadata: LearningObjectMetadata
    organization: Organization
    resources: tuple[Resource, ...]


def write_manifest(manifest: Manifest) -> bytes:
    """The bytes of imsmanifest.xml: UTF-8 without a byte order mark."""
    root = etree.Element(
        f"{{{CP}}}manifest",
        {
            "identifier": manifest.identifier,
            "version": manifest.version,
            f"{{{XSI}}}schemaLocation": _SCHEMA_LOCATION,
        },
        nsmap=_ROOT_NAMESPACES,  # type: ignore[arg-type]  # the stubs forget the default
    )
    metadata = _add(root, "metadata")
    _add(metadata, "schema", "ADL SCORM")
    _add(metadata, "schemaversion", "1.2")
    metadata.append(_lom(manifest.metadata))
    organizations = _add(root, "organizations")
    organizations.set("default", manifest.organization.identifier)
    _add_organization(organizations, manifest.organization)
    resources = _add(root, "resources")
    for resource in manifest.resources:
        _add_resource(resources, resource)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def files_of_sco(manifest: bytes) -> tuple[str, ...]:
    """The files of the one SCO of a package, as a manifest of ours lists them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    sco, *_ = etree.fromstring(manifest, parser).iter(f"{{{CP}}}resource")
    return tuple(str(file.attrib["href"]) for file in sco.iterfind(f"{{{CP}}}file"))


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{CP}}}{name}")
    element.text = text
    return element


def _add_organization(parent: etree._Element, organization: Organization) -> None:
    element = _add(parent, "organization")
    element.set("identifier", organization.identifier)
    _add(element, "title", organization.title)
    for item in organization.items:
        _add_item(element, item)


def _add_item(parent: etree._Element, item: Item) -> None:
    entry = _add(parent, "item")
    entry.set("identifier", item.identifier)
    if item.identifierref is not None:
        entry.set("identifierref", item.identifierref)
    # Optional in the standard, but openedx hides an item without it.
    entry.set("isvisible", "true")
    _add(entry, "title", item.title)
    for child in item.items:
        _add_item(entry, child)
    if item.mastery_score is not None:
        score = etree.SubElement(entry, f"{{{ADLCP}}}masteryscore")
        score.text = str(item.mastery_score)


def _add_resource(parent: etree._Element, resource: Resource) -> None:
    element = _add(parent, "resource")
    element.set("identifier", resource.identifier)
    element.set("type", "webcontent")
    element.set(f"{{{ADLCP}}}scormtype", resource.scorm_type)
    if resource.href is not None:
        element.set("href", resource.href)
    if resource.metadata is not None:
        _add(element, "metadata").append(_lom(resource.metadata))
    for path in resource.files:
        _add(element, "file").set("href", path)


def _lom(metadata: LearningObjectMetadata) -> etree._Element:
    lom = etree.Element(f"{{{MD}}}lom", nsmap=_LOM_NAMESPACES)  # type: ignore[arg-type]
    language = metadata.language

    def add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        element = etree.SubElement(parent, f"{{{MD}}}{name}")
        element.text = text
        return element

    def add_text(parent: etree._Element, name: str, text: str, tag: str = language) -> None:
        langstring = add(add(parent, name), "langstring", text)
        langstring.set(f"{{{XML}}}lang", tag)

    def add_term(parent: etree._Element, name: str, value: str) -> None:
        term = add(parent, name)
        add_text(term, "source", "LOMv1.0", "x-none")
        add_text(term, "value", value, "x-none")

    general = add(lom, "general")
    add(general, "identifier", metadata.identifier)
    add_text(general, "title", metadata.title)
    entry = add(general, "catalogentry")
    add(entry, "catalog", metadata.catalog)
    add_text(entry, "entry", metadata.identifier, "x-none")
    add(general, "language", language)
    add_text(general, "description", metadata.description)
    for keyword in metadata.keywords:
        add_text(general, "keyword", keyword)

    lifecycle = add(lom, "lifecycle")
    add_text(lifecycle, "version", metadata.version, "x-none")
    add_term(lifecycle, "status", "Final")
    contribute = add(lifecycle, "contribute")
    add_term(contribute, "role", "Publisher")
    name = re.sub(r"([\\,;])", r"\\\1", metadata.publisher)
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nN:;;;;\nEND:VCARD"
    add(add(contribute, "centity"), "vcard", card)

    record = add(lom, "metametadata")
    add(record, "metadatascheme", "ADL SCORM 1.2")
    add(record, "language", language)

    technical = add(lom, "technical")
    add(technical, "format", "text/html")
    add(technical, "location", metadata.location)

    educational = add(lom, "educational")
    learning_time = add(educational, "typicallearningtime")
    add(learning_time, "datetime", f"PT{metadata.learning_minutes}M")

    rights = add(lom, "rights")
    add_term(rights, "cost", "no")
    add_term(rights, "copyrightandotherrestrictions", "yes")
    add_text(rights, "description", metadata.rights)

    classification = add(lom, "classification")
    add_term(classification, "purpose", "Educational Objective")
    add_text(classification, "description", metadata.description)
    for keyword in metadata.keywords:
        add_text(classification, "keyword", keyword)
    return lom
