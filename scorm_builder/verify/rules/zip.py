"""PKG: the zip as a container, and what its files hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scorm_builder.diagnostics import Diagnostic
from scorm_builder.verify.package import (
    Bomb,
    FolderSource,
    NotRead,
    Package,
    ZipSource,
    folded,
    path_of,
)
from scorm_builder.verify.package.zip_reader import (
    DEFLATED,
    ENCRYPTED,
    MOST_ENTRIES,
    STORED,
    UTF8,
    Damaged,
    ZipEntry,
)

_PLAIN_KINDS = {0, 0o100000, 0o040000}
_KIND = 0o170000
_METHODS = {
    1: "Shrink",
    6: "Implode",
    9: "Deflate64",
    12: "bzip2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    98: "PPMd",
    99: "AES encryption",
}
_MOST_BYTES = 10_000_000_000
_LONGEST_PATH = 1_000
_LFS = b"version https://git-lfs"
_NEEDS_CONTENT = (
    ".avif .gif .htm .html .jpeg .jpg .m4a .m4v .mp3 .mp4 .ogg .otf .pdf .png .svg .swf .ttf .wav "
    ".webm .webp .woff .woff2 .xhtml"
)
_ENDINGS_THAT_NEED_CONTENT = tuple(_NEEDS_CONTENT.split())


def check_structure(package: Package) -> Iterator[Diagnostic]:
    """PKG-001, PKG-014: the zip agrees with itself, and is a plain one."""
    if isinstance(package.source, ZipSource):
        zip_file = package.source.zip_file
        for name, message in zip_file.faults:
            yield package.found("PKG-001", message, path_of(name))
        if zip_file.unusual:
            yield package.found("PKG-014", "; ".join(zip_file.unusual))


def check_bounds(package: Package) -> Iterator[Diagnostic]:
    """PKG-013: entries that overlap, more entries or bytes than a server takes."""
    if len(package.sizes) > MOST_ENTRIES:
        yield package.found("PKG-013", f"it has more than {MOST_ENTRIES:,} files")
    total = sum(package.sizes.values())
    if total > _MOST_BYTES:
        yield package.found("PKG-013", f"its files have {total / 1e9:,.0f} GB")
    if isinstance(package.source, ZipSource) and package.source.zip_file.overlapping:
        yield package.found("PKG-013", f"{package.source.zip_file.overlapping}")


def check_entries(package: Package) -> Iterator[Diagnostic]:
    """PKG-008 to PKG-011, PKG-015: what each entry is and how it is packed."""
    if isinstance(package.source, FolderSource):
        for path in package.source.links:
            yield package.found("PKG-008", "it is a link or a device", path)
    if not isinstance(package.source, ZipSource):
        return
    entries = package.source.zip_file.entries
    for entry in entries:
        yield from _check_entry(package, entry)
    for name, count in Counter(path_of(entry.name) for entry in entries).items():
        if count > 1:
            yield package.found("PKG-011", f"the name stands {count} times", name)


def _check_entry(package: Package, entry: ZipEntry) -> Iterator[Diagnostic]:
    path = path_of(entry.name)
    if entry.mode & _KIND not in _PLAIN_KINDS:
        yield package.found("PKG-008", "it is a link or a device", path)
    if entry.flags & ENCRYPTED:
        yield package.found("PKG-009", "it can only be read with a password", path)
    elif entry.method not in (STORED, DEFLATED):
        method = _METHODS.get(entry.method, "a method that is not known")
        yield package.found("PKG-010", f"it is packed with {method} ({entry.method})", path)
    if not entry.flags & UTF8 and not entry.raw_name.isascii():
        yield package.found("PKG-015", "nothing says how its letters are encoded", path)
    elif "\N{REPLACEMENT CHARACTER}" in entry.name:
        yield package.found("PKG-015", "it is marked as UTF-8, and is not", path)


def check_folders_and_times(package: Package) -> Iterator[Diagnostic]:
    """PKG-022: what makes the same content give another zip."""
    if isinstance(package.source, ZipSource):
        entries = package.source.zip_file.entries
        folders = sum(entry.is_folder for entry in entries)
        wild = [entry for entry in entries if not _is_time(entry)]
        told = []
        if folders:
            told.append(f"folders as entries: {folders}")
        if wild:
            told.append(f"entries with a time that cannot be: {len(wild)}")
        if told:
            yield package.found("PKG-022", "; ".join(told))


def _is_time(entry: ZipEntry) -> bool:
    month, day = entry.date >> 5 & 15, entry.date & 31
    return 1 <= month <= 12 and day >= 1 and entry.time >> 11 < 24 and entry.time >> 5 & 63 < 60


def check_contents(package: Package) -> Iterator[Diagnostic]:
    """PKG-001, PKG-013, PKG-023, PKG-024: reads every file once, within the bound."""
    if isinstance(package.source, ZipSource) and package.source.zip_file.overlapping:
        return  # A few bytes can stand for any number of files.
    unread = 0
    for path in package.sizes:
        try:
            start = package.check(path)
        except Damaged as error:
            if str(error):
                yield package.found("PKG-001", str(error), path)
        except Bomb:
            message = "it unpacks to more than 200 times its size; no more of it was read"
            yield package.found("PKG-013", message, path)
        except NotRead:
            unread += 1
        else:
            yield from _check_start(package, path, start)
    if unread:
        yield package.found("PKG-024", f"files that were not read: {unread}")


def _check_start(package: Package, path: str, start: bytes) -> Iterator[Diagnostic]:
    if not start and path.lower().endswith(_ENDINGS_THAT_NEED_CONTENT):
        yield package.found("PKG-023", "the file is empty", path)
    elif start.startswith(_LFS) and package.sizes[path] < 1000:
        yield package.found("PKG-023", "it is a pointer of Git LFS, not the file", path)


def check_collisions(package: Package) -> Iterator[Diagnostic]:
    """PKG-012: names that fall together where capitals or forms of accents do not count."""
    seen: dict[str, str] = {}
    for path in package.sizes:
        other = seen.setdefault(folded(path), path)
        if other != path:
            yield package.found("PKG-012", f"'{other}' is the same name on some systems", path)
    for path in package.sizes:
        end = path.rfind("/") if len(path) <= _LONGEST_PATH else 0
        while end > 0:
            if path[:end] in package.sizes:
                yield package.found("PKG-012", f"'{path[:end]}' is a file and a folder", path)
                break
            end = path.rfind("/", 0, end)


ZIP_RULES = (
    check_structure,
    check_bounds,
    check_entries,
    check_folders_and_times,
    check_collisions,
)
