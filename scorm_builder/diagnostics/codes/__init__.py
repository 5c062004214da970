"""Every code of the builder: a `Rule` each, by chapter, and the way to report one.

Codes are stable: a code is never given a new meaning, and a retired one is not used again.
"""

from __future__ import annotations

from collections.abc import Mapping

from scorm_builder.diagnostics import Diagnostic, Location, Rule
from scorm_builder.diagnostics.codes.brand import BRAND
from scorm_builder.diagnostics.codes.module import MODULE
from scorm_builder.diagnostics.codes.output import OUTPUT
from scorm_builder.diagnostics.codes.style import STYLE
from scorm_builder.diagnostics.codes.yaml import YAML

__all__ = ["CHAPTERS", "CODES", "diagnose"]

CHAPTERS: Mapping[str, tuple[Rule, ...]] = {
    "yaml": YAML,
    "module": MODULE,
    "brand": BRAND,
    "output": OUTPUT,
    "style": STYLE,
}
"""The rows of each chapter, by the name of its file here."""

CODES: Mapping[str, Rule] = {rule.code: rule for rows in CHAPTERS.values() for rule in rows}


def diagnose(code: str, location: Location, message: str, remedy: str | None = None) -> Diagnostic:
    """A diagnostic with the severity of its code, and its help unless a remedy is given.

    Raises KeyError for a code that is not in `CODES`: a mistake in the program, not in content.
    """
    rule = CODES[code]
    return Diagnostic(code, rule.severity, location, message, remedy or rule.help)
