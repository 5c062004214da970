"""The handout target: a PDF/UA-1 and PDF/A-3a of at most two A4 pages, from the same model."""

from __future__ import annotations

from collections.abc import Mapping

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.jobs import Artifact, Job
from scorm_builder.jobs.identity import artifact_of, brand_files, content_hash
from scorm_builder.model import ActivityField, Found, Path, TextKind, walk
from scorm_builder.printer.paper import chosen_fonts, code_files, longest, print_few_pages
from scorm_builder.render import render_page

# A sheet of paper.
_MOST_PAGES = 2
# What is shown of each kind of module, as far as it is of no fixed length.
_SHOWN: Mapping[str, frozenset[str]] = {
    "technique": frozenset(
        "introduction at_a_glance benefits steps tips pitfalls activity links".split()
    ),
    "choosing-tool": frozenset({"techniques", "links"}),
}
_CHARACTERS_OF_A_LINE = 90
STYLES = tuple(
    f"handout/style/{piece}.css"
    for piece in "page text table banner glance steps advice questions small-print chart".split()
)
"""The pieces of its style, in their order: of two rules, the later one holds."""


class HandoutTarget:
    """Makes `handout/<id>.pdf`."""

    name = "handout"
    prints = True

    def build(self, job: Job) -> tuple[Artifact | None, tuple[Diagnostic, ...]]:
        """The PDF, or what stands in its way: OUT-001, OUT-002."""
        styles, problems = chosen_fonts(job, *STYLES)
        if problems:
            return None, problems
        pages, content = print_few_pages(
            render_page(f"handout/{job.module.kind}.jinja", job),
            theme=job.theme,
            styles=styles,
            pictures={**job.pictures, **job.printed, **brand_files(job), **code_files(job)},
            identifier=content_hash(job),
        )
        if pages > _MOST_PAGES:
            return None, (_too_long(job, pages),)
        return artifact_of(job, self.name, "pdf", content), ()

    def verify(self, artifact: Artifact) -> tuple[Diagnostic, ...]:  # noqa: ARG002
        """Nothing: what can be wrong with it is found while it is made."""
        return ()


def _too_long(job: Job, pages: int) -> Diagnostic:
    """OUT-001 at the longest text of the longest part."""
    texts: dict[str, dict[Path, int]] = {}
    for found in walk(type(job.module), job.module.model_dump(mode="json")):
        part = str(found.path[0]) if found.path else ""
        if part in _SHOWN[job.module.kind]:
            texts.setdefault(part, {})[found.path] = _size(found)
    text, told = longest(texts)
    message = (
        f"the handout has {pages} pages; at most {_MOST_PAGES} are allowed;"
        f" its longest parts are: {told}"
    )
    return diagnose("OUT-001", job.place(text), message)


def _size(found: Found) -> int:
    """How much room a text takes, or a field to write in, in characters."""
    if isinstance(found.kind, TextKind):
        return len(found.value)
    return found.value["rows"] * _CHARACTERS_OF_A_LINE if found.kind is ActivityField else 0
