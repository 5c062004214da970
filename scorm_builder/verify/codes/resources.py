"""RES: resources and their files."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

_CAM = "SCORM 1.2 CAM 2.3"
_MOODLE = "Moodle 4.5, mod/scorm"

RESOURCES: tuple[Rule, ...] = (
    Rule(
        "RES-001",
        Severity.ERROR,
        "The scormtype of a resource that is launched is missing or unknown",
        impact=Impact.TRACKING,
        reason="Moodle takes it for an asset, and completes it when it is opened.",
        help='Write adlcp:scormtype="sco", with a lower-case t, on the resource.',
        source=f"{_CAM}; {_MOODLE}, loadSCO.php",
        example='adlcp:scormType="sco"',
    ),
    Rule(
        "RES-002",
        Severity.ERROR,
        "A resource that is launched has no href",
        impact=Impact.IMPORT,
        reason="The LMS does not know what to open.",
        help="Add the path of the file to open.",
        source=f"{_CAM}; ILIAS PR#6967",
        example='<resource identifier="sco" type="webcontent" adlcp:scormtype="sco">',
    ),
    Rule(
        "RES-003",
        Severity.ERROR,
        "The file to launch is not in the package",
        impact=Impact.IMPORT,
        reason="The learner sees an error of the server.",
        help="Put the file back, or correct the path.",
        source=f"{_CAM}; 6 of 45 public packages, mostly renamed after the export",
        example="index.html: ~",
    ),
    Rule(
        "RES-004",
        Severity.WARNING,
        "A file of a resource is not in the package",
        impact=Impact.STANDARD,
        reason="A part of the course is missing, or the list is wrong; LMSs do not look.",
        help="Put the file into the package, or take it off the list.",
        source=f"{_CAM}; 3 of 21 public packages",
        example='<file href="fonts/a.woff"/>',
    ),
    Rule(
        "RES-005",
        Severity.INFO,
        "Files that no resource lists",
        impact=Impact.STANDARD,
        reason=(
            "LMSs serve them all the same; a tool that makes a new package of this one drops them."
        ),
        help="List each file with a file element in the resource that needs it.",
        source=f"{_CAM}; 9 of 21 public packages",
        example="more.txt",
    ),
    Rule(
        "RES-006",
        Severity.ERROR,
        "The path is written with other capitals or accents than the file",
        impact=Impact.IMPORT,
        reason="A server that tells them apart does not find it.",
        help="Write the path exactly as the file is called.",
        source="Linux file systems",
        example='<file href="Style.css"/>',
    ),
    Rule(
        "RES-007",
        Severity.WARNING,
        "The file to launch is not among the files of its resource",
        impact=Impact.STANDARD,
        reason="It is lost when a tool makes a new package of this one.",
        help="List it with a file element.",
        source=f"{_CAM}; 4 of 45 public packages",
        example='adlcp:scormtype="sco" href="index.html">\n  <file href="style.css"/>',
    ),
    Rule(
        "RES-008",
        Severity.WARNING,
        "A SCO that lists no file",
        impact=Impact.STANDARD,
        reason="It is lost when a tool makes a new package of this one.",
        help="List the files that it needs with file elements.",
        source=f"{_CAM}; 2 of 45 public packages",
        example='adlcp:scormtype="sco" href="index.html">\n</resource>',
    ),
    Rule(
        "RES-009",
        Severity.WARNING,
        "The resource is on another server",
        impact=Impact.TRACKING,
        reason="A page of another origin cannot reach the LMS, so nothing is tracked.",
        help="Put the content into the package.",
        source=f"{_CAM}; same-origin policy",
        example='href="https://example.org/course/"',
    ),
    Rule(
        "RES-010",
        Severity.ERROR,
        "A path that cannot be one of the package",
        impact=Impact.IMPORT,
        reason="The LMS does not find the file.",
        help="Write a path with forward slashes, relative to the manifest.",
        source=f"{_CAM}; eXe wrote paths of its author's disk; 2 of 45 public packages",
        example='<file href="images\\one.txt"/>',
    ),
    Rule(
        "RES-011",
        Severity.WARNING,
        "A query or fragment in a path",
        impact=Impact.IMPORT,
        reason="LMSs that look for the file do not find it.",
        help="Move it to the attribute parameters of the item.",
        source=f"{_CAM}",
        example='href="index.html?part=1"',
    ),
    Rule(
        "RES-012",
        Severity.WARNING,
        "A path with characters that LMSs decode differently",
        impact=Impact.IMPORT,
        reason=(
            "Some LMSs look for the file with %20, others with a space, and one does not find it."
        ),
        help="Rename the file to letters, digits, dot, hyphen and underscore.",
        source="RFC 2396, 2; openEQUELLA#1868, chamilo#4994, xerte#891",
        example='<file href="a%20b.txt"/>',
    ),
    Rule(
        "RES-013",
        Severity.WARNING,
        "A dependency that is not there, or leads back to itself",
        impact=Impact.STANDARD,
        reason=(
            "Most LMSs do not look; those that repackage the course leave out files that it needs."
        ),
        help="Write the identifier of another resource in the manifest.",
        source=_CAM,
        example='<dependency identifierref="gone"/>',
    ),
    Rule(
        "RES-014",
        Severity.WARNING,
        "The type of a resource is not webcontent",
        impact=Impact.STANDARD,
        reason="LMSs launch web content only.",
        help='Write type="webcontent".',
        source=f"{_CAM}; 1 of 45 public packages",
        example='<resource identifier="sco" type="html" adlcp:scormtype="sco" href="index.html">',
    ),
    Rule(
        "RES-015",
        Severity.WARNING,
        "A SCO that no item launches",
        impact=Impact.IMPORT,
        reason="No learner can reach it.",
        help="Add an item with its identifier, or make it an asset.",
        source=_CAM,
        example=(
            '<resource identifier="extra" type="webcontent" adlcp:scormtype="sco" '
            'href="index.html">'
        ),
    ),
    Rule(
        "RES-016",
        Severity.WARNING,
        "The first resource with an href is not the one to launch",
        impact=Impact.IMPORT,
        reason="The first one is what openedx starts.",
        help="Put the resource that the first item launches before the others.",
        source="openedx-scorm-xblock",
        example=(
            'adlcp:scormtype="asset" href="style.css">\n…\nadlcp:scormtype="sco" href="index.html">'
        ),
    ),
    Rule(
        "RES-017",
        Severity.WARNING,
        "The file to launch is no HTML page",
        impact=Impact.IMPORT,
        reason="The learner gets a download, or a blank frame.",
        help="Launch an HTML page that shows the content.",
        source=_CAM,
        example='adlcp:scormtype="sco" href="one.png"',
    ),
)
