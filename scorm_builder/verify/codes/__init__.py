"""Every code of the verifier: a `Rule` each, by chapter.

A chapter has the same name here and in `verify/rules`, where its functions are; `play` raises those
of `play`. The severity is an error where the package is refused, or files or records are lost; a
warning for a known failure of some LMSs; else an info. The source names the standard or the code of
an LMS. Codes are stable: a code is never given a new meaning, and a retired one is not used again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scorm_builder.diagnostics import Rule
from scorm_builder.verify.codes.items import ITEMS
from scorm_builder.verify.codes.links import LINKS
from scorm_builder.verify.codes.manifest import MANIFEST
from scorm_builder.verify.codes.metadata import METADATA
from scorm_builder.verify.codes.names import NAMES
from scorm_builder.verify.codes.play import PLAY
from scorm_builder.verify.codes.profiles import PROFILES
from scorm_builder.verify.codes.resources import RESOURCES
from scorm_builder.verify.codes.runtime import RUNTIME
from scorm_builder.verify.codes.zip import ZIP

__all__ = ["CHAPTERS", "RULES"]

CHAPTERS: Mapping[str, tuple[Rule, ...]] = {
    "zip": ZIP,
    "names": NAMES,
    "manifest": MANIFEST,
    "items": ITEMS,
    "resources": RESOURCES,
    "links": LINKS,
    "metadata": METADATA,
    "runtime": RUNTIME,
    "profiles": PROFILES,
    "play": PLAY,
}
"""The rows of each chapter, by the name of its file here."""


def _by_number(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """By code: all of one prefix together, though two chapters share it, as PKG and RES are."""
    prefixes: dict[str, list[Rule]] = {}
    for rule in rules:
        prefixes.setdefault(rule.code.rpartition("-")[0], []).append(rule)
    return {r.code: r for rows in prefixes.values() for r in sorted(rows, key=lambda r: r.code)}


RULES = _by_number(rule for rows in CHAPTERS.values() for rule in rows)
