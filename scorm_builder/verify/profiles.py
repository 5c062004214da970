"""What single LMSs take, as rows of limits. Nothing here is judged unless the LMS is asked for.

A row names a code, what is measured, and how much of it there may be. Measured are the amounts in
`rules/profiles.py`, or a code of another rule: how often it was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scorm_builder.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of a measure that an LMS takes; `severity` when it is not that of the code."""

    code: str
    measure: str
    most: int = 0
    severity: Severity | None = None


PROFILES: Mapping[str, tuple[Limit, ...]] = {
    "strict": (),
    "esr": (
        Limit("NHS-ESR-001", "use beyond the core without asking first"),
        Limit("NHS-ESR-002", "RTE-018"),
        Limit("NHS-ESR-003", "RES-009"),
        Limit("NHS-ESR-003", "RTE-011"),
        Limit("NHS-ESR-003", "RTE-012"),
        Limit("NHS-ESR-004", "SCOs that never commit"),
    ),
    "learning-hub": (
        Limit("NHS-LH-001", "characters of a title", 255),
        Limit("NHS-LH-001", "characters of an address to launch", 255),
        Limit("NHS-LH-001", "characters of an identifier of an item or resource", 128),
        Limit("NHS-LH-001", "characters of the keywords", 1000),
        Limit("NHS-LH-001", "characters of the author", 512),
        Limit("NHS-LH-001", "characters of the copyright", 30),
        Limit("NHS-LH-001", "characters of the catalogue entry", 128),
        Limit("NHS-LH-001", "characters of the duration", 128),
        Limit("NHS-LH-001", "characters of launch data", 4096),
        Limit("NHS-LH-002", "RTE-006"),
        Limit("NHS-LH-003", "RTE-010"),
        Limit("NHS-LH-003", "SCOs without a session time"),
        Limit("NHS-LH-004", "items without the mastery score that is asked for"),
        Limit("NHS-LH-005", "bytes", 2_000_000_000),
        Limit("NHS-LH-005", "PKG-002"),
        Limit("NHS-LH-005", "PKG-003"),
        Limit("NHS-LH-005", "MAN-010"),
        Limit("NHS-LH-005", "ITM-014"),
    ),
    "aicc-shim": (
        Limit("NHS-AICC-001", "RTE-002"),
        Limit("NHS-AICC-002", "use beyond the core"),
    ),
    "moodle": (
        Limit("NHS-MOODLE-001", "PKG-003"),
        Limit("NHS-MOODLE-001", "PKG-016"),
        Limit("NHS-MOODLE-001", "MAN-015"),
        Limit("NHS-MOODLE-001", "MAN-016"),
        Limit("NHS-MOODLE-001", "RES-001"),
        Limit("NHS-MOODLE-002", "characters of an identifier", 255),
        Limit("NHS-MOODLE-002", "characters of a title", 255),
        Limit("NHS-MOODLE-003", "items with a mastery score", 0, Severity.INFO),
        Limit("NHS-MOODLE-003", "RTE-005"),
    ),
    "openedx": (
        Limit("LMS-OPENEDX-001", "ITM-005"),
        Limit("LMS-OPENEDX-001", "ITM-006"),
        Limit("LMS-OPENEDX-001", "MAN-010"),
        Limit("LMS-OPENEDX-002", "ITM-018"),
        Limit("LMS-OPENEDX-002", "RES-016"),
    ),
    "chamilo": (
        Limit("LMS-CHAMILO-001", "ITM-003"),
        Limit("LMS-CHAMILO-001", "PKG-019"),
        Limit("LMS-CHAMILO-002", "PKG-005"),
        Limit("LMS-CHAMILO-002", "MAN-005"),
        Limit("LMS-CHAMILO-002", "MAN-017"),
    ),
    # No limits are known of these; they are here to be played in.
    "ilias": (),
    "chamilo-2": (),
    "frappe": (),
    "claroline": (),
    "opigno": (),
    "forma": (),
    "wagtail": (),
    "key-value": (),
}
"""The limits of each LMS by its name, which is also that of its simulator where there is one."""
