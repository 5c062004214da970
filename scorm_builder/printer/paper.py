"""What the targets that print share: the fonts of a language, and the way to the printer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scorm_builder.content.drawing import words_of
from scorm_builder.content.markdown import plain_text, spell_out_addresses
from scorm_builder.content.wording import spell
from scorm_builder.content.yaml_document import Path
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.jobs import BRAND, CATALOGUE, MODULE, Job, SystemPartMissing
from scorm_builder.jobs.identity import brand_files, page_address
from scorm_builder.model import LearningModule, Part, TextKind, walk
from scorm_builder.theme import SIGNS, Theme
from scorm_builder.theme.translations import language

# A sheet of paper with two sides has room for about 8,000.
_MOST_CHARACTERS = 12_000
_CHARACTERS_OF_A_PAGE = 3_000
_MOST_SHOWN = 5
_OTHER_MODULE = (
    "Write these words in Latin letters here, or give them a module of their own: the fonts follow"
    " its 'language'."
)
_OTHER_LETTERS = (
    "Write these words in Latin letters: there is no font for these. docs/translations.md says how"
    " one is added."
)
_TAG = re.compile(r"<[^>]*>")

# Keys of texts that only the module shows, or nobody.
_NOT_PRINTED: frozenset[str | int] = frozenset(
    "videos recordings example feedback if_true if_false model_answer neighbours companions"
    " sources exemptions history cases words bundles".split()
)


def style_sheets(
    theme: Theme, languages: Iterable[str], *own: str, shown: str = ""
) -> tuple[str, ...]:
    """The names of style sheets with the fonts that texts in these languages need, and a brand's.

    `own` are those of what is printed. The fonts of signs are among them where `shown` has what
    those of the languages do not have.
    """
    scripts = [language(tag).script for tag in languages]
    names = ["components/paper.css", *own, *theme.script_styles(scripts)]
    if theme.brand:
        names += ["brand/print.css", *(f"brand/{name.split('/')[0]}.css" for name in own)]
    styles = tuple(name for name in dict.fromkeys(names) if name in theme.templates)
    if _unprintable(shown, theme, styles):
        return (*styles, SIGNS)
    return styles


def _unprintable(text: str, theme: Theme, styles: tuple[str, ...]) -> tuple[str, ...]:
    """What the fonts of the style sheets do not have, nor anything in its place."""
    if not text:
        return ()
    # Here, as reading fonts is for those who print.
    from scorm_builder.printer.fonts import known_characters  # noqa: PLC0415
    from scorm_builder.printer.signs import unprintable  # noqa: PLC0415

    used = frozenset(text)
    return unprintable(text, known_characters(theme, styles, used))


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


def chosen_fonts(job: Job, *own: str) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """The style sheets with the fonts that the job's texts need; OUT-002 for what none has."""
    texts = tuple(_texts(job))
    # The months are the language's own, also where all else is in other letters.
    spoken = language(job.module.language)
    dates = spoken.date(job.module.reviewed) + spoken.date(job.module.next_review)
    shown = "".join(dict.fromkeys("".join((*(text.text for text in texts), dates))))
    styles = style_sheets(job.theme, [job.module.language], *own, shown=shown)
    missing = set(_unprintable(shown, job.theme, styles)) if SIGNS in styles else set()
    if not missing:
        return styles, ()
    found = [(text, [c for c in dict.fromkeys(text.text) if c in missing]) for text in texts]
    return styles, tuple(_not_printed(job, text, these) for text, these in found if these)


def longest(texts: Mapping[str, Mapping[Path, int]]) -> tuple[Path, str]:
    """Of texts, by the names of their parts with their lengths: the longest, and which parts are.

    The text is one of the longest part; of parts, three are told with their lengths in characters.
    """
    sizes = {name: sum(part.values()) for name, part in texts.items()}
    names = sorted(sizes, key=lambda name: -sizes[name])
    part = texts[names[0]]
    told = ", ".join(f"{name} ({sizes[name]:,} characters)" for name in names[:3])
    return max(part, key=lambda path: part[path]), told


def _not_printed(job: Job, text: _Text, characters: Sequence[str]) -> Diagnostic:
    """OUT-002 for a text: what in it cannot be printed, at the place of the first such sign."""
    from scorm_builder.printer.signs import described, scripts_of  # noqa: PLC0415

    shown = ", ".join(f"'{one}' (U+{ord(one):04X})" for one in characters[:_MOST_SHOWN])
    more = f" and {len(characters) - _MOST_SHOWN} more" if len(characters) > _MOST_SHOWN else ""
    message = f"{text.name}: {described(characters)} that cannot be printed here: {shown}{more}"
    scripts = scripts_of(characters)
    remedy = None
    if scripts:
        can = len(job.theme.script_styles(scripts)) == len(scripts)
        remedy = _OTHER_MODULE if can or set(scripts) == {"Hani"} else _OTHER_LETTERS
    place = job.place(text.path, characters[0], of=text.owner, whole=False)
    return diagnose("OUT-002", place, message, remedy)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that may be printed: whose it is, where it stands, and what an author calls it."""

    owner: str
    path: Path
    name: str
    text: str


def _texts(job: Job) -> Iterator[_Text]:
    """What may be printed."""
    parts: list[tuple[Part, str, str]] = [
        (job.module, MODULE, ""),
        (job.catalogue, CATALOGUE, "the catalogue's "),
    ]
    if job.theme.brand:
        parts.append((job.theme.brand, BRAND, "the brand's "))
    for part, owner, told in parts:
        for found in walk(type(part), part.model_dump(mode="json")):
            if isinstance(found.kind, TextKind) and not _NOT_PRINTED & set(found.path):
                text = found.value if found.kind is TextKind.LINE else plain_text(found.value)
                yield _Text(owner, found.path, told + spell(found.path), text)
    if isinstance(job.module, LearningModule) and job.module.diagram:
        words = " ".join(words_of(job.pictures[job.module.diagram.file]))
        yield _Text(MODULE, ("diagram", "file"), "diagram, its words", words)
    if job.theme.brand and job.theme.brand.logo.file.endswith(".svg"):
        words = " ".join(words_of(brand_files(job)[f"brand/{job.theme.brand.logo.file}"]))
        yield _Text(BRAND, ("logo", "file"), "the brand's logo, its words", words)
