"""The four control documents of SCORM 1.2 as one schema for lxml."""

from __future__ import annotations

from typing import Any

from lxml import etree

from scorm_builder.packaging.manifest import ADLCP, CONTROL_DOCUMENTS, CP, MD
from scorm_builder.theme import Theme

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


class _FromMemory(etree.Resolver):
    def __init__(self, documents: dict[str, bytes]) -> None:
        self._documents = documents

    def resolve(self, system_url: str, public_id: str, *context: Any) -> Any:
        del public_id
        name = system_url.rsplit("/", maxsplit=1)[-1]
        return self.resolve_string(self._documents[name], *context, base_url=system_url)


def schema(theme: Theme) -> etree.XMLSchema:
    """The schema that a whole manifest, its metadata too, is validated against."""
    shipped = theme.folder("xsd")
    documents = {name: shipped[name] for name in CONTROL_DOCUMENTS}
    for name, (fault, mended) in _MENDED.items():
        assert documents[name].count(fault) == 1
        documents[name] = documents[name].replace(fault, mended)
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_FromMemory(documents))
    return etree.XMLSchema(etree.fromstring(_ALL, parser))
