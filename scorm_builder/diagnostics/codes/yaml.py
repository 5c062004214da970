"""YML: the text is not the YAML that this project accepts."""

from __future__ import annotations

from scorm_builder.diagnostics import Rule, Severity

_YAML = "YAML 1.2; PyYAML keeps the last of two equal keys and reads 'no' as false"

YAML: tuple[Rule, ...] = (
    Rule(
        "YML-001",
        Severity.ERROR,
        "The file is not valid YAML",
        help=(
            "Look at this line and the one before it: a missing colon, quote or indentation is the "
            "usual cause."
        ),
        source=_YAML,
        example="title: Peer assist: a meeting",
    ),
    Rule(
        "YML-002",
        Severity.ERROR,
        "A key stands twice in the same place",
        help="Keep one of the two; YAML would silently drop the first.",
        source=_YAML,
        example="title: Sample technique\ntitle: Another technique",
    ),
    Rule(
        "YML-003",
        Severity.ERROR,
        "A tab is used for indentation",
        help="Replace the tab with two spaces.",
        source="YAML 1.2, 6.1",
        example="steps:\n\t- title: Begin",
    ),
    Rule(
        "YML-004",
        Severity.ERROR,
        "The file is not UTF-8 text, or has a control character",
        help="Save the file as UTF-8 and remove characters that cannot be seen.",
        source="YAML 1.2, 5.1; XML 1.0, 2.2: such characters break the manifest",
        example='title: "Sample\\x1b[31m technique"',
    ),
    Rule(
        "YML-005",
        Severity.ERROR,
        "A YAML feature that modules do not need",
        help=(
            "Write the value out in full: no anchors (&), aliases (*), tags (!) or merge keys "
            "(<<), and one document a file."
        ),
        source="Aliases can expand without bound, tags can name code to run",
        example="when: &anybody Anyone, at any time.\npeople: *anybody",
    ),
    Rule(
        "YML-006",
        Severity.ERROR,
        "The file is too large or too deep",
        help=(
            "A module is at most 250 KB and 20 levels deep; move pictures and films to files of "
            "their own."
        ),
        source="Bounded time and memory for any input",
        example="id: [[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]",
    ),
    Rule(
        "YML-007",
        Severity.ERROR,
        "A value that YAML tools read in different ways",
        help="Put quotes around it, so that everybody reads the same text.",
        source=_YAML,
        example="time: 1:30",
    ),
    Rule(
        "YML-008",
        Severity.ERROR,
        "The file cannot be read",
        help="Check that the file exists, is a plain file and that you may read it.",
        source="A module is a folder with a module.yaml in it; modules share one catalogue.yaml",
        example="drafts/notes.txt",
    ),
    Rule(
        "YML-009",
        Severity.WARNING,
        "A text that is cut off at a # after a space",
        help=(
            "Put quotes around the whole text; or put a space after the #, if a note starts there."
        ),
        source="YAML 1.2, 6.6: a # after a space starts a comment",
        example="- text: Wait on ward #five",
    ),
    Rule(
        "YML-010",
        Severity.ERROR,
        "Git has left two versions of a text in the file",
        help=(
            "Keep the lines of one version, and take out the others with the lines that start with "
            "<<<<<<<, ======= and >>>>>>>."
        ),
        source="git-merge(1), how conflicts are presented",
        example="<<<<<<< HEAD\ntitle: Sample technique\n=======",
    ),
)
