"""The handout target: a PDF/UA-1 and PDF/A-3a of at most two A4 pages, from the same model."""

from __future__ import annotations

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.jobs import Artifact, Job
from scorm_builder.jobs.identity import artifact_of, brand_files, content_hash
from scorm_builder.printer.paper import chosen_fonts, print_few_pages
from scorm_builder.render import render_page

# The decision chart of the choosing tool hangs on a wall; other handouts are one sheet of paper.
MAXIMUM_PAGES = {"technique": 2, "choosing-tool": 1}
STYLES = tuple(
    f"handout/style/{piece}.css"
    for piece in "page text banner glance steps advice questions small-print chart".split()
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
            pictures={**job.pictures, **brand_files(job)},
            identifier=content_hash(job),
        )
        most = MAXIMUM_PAGES[job.module.kind]
        if pages > most:
            message = f"the handout has {pages} pages; at most {most} are allowed"
            return None, (diagnose("OUT-001", job.location, message),)
        return artifact_of(job, self.name, "pdf", content), ()

    def verify(self, artifact: Artifact) -> tuple[Diagnostic, ...]:  # noqa: ARG002
        """Nothing: what can be wrong with it is found while it is made."""
        return ()
