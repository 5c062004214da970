"""Zips from descriptions: also those that no zip tool would write."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

_FULL = 0xFFFFFFFF


@dataclass
class Entry:
    """One entry. What is None is what it should be; `local` differs in the local header only."""

    name: bytes
    content: bytes = b""
    data: bytes | None = None
    method: int = 8
    utf8: bool = False
    flags: int = 0
    mode: int = 0o100644
    date: int = 1 << 5 | 1
    time: int = 0
    crc: int | None = None
    size: int | None = None
    zip64: bool = False
    descriptor: bool = False
    shares: bytes | None = None
    local: dict[str, Any] = field(default_factory=dict)


@dataclass
class Zip:
    """Bytes of a zip, and what is around it."""

    entries: list[Entry]
    before: bytes = b""
    after: bytes = b""
    comment: bytes = b""
    count: int | None = None
    disk: int = 0
    zip64: bool = False


def packed(entry: Entry) -> bytes:
    """The content as an entry holds it; what we cannot pack is held as it is."""
    if entry.data is not None:
        return entry.data
    if entry.method != 8:
        return entry.content
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(entry.content) + squeeze.flush()


def write(description: Zip) -> bytes:
    """The bytes of a zip."""
    body, directory = bytearray(description.before), bytearray()
    places: dict[bytes, int] = {}
    for entry in description.entries:
        data = packed(entry)
        flags = entry.flags | (entry.utf8 << 11) | (entry.descriptor << 3)
        crc = zlib.crc32(entry.content) if entry.crc is None else entry.crc
        size = len(entry.content) if entry.size is None else entry.size
        place = len(body) - len(description.before)
        if entry.shares is not None:
            place = places[entry.shares]
        else:
            body += _local(entry, flags, (crc, len(data), size)) + data
            if entry.descriptor:
                body += struct.pack("<4sIII", b"PK\7\b", crc, len(data), size)
        places[entry.name] = place
        extra = struct.pack("<HHQQQ", 1, 24, size, len(data), place) if entry.zip64 else b""
        sizes = (_FULL, _FULL) if entry.zip64 else (len(data), size)
        directory += struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            b"PK\1\2",
            3 << 8 | 20,
            20,
            flags,
            entry.method,
            entry.time,
            entry.date,
            crc,
            *sizes,
            len(entry.name),
            len(extra),
            0,
            0,
            0,
            entry.mode << 16,
            _FULL if entry.zip64 else place,
        )
        directory += entry.name + extra
    return bytes(body + directory) + _end(description, len(body), len(directory))


def _local(entry: Entry, flags: int, values: tuple[int, int, int]) -> bytes:
    crc, packed_size, size = (0, 0, 0) if entry.descriptor else values
    name: bytes = entry.local.get("name", entry.name)
    return (
        struct.pack(
            "<4sHHHHHIIIHH",
            b"PK\3\4",
            20,
            flags,
            entry.local.get("method", entry.method),
            entry.time,
            entry.date,
            entry.local.get("crc", crc),
            packed_size,
            entry.local.get("size", size),
            len(name),
            0,
        )
        + name
    )


def _end(description: Zip, place: int, length: int) -> bytes:
    count = len(description.entries) if description.count is None else description.count
    start = place - len(description.before)
    wide = b""
    if description.zip64:
        values = (44, 45, 45, 0, 0, count, count, length, start)
        wide = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", *values)
        wide += struct.pack("<4sIQI", b"PK\6\7", 0, place + length, 1)
        count, length, start = 0xFFFF, _FULL, _FULL
    comment = description.comment
    end = struct.pack(
        "<4sHHHHIIH",
        b"PK\5\6",
        description.disk,
        0,
        min(count, 0xFFFF),
        min(count, 0xFFFF),
        length,
        start,
        len(comment),
    )
    return wide + end + comment + description.after


def noise(length: int) -> bytes:
    """Bytes that do not get smaller when they are packed; always the same."""
    return random.Random(length).randbytes(length)
