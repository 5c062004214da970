"""The card target: a quick reference card of A6 with two sides, and sheets with all cards to cut.

The sheets are for printers that print on both sides and turn the paper over its long edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.jobs import Artifact, CollectionJob, Job
from scorm_builder.jobs.identity import artifact_of, brand_files, content_hash, joint_hash
from scorm_builder.model import ALL_CARDS, AnyModule, Catalogue, LearningModule
from scorm_builder.printer.paper import chosen_fonts, print_few_pages, print_pages, style_sheets
from scorm_builder.render import Part, part_of, render, render_page
from scorm_builder.theme.translations import language

_SIDES = ("front", "back")
_MOST_TIPS = 3
# Longer steps are only named: what they say is in the module and in the handout.
_MOST_CHARACTERS_OF_STEPS = 500


class CardTarget:
    """Makes `card/<id>.pdf` of a technique, and `card/all-cards.pdf` of all techniques."""

    name = "card"
    prints = True
    assembles = False

    def build(self, job: Job) -> tuple[Artifact | None, tuple[Diagnostic, ...]]:
        """The PDF of a technique, or what stands in its way: OUT-002, OUT-004."""
        if not isinstance(job.module, LearningModule):
            return None, ()
        styles, problems = chosen_fonts(job, "card/style.css")
        if problems:
            return None, problems
        pages, content = _print(job, job.module, styles, _SIDES)
        if pages > len(_SIDES):
            return None, tuple(_too_full(job, job.module, styles))
        return artifact_of(job, self.name, "pdf", content), ()

    def verify(self, artifact: Artifact) -> tuple[Diagnostic, ...]:  # noqa: ARG002
        """Nothing: what can be wrong with it is found while it is made."""
        return ()

    def collections(
        self, catalogue: Catalogue, modules: Mapping[str, AnyModule]
    ) -> dict[str, tuple[str, ...]]:
        """The techniques, whose cards are on the sheets."""
        names = (n for n in catalogue.order if isinstance(modules.get(n), LearningModule))
        techniques = tuple(names)
        return {ALL_CARDS: techniques} if techniques else {}

    def collect(self, job: CollectionJob) -> tuple[Artifact, tuple[Diagnostic, ...]]:
        """The sheets. A card that is too full is reported by `build`, and would be cut off here."""
        first = job.jobs[0]
        catalogue, theme = first.catalogue, first.theme
        techniques = [
            (part, part.module) for part in job.jobs if isinstance(part.module, LearningModule)
        ]
        cards = [
            {side: _side(part, module, side, level=1) for side in _SIDES}
            for part, module in techniques
        ]
        reviewed = max(module.reviewed for _, module in techniques)
        context = {"catalogue": catalogue, "reviewed": reviewed, "cards": cards}
        sheets = Part("card/sheet.jinja", catalogue.language, context)
        languages = dict.fromkeys((catalogue.language, *(m.language for _, m in techniques)))
        html = render(sheets, theme)
        _, content = print_pages(
            html,
            theme=theme,
            styles=style_sheets(theme, languages, "card/style.css", "card/sheet.css", shown=html),
            pictures=brand_files(first),
            identifier=joint_hash(job),
        )
        artifact = Artifact(
            path=f"{self.name}/{job.id}.pdf",
            target=self.name,
            module=job.id,
            title=language(catalogue.language).translations.gettext("Quick reference cards"),
            # They have no version of their own; the date tells a newer set from an older one.
            version=reviewed.isoformat(),
            language=catalogue.language,
            content_hash=joint_hash(job),
            content=content,
        )
        return artifact, ()


def _print(
    job: Job, module: LearningModule, styles: tuple[str, ...], sides: Sequence[str]
) -> tuple[int, bytes]:
    """The number of pages that the sides of a card take, and the PDF."""
    shown = [_side(job, module, side, level=number) for number, side in enumerate(sides, start=1)]
    return print_few_pages(
        render_page("card/card.jinja", job, sides=shown),
        theme=job.theme,
        styles=styles,
        pictures=brand_files(job),
        identifier=content_hash(job),
    )


def _side(job: Job, module: LearningModule, side: str, *, level: int) -> Part:
    """One side, with a heading of this level."""
    told = _characters_of_steps(module) <= _MOST_CHARACTERS_OF_STEPS
    tips = module.tips[:_MOST_TIPS]
    return part_of(f"card/{side}.jinja", job, level=level, told=told, tips=tips)


def _too_full(job: Job, module: LearningModule, styles: tuple[str, ...]) -> Iterator[Diagnostic]:
    """OUT-004 for each side that takes more than one page, with the longest of its texts."""
    glance = module.at_a_glance
    names = sum(len(step.title) for step in module.steps)
    told = _characters_of_steps(module)
    lengths = {
        "front": {
            "title": len(module.title),
            "summary": len(module.summary),
            "at_a_glance, when": len(glance.when),
            "benefits": sum(map(len, module.benefits)),
        },
        "back": {
            "title": len(module.title),
            "steps": names + (told if told <= _MOST_CHARACTERS_OF_STEPS else 0),
            "at_a_glance, time": len(glance.time),
            "at_a_glance, people": len(glance.people),
            f"tips, the first {_MOST_TIPS}": sum(map(len, module.tips[:_MOST_TIPS])),
        },
    }
    for side, texts in lengths.items():
        pages, _ = _print(job, module, styles, [side])
        if pages > 1:
            longest = sorted(texts, key=lambda name: -texts[name])
            told_as = ", ".join(f"{name} ({texts[name]} characters)" for name in longest[:3])
            message = f"the {side} of the card is too full; its longest texts are: {told_as}"
            yield diagnose("OUT-004", job.location, message)


def _characters_of_steps(module: LearningModule) -> int:
    return sum(len(step.text or "") for step in module.steps)
