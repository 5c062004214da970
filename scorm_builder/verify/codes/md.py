"""MD: metadata."""

from __future__ import annotations

from scorm_builder.verify.codes.row import IMPORT, INFO, STANDARD, WARNING, Rule

_CAM = "SCORM 1.2 CAM 2.2"
_LOM = "imsmd_rootv1p2p1.xsd"

MD: dict[str, Rule] = {
    "MD-001": Rule(
        WARNING,
        IMPORT,
        "The file with the metadata is not in the package",
        "SCORM Cloud reports a fault of the parser when it imports the package.",
        "Put the file into the package, or remove the element adlcp:location.",
        f"{_CAM}; pipwerks#16; 2 of 12 public packages with one",
    ),
    "MD-002": Rule(
        WARNING,
        STANDARD,
        "A file with metadata cannot be used",
        "Catalogues cannot read what the course is about.",
        "Correct the record as the message says, or remove it.",
        _LOM,
    ),
    "MD-003": Rule(
        WARNING,
        STANDARD,
        "Metadata does not follow its schema",
        "LMSs do not look; catalogues may refuse the record.",
        "Change it as the message says; the order of elements counts, and languages are written "
        "as en-GB.",
        f"{_LOM}; 2 of 45 public packages",
    ),
    "MD-004": Rule(
        WARNING,
        STANDARD,
        "Metadata lacks what ADL asks for",
        "Catalogues cannot tell what the course is about, or who may use it.",
        "Add the elements that the message names.",
        _CAM,
    ),
    "MD-005": Rule(
        WARNING,
        STANDARD,
        "A word that is not in the vocabulary",
        "Catalogues sort by these words.",
        "Use a word of LOMv1.0 with its source, and 'ADL SCORM 1.2' as metadatascheme.",
        f"{_CAM}; IEEE LOM 1.0",
    ),
    "MD-006": Rule(
        INFO,
        STANDARD,
        "There is no metadata",
        "The standard does not ask for it; catalogues show less.",
        "Add a record to the metadata of the manifest.",
        f"{_CAM}; 19 of 45 public packages",
    ),
    "MD-007": Rule(
        WARNING,
        STANDARD,
        "A duration, date or card in another form",
        "Catalogues cannot read it.",
        "Write durations as PT30M, dates as 2026-11-20, and people and publishers as a vCard.",
        f"{_CAM}; ISO 8601; RFC 2426",
    ),
}
