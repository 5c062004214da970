"""Opens a package for those who want to do more with it than judge it."""

from __future__ import annotations

import mmap
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.verify.manifest import Manifest
from scorm_builder.verify.package import BareSource, FolderSource, Package, ZipSource, is_zip
from scorm_builder.verify.package.zip_reader import NotAZip, read_zip
from scorm_builder.verify.rules.manifest import is_of_another_standard, read_manifest
from scorm_builder.verify.rules.names import find_manifest

Result = TypeVar("Result")


@contextmanager
def opened(path: Path, name: str) -> Iterator[Package]:
    """The package at a path: a zip or a folder. It has no files when it is neither.

    Raises OSError when it cannot be read.
    """
    if path.is_dir():
        yield Package(name, FolderSource(path))
        return
    empty = Package(name, BareSource(b""), has_files=False)
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield empty
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            try:
                package = Package(name, ZipSource(read_zip(content))) if is_zip(content) else empty
            except NotAZip:
                package = empty
            yield package


def manifest_of(package: Package) -> Manifest | None:
    """The manifest, when it can be read as one of SCORM 1.2. What is wrong with it is not told."""
    if package.has_files and not _result(find_manifest(package)):
        return None
    manifest = _result(read_manifest(package))
    return None if manifest is None or is_of_another_standard(manifest) else manifest


def _result(rule: Generator[Diagnostic, None, Result]) -> Result:
    while True:
        try:
            next(rule)
        except StopIteration as end:
            result: Result = end.value
            return result
