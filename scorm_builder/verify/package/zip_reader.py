"""The structure of a zip, read from its bytes: what a trusting library would not tell.

Nothing is extracted. Every size is counted, none is believed (PKWARE APPNOTE 4.3 to 4.5).
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

Content = bytes | mmap.mmap
"""A whole zip: bytes, or a file mapped into memory when it is large."""

MOST_ENTRIES = 65_000
STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIPTOR, UTF8 = 1 << 0, 1 << 3, 1 << 11

_END = struct.Struct("<4sHHHHIIH")
_END_64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR_64 = struct.Struct("<4sIQI")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
LONGEST_END = _END.size + 0xFFFF
"""How far from the end of a zip its end record can be: it has a comment."""

_MOST_NAMES = 16_000_000
_OTHER_ARCHIVES = {b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"\x1f\x8b": "gzip"}
_FULL = 0xFFFFFFFF
_PIECE = 65_536


class NotAZip(Exception):
    """There is no directory of a zip in these bytes. Its text says what was found instead."""


class Damaged(Exception):
    """The content of an entry cannot be read as the zip says. Its text says why."""


@dataclass(slots=True)
class ZipEntry:
    """One entry as the central directory has it; `data` is where its packed bytes start."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    header: int
    date: int
    time: int
    mode: int
    data: int = 0

    @property
    def is_folder(self) -> bool:
        """True for an entry that stands for a folder."""
        return self.name.endswith(("/", "\\"))


@dataclass(slots=True)
class ZipFile:
    """The directory of a zip. `faults` are what it contradicts itself in: name and message."""

    content: Content
    entries: list[ZipEntry] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    unusual: list[str] = field(default_factory=list)
    declared_entries: int = 0
    overlapping: str = ""

    def pieces(self, entry: ZipEntry) -> Iterator[bytes]:
        """The content of an entry, a piece at a time. Raises Damaged."""
        if entry.method == STORED:
            for start in range(entry.data, entry.data + entry.packed, _PIECE):
                yield self.content[start : min(start + _PIECE, entry.data + entry.packed)]
        else:
            yield from self._inflated(entry)

    def _inflated(self, entry: ZipEntry) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        end = entry.data + entry.packed
        try:
            for start in range(entry.data, end, _PIECE):
                waiting = self.content[start : min(start + _PIECE, end)]
                # At its end the inflater keeps what it was given, so that alone would not end.
                while waiting and not inflater.eof:
                    yield inflater.decompress(waiting, 16 * _PIECE)
                    waiting = inflater.unconsumed_tail
                if inflater.eof:
                    break
            while not inflater.eof:
                piece = inflater.decompress(b"", 16 * _PIECE)
                if not piece:
                    raise Damaged("its compressed data end too early")
                yield piece
        except zlib.error as error:
            raise Damaged("its compressed data are broken") from error


def read_zip(content: Content) -> ZipFile:
    """The directory of a zip. Raises NotAZip."""
    end, values, ends = _end_record(content)
    _, disk, first_disk, here, total, size, offset, comment = values
    found = ZipFile(content)
    directory_end = end
    if _uses_zip64(content, end, values):
        found.unusual.append("it uses ZIP64")
        directory_end, total, size, offset = _end_record_64(content, end)
    elif disk or first_disk or here != total:
        raise NotAZip("it is one part of a zip in several parts")
    if ends > 1:
        message = "its comment holds the end of another zip, which some readers take for this one's"
        found.faults.append(("", message))
    if comment:
        found.unusual.append(f"it has a comment of {comment} bytes")
    behind = len(content) - end - _END.size - comment
    if behind > 0:
        found.unusual.append(f"{behind} bytes come after its end")
    elif behind < 0:
        found.faults.append(("", "it is cut off in the comment at its end"))
    start = directory_end - size
    prefix = start - offset
    if start < 0 or prefix < 0:
        raise NotAZip("its directory is cut off, or is not where its end says")
    if prefix:
        found.unusual.append(f"{prefix} bytes come before its start")
    found.declared_entries = total
    _read_entries(found, start, directory_end, prefix)
    _compare_headers(found)
    return found


def _end_record(content: Content) -> tuple[int, tuple[int, ...], int]:
    """Where the end record is, what it says, and how many there are that reach the end.

    A comment may hold another end record, so the first one whose comment reaches the end is taken;
    when none does, the last one.
    """
    low = max(0, len(content) - LONGEST_END)
    last: tuple[int, tuple[int, ...]] | None = None
    fitting: list[tuple[int, tuple[int, ...]]] = []
    position = len(content)
    while (position := content.rfind(b"PK\x05\x06", low, position)) >= 0:
        if position + _END.size > len(content):
            continue
        found = position, _END.unpack(content[position : position + _END.size])
        last = last or found
        if position + _END.size + found[1][-1] == len(content):
            fitting.append(found)
    if fitting:
        return (*fitting[-1], len(fitting))
    if last:
        return (*last, 1)
    if not len(content):
        raise NotAZip("the file is empty")
    start = bytes(content[:4])
    if start == b"PK\x03\x04":
        raise NotAZip("it starts like a zip, and its end is missing")
    if is_web_page(content[:200]):
        raise NotAZip("it is a web page, such as one that asks to sign in before a download")
    kind = next((name for mark, name in _OTHER_ARCHIVES.items() if start.startswith(mark)), "")
    told = f"it is {kind}" if kind else f"it starts with the bytes {start.hex(' ')}"
    raise NotAZip(f"it is not a zip: {told}")


