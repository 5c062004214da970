"""What content points at: other modules, and addresses on the web."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from scorm_builder.content.loader import Content, Source
from scorm_builder.content.markdown import links
from scorm_builder.content.wording import spell
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import (
    ALL_CARDS,
    Attributes,
    Catalogue,
    Companion,
    FactSource,
    LearningModule,
    Neighbour,
    Path,
    TextKind,
    walk,
)

_NAMING = (Attributes, Companion, Neighbour)


def check_named_modules(content: Content) -> Iterator[Diagnostic]:
    """A module that another one names is a technique that is there, and not itself."""
    techniques = tuple(n for n, source in content.sources.items() if source.part is LearningModule)
    for folder, source in content.sources.items():
        for found in walk(source.part, source.document.data):
            name = found.value.get("module") if found.kind in _NAMING else None
            if isinstance(name, str):
                others = tuple(technique for technique in techniques if technique != folder)
                wrong = "this module names itself" if name == folder else None
                wrong = wrong or _unknown("technique", name, others)
                yield from _told(source, (*found.path, "module"), wrong)


def check_titles(content: Content) -> Iterator[Diagnostic]:
    """No two modules in a language have the same title: nobody could tell them apart in a list."""
    seen: dict[tuple[str, str], str] = {}
    for folder, module in content.modules.items():
        key = (module.language, " ".join(module.title.casefold().split()))
        other = seen.setdefault(key, folder)
        if other != folder:
            place = content.sources[folder].document.find(("title",), module.title)
            message = f"title: the module '{other}' is called '{module.title}' as well"
            yield diagnose("MOD-032", place, message)


def check_bundles(content: Content) -> Iterator[Diagnostic]:
    """What is made of several modules has a name of its own, and modules that are there."""
    source = content.catalogue_source
    if ALL_CARDS in content.sources:
        taken = f"the sheets with all cards are called '{ALL_CARDS}'"
        yield from _told(content.sources[ALL_CARDS], ("id",), taken, "Give the module another id.")
    for number, bundle in enumerate(_list(source.document.data, "bundles")):
        path: Path = ("bundles", number)
        name = bundle.get("id") if isinstance(bundle, dict) else None
        if isinstance(name, str) and name in content.sources:
            taken = f"there is a module '{name}' as well"
            yield from _told(source, (*path, "id"), taken, "Give the bundle a name of its own.")
        for index, module in enumerate(_list(bundle, "modules")):
            if isinstance(module, str):
                wrong = _unknown("module", module, tuple(content.sources))
                yield from _told(source, (*path, "modules", index), wrong)


def _list(data: Any, key: str) -> list[Any]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, list) else []


def _unknown(what: str, name: str, known: tuple[str, ...]) -> str | None:
    if name in known:
        return None
    near = difflib.get_close_matches(name, known, 1)
    meant = f"; did you mean '{near[0]}'?" if near else ""
    return f"there is no {what} '{name[:60]}'{meant}"


def _told(
    source: Source, path: Path, wrong: str | None, remedy: str | None = None
) -> Iterator[Diagnostic]:
    if wrong:
        place = source.document.place(path)
        yield diagnose("MOD-019", place, f"{spell(path)}: {wrong}", remedy)


def check_https(content: Content) -> Iterator[Diagnostic]:
    """Links are encrypted. The address that a fact came from is no link, and stays as it was."""
    for source in (content.catalogue_source, *content.sources.values()):
        part = source.part if source.folder else Catalogue
        for found in walk(part, source.document.data):
            if isinstance(found.kind, TextKind):
                path = found.path
                linked = () if found.kind is TextKind.LINE else links(found.value)
                addresses = [address for _, address in linked]
            elif found.kind is FactSource:
                continue
            else:
                path = (*found.path, "address")
                addresses = [found.value.get("address")]
            for address in addresses:
                if isinstance(address, str) and address.strip().lower().startswith("http:"):
                    place = source.document.find(path, address)
                    message = f"{spell(path)}: '{address.strip()[:80]}' is not https"
                    yield diagnose("STY-012", place, message)
