"""The handout target: a PDF/UA-1 and PDF/A-3a of at most two A4 pages, from the same model."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache

from fontTools.ttLib import TTFont

from scorm_builder.codes import diagnose
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.drawing import with_fonts, words_of
from scorm_builder.jobs import Artifact, Job, SystemPartMissing
from scorm_builder.markdown import plain_text, spell_out_addresses
from scorm_builder.model import LearningModule, Part, TextKind, walk
from scorm_builder.render import artifact_of, brand_files, content_hash, render_page
from scorm_builder.theme import Theme
from scorm_builder.translations import language

# The decision chart of the choosing tool hangs on a wall; other handouts are one sheet of paper.
MAXIMUM_PAGES = {"technique": 2, "choosing-tool": 1}
# Keys of texts that only the module shows, or nobody.
_NOT_PRINTED: frozenset[str | int] = frozenset(
    "videos example feedback if_true if_false model_answer neighbours companions"
    " sources exemptions history cases words bundles".split()
)


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
        pages, content = print_pdf(
            spell_out_addresses(render_page(f"handout/{job.module.kind}.jinja", job)),
            theme=job.theme,
            styles=_styles(job),
            pictures=pictures_of(job),
            identifier=content_hash(job),
        )
        most = MAXIMUM_PAGES[job.module.kind]
        if pages > most:
            message = f"the handout has {pages} pages; at most {most} are allowed"
            return None, (diagnose("OUT-001", job.location, message),)
        return artifact_of(job, self.name, "pdf", content), ()


def _styles(job: Job) -> tuple[str, ...]:
    """The style sheet, and that with the fonts of the language's script where it needs others."""
    script = f"handout/{language(job.module.language).script.lower()}.css"
    names = ("handout/style.css", script, *(["brand/print.css"] if job.theme.brand else []))
    return tuple(name for name in names if name in job.theme.templates)


def pictures_of(job: Job) -> dict[str, bytes]:
    """The pictures by their names, the diagram in the fonts of the handout, and a logo."""
    found = {**job.pictures, **brand_files(job)}
    if isinstance(job.module, LearningModule) and job.module.diagram:
        name = job.module.diagram.file
        found[name] = with_fonts(found[name], job.theme.font_families(_styles(job)))
    return found


@lru_cache(maxsize=4)
def _printable(theme: Theme, styles: tuple[str, ...]) -> frozenset[str]:
    """The characters that the fonts of the style sheets have."""
    points: set[int] = set()
    for font_file in theme.font_files(styles):
        with TTFont(io.BytesIO(font_file)) as font:
            points |= set(font.getBestCmap())
    return frozenset(map(chr, points))


def _missing_glyphs(job: Job) -> Iterator[Diagnostic]:
    known = {"\n", *_printable(job.theme, _styles(job))}
    for name, text in _texts(job):
        for character in dict.fromkeys(text):
            if character not in known:
                known.add(character)
                message = f"'{character}' (U+{ord(character):04X}) in {name}"
                yield diagnose("OUT-002", job.location, message)


def _texts(job: Job) -> Iterator[tuple[str, str]]:
    """What the handout may print, each text with the name of its place."""
    parts: list[tuple[Part, str]] = [(job.module, ""), (job.catalogue, "the catalogue's ")]
    if job.theme.brand:
        parts.append((job.theme.brand, "the brand's "))
    for part, owner in parts:
        for found in walk(type(part), part.model_dump(mode="json")):
            if isinstance(found.kind, TextKind) and not _NOT_PRINTED & set(found.path):
                text = found.value if found.kind is TextKind.LINE else plain_text(found.value)
                yield f"{owner}'{found.path[0]}'", text
    if isinstance(job.module, LearningModule) and job.module.diagram:
        for text in words_of(job.pictures[job.module.diagram.file]):
            yield "'diagram'", text
