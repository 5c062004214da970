"""The card target: a quick reference card of A6 with two sides, and sheets with all cards to cut.

The sheets are for printers that print on both sides and turn the paper over its long edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.jobs import Artifact, CollectionJob, Job
from scorm_builder.jobs.identity import artifact_of, brand_files, content_hash, joint_hash
from scorm_builder.model import ALL_CARDS, AnyModule, Catalogue, LearningModule, Path
from scorm_builder.printer.paper import (
    chosen_fonts,
    code_files,
    longest,
    print_few_pages,
    print_pages,
    style_sheets,
)
from scorm_builder.render import Part, part_of, render, render_page
from scorm_builder.theme.translations import language

_SIDES = ("front", "back")
_MOST_TIPS = 3
# Longer steps are only named: what they say is in the module and in the handout.
_MOST_CHARACTERS_OF_STEPS = 500

_ON_A_SHEET = 4
# In points. Two cards are a millimetre less high than A4: half of it stays above them.
_MILLIMETRE = 72 / 25.4
_WIDE, _HIGH = 105 * _MILLIMETRE, 148 * _MILLIMETRE
_BELOW = 0.5 * _MILLIMETRE


class CardTarget:
    """Makes `card/<id>.pdf` of a technique, and `card/all-cards.pdf` of all techniques."""

    name = "card"
    prints = True

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
        """The sheets, with the finished cards on them."""
        # Here, as reading PDFs is for those who print.
        from scorm_builder.printer.imposition import impose  # noqa: PLC0415

        first = job.jobs[0]
        catalogue, theme = first.catalogue, first.theme
        reviewed = max(part.module.reviewed for part in job.jobs)
        count = -(-len(job.jobs) // _ON_A_SHEET)
        # Nothing of the last sheet is left white: the first cards come again.
        laid = tuple(islice(cycle(job.jobs), count * _ON_A_SHEET))
        context = {"catalogue": catalogue, "reviewed": reviewed, "pages": _SIDES * count}
        _, sheets = print_pages(
            render(Part("card/sheet.jinja", catalogue.language, context), theme),
            theme=theme,
            styles=style_sheets(theme, (), "card/style.css", "card/sheet.css"),
            pictures={},
            identifier=joint_hash(job),
        )
        cards = [(job.made[part.id], _places(number)) for number, part in enumerate(laid)]
        artifact = Artifact(
            path=f"{self.name}/{job.id}.pdf",
            target=self.name,
            module=job.id,
            title=language(catalogue.language).translations.gettext("Quick reference cards"),
            # They have no version of their own; the date tells a newer set from an older one.
            version=reviewed.isoformat(),
            language=catalogue.language,
            content_hash=joint_hash(job),
            content=impose(sheets, cards),
        )
        return artifact, ()


def _places(number: int) -> tuple[tuple[int, float, float], ...]:
    """Where the sides of a card lie: the back behind the front when the paper is turned over."""
    sheet, place = divmod(number, _ON_A_SHEET)
    row, column = divmod(place, 2)
    return tuple(
        (len(_SIDES) * sheet + side, _WIDE * at, _BELOW + _HIGH * (1 - row))
        for side, at in enumerate((column, 1 - column))
    )


def _print(
    job: Job, module: LearningModule, styles: tuple[str, ...], sides: Sequence[str]
) -> tuple[int, bytes]:
    """The number of pages that the sides of a card take, and the PDF."""
    shown = [_side(job, module, side, level=number) for number, side in enumerate(sides, start=1)]
    return print_few_pages(
        render_page("card/card.jinja", job, sides=shown),
        theme=job.theme,
        styles=styles,
        pictures={**brand_files(job), **code_files(job)},
        identifier=content_hash(job),
    )


def _side(job: Job, module: LearningModule, side: str, *, level: int) -> Part:
    """One side, with a heading of this level."""
    told = _characters_of_steps(module) <= _MOST_CHARACTERS_OF_STEPS
    tips = module.tips[:_MOST_TIPS]
    return part_of(f"card/{side}.jinja", job, level=level, told=told, tips=tips)


def _too_full(job: Job, module: LearningModule, styles: tuple[str, ...]) -> Iterator[Diagnostic]:
    """OUT-004 for each side that takes more than one page, at the longest of its texts."""
    for side, texts in _texts(module).items():
        pages, _ = _print(job, module, styles, [side])
        if pages > 1:
            text, told = longest(texts)
            message = f"the {side} of the card is too full; its longest texts are: {told}"
            yield diagnose("OUT-004", job.place(text), message)


def _texts(module: LearningModule) -> Mapping[str, Mapping[str, Mapping[Path, int]]]:
    """What stands on each side: by its name, how long which text is."""
    glance = module.at_a_glance
    told = _characters_of_steps(module) <= _MOST_CHARACTERS_OF_STEPS
    steps = [len(step.title) + (len(step.text or "") if told else 0) for step in module.steps]
    tips = module.tips[:_MOST_TIPS]
    title: Mapping[Path, int] = {("title",): len(module.title)}
    return {
        "front": {
            "title": title,
            "summary": {("summary",): len(module.summary)},
            "at_a_glance, when": {("at_a_glance", "when"): len(glance.when)},
            "benefits": {("benefits", n): len(text) for n, text in enumerate(module.benefits)},
        },
        "back": {
            "title": title,
            "steps": {("steps", n): length for n, length in enumerate(steps)},
            "at_a_glance, time": {("at_a_glance", "time"): len(glance.time)},
            "at_a_glance, people": {("at_a_glance", "people"): len(glance.people)},
            f"tips, the first {_MOST_TIPS}": {("tips", n): len(t) for n, t in enumerate(tips)},
        },
    }


def _characters_of_steps(module: LearningModule) -> int:
    return sum(len(step.text or "") for step in module.steps)
