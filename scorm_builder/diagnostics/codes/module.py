"""MOD: a module or the catalogue says something that cannot be built."""

from __future__ import annotations

from scorm_builder.diagnostics import Rule, Severity

_MODEL = "The content model, scorm_builder/model"

MODULE: tuple[Rule, ...] = (
    Rule(
        "MOD-001",
        Severity.ERROR,
        "A key that is not known here",
        help="Correct the name of the key, or remove it.",
        source=_MODEL,
        example="benefit: it is spelt wrong",
    ),
    Rule(
        "MOD-002",
        Severity.ERROR,
        "A key is missing",
        help="Add the key and give it a value.",
        source=_MODEL,
        example="picture:\n  file: begin.png",
    ),
    Rule(
        "MOD-003",
        Severity.ERROR,
        "A value of the wrong kind",
        help="Write the kind of value that the message names.",
        source=_MODEL,
        example="tips:\n  keep it small",
    ),
    Rule(
        "MOD-004",
        Severity.ERROR,
        "A value is empty",
        help="Give it a value, or remove the key.",
        source=_MODEL,
        example="tips:\n  []",
    ),
    Rule(
        "MOD-005",
        Severity.ERROR,
        "A text is too long, a number out of range, or a list too short or too long",
        help="Change it to fit the limits that the message names.",
        source="SCORM 1.2 and LMS database limits; a handout has two pages",
        example="learning_minutes: 1000",
    ),
    Rule(
        "MOD-006",
        Severity.ERROR,
        "A value that is not one of those allowed",
        help="Choose one of those that the message names.",
        source=_MODEL,
        example="stage: later",
    ),
    Rule(
        "MOD-007",
        Severity.ERROR,
        "A date that is not a date",
        help="Write it as year-month-day, for example 2026-11-20.",
        source=_MODEL,
        example="reviewed: 20 November 2026",
    ),
    Rule(
        "MOD-008",
        Severity.ERROR,
        "A link that is not a plain web address",
        help="Write the full address, starting with https:// or http://, or leave the link out.",
        source="Content must not run scripts or reach local files: OWASP, unvalidated links",
        example="address: javascript:alert(1)",
    ),
    Rule(
        "MOD-009",
        Severity.ERROR,
        "A name in a form that packages cannot carry",
        help="Follow the form that the message names: lower-case letters, digits and hyphens.",
        source="SCORM 1.2 identifiers; é, spaces and ~ in names break uploads (openEQUELLA#1868)",
        example="- id: Your Words",
    ),
    Rule(
        "MOD-010",
        Severity.ERROR,
        "The id is not the name of the folder",
        help="Make the two the same; keep the id when learners already have records under it.",
        source="A changed identifier orphans learners' grades (exelearning#1785)",
        example="id: simple",
    ),
    Rule(
        "MOD-011",
        Severity.ERROR,
        "A question that cannot be answered right, or not wrong",
        help="Mark at least one option with 'correct: true', and leave at least one without.",
        source="SCORM 1.2 RTE, cmi.interactions.n.correct_responses",
        example="- text: Help\n  correct: true\n…\n- text: Wait\n  correct: true",
    ),
    Rule(
        "MOD-012",
        Severity.ERROR,
        "A picture that is missing or cannot be used",
        help=(
            "Put the file beside module.yaml, with exactly this name, as a real JPEG, PNG, WebP or "
            "HEIC in the colours of a screen."
        ),
        source="A manifest must list files that exist",
        example="picture:\n  file: begin.png",
    ),
    Rule(
        "MOD-013",
        Severity.ERROR,
        "Markup that module text does not take",
        help=(
            "Use CommonMark paragraphs, lists, tables, links and emphasis only; write < as \\< "
            "where it would start a tag."
        ),
        source="Nothing from content is executed; headings and pictures have fields of their own",
        example="introduction: |\n  # Small\n\n  It is <b>small</b>.",
    ),
    Rule(
        "MOD-014",
        Severity.ERROR,
        "Two things with the same id or the same text",
        help="Give each its own: learners' answers are kept under it.",
        source="The same interaction id twice breaks tracking (adapt-contrib-spoor#234)",
        example="- text: Help\n  correct: true\n…\n- text: Help",
    ),
    Rule(
        "MOD-015",
        Severity.ERROR,
        "Parts of the module do not fit together",
        help="Change one of the two, as the message says.",
        source=_MODEL,
        example="completion:\n  rule: all-screens\n  mastery_score: 80",
    ),
    Rule(
        "MOD-016",
        Severity.ERROR,
        "The catalogue and the modules do not agree",
        help="List every module folder once under 'order' in catalogue.yaml.",
        source=_MODEL,
        example="order:\n  - simple",
    ),
    Rule(
        "MOD-017",
        Severity.ERROR,
        "A colour on which white text cannot be read",
        help="Choose a darker colour: the contrast with white must be at least 4.5 to 1.",
        source="WCAG 2.2, 1.4.3 Contrast (Minimum)",
        example='colour: "#8fd0b5"',
    ),
    Rule(
        "MOD-018",
        Severity.ERROR,
        "A learner's answers would not fit in what an LMS can keep",
        help=(
            "Give the module fewer fields, or fields with a smaller max_characters. In some "
            "scripts, such as Chinese, fewer letters fit than in others."
        ),
        source=(
            "SCORM 1.2 RTE, cmi.suspend_data: 4,096 characters (xerte#847, "
            "moodle-mod_scormremote#20)"
        ),
        example=(
            "- id: words\n  label: Your words\n  max_characters: 1000\n…\n- id: still-more-words"
        ),
    ),
    Rule(
        "MOD-019",
        Severity.ERROR,
        "A module is named that is not there",
        help="Write the id of another module of this catalogue, which is the name of its folder.",
        source=_MODEL,
        example="neighbours:\n  - module: sampel",
    ),
    Rule(
        "MOD-020",
        Severity.WARNING,
        "An exemption that silences nothing",
        help="Remove it, or copy the place from the message that it is for.",
        source="Exemptions that outlive their reason hide the next finding",
        example=(
            "exemptions:\n  - code: STY-004\n    at: summary\n"
            "    reason: These are the words of a song."
        ),
    ),
    Rule(
        "MOD-021",
        Severity.ERROR,
        "An exemption of what cannot be exempt",
        help="Name the code of a warning; an error must be mended.",
        source="Content with an error cannot be built",
        example=(
            "exemptions:\n  - code: MOD-012\n    at: steps, item 1, picture, file\n"
            "    reason: The picture comes later."
        ),
    ),
    Rule(
        "MOD-022",
        Severity.ERROR,
        "A case of the choosing tool has another result than it must",
        help=(
            "Change the table or the weights until the case comes out right, or the case if it is "
            "the one that is wrong."
        ),
        source="docs/decisions/0006-choosing-tool.md",
        example=(
            "cases:\n  - title: The start\n    stage: at-the-start\n    goal: begin\n"
            "    first: last"
        ),
    ),
    Rule(
        "MOD-023",
        Severity.ERROR,
        "A video, its captions or a recording are missing or cannot be used",
        help=(
            "Put the file beside module.yaml, with exactly this name, as a real MP4, WebM, WebVTT, "
            "MP3 or M4A file that every browser plays."
        ),
        source="WCAG 2.2, 1.2.2 Captions (Prerecorded); a manifest must list files that exist",
        example="file: clip.webm\ncaptions: clip.vtt",
    ),
    Rule(
        "MOD-024",
        Severity.ERROR,
        "The history does not begin with this version",
        help="Put an entry for this version first under 'history'.",
        source=(
            "LMS administrators decide by it whether to put a new package in the place of the old "
            "one"
        ),
        example='version: "1.1.0"\n…\nhistory:\n  - version: "1.0.0"',
    ),
    Rule(
        "MOD-025",
        Severity.ERROR,
        "The history does not tell what learners keep of their work",
        help=(
            "Write the structure that the message names into the entry. When learners have the "
            "version already, raise 'version', and put an entry for it first under 'history'."
        ),
        source="Stale state after a package is put in the place of another (Numbas#340)",
        example=(
            'history:\n  - version: "1.1.0"\n    date: 2026-11-21\n'
            '    changes: The words are plainer.\n  - version: "1.0.0"'
        ),
    ),
    Rule(
        "MOD-026",
        Severity.ERROR,
        "A diagram that is missing or cannot be used",
        help=(
            "Put the file beside module.yaml, with exactly this name, as an SVG of plain shapes "
            "and words: no script, style, link, picture or other file. Inkscape saves one as "
            "'Optimized SVG', with all CSS turned into XML attributes."
        ),
        source="SVG can carry scripts and load files: OWASP, file upload; docs/reference/module.md",
        example='<circle cx="50" cy="30" r="20" onclick="alert(1)"/>',
    ),
    Rule(
        "MOD-027",
        Severity.WARNING,
        "A text that nobody has written yet",
        help="Put your own words in its place, wherever the file says 'Write here'.",
        source="What 'new' makes builds as it is, and is not meant for learners",
        example="summary: Write here in one or two sentences what the technique does for people.",
    ),
    Rule(
        "MOD-028",
        Severity.ERROR,
        "A placeholder that was not filled in",
        help="Write the words that learners are to see; LMSs show this text as it is.",
        source="A published national course is titled xxxPackageNamexxx",
        example='title: "{{ title }} for teams"',
    ),
    Rule(
        "MOD-029",
        Severity.WARNING,
        "A bundle that is older than a module in it",
        help="Raise the bundle's 'version', and put an entry for it first under its 'history'.",
        source=(
            "LMS administrators decide by it whether to put a new package in the place of the old "
            "one"
        ),
        example=(
            '- id: samples\n  title: All samples\n  version: "1.9.0"\n…\ntitle: Sample technique\n'
            'version: "1.1.0"'
        ),
    ),
    Rule(
        "MOD-030",
        Severity.ERROR,
        "The same version with other content",
        help=(
            "If anybody was given the earlier build, raise 'version'; 'check' then tells what to "
            "write under 'history'. If nobody was, build with --draft. A version below 1.0.0 may "
            "change."
        ),
        source=(
            "LMS administrators, and a learner with a handout, tell packages apart by their version"
        ),
    ),
    Rule(
        "MOD-031",
        Severity.WARNING,
        "A character that cannot be seen",
        help=(
            "Type the words again, with an ordinary space in the place of a no-break space or a "
            "tab: they came with what was pasted, and whoever searches for the words misses them."
        ),
        source="Titles go as they are into manifests, PDFs and tables, where they are compared",
        example='title: "Sample\\xa0tech\\xadnique"',
    ),
    Rule(
        "MOD-032",
        Severity.WARNING,
        "Two modules with the same title",
        help="Give each a title of its own: in the list of an LMS, a learner sees nothing else.",
        source="WCAG 2.2, 2.4.2 Page Titled",
        example="title: Sample technique\n…\ntitle: Sample technique",
    ),
    Rule(
        "MOD-033",
        Severity.ERROR,
        "A sign that only one font has",
        help=(
            "Type the sign anew, such as ✓ or →, or a word: Word takes it from the font Symbol or "
            "Wingdings, and others show a box for it."
        ),
        source="Unicode, 23.5: what a private character means is agreed between two sides",
        example='- "keep it \\uf04a small"',
    ),
    Rule(
        "MOD-034",
        Severity.INFO,
        "A picture of another format than its name says",
        help="It is taken as what it is. Give it the ending of its format where others use it too.",
        source="Phones and chat programs save HEIC and WebP under the names of JPEG",
        example="picture:\n  file: begin.jpg",
    ),
    Rule(
        "MOD-040",
        Severity.WARNING,
        "A language without an interface",
        help=(
            "Have the interface translated: docs/translations.md says how. Where two languages on "
            "a page are right for its readers, say so under 'exemptions'."
        ),
        source="WCAG 3.1.2: the language of each part can be told",
        example="language: pl",
    ),
)
