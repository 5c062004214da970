"""Every diagnostic code, one row each: what it means and how to mend it.

Codes are stable: a code is never given a new meaning, and a retired one is not used again.

- YML: the text is not the YAML that this project accepts.
- MOD: a module or the catalogue says something that cannot be built.
- BRD: a brand cannot be used.
- OUT: what was made is not fit to publish.
- STY: the style guide: what can be built, and is better said another way.
"""

from __future__ import annotations

from dataclasses import dataclass

from scorm_builder.diagnostics import Diagnostic, Location, Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem, its usual remedy, and the rule or field failure behind it."""

    severity: Severity
    summary: str
    help: str
    source: str


def _error(summary: str, remedy: str, source: str) -> Code:
    return Code(Severity.ERROR, summary, remedy, source)


def _warning(summary: str, remedy: str, source: str) -> Code:
    return Code(Severity.WARNING, summary, remedy, source)


_YAML = "YAML 1.2; PyYAML keeps the last of two equal keys and reads 'no' as false"
_MODEL = "The content model, scorm_builder/model"
_STYLE = "NHS digital service manual, content style guide"

CODES: dict[str, Code] = {
    "YML-001": _error(
        "The file is not valid YAML",
        "Look at this line and the one before it: a missing colon, quote or indentation is the "
        "usual cause.",
        _YAML,
    ),
    "YML-002": _error(
        "A key stands twice in the same place",
        "Keep one of the two; YAML would silently drop the first.",
        _YAML,
    ),
    "YML-003": _error(
        "A tab is used for indentation", "Replace the tab with two spaces.", "YAML 1.2, 6.1"
    ),
    "YML-004": _error(
        "The file is not UTF-8 text, or has a control character",
        "Save the file as UTF-8 and remove characters that cannot be seen.",
        "YAML 1.2, 5.1; XML 1.0, 2.2: such characters break the manifest",
    ),
    "YML-005": _error(
        "A YAML feature that modules do not need",
        "Write the value out in full: no anchors (&), aliases (*), tags (!) or merge keys (<<), "
        "and one document a file.",
        "Aliases can expand without bound, tags can name code to run",
    ),
    "YML-006": _error(
        "The file is too large or too deep",
        "A module is at most 250 KB and 20 levels deep; move pictures and films to files of "
        "their own.",
        "Bounded time and memory for any input",
    ),
    "YML-007": _error(
        "A value that YAML tools read in different ways",
        "Put quotes around it, so that everybody reads the same text.",
        _YAML,
    ),
    "YML-008": _error(
        "The file cannot be read",
        "Check that the file exists, is a plain file and that you may read it.",
        "A module is a folder with a module.yaml in it; modules share one catalogue.yaml",
    ),
    "YML-009": _warning(
        "A text that is cut off at a # after a space",
        "Put quotes around the whole text; or put a space after the #, if a note starts there.",
        "YAML 1.2, 6.6: a # after a space starts a comment",
    ),
    "MOD-001": _error(
        "A key that is not known here", "Correct the name of the key, or remove it.", _MODEL
    ),
    "MOD-002": _error("A key is missing", "Add the key and give it a value.", _MODEL),
    "MOD-003": _error(
        "A value of the wrong kind", "Write the kind of value that the message names.", _MODEL
    ),
    "MOD-004": _error("A value is empty", "Give it a value, or remove the key.", _MODEL),
    "MOD-005": _error(
        "A text is too long, a number out of range, or a list too short or too long",
        "Change it to fit the limits that the message names.",
        "SCORM 1.2 and LMS database limits; a handout has two pages",
    ),
    "MOD-006": _error(
        "A value that is not one of those allowed",
        "Choose one of those that the message names.",
        _MODEL,
    ),
    "MOD-007": _error(
        "A date that is not a date", "Write it as year-month-day, for example 2026-11-20.", _MODEL
    ),
    "MOD-008": _error(
        "A link that is not a plain web address",
        "Write the full address, starting with https:// or http://, or leave the link out.",
        "Content must not run scripts or reach local files: OWASP, unvalidated links",
    ),
    "MOD-009": _error(
        "A name in a form that packages cannot carry",
        "Follow the form that the message names: lower-case letters, digits and hyphens.",
        "SCORM 1.2 identifiers; é, spaces and ~ in names break uploads (openEQUELLA#1868)",
    ),
    "MOD-010": _error(
        "The id is not the name of the folder",
        "Make the two the same; keep the id when learners already have records under it.",
        "A changed identifier orphans learners' grades (exelearning#1785)",
    ),
    "MOD-011": _error(
        "A question that cannot be answered right, or not wrong",
        "Mark at least one option with 'correct: true', and leave at least one without.",
        "SCORM 1.2 RTE, cmi.interactions.n.correct_responses",
    ),
    "MOD-012": _error(
        "A picture that is missing or cannot be used",
        "Put the file beside module.yaml, with exactly this name, as a real PNG or JPEG in the "
        "colours of a screen.",
        "A manifest must list files that exist",
    ),
    "MOD-013": _error(
        "Markup that module text does not take",
        "Use CommonMark paragraphs, lists, links and emphasis only; write < as \\< where it "
        "would start a tag.",
        "Nothing from content is executed; headings and pictures have fields of their own",
    ),
    "MOD-014": _error(
        "Two things with the same id or the same text",
        "Give each its own: learners' answers are kept under it.",
        "The same interaction id twice breaks tracking (adapt-contrib-spoor#234)",
    ),
    "MOD-015": _error(
        "Parts of the module do not fit together",
        "Change one of the two, as the message says.",
        _MODEL,
    ),
    "MOD-016": _error(
        "The catalogue and the modules do not agree",
        "List every module folder once under 'order' in catalogue.yaml.",
        _MODEL,
    ),
    "MOD-017": _error(
        "A colour on which white text cannot be read",
        "Choose a darker colour: the contrast with white must be at least 4.5 to 1.",
        "WCAG 2.2, 1.4.3 Contrast (Minimum)",
    ),
    "MOD-018": _error(
        "A learner's answers would not fit in what an LMS can keep",
        "Give the module fewer fields, or fields with a smaller max_characters. In some scripts, "
        "such as Chinese, fewer letters fit than in others.",
        "SCORM 1.2 RTE, cmi.suspend_data: 4,096 characters (xerte#847, moodle-mod_scormremote#20)",
    ),
    "MOD-019": _error(
        "A module is named that is not there",
        "Write the id of another module of this catalogue, which is the name of its folder.",
        _MODEL,
    ),
    "MOD-020": _warning(
        "An exemption that silences nothing",
        "Remove it, or copy the place from the message that it is for.",
        "Exemptions that outlive their reason hide the next finding",
    ),
    "MOD-021": _error(
        "An exemption of what cannot be exempt",
        "Name the code of a warning; an error must be mended.",
        "Content with an error cannot be built",
    ),
    "MOD-022": _error(
        "A case of the choosing tool has another result than it must",
        "Change the table or the weights until the case comes out right, or the case if it is "
        "the one that is wrong.",
        "docs/decisions/0006-choosing-tool.md",
    ),
    "MOD-023": _error(
        "A video or its captions are missing or cannot be used",
        "Put the file beside module.yaml, with exactly this name, as a real MP4, WebM or WebVTT "
        "file.",
        "WCAG 2.2, 1.2.2 Captions (Prerecorded); a manifest must list files that exist",
    ),
    "MOD-024": _error(
        "The history does not begin with this version",
        "Put an entry for this version first under 'history'.",
        "LMS administrators decide by it whether to put a new package in the place of the old one",
    ),
    "MOD-025": _error(
        "The history does not tell what learners keep of their work",
        "Write the structure that the message names into the entry. When learners have the version "
        "already, raise 'version', and put an entry for it first under 'history'.",
        "Stale state after a package is put in the place of another (Numbas#340)",
    ),
    "MOD-026": _error(
        "A diagram that is missing or cannot be used",
        "Put the file beside module.yaml, with exactly this name, as an SVG of plain shapes and "
        "words: no script, style, link, picture or other file. Inkscape saves one as 'Optimized "
        "SVG', with all CSS turned into XML attributes.",
        "SVG can carry scripts and load files: OWASP, file upload; docs/reference/module.md",
    ),
    "MOD-027": _warning(
        "A text that nobody has written yet",
        "Put your own words in its place, wherever the file says 'Write here'.",
        "What 'new' makes builds as it is, and is not meant for learners",
    ),
    "MOD-028": _error(
        "A placeholder that was not filled in",
        "Write the words that learners are to see; LMSs show this text as it is.",
        "A published national course is titled xxxPackageNamexxx",
    ),
    "MOD-029": _warning(
        "A bundle that is older than a module in it",
        "Raise the bundle's 'version', and put an entry for it first under its 'history'.",
        "LMS administrators decide by it whether to put a new package in the place of the old one",
    ),
    "MOD-030": _error(
        "The same version with other content",
        "If anybody was given the earlier build, raise 'version'; 'check' then tells what to write "
        "under 'history'. If nobody was, build with --draft. A version below 1.0.0 may change.",
        "LMS administrators, and a learner with a handout, tell packages apart by their version",
    ),
    "OUT-001": _error(
        "The handout is longer than two pages",
        "Shorten the longest parts of the module: introduction, steps, tips or links.",
        "A handout is one sheet of paper",
    ),
    "OUT-002": _error(
        "A character that the fonts of the handout and the card do not have",
        "Use another character; a PDF with a missing glyph prints a box and reads as nothing.",
        "PDF/UA-1, 7.21.7: every glyph maps to Unicode",
    ),
    "OUT-003": _error(
        "A template cannot be rendered",
        "This is a fault in a template, not in your module: report it with this message.",
        "Never a traceback",
    ),
    "OUT-004": _error(
        "A side of the quick reference card is too full",
        "Shorten the texts that the message names; the longest one first.",
        "A card has two sides of A6, and nothing on it is cut off",
    ),
    "BRD-001": _error(
        "A colour of a brand that cannot be read on the page",
        "Choose a darker colour: its contrast with the grey of the page must be at least 4.5 to 1.",
        "WCAG 2.2, 1.4.3 Contrast (Minimum) and 1.4.11 Non-text Contrast",
    ),
    "BRD-002": _error(
        "A logo that is missing or cannot be used",
        "Put the file beside brand.yaml, with exactly this name: a real PNG or JPEG, or an SVG of "
        "plain shapes whose texts are turned into paths.",
        "OWASP: an SVG can run scripts and load files; a manifest must list files that exist",
    ),
    "BRD-003": _error(
        "A style that a brand may not set",
        "Remove it, or keep to the properties and bounds in docs/how-to/brand.md; colours stand in "
        "brand.yaml.",
        "WCAG 2.2: nothing is hidden, moved, made smaller or fainter, or loaded from elsewhere",
    ),
    "BRD-004": _error(
        "A file of a brand that replaces nothing",
        "Correct its name: templates are called as in our own folder 'templates'.",
        "A file with a misspelt name would do nothing, and nobody would be told",
    ),
    "BRD-005": _error(
        "A template of a brand that weakens a page",
        "Start again from our template, and keep what assistive technology and the script rely on.",
        "WCAG 2.2, 1.3.1, 2.4.6 and 4.1.2; no third-party request",
    ),
    "BRD-006": _error(
        "A brand whose name cannot be used",
        "Rename the folder; once its packages are in use, learners' records hang on the name.",
        "The name of the folder is part of identifiers and of the output",
    ),
    "STY-001": _warning(
        "A sentence of more than 20 words",
        "Make two sentences of it, or leave something out.",
        f"{_STYLE}; GOV.UK content design: sentence length",
    ),
    "STY-002": _warning(
        "A paragraph of more than 3 sentences",
        "Start a new paragraph, make a list, or leave something out.",
        _STYLE,
    ),
    "STY-003": _warning(
        "The reading age is above 14",
        "Use shorter sentences and shorter, more common words.",
        "NHS digital service manual, health literacy; WCAG 2.2, 3.1.5 Reading Level",
    ),
    "STY-004": _warning(
        "A negative contraction", "Write the two words in full, such as 'do not'.", _STYLE
    ),
    "STY-005": _warning(
        "A Latin abbreviation: eg, ie or etc",
        "Write 'for example', 'that is' or 'and so on', or put the sentence another way.",
        _STYLE,
    ),
    "STY-006": _warning(
        "A heading that is a question", "Say in the heading what comes below it.", _STYLE
    ),
    "STY-007": _warning(
        "Words in capitals",
        "Use small letters. If it is an abbreviation, add it under 'words' in catalogue.yaml.",
        f"{_STYLE}; capitals are harder to read, and some screen readers spell them out",
    ),
    "STY-008": _warning(
        "A date in another form",
        "Write day, month in letters and year, such as 12 December 2023.",
        f"{_STYLE}; 12/11/2023 is read as two different days",
    ),
    "STY-009": _warning(
        "The words of a link do not say where it leads",
        "Use the title of the page, or what a reader finds there.",
        "WCAG 2.2, 2.4.4 Link Purpose (In Context) and 2.4.9 (Link Only)",
    ),
    "STY-010": _warning(
        "A word that is not in the dictionary of British English",
        "Correct the word. If it is right, add it under 'words' in catalogue.yaml.",
        _STYLE,
    ),
    "STY-011": _warning(
        "A review is overdue",
        "Review the content, then set 'reviewed' to that day and 'next_review' to a later one.",
        "NHS digital service manual: content is reviewed at a set time",
    ),
    "STY-012": _warning(
        "A link without https",
        "Write https://, which most sites have; exempt the place if this one has not.",
        "OWASP, transport layer security; browsers warn of http pages",
    ),
    "STY-013": _warning(
        "The learning time is too short",
        "Raise 'learning_minutes', or take something out.",
        "A learner plans by it; 200 words a minute, 1 minute for each question",
    ),
    "STY-014": _warning(
        "An item of a list that is written like a sentence",
        "Start it with a small letter, unless with a name, and put nothing at its end.",
        f"{_STYLE}: the items end a sentence that the page starts",
    ),
    "STY-015": _warning(
        "Curly quotes, or a dash for a range",
        "Write straight quotes, and 'to' for a range.",
        f"{_STYLE}; screen readers do not say the dash",
    ),
}


def diagnose(code: str, location: Location, message: str, remedy: str | None = None) -> Diagnostic:
    """A diagnostic with the severity of its code, and its help unless a remedy is given.

    Raises KeyError for a code that is not in `CODES`: a mistake in the program, not in content.
    """
    row = CODES[code]
    return Diagnostic(code, row.severity, location, message, remedy or row.help)
