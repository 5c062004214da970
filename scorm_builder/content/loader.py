"""Folders -> model: reads the catalogue and the modules, and places every problem.

This is the only place below the command line that reads content from disk. What it returns is
frozen and holds the pictures' bytes, so that everything after it is a pure function.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from scorm_builder.content.clips import FILMS, RECORDINGS
from scorm_builder.content.pictures import FORMATS, without_metadata
from scorm_builder.content.yaml_document import YamlDocument
from scorm_builder.content.yaml_reader import MAXIMUM_BYTES, read_yaml
from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import (
    FORMS,
    MODULE_KINDS,
    AnyModule,
    Catalogue,
    LearningModule,
    Part,
    description_of,
    part_at,
    without_kinds,
)

CATALOGUE_FILE = "catalogue.yaml"
MODULE_FILE = "module.yaml"
MAXIMUM_PICTURE_BYTES = 30_000_000
MAXIMUM_CLIP_BYTES = 50_000_000
_PICTURE_ENDINGS = (*FORMATS, ".svg")
_CLIP_ENDINGS = (*FILMS, *RECORDINGS, ".vtt")

AnyPart = TypeVar("AnyPart", bound=Part)


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read: its data whether valid or not, and what is beside it.

    `pictures` and `clips` (videos, their captions and recordings) map file names to their bytes. A
    file has none that is over `MAXIMUM_PICTURE_BYTES` or `MAXIMUM_CLIP_BYTES`, or that the data
    does not name.
    """

    folder: str
    document: YamlDocument
    pictures: Mapping[str, bytes]
    clips: Mapping[str, bytes]

    @property
    def part(self) -> type[AnyModule]:
        """The class of the module that its data means to be; a technique's unless it says so."""
        data = self.document.data
        kind = data.get("kind") if isinstance(data, dict) else None
        return MODULE_KINDS.get(kind if isinstance(kind, str) else "", LearningModule)


@dataclass(frozen=True, slots=True)
class Content:
    """All that was loaded. `catalogue` is None, and a module missing, when it is not valid."""

    catalogue: Catalogue | None
    modules: Mapping[str, AnyModule]
    catalogue_source: Source
    sources: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]


def module_folders(root: Path) -> tuple[str, ...]:
    """The names of the folders below `root`, sorted; hidden ones are not content."""
    return tuple(
        sorted(
            entry.name for entry in root.iterdir() if entry.is_dir() and entry.name[0] not in "._"
        )
    )


def load(root: Path) -> Content:
    """Loads the catalogue and every module below `root`.

    Raises OSError only when `root` itself cannot be listed.
    """
    catalogue_source = _read_source(root, CATALOGUE_FILE, "")
    catalogue, problems = validate(Catalogue, catalogue_source.document)
    diagnostics = [*catalogue_source.document.diagnostics, *problems]
    modules: dict[str, AnyModule] = {}
    sources: dict[str, Source] = {}
    for name in module_folders(root):
        source = _read_source(root / name, MODULE_FILE, name)
        module, problems = validate(source.part, source.document)
        sources[name] = source
        diagnostics += [*source.document.diagnostics, *problems]
        if module is not None:
            modules[name] = module
    return Content(catalogue, modules, catalogue_source, sources, tuple(diagnostics))


def _read_source(folder: Path, file_name: str, name: str) -> Source:
    document = read_document(folder, file_name, within=folder.parent if name else None)
    if not name or document.data is None:
        return Source(name, document, {}, {})
    try:
        named = frozenset(_texts_in(document.data))
        read = _read_beside(folder, _PICTURE_ENDINGS, MAXIMUM_PICTURE_BYTES, named)
        pictures = {name: without_metadata(content) for name, content in read.items()}
        clips = _read_beside(folder, _CLIP_ENDINGS, MAXIMUM_CLIP_BYTES, named)
    except OSError as error:
        return Source(name, _unreadable(folder / file_name, error), {}, {})
    return Source(name, document, pictures, clips)


def read_document(folder: Path, file_name: str, within: Path | None = None) -> YamlDocument:
    """The data of a YAML file; with YML-008 when it cannot be read.

    Links are refused unread, as they lead anywhere, and what is wrong with a file is quoted in
    logs: the file, and its folder when that is in a folder `within` that the user has named.
    """
    path = folder / file_name
    try:
        if path.is_symlink() or (within is not None and folder.is_symlink()):
            linked = path if path.is_symlink() else folder
            raise OSError(errno.EINVAL, "it is a link, and no link is followed", linked.name)
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "not a plain file", file_name)
        with path.open("rb") as stream:
            return read_yaml(stream.read(MAXIMUM_BYTES + 1), str(path))
    except OSError as error:
        return _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> YamlDocument:
    message = f"{Path(error.filename or path).name} cannot be read: {error.strerror}"
    return YamlDocument(str(path), None, {}, (diagnose("YML-008", Location(str(path)), message),))


