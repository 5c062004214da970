"""RES: resources and their files, from the manifest to the package and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.verify.manifest import CONTROL_DOCUMENTS, Manifest, Reference, Resource
from scorm_builder.verify.package import MOST_OF_A_CODE, difference, folded
from scorm_builder.verify.rules.names import is_junk

_PAGES = (".htm", ".html", ".xhtml")
_MEDIA = (".gif", ".jpeg", ".jpg", ".mp3", ".mp4", ".pdf", ".png", ".svg", ".txt", ".xml")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TYPES = ("sco", "asset")
_ODD_CHARACTERS = re.compile(r"[^A-Za-z0-9._/~!$&'()*,;=:@-]")


def check_launched(manifest: Manifest) -> Iterator[Diagnostic]:
    """RES-001 to RES-003, RES-007 to RES-009, RES-017: the resources that items launch."""
    for resource, _ in manifest.launched.values():
        element, href = resource.element, resource.href
        if resource.scorm_type is None and (name := resource.misspelt_type):
            message = f"{name} is not scormtype: capitals count"
            yield manifest.found("RES-001", element, message, name)
        elif resource.scorm_type is None:
            yield manifest.found("RES-001", element, "it has no adlcp:scormtype")
        elif resource.scorm_type not in _TYPES:
            message = f"it is '{resource.scorm_type}', and neither sco nor asset"
            yield manifest.found("RES-001", element, message, "scormtype")
        if href is None:
            yield manifest.found("RES-002", element, "nothing says what to open")
        elif href.is_external:
            yield manifest.found("RES-009", element, f"it is '{href.written}'", "href")
        else:
            yield from _check_launch_file(manifest, resource, href)


def _check_launch_file(
    manifest: Manifest, resource: Resource, href: Reference
) -> Iterator[Diagnostic]:
    element = resource.element
    yield from _check_path(manifest, href)
    if not _leads_out(href):
        yield from _check_there(manifest, href, "RES-003")
    if not resource.files and resource.scorm_type == "sco":
        yield manifest.found("RES-008", element, "it has no file element")
    elif (
        not _lists(resource, href)
        # Each may have many dependencies, so no more are looked through than are listed.
        and manifest.package.counts["RES-007"] < MOST_OF_A_CODE
        and not any(_lists(other, href) for other in manifest.closure(resource))
    ):
        yield manifest.found("RES-007", element, f"no file element has '{href.path}'", "href")
    entry = manifest.entry(href)
    if href.path.lower().endswith(_MEDIA):
        yield manifest.found("RES-017", element, f"it is '{href.path}'", "href")
    elif entry is not None and not manifest.package.sizes[entry]:
        yield manifest.found("RES-017", element, f"'{href.path}' is empty", "href")


def _lists(resource: Resource, href: Reference) -> bool:
    return any(path in resource.paths for path in href.candidates())


def _leads_out(to: Reference) -> bool:
    return to.path.startswith(("/", "../")) or to.path == ".." or bool(_SCHEME.match(to.path))


def _check_path(
    manifest: Manifest, to: Reference, severity: Severity | None = None
) -> Iterator[Diagnostic]:
    """RES-010 to RES-012: how a path is written; `severity` is that of what is lost by it."""
    written, element = to.written, to.element
    if _leads_out(to):
        yield manifest.found("RES-010", element, f"it is '{written}'", "href", severity=severity)
    elif "\\" in written:
        message = f"it has a backslash: '{written}'"
        yield manifest.found("RES-010", element, message, "href", severity=severity)
    elif "?" in written or "#" in written:
        yield manifest.found("RES-011", element, f"it is '{written}'", "href")
    elif odd := sorted(set(_ODD_CHARACTERS.findall(written))):
        message = f"'{written}' has {' '.join('a space' if c == ' ' else c for c in odd)} in it"
        yield manifest.found("RES-012", element, message, "href")


def _check_there(
    manifest: Manifest, to: Reference, code: str, severity: Severity | None = None
) -> Iterator[Diagnostic]:
    """RES-003, RES-004, RES-006: the file is in the package, under exactly this name."""
    package = manifest.package
    if not package.has_files or manifest.entry(to) is not None:
        return
    others = [found for path in to.candidates() if (found := package.folded.get(folded(path)))]
    if others:
        message = f"it is '{to.path}', and {difference(unquote(to.path), others[0])}"
        yield manifest.found("RES-006", to.element, message, "href", severity=severity)
    else:
        yield manifest.found(code, to.element, f"there is no '{to.path}'", "href")


def check_files(manifest: Manifest) -> Iterator[Diagnostic]:
    """RES-004, RES-006, RES-009 to RES-012: the files that resources list."""
    for resource in manifest.resources:
        references = list(resource.files)
        launched = manifest.launched.get(resource.identifier)
        if resource.href is not None and (launched is None or launched[0] is not resource):
            references.insert(0, resource.href)
        # The launch file was judged with its resource.
        told = {resource.href.path} if resource.href is not None else set()
        for to in references:
            if to.is_external:
                yield manifest.found("RES-009", to.element, f"it is '{to.written}'", "href")
            elif to is resource.href or to.path not in told:
                # LMSs do not look at these, so a wrong one does not keep a course from starting.
                yield from _check_path(manifest, to, Severity.WARNING)
                if not _leads_out(to):
                    yield from _check_there(manifest, to, "RES-004", Severity.WARNING)


def check_unlisted(manifest: Manifest) -> Iterator[Diagnostic]:
    """RES-005: files of the package that no resource lists."""
    if not manifest.package.has_files:
        return
    listed: set[str] = set()
    for resource in manifest.resources:
        for to in (*resource.files, *([resource.href] if resource.href else [])):
            listed.update(folded(path) for path in to.candidates())
    for element in manifest.root.walk():
        if element.name == "location":
            listed.add(folded(element.text))
    own = [
        path
        for path in manifest.package.sizes
        if not is_junk(path)
        and path not in (*CONTROL_DOCUMENTS, manifest.package.manifest)
        and not path.lower().endswith((".xsd", ".dtd"))
    ]
    unlisted = sorted(path for path in own if folded(path) not in listed)
    if unlisted:
        severity = Severity.WARNING if 2 * len(unlisted) >= len(own) else None
        message = f"{len(unlisted)} of {len(own)} files, such as '{unlisted[0]}'"
        yield manifest.package.found("RES-005", message, unlisted[0], severity=severity)


def check_dependencies(manifest: Manifest) -> Iterator[Diagnostic]:
    """RES-013: dependencies that are not there, or go round in a circle."""
    for resource in manifest.resources:
        for dependency in resource.element.all("dependency"):
            target = dependency.get("identifierref") or ""
            other = manifest.resources_by_identifier.get(target)
            if other is None:
                message = f"no resource has the identifier '{target}'"
                yield manifest.found("RES-013", dependency, message, "identifierref")
    for dependency in manifest.circular_dependencies:
        message = "it leads back to the resource that it is in"
        yield manifest.found("RES-013", dependency, message, "identifierref")


def check_kinds(manifest: Manifest) -> Iterator[Diagnostic]:
    """RES-014 to RES-016: types, SCOs that nothing launches, and which resource comes first."""
    launched = {id(resource) for resource, _ in manifest.launched.values()}
    for resource in manifest.resources:
        kind = resource.element.get("type")
        if kind != "webcontent":
            told = f"it is '{kind}'" if kind is not None else "it has no type"
            yield manifest.found("RES-014", resource.element, told, "type")
        if resource.scorm_type == "sco" and id(resource) not in launched:
            message = f"no item has the identifierref '{resource.identifier}'"
            # Two of one identifier: told as such.
            if manifest.resources_by_identifier.get(resource.identifier) is resource:
                yield manifest.found("RES-015", resource.element, message, "identifier")
    first = next((r for r in manifest.resources if r.element.get("href")), None)
    if first is not None and launched and id(first) not in launched:
        message = "openedx would start this one"
        yield manifest.found("RES-016", first.element, message, "href")


RESOURCE_RULES = (
    check_launched,
    check_files,
    check_unlisted,
    check_dependencies,
    check_kinds,
)
