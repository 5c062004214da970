"""The order in which a package is judged, on one page.

    the zip ──> its names ──> its content ──> the manifest ──> items, resources, metadata, schema

Each rule is a function that yields findings. A rule for a package takes the package; a rule for the
manifest is called only when there is one that can be read as SCORM 1.2. To add a rule, add a row to
`codes/`, a function to the file of its chapter, and its name to the list here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.verify.item_rules import ITEM_RULES
from scorm_builder.verify.link_rules import LINK_RULES
from scorm_builder.verify.manifest import Manifest
from scorm_builder.verify.manifest_rules import (
    MANIFEST_RULES,
    is_of_another_standard,
    read_manifest,
)
from scorm_builder.verify.metadata_rules import METADATA_RULES
from scorm_builder.verify.name_rules import NAME_RULES, find_manifest
from scorm_builder.verify.package import Package
from scorm_builder.verify.resource_rules import RESOURCE_RULES
from scorm_builder.verify.schema import check_schema
from scorm_builder.verify.zip_rules import ZIP_RULES, check_contents

PackageRule = Callable[[Package], Iterator[Diagnostic]]
ManifestRule = Callable[[Manifest], Iterator[Diagnostic]]

PACKAGE_RULES: tuple[PackageRule, ...] = (*ZIP_RULES, *NAME_RULES)

RULES_OF_THE_MANIFEST: tuple[ManifestRule, ...] = (
    *MANIFEST_RULES,
    *ITEM_RULES,
    *RESOURCE_RULES,
    *LINK_RULES,
    *METADATA_RULES,
    # Last, as it says only what no other rule has said.
    check_schema,
)


def judge(package: Package) -> Iterator[Diagnostic]:
    """Every finding of every rule, one after the other."""
    if package.has_files:
        for rule in PACKAGE_RULES:
            yield from rule(package)
        yield from check_contents(package)
        found = yield from find_manifest(package)
        if not found:
            return
    manifest = yield from read_manifest(package)
    if manifest is None:
        return
    other = is_of_another_standard(manifest)
    if other is not None:
        yield other
        return
    for manifest_rule in RULES_OF_THE_MANIFEST:
        yield from manifest_rule(manifest)