def is_web_page(start: bytes) -> bool:
    """True when bytes start like HTML."""
    return (
        start.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html"))
    )


def _uses_zip64(content: Content, end: int, values: tuple[int, ...]) -> bool:
    has_locator = content[max(0, end - _LOCATOR_64.size) : end][:4] == b"PK\x06\x07"
    return has_locator and (0xFFFF in values[3:5] or _FULL in values[5:7] or end > _FULL)


def _end_record_64(content: Content, end: int) -> tuple[int, int, int, int]:
    """Where the ZIP64 end record is, the number of entries, and the directory's size and offset."""
    locator = end - _LOCATOR_64.size
    stated = _LOCATOR_64.unpack(content[locator:end])[2]
    # Bytes before the zip shift it, so look just before the locator too.
    for place in (stated, locator - _END_64.size):
        if 0 <= place <= locator - _END_64.size and content[place : place + 4] == b"PK\x06\x06":
            values = _END_64.unpack(content[place : place + _END_64.size])
            if values[4] or values[5]:
                break
            return place, values[7], values[8], values[9]
    raise NotAZip("its ZIP64 end record is not where it should be")


def _read_entries(found: ZipFile, start: int, end: int, prefix: int) -> None:
    content, position, names = found.content, start, 0
    while position + _CENTRAL.size <= end and len(found.entries) <= MOST_ENTRIES:
        values = _CENTRAL.unpack(content[position : position + _CENTRAL.size])
        (mark, made_by, _, flags, method, time, date, crc, packed, size) = values[:10]
        (name_length, extra_length, comment_length, disk, _, external, header) = values[10:]
        if mark != b"PK\x01\x02":
            found.faults.append(("", f"its directory is broken after {len(found.entries)} entries"))
            return
        position += _CENTRAL.size
        raw_name = bytes(content[position : position + name_length])
        names += name_length
        if names > _MOST_NAMES:
            found.faults.append(("", f"its names have more than {_MOST_NAMES:,} bytes"))
            return
        extra = bytes(content[position + name_length : position + name_length + extra_length])
        position += name_length + extra_length + comment_length
        packed, size, header, is_64 = _sizes_64(extra, packed, size, header)
        if is_64 and "it uses ZIP64" not in found.unusual:
            found.unusual.append("it uses ZIP64")
        name = _decoded(raw_name, flags)
        if disk not in (0, 0xFFFF):
            found.faults.append((name, "it is in another part of a zip in several parts"))
        mode = external >> 16 if made_by >> 8 == 3 else 0
        entry = ZipEntry(
            name, raw_name, flags, method, crc, packed, size, header + prefix, date, time, mode
        )
        found.entries.append(entry)
    if position != end and len(found.entries) <= MOST_ENTRIES:
        found.faults.append(("", f"its directory is broken after {len(found.entries)} entries"))
    elif found.declared_entries != len(found.entries) <= MOST_ENTRIES:
        message = f"its end says {found.declared_entries} entries, and it has {len(found.entries)}"
        found.faults.append(("", message))


def _sizes_64(extra: bytes, packed: int, size: int, header: int) -> tuple[int, int, int, bool]:
    """Packed size, size and offset, each from the ZIP64 extra field when the plain one is full."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == 1:
            numbers = iter(
                struct.unpack_from("<Q", extra, place)[0]
                for place in range(position + 4, min(position + 4 + length, len(extra)) - 7, 8)
            )
            size = next(numbers, size) if size == _FULL else size
            packed = next(numbers, packed) if packed == _FULL else packed
            header = next(numbers, header) if header == _FULL else header
            return packed, size, header, True
        position += 4 + length
    return packed, size, header, False


def _decoded(raw: bytes, flags: int) -> str:
    """A name as its flag says; unmarked ones are UTF-8 when they can be, else code page 437."""
    if raw.isascii():
        return raw.decode("ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if flags & UTF8 else raw.decode("cp437")


def _compare_headers(found: ZipFile) -> None:
    """Finds where each entry's data start, and where its local header says something else."""
    content, extents = found.content, []
    for entry in found.entries:
        head = content[entry.header : entry.header + _LOCAL.size]
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            found.faults.append((entry.name, "the zip has no such entry where its directory says"))
            entry.data = -1
            continue
        (_, _, flags, method, _, _, crc, packed, size, name_length, extra_length) = _LOCAL.unpack(
            head
        )
        start = entry.header + _LOCAL.size
        entry.data = start + name_length + extra_length
        stop = entry.data + entry.packed
        extents.append((entry.header, stop, entry.name))
        if content[start : start + name_length] != entry.raw_name:
            found.faults.append((entry.name, "it has another name where its content is"))
        elif method != entry.method or (flags ^ entry.flags) & ENCRYPTED:
            found.faults.append((entry.name, "the two descriptions of how it is packed differ"))
        elif (
            not flags & DESCRIPTOR
            and _FULL not in (packed, size)
            and (crc, packed, size) != (entry.crc, entry.packed, entry.size)
        ):
            found.faults.append((entry.name, "the two descriptions of its size differ"))
        if stop > len(content):
            found.faults.append((entry.name, "its content is cut off"))
            entry.data = -1
    extents.sort()
    for (_, stop, name), (start, _, other) in pairwise(extents):
        if start < stop:
            found.overlapping = f"'{name}' and '{other}' use the same bytes"
            return
