"""PKG: the zip as a container, and what its files hold."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

_ZIP = "PKWARE APPNOTE"
_MOODLE = "Moodle 4.5, mod/scorm"

ZIP: tuple[Rule, ...] = (
    Rule(
        "PKG-001",
        Severity.ERROR,
        "The zip is damaged, or contradicts itself",
        impact=Impact.IMPORT,
        reason="LMSs read different parts of a zip, so they refuse it or unpack different files.",
        help="Make the zip again, and see that the upload or download was complete.",
        source=f"{_ZIP} 4.3; {_MOODLE}: badarchive",
        example="<!DOCTYPE HTML>\n<html><body>Please sign in.</body></html>",
    ),
    Rule(
        "PKG-008",
        Severity.ERROR,
        "An entry is no plain file or folder",
        impact=Impact.IMPORT,
        reason="A link can point at any file of the server, so LMSs refuse it or drop it.",
        help="Replace it by the file that it points at.",
        source="CWE-59; scormhost, packages.py",
        example="{name: notes.txt, …, mode: 0120777}",
    ),
    Rule(
        "PKG-009",
        Severity.ERROR,
        "An entry is encrypted",
        impact=Impact.IMPORT,
        reason="No LMS asks for the password.",
        help="Make the zip without a password.",
        source=f"{_ZIP} 6 and 7",
        example="{name: style.css, flags: 1}",
    ),
    Rule(
        "PKG-010",
        Severity.ERROR,
        "An entry is compressed by a method that few can read",
        impact=Impact.IMPORT,
        reason="The zip libraries of LMSs read stored and deflated files only.",
        help="Make the zip with the usual compression, which is called deflate.",
        source=f"{_ZIP} 4.4.5; PHP ZipArchive, .NET ZipArchive",
        example="{name: script.js, method: 14}",
    ),
    Rule(
        "PKG-011",
        Severity.ERROR,
        "A name stands twice in the zip",
        impact=Impact.IMPORT,
        reason="Which of the two is unpacked differs from LMS to LMS.",
        help="Make the zip again instead of adding to an old one.",
        source=f"{_ZIP} 4.3.2",
        example="{name: style.css, …, again: true}",
    ),
    Rule(
        "PKG-012",
        Severity.WARNING,
        "Names that are the same on some systems",
        impact=Impact.IMPORT,
        reason=(
            "Where capitals or forms of accents do not count, one file takes the place of the "
            "other."
        ),
        help="Rename one of the two.",
        source="Windows and macOS file systems",
        example='<file href="style.css"/><file href="Style.css"/>',
    ),
    Rule(
        "PKG-013",
        Severity.ERROR,
        "The package unpacks to more than a server can take",
        impact=Impact.IMPORT,
        reason="LMSs stop to unpack what looks like an attack.",
        help="Take out what does not belong in it, and make the zip again.",
        source=(
            "CWE-409; a ratio of 200 beyond 10 MB, 10 GB, 65,000 entries; scormhost, packages.py"
        ),
        example="zeros.txt: {text: '0', times: 30000000}",
    ),
    Rule(
        "PKG-014",
        Severity.WARNING,
        "The zip has parts that plain readers do not expect",
        impact=Impact.IMPORT,
        reason="Simple readers stumble over ZIP64, comments, and bytes before or after the zip.",
        help="Make the zip again with a plain zip tool.",
        source=f"{_ZIP} 4.3.14 to 4.3.16 and 4.4.12",
        example="{before: MZ, after: more, comment: made by hand}",
    ),
    Rule(
        "PKG-015",
        Severity.WARNING,
        "A name is not ASCII and not marked as UTF-8",
        impact=Impact.IMPORT,
        reason="Each LMS guesses the letters, and links to the file break.",
        help="Rename the file to letters without accents, or use a zip tool that marks UTF-8.",
        source=f"{_ZIP} appendix D",
        example="{name: {hex: 68 84 6e 64 65 2e 74 78 74}, …}",
    ),
    Rule(
        "PKG-022",
        Severity.INFO,
        "Folders as entries, or times of change that cannot be",
        impact=Impact.STANDARD,
        reason=(
            "LMSs do not mind; the same content then gives another zip on another day or machine."
        ),
        help="Leave folders out of the zip, and set all times to one fixed time.",
        source="Reproducible builds",
        example="{name: index.html, date: 0}",
    ),
    Rule(
        "PKG-023",
        Severity.WARNING,
        "A file without its content",
        impact=Impact.TRACKING,
        reason="The learner sees a blank page, or something does not work.",
        help="Put the real file in its place; with Git LFS, run 'git lfs pull' first.",
        source="Empty files and Git LFS pointers in published packages",
        example="one.png: ''",
    ),
    Rule(
        "PKG-024",
        Severity.INFO,
        "Not everything was looked at",
        impact=Impact.STANDARD,
        reason="Time and memory are bounded, whatever the size of a package.",
        help="Nothing needs to be mended; what was left out is not judged.",
        source="Bounds of this program",
        example="{text: '<file href=\"style.css\"/>', times: 20001}",
    ),
)
