"""The manifest as the standard sees it: organizations, items, resources, files (SCORM 1.2 CAM 2.3).

Names are looked up without regard to their namespace, as LMSs do: rules of their own say what is
wrong with namespaces, and one wrong one does not hide everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import normpath
from urllib.parse import unquote

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.verify.manifest.document import Document, Element
from scorm_builder.verify.package import Package

CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
MD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MOST_DEPENDENCIES = 1_000
_MOST_LOOKED_THROUGH = 200_000
CONTROL_DOCUMENTS = (
    "adlcp_rootv1p2.xsd",
    "ims_xml.xsd",
    "imscp_rootv1p1p2.xsd",
    "imsmd_rootv1p2p1.xsd",
)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A path in the manifest: as written in an element, and where it leads.

    `path` is relative to the manifest, with xml:base applied, without query and fragment and not
    decoded. `is_external` is true for an address of another server.
    """

    element: Element
    written: str
    path: str
    is_external: bool

    def candidates(self) -> tuple[str, ...]:
        """The path as it is and decoded: LMSs differ, so either may be the name of the file."""
        decoded = unquote(self.path)
        return (self.path,) if decoded == self.path else (self.path, decoded)


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An item with the items below it, and whether it and all above it are visible."""

    element: Element
    items: tuple[Item, ...]
    is_visible: bool

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in the order that a learner sees them."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource with what it launches, its files and the identifiers of its dependencies."""

    element: Element
    base: str

    @property
    def identifier(self) -> str:
        """Its identifier, or nothing."""
        return self.element.get("identifier") or ""

    @cached_property
    def scorm_type(self) -> str | None:
        """The scormtype, also when it is in another namespace; a rule of its own tells that."""
        for key, value in self.element.attributes.items():
            if key.split(" ")[:2][-1] == "scormtype":
                return value
        return None

    @cached_property
    def misspelt_type(self) -> str | None:
        """The attribute that is scormtype but for capitals, if there is one."""
        names = (key.split(" ")[:2][-1] for key in self.element.attributes)
        return next((name for name in names if name.lower() == "scormtype" != name), None)

    @cached_property
    def href(self) -> Reference | None:
        """What it launches."""
        written = self.element.get("href")
        return reference(self.element, written, self.base) if written else None

    @cached_property
    def files(self) -> tuple[Reference, ...]:
        """The files that it lists."""
        return tuple(
            reference(file, written, self.base)
            for file in self.element.all("file")
            if (written := file.get("href"))
        )

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of the files that it lists."""
        return frozenset(file.path for file in self.files)


@dataclass(eq=False)
class Manifest:
    """The outer manifest of a package, with its document."""

    package: Package
    document: Document
    root: Element
    reported: set[int] = field(default_factory=set)
    """Elements that have a finding: the schema need not repeat it."""
    _looked_through: int = 0

    @cached_property
    def organizations(self) -> list[Element]:
        """The organizations, in order."""
        above = self.root.first("organizations")
        return above.all("organization") if above else []

    @cached_property
    def items(self) -> dict[Element, tuple[Item, ...]]:
        """The items of each organization, as trees."""
        return {
            organization: tuple(_item(element, True) for element in organization.all("item"))
            for organization in self.organizations
        }

    @cached_property
    def all_items(self) -> list[Item]:
        """Every item, in order."""
        return [item for trees in self.items.values() for tree in trees for item in tree.walk()]

    @cached_property
    def resources(self) -> list[Resource]:
        """The resources, in order."""
        above = self.root.first("resources")
        if not above:
            return []
        base = _joined(self.root.get("base", XML) or "", above.get("base", XML) or "")
        return [
            Resource(element, _joined(base, element.get("base", XML) or ""))
            for element in above.all("resource")
        ]

    @cached_property
    def resources_by_identifier(self) -> dict[str, Resource]:
        """Resources by identifier, the first of equal ones."""
        return {r.identifier: r for r in reversed(self.resources) if r.identifier}

    @cached_property
    def launched(self) -> dict[str, tuple[Resource, list[Item]]]:
        """The resources that items refer to, by identifier, with those items, in their order."""
        found: dict[str, tuple[Resource, list[Item]]] = {}
        for item in self.all_items:
            resource = self.resources_by_identifier.get(item.element.get("identifierref") or "")
            if resource is not None:
                found.setdefault(resource.identifier, (resource, []))[1].append(item)
        return found

    @property
    def is_spent(self) -> bool:
        """True when so many dependencies were followed that it can only be an attack."""
        return self._looked_through > _MOST_LOOKED_THROUGH

    def closure(self, resource: Resource) -> list[Resource]:
        """A resource and what it depends on; each once, and no more than are ever seen.

        The resource alone when `is_spent`.
        """
        found, waiting = {resource.identifier: resource}, [resource]
        while waiting and len(found) < _MOST_DEPENDENCIES:
            self._looked_through += 1
            if self.is_spent:
                return [resource]
            for dependency in waiting.pop().element.all("dependency"):
                other = self.resources_by_identifier.get(dependency.get("identifierref") or "")
                if other is not None and other.identifier not in found:
                    found[other.identifier] = other
                    waiting.append(other)
        return list(found.values())

    @cached_property
    def circular_dependencies(self) -> list[Element]:
        """The dependencies that lead back to a resource on the way to them."""
        found: list[Element] = []
        done: set[str] = set()
        for resource in self.resources_by_identifier.values():
            if resource.identifier in done:
                continue
            path = {resource.identifier}
            stack = [(resource.identifier, iter(resource.element.all("dependency")))]
            while stack:
                identifier, rest = stack[-1]
                dependency = next(rest, None)
                if dependency is None:
                    stack.pop()
                    path.discard(identifier)
                    done.add(identifier)
                    continue
                target = dependency.get("identifierref") or ""
                other = self.resources_by_identifier.get(target)
                if target in path:
                    found.append(dependency)
                elif other is not None and target not in done:
                    path.add(target)
                    stack.append((target, iter(other.element.all("dependency"))))
        return found

    def entry(self, to: Reference) -> str | None:
        """The path of the file in the package that a reference leads to, or None."""
        return next((path for path in to.candidates() if path in self.package.sizes), None)

    def found(
        self,
        code: str,
        element: Element,
        message: str,
        attribute: str = "",
        *,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A finding at an element of the manifest, or at its attribute."""
        self.reported.add(id(element))
        path = self.package.manifest
        return self.package.found_at(
            code,
            message,
            path,
            lambda: self.document.place(element, attribute),
            severity=severity,
        )


def _item(element: Element, is_visible: bool) -> Item:
    visible = is_visible and element.get("isvisible") not in ("false", "0")
    return Item(element, tuple(_item(child, visible) for child in element.all("item")), visible)


def joined_characters(root: Element) -> int:
    """The most characters that the addresses of resources and files take of xml:base together.

    What is written once may be joined with each address, and so take thousands of times the memory.
    """
    above = root.first("resources")
    if above is None:
        return 0
    shared = sum(len(element.get("base", XML) or "") for element in (root, above))
    return sum(
        (shared + len(resource.get("base", XML) or "")) * (1 + len(resource.children))
        for resource in above.all("resource")
    )


def _joined(base: str, path: str) -> str:
    """A base and one below it; a path from the root or of a server stands for itself."""
    return path if ":" in path or path.startswith("/") else base + path


def reference(element: Element, written: str, base: str = "") -> Reference:
    """What an address in an element leads to."""
    address = _joined(base, written.strip())
    scheme = address.partition(":")[0].lower()
    is_external = scheme in ("http", "https", "ftp") or address.startswith("//")
    plain = address.partition("#")[0].partition("?")[0].replace("\\", "/")
    path = plain if is_external or not plain else normpath(plain)
    return Reference(element, written, path, is_external)
