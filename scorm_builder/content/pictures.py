"""Pictures without what a camera or an editor adds to them: where, when and with what.

A photo from a phone tells where it was taken, and often has a small copy of what was cropped away.
None of it belongs in a package that anybody can open. The picture itself is not encoded again: its
bytes stay as they are.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
"""Which format the ending of a picture's name promises."""

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
# JFIF and Adobe say how to read the colours; so does a colour profile, in APP2.
_APPLICATION, _COMMENT = range(0xE0, 0xF0), 0xFE
_JFIF, _EXIF, _PROFILE, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_PLAIN_CHUNKS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_ORIENTATION = 0x0112


def without_metadata(content: bytes) -> bytes:
    """The same picture without Exif, XMP, comments, and what stands behind its end.

    A photo keeps its orientation and its colour profile. What is neither a whole JPEG nor a whole
    PNG is returned as it is: the checks tell of it.
    """
    try:
        if content.startswith(_JPEG):
            return b"".join(_jpeg(content))
        if content.startswith(_PNG):
            return b"".join(_png(content))
    except _NotWhole:
        pass
    return content


class _NotWhole(Exception):
    """The file breaks off, or is not what its first bytes say."""


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The parts of a JPEG that are kept (ITU-T T.81, annex B)."""
    yield _JPEG
    start = len(_JPEG)
    while True:
        marker, end = _segment(content, start)
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, end)
        said = content[start + 4 : end]
        if marker == _EXIF and said.startswith(b"Exif\0\0"):
            yield _turned(said)
        elif (
            (marker not in _APPLICATION and marker != _COMMENT)
            or marker in (_JFIF, _ADOBE)
            or (marker == _PROFILE and said.startswith(b"ICC_PROFILE\0"))
        ):
            yield content[start:end]
        if marker == _END_OF_IMAGE:
            return
        start = end


def _segment(content: bytes, start: int) -> tuple[int, int]:
    """The marker of a segment, and where it ends."""
    if start + 2 > len(content) or content[start] != 0xFF:
        raise _NotWhole
    marker = content[start + 1]
    if marker == _END_OF_IMAGE:
        return marker, start + 2
    length = int.from_bytes(content[start + 2 : start + 4])
    if marker in (0x00, 0xFF) or length < 2 or start + 2 + length > len(content):
        raise _NotWhole
    return marker, start + 2 + length


def _end_of_scan(content: bytes, start: int) -> int:
    """Where the next marker stands behind a scan: FF 00 and restarts are a part of it."""
    at = content.find(b"\xff", start)
    while 0 <= at < len(content) - 1:
        following = content[at + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return at
        at = content.find(b"\xff", at + 1 if following == 0xFF else at + 2)
    raise _NotWhole


def _turned(exif: bytes) -> bytes:
    """A segment that says how the photo must be turned; nothing for one that is upright."""
    # Here, as it takes long to load, and drawings have no such segment.
    from PIL import Image  # noqa: PLC0415

    found, kept = Image.Exif(), Image.Exif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found.load(exif)
            orientation = found.get(_ORIENTATION, 1)
        except Exception:  # noqa: BLE001  (of many kinds, for what anybody may have written)
            return b""
    if orientation not in range(2, 9):
        return b""
    kept[_ORIENTATION] = orientation
    data = kept.tobytes()
    return b"\xff\xe1" + (len(data) + 2).to_bytes(2) + data


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that are kept (PNG, third edition, 5.3)."""
    yield _PNG
    start = len(_PNG)
    while True:
        kind = content[start + 4 : start + 8]
        end = start + 12 + int.from_bytes(content[start : start + 4])
        if len(kind) < 4 or end > len(content):
            raise _NotWhole
        if kind not in _PLAIN_CHUNKS:
            yield content[start:end]
        if kind == b"IEND":
            return
        start = end
