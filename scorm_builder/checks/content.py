"""What cannot be built, and the shape of the content does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scorm_builder.content.loader import MAXIMUM_PICTURE_BYTES, Content, Source
from scorm_builder.content.markdown import bad_links, markup_problems
from scorm_builder.content.pictures import FORMATS, Prepare, Unusable, kind_of
from scorm_builder.content.preparing import prepare_anew
from scorm_builder.content.wording import spell
from scorm_builder.content.yaml_document import YamlDocument
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import (
    Catalogue,
    LearningModule,
    Part,
    Picture,
    TextKind,
    Video,
    address_fault,
    walk,
)
from scorm_builder.model.texts import IDENTIFIER
from scorm_builder.runtime.outline import fields
from scorm_builder.runtime.suspend_data import characters_that_fit

PLACEHOLDER = re.compile(
    r"::\w+::|\{\{\s?[\w.:-]{1,80}\s?\}\}|\bxxx[^\Wx]\w{0,80}?xxx\b|\$\{\w{1,80}\}|%%\w{1,80}%%"
)
"""What LMSs would show as a title; the verifier refuses a package with it."""

# The texts of a module and of the catalogue that are shown in an LMS.
_SHOWN_IN_AN_LMS = ("bundles", "keywords", "licences", "stages", "summary", "title")


def check_text(content: Content) -> Iterator[Diagnostic]:
    """Text is CommonMark without HTML, pictures or headings, and links are web addresses."""
    for part, source in _files(content):
        yield from text_problems(part, source.document)


def _files(content: Content) -> list[tuple[type[Part], Source]]:
    modules = [(source.part, source) for source in content.sources.values()]
    return [(Catalogue, content.catalogue_source), *modules]


def text_problems(part: type[Part], document: YamlDocument) -> Iterator[Diagnostic]:
    """The same for the texts of one file, which is to be a `part`."""
    for found in walk(part, document.data):
        if isinstance(found.kind, TextKind):
            place = document.place(found.path)
            name = spell(found.path)
            for message, words, remedy in markup_problems(found.value, found.kind):
                at = document.find(found.path, words) if words else place
                yield diagnose("MOD-013", at, f"{name}: this text has {message}", remedy)
            for target in bad_links(found.value, found.kind):
                wrong, remedy = address_fault(target)
                at = document.find(found.path, target)
                yield diagnose("MOD-008", at, f"{name}: '{target[:80]}' {wrong}", remedy)


def check_placeholders(content: Content) -> Iterator[Diagnostic]:
    """Nothing that a template should have filled in is left where an LMS shows it."""
    for part, source in _files(content):
        for found in walk(part, source.document.data):
            if isinstance(found.kind, TextKind) and found.path[0] in _SHOWN_IN_AN_LMS:
                match = PLACEHOLDER.search(found.value)
                if match:
                    place = source.document.find(found.path, match[0])
                    yield diagnose("MOD-028", place, f"{spell(found.path)}: there is '{match[0]}'")


def check_folder_names(content: Content) -> Iterator[Diagnostic]:
    """A module's id is the name of its folder."""
    for folder, source in content.sources.items():
        data = source.document.data
        identifier = data.get("id") if isinstance(data, dict) else None
        # One that has a wrong form has been told so.
        well_formed = isinstance(identifier, str) and re.fullmatch(IDENTIFIER, identifier)
        if well_formed and identifier != folder:
            message = f"the id is '{identifier}', but the folder is '{folder}'"
            yield diagnose("MOD-010", source.document.place(("id",)), message)


_PICTURED: dict[Any, str] = {Picture: "file", Video: "poster"}


def check_pictures(content: Content, prepare: Prepare = prepare_anew) -> Iterator[Diagnostic]:
    """Every picture is there and can be shown. One of another format than its name says is told."""
    for source in content.sources.values():
        for found in walk(source.part, source.document.data):
            key = _PICTURED.get(found.kind, "")
            name = found.value.get(key) if key else None
            # A name with another ending is wrong in itself, which the model says.
            if isinstance(name, str) and name.endswith(tuple(FORMATS)):
                place = source.document.place((*found.path, key))
                problem = _picture_problem(source, name, prepare)
                if problem:
                    yield diagnose("MOD-012", place, f"{name} {problem}")
                elif other := _other_kind(name, source.pictures[name]):
                    yield diagnose("MOD-034", place, f"{name} is a {other} picture")


def _picture_problem(source: Source, name: str, prepare: Prepare) -> str | None:
    if name not in source.pictures:
        near = next((n for n in source.pictures if n.lower() == name.lower()), None)
        return f"is not there; there is {near}" if near else "is not there"
    content = source.pictures[name]
    if not content:
        return f"is empty, or over {MAXIMUM_PICTURE_BYTES // 1_000_000} MB"
    try:
        prepare(content)
    except Unusable as problem:
        return str(problem)
    return None


def _other_kind(name: str, content: bytes) -> str | None:
    """The format of a picture, where its name says another."""
    promised = next(kind for ending, kind in FORMATS.items() if name.endswith(ending))
    found = kind_of(content)
    return found if found != promised else None


def check_catalogue_order(content: Content) -> Iterator[Diagnostic]:
    """The catalogue's order names every module folder, and nothing else."""
    document = content.catalogue_source.document
    order = document.data.get("order") if isinstance(document.data, dict) else None
    if not isinstance(order, list):
        return
    for index, name in enumerate(order):
        if isinstance(name, str) and name not in content.sources:
            message = f"'order' names '{name}', but there is no such folder"
            yield diagnose("MOD-016", document.place(("order", index)), message)
    for folder in content.sources:
        if folder not in order:
            message = f"the folder '{folder}' is not named under 'order'"
            yield diagnose("MOD-016", document.place(("order",)), message)


def check_room(content: Content) -> Iterator[Diagnostic]:
    """A learner who fills every field to its limit has it all saved, in their own letters."""
    for folder, module in content.modules.items():
        fit = characters_that_fit(module)
        promised = sum(field.max_characters for field in fields(module))
        if isinstance(module, LearningModule) and promised > fit:
            place = content.sources[folder].document.place(("activity", "fields"))
            named = ", ".join(f"{field.id} {field.max_characters}" for field in fields(module))
            message = (
                f"learners may write {promised:,} characters ({named}), "
                f"but an LMS keeps {fit:,} in the language {module.language}"
            )
            remedy = (
                "Lower 'max_characters' of fields and of answers in words, or take some of them "
                f"out, until it is {fit:,} or less in all."
            )
            yield diagnose("MOD-018", place, message, remedy)
