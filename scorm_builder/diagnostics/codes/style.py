"""STY: the style guide: what can be built, and is better said another way."""

from __future__ import annotations

from scorm_builder.diagnostics import Rule, Severity

_STYLE = "NHS digital service manual, content style guide"

STYLE: tuple[Rule, ...] = (
    Rule(
        "STY-001",
        Severity.WARNING,
        "A sentence of more than 20 words",
        help="Make two sentences of it, or leave something out.",
        source=f"{_STYLE}; GOV.UK content design: sentence length",
        example=(
            "When you meet the people whom you asked for help, tell them what you want\n"
            "to learn, and then listen to what they did."
        ),
    ),
    Rule(
        "STY-002",
        Severity.WARNING,
        "A paragraph of more than 3 sentences",
        help="Start a new paragraph, make a list, or leave something out.",
        source=_STYLE,
        example="You ask. They answer. You listen. You learn.",
    ),
    Rule(
        "STY-003",
        Severity.WARNING,
        "The reading age is above 14",
        help="Use shorter sentences and shorter, more common words.",
        source="NHS digital service manual, health literacy; WCAG 2.2, 3.1.5 Reading Level",
        example="Interdisciplinary collaboration necessitates considerable preparation.",
    ),
    Rule(
        "STY-004",
        Severity.WARNING,
        "A negative contraction",
        help="Write the two words in full, such as 'do not'.",
        source=_STYLE,
        example="This isn't help",
    ),
    Rule(
        "STY-005",
        Severity.WARNING,
        "A Latin abbreviation: eg, ie or etc",
        help="Write 'for example', 'that is' or 'and so on', or put the sentence another way.",
        source=_STYLE,
        example="Ask someone, e.g. a colleague",
    ),
    Rule(
        "STY-006",
        Severity.WARNING,
        "A heading that is a question",
        help="Say in the heading what comes below it.",
        source=_STYLE,
        example="- title: Where do you begin?",
    ),
    Rule(
        "STY-007",
        Severity.WARNING,
        "Words in capitals",
        help="Use small letters. If it is an abbreviation, add it under 'words' in catalogue.yaml.",
        source=f"{_STYLE}; capitals are harder to read, and some screen readers spell them out",
        example="This is IMPORTANT.",
    ),
    Rule(
        "STY-008",
        Severity.WARNING,
        "A date in another form",
        help="Write day, month in letters and year, such as 12 December 2023.",
        source=f"{_STYLE}; 12/11/2023 is read as two different days",
        example="on 12/11/2023",
    ),
    Rule(
        "STY-009",
        Severity.WARNING,
        "The words of a link do not say where it leads",
        help="Use the title of the page, or what a reader finds there.",
        source="WCAG 2.2, 2.4.4 Link Purpose (In Context) and 2.4.9 (Link Only)",
        example="[click here](https://example.org/more)",
    ),
    Rule(
        "STY-010",
        Severity.WARNING,
        "A word that is not in the dictionary of British English",
        help="Correct the word. If it is right, add it under 'words' in catalogue.yaml.",
        source=_STYLE,
        example="Recieve it",
    ),
    Rule(
        "STY-011",
        Severity.WARNING,
        "A review is overdue",
        help=(
            "Review the content, then set 'reviewed' to that day and 'next_review' to a later one."
        ),
        source="NHS digital service manual: content is reviewed at a set time",
        example="next_review: 2026-11-20",
    ),
    Rule(
        "STY-012",
        Severity.WARNING,
        "A link without https",
        help="Write https://, which most sites have; exempt the place if this one has not.",
        source="OWASP, transport layer security; browsers warn of http pages",
        example="address: http://example.org/",
    ),
    Rule(
        "STY-013",
        Severity.WARNING,
        "The learning time is too short",
        help="Raise 'learning_minutes', or take something out.",
        source="A learner plans by it; 200 words a minute, 1 minute for each question",
        example="learning_minutes: 10\n…\nminutes: 10",
    ),
    Rule(
        "STY-014",
        Severity.WARNING,
        "An item of a list that is written like a sentence",
        help="Start it with a small letter, unless with a name, and put nothing at its end.",
        source=f"{_STYLE}: the items end a sentence that the page starts",
        example="- It is clear",
    ),
    Rule(
        "STY-015",
        Severity.WARNING,
        "Curly quotes, or a dash for a range",
        help="Write straight quotes, and 'to' for a range.",
        source=f"{_STYLE}; screen readers do not say the dash",
        example="people: Anyone who says “yes”, 6-8 people.",
    ),
)
