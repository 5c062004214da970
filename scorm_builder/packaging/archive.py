"""A mapping of path to bytes -> a zip with the same bytes everywhere.

Python's own `zipfile` compresses with whatever zlib the machine has, and zlib, zlib-ng and their
versions differ in the bytes they make. So the compressor is libdeflate, pinned through the
`deflate` package, and the few fixed records of the format are written here.

The archive is the plainest that the format allows (PKWARE APPNOTE 4.3): no directory entries, no
ZIP64, no data descriptors, no comments; methods 0 (store) and 8 (deflate) only; names in order.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache

import deflate

_LEVEL = 12
_DOS_DATE = (1980 - 1980) << 9 | 1 << 5 | 1
_MAXIMUM_ENTRIES = 0xFFFE
_MAXIMUM_SIZE = 0xFFFFFFFE
_SEGMENT = r"[a-z0-9_-]([a-z0-9._-]*[a-z0-9_-])?"
_NAME = re.compile(rf"{_SEGMENT}(/{_SEGMENT})*")
_LONGEST_NAME = 200
_FIRST = "imsmanifest.xml"
_MADE_BY_UNIX = 3 << 8 | 20
_PLAIN_FILE = 0o100644 << 16


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """The bytes of a zip that holds `files`: the manifest first, the others sorted by path.

    Raises ValueError for a path that is not lower-case `[a-z0-9._-]` with forward slashes or too
    long, for paths of which one is a folder of the other, and for what only ZIP64 could hold.
    """
    _check_names(files)
    body = bytearray()
    directory = bytearray()
    for name in sorted(files, key=lambda path: (path != _FIRST, path)):
        content = files[name]
        method, packed = _pack(content)
        encoded = name.encode("ascii")
        common = struct.pack(
            "<HHHHHIIIHH",
            20,
            0,
            method,
            0,
            _DOS_DATE,
            zlib.crc32(content),
            len(packed),
            len(content),
            len(encoded),
            0,
        )
        directory += b"PK\x01\x02" + struct.pack("<H", _MADE_BY_UNIX) + common
        directory += struct.pack("<HHHII", 0, 0, 0, _PLAIN_FILE, len(body)) + encoded
        body += b"PK\x03\x04" + common + encoded + packed
    if len(body) + len(directory) > _MAXIMUM_SIZE:
        raise ValueError("the package is larger than 4 GB")
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


def _check_names(files: Mapping[str, bytes]) -> None:
    if len(files) > _MAXIMUM_ENTRIES:
        raise ValueError(f"{len(files)} files are more than a plain zip can hold")
    for name in files:
        if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
            raise ValueError(f"{name[:_LONGEST_NAME]!r} is not a path that every LMS can unpack")
        parents = name.split("/")[:-1]
        for depth in range(1, len(parents) + 1):
            if "/".join(parents[:depth]) in files:
                raise ValueError(f"{'/'.join(parents[:depth])!r} is a file and a folder")


@lru_cache(maxsize=64)
def _pack(content: bytes) -> tuple[int, bytes]:
    """The smaller of stored and deflated; cached, because all modules share most of their files."""
    packed = bytes(deflate.deflate_compress(content, _LEVEL)) if content else b""
    return (8, packed) if packed and len(packed) < len(content) else (0, content)
