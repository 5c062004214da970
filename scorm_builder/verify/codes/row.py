"""One kind of problem of a package, as data."""

from __future__ import annotations

from dataclasses import dataclass

from scorm_builder.diagnostics import Impact, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
STANDARD, IMPORT = Impact.STANDARD, Impact.IMPORT
PLAYING, TRACKING = Impact.PLAYING, Impact.TRACKING


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the rules: what is wrong, who feels it, why it matters, how to mend it, who says so.

    `severity` is an error where the package is refused, or files or records are lost; a warning for
    a known failure of some LMSs; else info. `source` names the standard or the code of an LMS.
    """

    severity: Severity
    impact: Impact
    summary: str
    reason: str
    help: str
    source: str
