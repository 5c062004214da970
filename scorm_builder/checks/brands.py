"""What of a brand cannot be used, beyond the shape of brand.yaml."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from scorm_builder.checks.content import text_problems
from scorm_builder.content.drawing import drawing_problems, words_of
from scorm_builder.content.pictures import FORMATS
from scorm_builder.diagnostics import Diagnostic, Location, sort_diagnostics
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import Brand
from scorm_builder.model.texts import IDENTIFIER
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource
from scorm_builder.theme.brands.loading import MAXIMUM_FILE_BYTES
from scorm_builder.theme.brands.overlay import PAGE_STYLE, PRINT_STYLE, TEMPLATES
from scorm_builder.theme.brands.style import style_faults

_RESERVED = frozenset({"all", "brand", "brands", "modules", "site"})
MAXIMUM_NAME = 30
_STYLES = {PAGE_STYLE: "page", PRINT_STYLE: "print"}


def check_brand(
    source: BrandSource, theme: Theme, targets: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Every problem of a brand, in the order an author reads.

    `targets` has the names of folders in the output, which no brand can have.
    """
    found = [*source.diagnostics, *text_problems(Brand, source.document)]
    found += _name(source, _RESERVED.union(targets))
    for check in (_logo, _styles, _templates):
        found += check(source, theme)
    return sort_diagnostics(found)


def _name(source: BrandSource, reserved: Collection[str]) -> Iterator[Diagnostic]:
    """The folder's name goes into identifiers and into the output."""
    place = Location(source.document.file)
    if not re.fullmatch(IDENTIFIER, source.id) or len(source.id) > MAXIMUM_NAME:
        yield diagnose(
            "BRD-006",
            place,
            f"the folder's name '{source.id[:60]}' is not at most {MAXIMUM_NAME} lower-case letters"
            " and digits with single hyphens between",
        )
    elif source.id in reserved:
        yield diagnose("BRD-006", place, f"the output has '{source.id}' for something else")


def _logo(source: BrandSource, _: Theme) -> Iterator[Diagnostic]:
    data = source.document.data
    logo = data.get("logo") if isinstance(data, dict) else None
    name = logo.get("file") if isinstance(logo, dict) else None
    if not isinstance(name, str):
        return
    content = source.files.get(name)
    problem = None
    if content is None:
        near = next((n for n in source.files if n.lower() == name.lower()), None)
        problem = f"is not there; there is {near}" if near else "is not there"
    elif not content:
        problem = f"is empty, or over {MAXIMUM_FILE_BYTES // 1000} KB"
    elif name.endswith(".svg"):
        problem = _drawing_problem(content)
    elif name.endswith(tuple(FORMATS)):
        # Here, as the library takes long to load, and most builds have no brand.
        from scorm_builder.content.photos import logo_problem  # noqa: PLC0415

        problem = logo_problem(name, content)
    if problem:
        yield diagnose("BRD-002", source.document.place(("logo", "file")), f"{name} {problem}")


def _drawing_problem(content: bytes) -> str | None:
    found = drawing_problems(content)
    if found:
        return found[0]
    return "has words in it, which need a font: turn them into paths" if words_of(content) else None


def _styles(source: BrandSource, _: Theme) -> Iterator[Diagnostic]:
    for name, content in source.files.items():
        if not name.endswith(".css"):
            continue
        if name not in _STYLES:
            message = f"a brand has {' and '.join(_STYLES)}, and no other style sheet"
            yield diagnose("BRD-004", Location(source.place(name)), message)
            continue
        try:
            text = content.decode()
        except UnicodeDecodeError:
            yield diagnose("BRD-003", Location(source.place(name)), "this is not UTF-8 text")
            continue
        for fault in style_faults(text, _STYLES[name]):
            place = Location(source.place(name), fault.line, fault.column)
            yield diagnose("BRD-003", place, fault.message)


def _templates(source: BrandSource, theme: Theme) -> Iterator[Diagnostic]:
    for name, content in source.files.items():
        if not name.endswith(".jinja"):
            continue
        place = Location(source.place(name))
        if name.removeprefix(TEMPLATES) not in theme.templates or not name.startswith(TEMPLATES):
            yield diagnose("BRD-004", place, "there is no template of ours that this replaces")
        try:
            content.decode()
        except UnicodeDecodeError:
            yield diagnose("BRD-004", place, "this is not UTF-8 text")
