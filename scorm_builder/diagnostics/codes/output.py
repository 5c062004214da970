"""OUT: what was made is not fit to publish."""

from __future__ import annotations

from scorm_builder.diagnostics import Rule, Severity

OUTPUT: tuple[Rule, ...] = (
    Rule(
        "OUT-001",
        Severity.ERROR,
        "The handout is longer than two pages",
        help=(
            "Shorten the parts that the message names, the longest one first. Each line to write "
            "on counts as 90 characters."
        ),
        source="A handout is one sheet of paper",
        example=(
            "- id: words-2\n  label: Your words\n  rows: 10\n…\n- id: words-8\n"
            "  label: Your words\n  rows: 10"
        ),
    ),
    Rule(
        "OUT-002",
        Severity.ERROR,
        "Characters that cannot be printed on the handout and the card",
        help=(
            "Use a word, or a sign that can be printed, such as ✓ ✗ ☐ → ★ ⚠; a PDF with a missing "
            "glyph prints a box and reads as nothing."
        ),
        source="PDF/UA-1, 7.21.7: every glyph maps to Unicode",
        example="title: Sample technique 🙂",
    ),
    Rule(
        "OUT-003",
        Severity.ERROR,
        "A template cannot be rendered",
        help="This is a fault in a template, not in your module: report it with this message.",
        source="Never a traceback",
        example="<p>{{ module.titel | upper }}</p>",
    ),
    Rule(
        "OUT-004",
        Severity.ERROR,
        "A side of the quick reference card is too full",
        help="Shorten the texts that the message names; the longest one first.",
        source="A card has two sides of A6, and nothing on it is cut off",
        example=(
            "steps:\n"
            "  - title: Welcome everyone by name, tell them about the plan for the morning,…"
        ),
    ),
)
