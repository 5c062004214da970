"""What is judged: a zip, a folder or a bare manifest, behind one small interface.

Nothing is written and nothing is extracted. How much is read of a package has a bound.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from scorm_builder.diagnostics import Diagnostic, Excerpt, Location, Severity
from scorm_builder.verify.finding import finding
from scorm_builder.verify.package.zip_reader import (
    DEFLATED,
    ENCRYPTED,
    LONGEST_END,
    MOST_ENTRIES,
    STORED,
    Content,
    Damaged,
    ZipEntry,
    ZipFile,
    is_web_page,
)

MANIFEST = "imsmanifest.xml"
MOST_OF_A_CODE = 50
"""Findings that are listed of one code in one package; the last one then counts the others."""

MOST_READ = 500_000_000
"""Bytes that are read of one package, after which the rest is not looked at."""

_MOST_RATIO = 200
_SMALL = 10_000_000
_TEXTS = (".css", ".htm", ".html", ".js", ".json", ".mjs", ".svg", ".xhtml", ".xml", ".xsd")
_MOST_KEPT = 16_000_000
_LARGEST_KEPT = 2_000_000
_PIECE = 1 << 20


class Bomb(Exception):
    """An entry unpacks to far more than it should."""


class NotRead(Exception):
    """The bound on what is read of a package is met."""


class Source(Protocol):
    """Where the files of a package come from.

    `has_checksums` says that reading a file to its end tells whether it is whole.
    """

    has_checksums: bool

    def paths(self) -> Mapping[str, int]:
        """The size of every file by its path, with forward slashes."""

    def pieces(self, path: str) -> Iterator[bytes]:
        """The content of a file, a piece at a time. Raises Damaged or Bomb."""


class ZipSource:
    """The files of a zip; where a name stands twice, the last one, as most readers take it."""

    has_checksums = True

    def __init__(self, zip_file: ZipFile) -> None:
        self.zip_file = zip_file
        self._entries: dict[str, ZipEntry] = {
            path_of(entry.name): entry for entry in zip_file.entries if not entry.is_folder
        }

    def paths(self) -> Mapping[str, int]:
        """As Source, with the sizes that the zip states."""
        return {path: entry.size for path, entry in self._entries.items()}

    def pieces(self, path: str) -> Iterator[bytes]:
        """As Source; also checks the size and the CRC-32 when all was read."""
        entry = self._entries[path]
        if entry.data < 0 or entry.flags & ENCRYPTED or entry.method not in (STORED, DEFLATED):
            raise Damaged("")  # Told by a rule of its own.
        crc = count = 0
        for piece in self.zip_file.pieces(entry):
            crc = zlib.crc32(piece, crc)
            count += len(piece)
            if count > _SMALL and count > _MOST_RATIO * entry.packed:
                raise Bomb
            yield piece
        if count != entry.size:
            raise Damaged(f"it has {count:,} bytes, and the zip says {entry.size:,}")
        if crc != entry.crc:
            raise Damaged("its checksum is wrong")


class FolderSource:
    """The files of a folder. Links are never followed; they are in `links`."""

    has_checksums = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes: dict[str, int] = {}
        self.links: list[str] = []
        waiting = [""]
        while waiting and len(self._sizes) <= MOST_ENTRIES:
            below = waiting.pop()
            for entry in sorted(os.scandir(folder / below), key=lambda found: found.name):
                path = f"{below}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    self._sizes[path] = entry.stat(follow_symlinks=False).st_size
                else:
                    self.links.append(path)

    def paths(self) -> Mapping[str, int]:
        """As Source."""
        return self._sizes

    def pieces(self, path: str) -> Iterator[bytes]:
        """As Source; a file that was taken away or changed its kind meanwhile is Damaged."""
        try:
            handle = os.open(self._folder / path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise Damaged("it is no plain file")
                while piece := file.read(_PIECE):
                    yield piece
        except OSError as error:
            raise Damaged(f"it cannot be read: {error.strerror}") from error


class BareSource:
    """A manifest without its package."""

    has_checksums = False

    def __init__(self, manifest: Content) -> None:
        self._manifest = manifest

    def paths(self) -> Mapping[str, int]:
        """The manifest alone."""
        return {MANIFEST: len(self._manifest)}

    def pieces(self, path: str) -> Iterator[bytes]:
        """The manifest, whatever the path."""
        del path
        for start in range(0, len(self._manifest), _PIECE):
            yield self._manifest[start : start + _PIECE]


@dataclass(slots=True)
class Package:
    """A package with the files that it has by their paths below its manifest.

    `name` is what the user calls it. `folder` is where the manifest stands, with a slash at its
    end: nothing unless it stands in the wrong place. `manifest` is its name there. `has_files` is
    False for a bare manifest. No more than `most_read` bytes are read.
    """

    name: str
    source: Source
    has_files: bool = True
    folder: str = ""
    manifest: str = MANIFEST
    most_read: int = MOST_READ
    sizes: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    _kept: dict[str, bytes] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)
    _kept_bytes: int = 0
    _read: int = 0

    def __post_init__(self) -> None:
        self.sizes = dict(self.source.paths())

    def move_root(self, folder: str, manifest: str) -> None:
        """Judges the package as if `folder` had been zipped, and not what is around it.

        `manifest` is what the manifest is called there.
        """
        self.folder = folder
        self.manifest = manifest
        cut = len(folder)
        self.sizes = {p[cut:]: size for p, size in self.sizes.items() if p.startswith(folder)}

    @property
    def folded(self) -> dict[str, str]:
        """Every path by what it is where capitals and forms of accents do not count."""
        if not self._folded:
            self._folded = {folded(path): path for path in self.sizes}
        return self._folded

    def read(self, path: str, most: int) -> bytes:
        """The first `most` bytes of a file. Raises Damaged, Bomb or NotRead."""
        if (kept := self._kept.get(self.folder + path)) is not None:
            return kept[:most]
        read = bytearray()
        for piece in self.pieces(path):
            read += piece
            if len(read) >= most:
                return bytes(read[:most])
        return bytes(read)

    def pieces(self, path: str) -> Iterator[bytes]:
        """The content of a file, counted against the bound. Raises Damaged, Bomb or NotRead."""
        if self._read > self.most_read:
            raise NotRead
        for piece in self.source.pieces(self.folder + path):
            self._read += len(piece)
            yield piece
            if self._read > self.most_read:
                raise NotRead

    def check(self, path: str) -> bytes:
        """Reads a whole file, and gives its first bytes; keeps a small text for the rules to come.

        Raises Damaged, Bomb or NotRead.
        """
        size = self.sizes[path]
        keeps = path.lower().endswith(_TEXTS) and size <= _LARGEST_KEPT
        kept = bytearray()
        if not keeps and not self.source.has_checksums:
            return self.read(path, 200)
        for piece in self.pieces(path):
            if len(kept) < 200 or (keeps and len(kept) <= _LARGEST_KEPT):
                kept += piece
        if keeps and len(kept) <= _LARGEST_KEPT and self._kept_bytes + len(kept) <= _MOST_KEPT:
            self._kept[self.folder + path] = bytes(kept)
            self._kept_bytes += len(kept)
        return bytes(kept[:200])

    def found(
        self,
        code: str,
        message: str,
        path: str = "",
        *,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A finding about a file of the package as a whole, or about the package itself."""
        self.counts[code] += 1
        place = Location(self.name, inside=self.inside(path) if path else "")
        return finding(code, place, message, severity=severity)

    def found_at(
        self,
        code: str,
        message: str,
        path: str,
        place: Callable[[], tuple[int, int, Excerpt]],
        *,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A finding at a place in a file: line, column and excerpt.

        `place` is not called when there are more findings of the code than are listed.
        """
        if self.counts[code] >= MOST_OF_A_CODE:
            return self.found(code, message, path, severity=severity)
        self.counts[code] += 1
        line, column, excerpt = place()
        where = Location(self.name, line, column, self.inside(path))
        return finding(code, where, message, excerpt=excerpt, severity=severity)

    def inside(self, path: str) -> str:
        """A path as it is called in the zip or folder; nothing when the package is one file."""
        return self.folder + path if self.has_files else ""


def folded(path: str) -> str:
    """A path as systems take it where capitals and forms of accents do not count."""
    return unicodedata.normalize("NFC", path).casefold()


def difference(written: str, path: str) -> str:
    """How the name of a file differs from a path that is the same when folded, in words."""
    if unicodedata.normalize("NFC", written) == unicodedata.normalize("NFC", path):
        return "the file has its accents as characters of their own, or the other way round"
    return f"the file is '{path}'"


def path_of(name: str) -> str:
    """A name of an entry as the path that it is unpacked to.

    Rules of their own tell of backslashes, and of a slash at the start, which readers leave out.
    """
    return re.sub(r"^(\.?/)++", "", name.replace("\\", "/"))


def is_zip(content: Content) -> bool:
    """True when bytes end like a zip, or do not start like XML; a web page is to be no manifest."""
    if content.rfind(b"PK\x05\x06", max(0, len(content) - LONGEST_END)) >= 0:
        return True
    start = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    return not start.startswith(b"<") or is_web_page(start)
