"""The handout target: a tagged PDF/UA-1 of at most two A4 pages, from the same model."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache

from fontTools.ttLib import TTFont

from scorm_builder.codes import diagnose
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.jobs import Artifact, Job, SystemPartMissing
from scorm_builder.model import LearningModule, TextKind, walk
from scorm_builder.render import content_hash, render_page
from scorm_builder.theme import Theme

MAXIMUM_PAGES = 2


class HandoutTarget:
    """Makes `handout/<id>.pdf`."""

    name = "handout"

    def build(self, job: Job) -> tuple[Artifact | None, tuple[Diagnostic, ...]]:
        """The PDF, or what stands in its way: OUT-001, OUT-002."""
        problems = tuple(_missing_glyphs(job))
        if problems:
            return None, problems
        try:
            # Here, because importing it takes long and needs Pango, which other commands do not.
            from scorm_builder.printer import print_pdf  # noqa: PLC0415
        except OSError as error:
            raise SystemPartMissing(
                "the handout needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
            ) from error
        identifier = content_hash(job)
        pages, content = print_pdf(
            render_page("handout/page.jinja", job),
            theme=job.theme,
            style="handout/style.css",
            pictures=job.pictures,
            identifier=identifier,
        )
        if pages > MAXIMUM_PAGES:
            message = f"the handout has {pages} pages; at most {MAXIMUM_PAGES} are allowed"
            return None, (diagnose("OUT-001", job.location, message),)
        module = job.module
        return (
            Artifact(
                path=f"{self.name}/{module.id}.pdf",
                target=self.name,
                module=module.id,
                title=module.title,
                version=module.version,
                language=module.language,
                content_hash=identifier,
                content=content,
            ),
            (),
        )


@lru_cache(maxsize=4)
def _printable(theme: Theme) -> frozenset[int]:
    """The code points that the theme's fonts have."""
    points: set[int] = set()
    for content in theme.folder("fonts").values():
        with TTFont(io.BytesIO(content)) as font:
            points |= set(font.getBestCmap())
    return frozenset(points)


def _missing_glyphs(job: Job) -> Iterator[Diagnostic]:
    printable = _printable(job.theme)
    seen: set[str] = set()
    for found in walk(LearningModule, job.module.model_dump(mode="json")):
        if isinstance(found.kind, TextKind):
            for character in found.value:
                if ord(character) not in printable and character not in "\n" + "".join(seen):
                    seen.add(character)
                    message = f"'{character}' (U+{ord(character):04X}) in '{found.path[0]}'"
                    yield diagnose("OUT-002", job.location, message)
