"""Folders -> model: reads the catalogue and the modules, and places every problem.

This is the only place below the command line that reads content from disk. What it returns is
frozen and holds the pictures' bytes, so that everything after it is a pure function.
"""

from __future__ import annotations

import errno
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorm_builder.content.clips import FILMS, RECORDINGS
from scorm_builder.content.pictures import FORMATS, without_metadata
from scorm_builder.content.wording import validate
from scorm_builder.content.yaml_document import YamlDocument
from scorm_builder.content.yaml_reader import MAXIMUM_BYTES, read_yaml
from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import MODULE_KINDS, AnyModule, Catalogue, LearningModule

CATALOGUE_FILE = "catalogue.yaml"
MODULE_FILE = "module.yaml"
MAXIMUM_PICTURE_BYTES = 30_000_000
MAXIMUM_CLIP_BYTES = 50_000_000
_PICTURE_ENDINGS = (*FORMATS, ".svg")
_CLIP_ENDINGS = (*FILMS, *RECORDINGS, ".vtt")


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
    diagnostics = [*problems]
    modules: dict[str, AnyModule] = {}
    sources: dict[str, Source] = {}
    for name in module_folders(root):
        source = _read_source(root / name, MODULE_FILE, name)
        module, problems = validate(source.part, source.document)
        sources[name] = source
        diagnostics += problems
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
