"""BRD: a brand cannot be used."""

from __future__ import annotations

from scorm_builder.diagnostics import Rule, Severity

BRAND: tuple[Rule, ...] = (
    Rule(
        "BRD-001",
        Severity.ERROR,
        "A colour of a brand that cannot be read on the page",
        help=(
            "Choose a darker colour: its contrast with the grey of the page must be at least 4.5 "
            "to 1."
        ),
        source="WCAG 2.2, 1.4.3 Contrast (Minimum) and 1.4.11 Non-text Contrast",
        example='accent: "#3399dd"',
    ),
    Rule(
        "BRD-002",
        Severity.ERROR,
        "A logo that is missing or cannot be used",
        help=(
            "Put the file beside brand.yaml, with exactly this name: a real PNG or JPEG, or an SVG "
            "of plain shapes whose texts are turned into paths."
        ),
        source=(
            "OWASP: an SVG can run scripts and load files; a manifest must list files that exist"
        ),
        example='<script>fetch("https://example.org/")</script>',
    ),
    Rule(
        "BRD-003",
        Severity.ERROR,
        "A style that a brand may not set",
        help=(
            "Remove it, or keep to the properties and bounds in docs/how-to/brand.md; colours "
            "stand in brand.yaml."
        ),
        source=(
            "WCAG 2.2: nothing is hidden, moved, made smaller or fainter, or loaded from elsewhere"
        ),
        example="a:focus {\n  outline: none;\n}",
    ),
    Rule(
        "BRD-004",
        Severity.ERROR,
        "A file of a brand that replaces nothing",
        help="Correct its name: templates are called as in our own folder 'templates'.",
        source="A file with a misspelt name would do nothing, and nobody would be told",
        example="handout/tecnique.jinja",
    ),
    Rule(
        "BRD-005",
        Severity.ERROR,
        "A template of a brand that weakens a page",
        help=(
            "Start again from our template, and keep what assistive technology and the script rely "
            "on."
        ),
        source="WCAG 2.2, 1.3.1, 2.4.6 and 4.1.2; no third-party request",
        example="<body><p>{{ module.title }}</p></body>",
    ),
    Rule(
        "BRD-006",
        Severity.ERROR,
        "A brand whose name cannot be used",
        help="Rename the folder; once its packages are in use, learners' records hang on the name.",
        source="The name of the folder is part of identifiers and of the output",
        example="card/brand.yaml",
    ),
)