def _texts_in(data: Any) -> Iterator[str]:
    """Every text in data, whatever its shape."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _texts_in(item)


def _read_beside(
    folder: Path, endings: tuple[str, ...], most: int, named: Container[str]
) -> dict[str, bytes]:
    """The files in `folder` with these endings by name. Links are left out: they lead anywhere."""
    return {
        entry.name: entry.read_bytes()
        if entry.name in named and entry.stat().st_size <= most
        else b""
        for entry in sorted(folder.iterdir())
        if entry.suffix.lower() in endings and entry.is_file() and not entry.is_symlink()
    }


def validate(
    part: type[AnyPart], document: YamlDocument
) -> tuple[AnyPart | None, list[Diagnostic]]:
    """The part that a document means, or None and what is wrong with it."""
    if document.data is None:
        return None, []
    if not isinstance(document.data, dict):
        found = _kind_of_value(document.data)
        message = f"expected keys with values, such as 'title: Peer assist', found {found}"
        return None, [diagnose("MOD-003", document.place(()), message)]
    try:
        return part.model_validate(document.data), []
    except ValidationError as error:
        problems = error.errors(include_url=False)
        # pydantic counts only the valid items of a list; the author counts those written.
        return None, [
            _translate(part, document, problem)
            for problem in problems
            if not (problem["type"] == "too_short" and _long_enough(problem))
        ]


def _long_enough(problem: Any) -> bool:
    return isinstance(problem["input"], list) and (
        len(problem["input"]) >= problem["ctx"]["min_length"]
    )


def _translate(part: type[Part], document: YamlDocument, problem: Any) -> Diagnostic:
    """A pydantic error as a diagnostic in an author's words."""
    # A rule about several keys of a part names the one to look at.
    path: tuple[str | int, ...] = (*problem["loc"], *problem.get("ctx", {}).get("at", ()))
    unknown_kind = problem["type"] == "union_tag_invalid"
    if unknown_kind:
        path = (*path, "kind")
    code, message = _describe(problem, path, part)
    place = without_kinds(path)
    name = spell(place)
    text = f"{name}: {message}" if name else message
    description = description_of(part, path)
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    explained = description and code in _EXPLAINED_BY_THEIR_KEY and not unknown_kind
    remedy = f"{key}: {description}" if explained else None
    return diagnose(code, document.place(place), text, remedy)


_EXPLAINED_BY_THEIR_KEY = frozenset({"MOD-002", "MOD-003", "MOD-004", "MOD-005", "MOD-006"})


def spell(path: Sequence[str | int]) -> str:
    """A path as an author counts: ('steps', 1, 'title') is 'steps, item 2, title'."""
    return ", ".join(f"item {step + 1}" if isinstance(step, int) else step for step in path)


def _describe(problem: Any, path: tuple[str | int, ...], part: type[Part]) -> tuple[str, str]:
    kind: str = problem["type"]
    limits = problem.get("ctx", {})
    value = problem["input"]
    if kind[:4] in ("MOD-", "YML-", "BRD-"):
        return kind, problem["msg"]
    if kind == "missing":
        return "MOD-002", "this key is missing"
    if kind == "extra_forbidden":
        return "MOD-001", _unknown_key(str(path[-1]), part_at(part, path[:-1]))
    if value is None:
        return "MOD-004", "no value is given"
    if kind == "string_too_short" or (kind == "too_short" and not value):
        return "MOD-004", "this is empty"
    return _describe_value(kind, limits, value)


def _unknown_key(key: str, owner: type[Part] | None) -> str:
    known = tuple(owner.model_fields) if owner else ()
    near = difflib.get_close_matches(key, known, 1)
    return "this key is not known" + (
        f"; did you mean '{near[0]}'?" if near else f"; known here: {', '.join(known)}"
    )


def _describe_value(kind: str, limits: Mapping[str, Any], value: Any) -> tuple[str, str]:
    if kind in _LIMITS:
        count = value if isinstance(value, int) else len(value)
        return "MOD-005", _LIMITS[kind].format(count=count, **limits)
    if kind == "union_tag_invalid":
        return "MOD-006", f"{_show(limits['tag'])} is not one of {limits['expected_tags']}"
    if kind == "literal_error":
        return "MOD-006", f"{_show(value)} is not one of {limits['expected']}"
    if kind == "string_pattern_mismatch":
        return "MOD-009", f"{_show(value)} is not {FORMS[limits['pattern']]}"
    expected = _EXPECTED.get(kind, "another kind of value")
    return "MOD-003", f"expected {expected}, found {_kind_of_value(value)}"


_LIMITS = {
    "too_short": "the list has {count} of at least {min_length} items",
    "too_long": "the list has {count} items; at most {max_length} fit",
    "string_too_long": "{count} characters; at most {max_length} are allowed",
    "greater_than_equal": "{count} is too small; at least {ge}",
    "less_than_equal": "{count} is too large; at most {le}",
}

_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list of items, each after a hyphen",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "union_tag_not_found": "keys with values",
}


def _kind_of_value(value: Any) -> str:
    match value:
        case bool():
            return f"{str(value).lower()} (put it in quotes if it is a text)"
        case int() | float():
            return f"the number {value} (put it in quotes if it is a text)"
        case str():
            return f"the text {_show(value)}"
        case dict():
            return "keys with values (a text with ': ' in it needs quotes)"
        case list():
            return "a list"
        case _:
            return "nothing"


def _show(value: Any) -> str:
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"
