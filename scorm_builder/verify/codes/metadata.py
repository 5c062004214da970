"""MD: metadata."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

_CAM = "SCORM 1.2 CAM 2.2"
_LOM = "imsmd_rootv1p2p1.xsd"

METADATA: tuple[Rule, ...] = (
    Rule(
        "MD-001",
        Severity.WARNING,
        "The file with the metadata is not in the package",
        impact=Impact.IMPORT,
        reason="SCORM Cloud reports a fault of the parser when it imports the package.",
        help="Put the file into the package, or remove the element adlcp:location.",
        source=f"{_CAM}; pipwerks#16; 2 of 12 public packages with one",
        example="<metadata><adlcp:location>gone.xml</adlcp:location></metadata>",
    ),
    Rule(
        "MD-002",
        Severity.WARNING,
        "A file with metadata cannot be used",
        impact=Impact.STANDARD,
        reason="Catalogues cannot read what the course is about.",
        help="Correct the record as the message says, or remove it.",
        source=_LOM,
        example="lom.xml: <html/>",
    ),
    Rule(
        "MD-003",
        Severity.WARNING,
        "Metadata does not follow its schema",
        impact=Impact.STANDARD,
        reason="LMSs do not look; catalogues may refuse the record.",
        help=(
            "Change it as the message says; the order of elements counts, and languages are "
            "written as en-GB."
        ),
        source=f"{_LOM}; 2 of 45 public packages",
        example='<langstring xml:lang="en_GB">',
    ),
    Rule(
        "MD-004",
        Severity.WARNING,
        "Metadata lacks what ADL asks for",
        impact=Impact.STANDARD,
        reason="Catalogues cannot tell what the course is about, or who may use it.",
        help="Add the elements that the message names.",
        source=_CAM,
        example="<metametadata>\n</metametadata>",
    ),
    Rule(
        "MD-005",
        Severity.WARNING,
        "A word that is not in the vocabulary",
        impact=Impact.STANDARD,
        reason="Catalogues sort by these words.",
        help="Use a word of LOMv1.0 with its source, and 'ADL SCORM 1.2' as metadatascheme.",
        source=f"{_CAM}; IEEE LOM 1.0",
        example="<metadatascheme>LOMv1.0</metadatascheme>",
    ),
    Rule(
        "MD-006",
        Severity.INFO,
        "There is no metadata",
        impact=Impact.STANDARD,
        reason="The standard does not ask for it; catalogues show less.",
        help="Add a record to the metadata of the manifest.",
        source=f"{_CAM}; 19 of 45 public packages",
        example="<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>",
    ),
    Rule(
        "MD-007",
        Severity.WARNING,
        "A duration, date or card in another form",
        impact=Impact.STANDARD,
        reason="Catalogues cannot read it.",
        help="Write durations as PT30M, dates as 2026-11-20, and people and publishers as a vCard.",
        source=f"{_CAM}; ISO 8601; RFC 2426",
        example="<datetime>20.11.2026</datetime>",
    ),
)
