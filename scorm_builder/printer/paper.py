"""What the targets that print share: the fonts of a language, and the way to the printer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scorm_builder.content.drawing import words_of
from scorm_builder.content.markdown import plain_text, spell_out_addresses
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.jobs import Job, SystemPartMissing
from scorm_builder.jobs.identity import page_address
from scorm_builder.model import LearningModule, Part, TextKind, walk
from scorm_builder.theme import Theme
from scorm_builder.theme.translations import language

# A sheet of paper with two sides has room for about 8,000.
_MOST_CHARACTERS = 12_000
_CHARACTERS_OF_A_PAGE = 3_000
_TAG = re.compile(r"<[^>]*>")

# Keys of texts that only the module shows, or nobody.
_NOT_PRINTED: frozenset[str | int] = frozenset(
    "videos recordings example feedback if_true if_false model_answer neighbours companions"
    " sources exemptions history cases words bundles".split()
)


def style_sheets(theme: Theme, languages: Iterable[str], *own: str) -> tuple[str, ...]:
    """The names of style sheets with the fonts that texts in these languages need, and a brand's.

    `own` are those of what is printed.
    """
    scripts = dict.fromkeys(f"components/{language(tag).script.lower()}.css" for tag in languages)
    names = ["components/paper.css", *own, *scripts]
    if theme.brand:
        names += ["brand/print.css", *(f"brand/{name.split('/')[0]}.css" for name in own)]
    return tuple(name for name in dict.fromkeys(names) if name in theme.templates)


def code_files(job: Job) -> dict[str, bytes]:
    """The code of the address of the module's page, as templates call it; nothing without one."""
    address = page_address(job)
    if not address:
        return {}
    # Here, as drawing it is for those who say where their site is.
    from scorm_builder.printer.code import code_of  # noqa: PLC0415

    return {"page-code.svg": code_of(address)}


def print_pages(
    html: str,
    *,
    theme: Theme,
    styles: tuple[str, ...],
    pictures: Mapping[str, bytes],
    identifier: str,
) -> tuple[int, bytes]:
    """What `printer.print_pdf` makes of a page, with the address of each link behind it.

    Raises SystemPartMissing where Pango is not there.
    """
    try:
        # Here, because importing it takes long and needs Pango, which other commands do not.
        from scorm_builder.printer.press import print_pdf  # noqa: PLC0415
    except OSError as error:
        raise SystemPartMissing(
            "PDFs need Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        ) from error
    return print_pdf(
        spell_out_addresses(html),
        theme=theme,
        styles=styles,
        pictures=pictures,
        identifier=identifier,
    )


def print_few_pages(html: str, **how: Any) -> tuple[int, bytes]:
    """As `print_pages`, for what has a few pages.

    Of a text that is far too long for them, the pages are only estimated, and there are no bytes:
    to set it would take minutes.
    """
    characters = max(len(_TAG.sub("", html)), len(html) // 4)
    if characters > _MOST_CHARACTERS:
        return characters // _CHARACTERS_OF_A_PAGE, b""
    return print_pages(html, **how)


def missing_glyphs(job: Job, styles: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """OUT-002 for each character of the module that the fonts of the style sheets do not have."""
    # Here, as reading fonts is for those who print.
    from scorm_builder.printer.fonts import printable  # noqa: PLC0415

    return tuple(_missing_glyphs(job, {"\n", *printable(job.theme, styles)}))


def _missing_glyphs(job: Job, known: set[str]) -> Iterator[Diagnostic]:
    for name, text in _texts(job):
        for character in dict.fromkeys(text):
            if character not in known:
                known.add(character)
                message = f"'{character}' (U+{ord(character):04X}) in {name}"
                yield diagnose("OUT-002", job.location, message)


def _texts(job: Job) -> Iterator[tuple[str, str]]:
    """What may be printed, each text with the name of its place."""
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
