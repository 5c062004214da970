"""RES: what pages and style sheets need."""

from __future__ import annotations

from scorm_builder.diagnostics import Impact, Rule, Severity

LINKS: tuple[Rule, ...] = (
    Rule(
        "RES-018",
        Severity.WARNING,
        "A page or style sheet needs a file that is not there",
        impact=Impact.PLAYING,
        reason="A picture, style or script is missing when the learner opens the page.",
        help="Put the file into the package, or correct the link.",
        source="HTML, 2.4; CSS Values, 4.5",
        example='<img src="images/hands.png" alt="">',
    ),
)
