"""PKG: the names of the files, and where the manifest is among them."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

_ZIP = "PKWARE APPNOTE"
_MOODLE = "Moodle 4.5, mod/scorm"

NAMES: tuple[Rule, ...] = (
    Rule(
        "PKG-002",
        Severity.ERROR,
        "There is no imsmanifest.xml",
        impact=Impact.IMPORT,
        reason="Without a manifest it is not a SCORM package, and no LMS takes it for one.",
        help="Export the course again as SCORM 1.2, and zip all that was exported.",
        source=f"SCORM 1.2 CAM 2.3; {_MOODLE}: nomanifest",
        example="cmi5.xml",
    ),
    Rule(
        "PKG-003",
        Severity.ERROR,
        "The manifest is not at the root of the zip",
        impact=Impact.IMPORT,
        reason="Most LMSs look for it at the root only; Moodle refuses a package in a folder.",
        help="Zip what is in the folder, not the folder.",
        source=f"SCORM 1.2 CAM 2.3; {_MOODLE}: badimsmanifestlocation",
        example="course/imsmanifest.xml",
    ),
    Rule(
        "PKG-004",
        Severity.ERROR,
        "The manifest's name has capitals",
        impact=Impact.IMPORT,
        reason="A server that tells capitals from small letters does not find it.",
        help="Rename it to imsmanifest.xml.",
        source=f"SCORM 1.2 CAM 2.3; {_MOODLE}",
        example="IMSmanifest.XML",
    ),
    Rule(
        "PKG-005",
        Severity.WARNING,
        "There are more manifests in folders",
        impact=Impact.IMPORT,
        reason="Some LMSs take the first manifest that they come upon.",
        help="Put one package in a zip.",
        source="Chamilo, scorm.class.php; openedx-scorm-xblock",
        example="old/imsmanifest.xml",
    ),
    Rule(
        "PKG-006",
        Severity.ERROR,
        "A name leads out of the package",
        impact=Impact.IMPORT,
        reason="It could overwrite files of the server, so careful LMSs refuse the package.",
        help="Make the zip again from inside the folder, with names relative to it.",
        source="Zip slip (CWE-22); scormhost, packages.py",
        example="../../etc/cron.d/job",
    ),
    Rule(
        "PKG-007",
        Severity.ERROR,
        "A name has a backslash",
        impact=Impact.IMPORT,
        reason="Only Windows takes it for a folder; elsewhere the file is not found.",
        help="Make the zip with a tool that writes forward slashes.",
        source=f"{_ZIP} 4.4.17.1",
        example="images\\one.txt",
    ),
    Rule(
        "PKG-016",
        Severity.WARNING,
        "A name that not every server can keep",
        impact=Impact.IMPORT,
        reason=(
            "Moodle takes some characters out of names, Windows refuses others: the file is not "
            "found."
        ),
        help=(
            "Use letters, digits, dot, hyphen and underscore only, and paths of at most 200 "
            "characters."
        ),
        source=f"{_MOODLE}: PARAM_FILE; Windows file names",
        example="Q&A.txt",
    ),
    Rule(
        "PKG-017",
        Severity.INFO,
        "A file that the operating system left there",
        impact=Impact.STANDARD,
        reason="It does no harm, but it is not part of the course.",
        help="Leave out __MACOSX, .DS_Store, Thumbs.db and desktop.ini.",
        source="Seen in 7 of 45 public packages",
        example="__MACOSX/._index.html",
    ),
    Rule(
        "PKG-018",
        Severity.WARNING,
        "A zip in the zip",
        impact=Impact.IMPORT,
        reason="Often the package was zipped twice; an LMS does not unpack the inner one.",
        help=(
            "Upload the inner zip if it is the package, else take it out or offer it as a download."
        ),
        source="Seen in 1 of 45 public packages",
        example="course.zip",
    ),
    Rule(
        "PKG-019",
        Severity.WARNING,
        "A file that a server may run or refuse",
        impact=Impact.IMPORT,
        reason="Uploads with programs or server settings are refused, or worse, run.",
        help="Take it out of the package.",
        source="CWE-434; Chamilo refuses .php and .htaccess",
        example="save.php",
    ),
    Rule(
        "PKG-020",
        Severity.WARNING,
        "A file of the workshop, not of the course",
        impact=Impact.STANDARD,
        reason="Every learner can fetch it, and it may hold secrets.",
        help="Zip only what the course needs.",
        source="CWE-538",
        example=".env: KEY=1",
    ),
    Rule(
        "PKG-021",
        Severity.WARNING,
        "Control documents are missing beside the manifest",
        impact=Impact.STANDARD,
        reason="The standard asks for them; LMSs do not, but offline validators do.",
        help="Add the four XSD files of SCORM 1.2.",
        source="SCORM 1.2 CAM 2.3; exelearning#915; 15 of 45 public packages lack some",
        example="adlcp_rootv1p2.xsd: ~",
    ),
)
