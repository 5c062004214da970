"""The order in which a package is judged, on one page.

    the zip ──> its names ──> its content ──> the manifest ──> items, resources, links, metadata
                                                           ──> the run-time ──> the schema

Each rule is a function that yields findings. A rule for a package takes the package; a rule for the
manifest is called only when there is one that can be read as SCORM 1.2. To add a rule, add a row to
`codes/`, a function to the file of its chapter, and its name to the list here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.verify.manifest import Manifest
from scorm_builder.verify.package import Package
from scorm_builder.verify.rules.items import ITEM_RULES
from scorm_builder.verify.rules.links import LINK_RULES
from scorm_builder.verify.rules.manifest import (
    MANIFEST_RULES,
    check_schema,
    is_of_another_standard,
    read_manifest,
)
from scorm_builder.verify.rules.metadata import METADATA_RULES
from scorm_builder.verify.rules.names import NAME_RULES, find_manifest
from scorm_builder.verify.rules.profiles import Subject, check_profiles
from scorm_builder.verify.rules.resources import RESOURCE_RULES
from scorm_builder.verify.rules.runtime import RUNTIME_RULES
from scorm_builder.verify.rules.zip import ZIP_RULES, check_contents

PackageRule = Callable[[Package], Iterator[Diagnostic]]
ManifestRule = Callable[[Manifest], Iterator[Diagnostic]]

PACKAGE_RULES: tuple[PackageRule, ...] = (*ZIP_RULES, *NAME_RULES)

RULES_OF_THE_MANIFEST: tuple[ManifestRule, ...] = (
    *MANIFEST_RULES,
    *ITEM_RULES,
    *RESOURCE_RULES,
    *LINK_RULES,
    *METADATA_RULES,
    *RUNTIME_RULES,
    # Last, as it says only what no other rule has said.
    check_schema,
)


def judge(package: Package, lms: Sequence[str] = ()) -> Iterator[Diagnostic]:
    """Every finding of every rule, one after the other; then those for single LMSs."""
    rules = _judge(package)
    subject = Subject(package, None)
    while True:
        try:
            found = next(rules)
        except StopIteration as end:
            subject.manifest = end.value
            break
        if lms:
            subject.note(found)
        yield found
    yield from check_profiles(subject, lms)


def _judge(package: Package) -> Generator[Diagnostic, None, Manifest | None]:
    """Returns the manifest, when it can be read as one of SCORM 1.2."""
    if package.has_files:
        for rule in PACKAGE_RULES:
            yield from rule(package)
        yield from check_contents(package)
        found = yield from find_manifest(package)
        if not found:
            return None
    manifest = yield from read_manifest(package)
    if manifest is None:
        return None
    other = is_of_another_standard(manifest)
    if other is not None:
        yield other
        return None
    for manifest_rule in RULES_OF_THE_MANIFEST:
        yield from manifest_rule(manifest)
    return manifest
