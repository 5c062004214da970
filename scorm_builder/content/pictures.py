"""Pictures as files: which kind one is, and the same without what is no part of the picture.

A photo from a phone tells where it was taken, and often has a small copy of what was cropped away.
None of it belongs in a package that anybody can open. What is kept is listed here; all else goes.
The picture itself is not encoded again: `photos.py` does that, where it must be.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WebP",
    ".heic": "HEIC",
    ".heif": "HEIC",
}
"""Which format the ending of a picture's name promises."""

ENDINGS = {"JPEG": "jpg", "PNG": "png", "WebP": "webp"}
"""The ending of what browsers show, by its format."""

_JPEG, _PNG, _RIFF, _WEBP = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF", b"WEBP"
# The brands of ISO/IEC 23008-12 for pictures that are packed as HEVC.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
# What people take for a picture, with what it begins with.
_OTHERS = {
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"%PDF": "PDF",
    b"PK\3\4": "Word, PowerPoint or zip",
    b"\0\0\1\0": "icon",
}

_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
# The markers of ITU-T T.81, table B.1, that tell of the picture: frames, tables, lines, scans.
_OF_THE_PICTURE = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)} - {0xC8})
# JFIF and Adobe say how to read the colours; so does a colour profile, in APP2.
_JFIF, _EXIF, _PROFILE, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_WITHOUT_THUMBNAIL = 16
_MOST_SCANS = 100
# PNG, third edition, clause 11: the picture and its colours; nothing of text, time or motion.
_CHUNKS_OF_THE_PICTURE = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD hIST pHYs sPLT".split()
)
_WEBP_CHUNKS_OF_THE_PICTURE = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
# What VP8X tells of the others.
_HAS_PROFILE, _HAS_EXIF, _OF_ITSELF = 0x20, 0x08, 0x12
_ORIENTATION = 0x0112


class Unusable(Exception):
    """What is wrong with a picture, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it is packed, and as it is printed where that is not the same."""

    packed: bytes
    printed: bytes | None = None


Prepare = Callable[[bytes], Photo]
"""Makes of a picture of any format that is taken what is shown. Raises Unusable."""


def kind_of(content: bytes) -> str:
    """The kind of picture that a file is by its first bytes; blank for what is not known."""
    if content.startswith(_JPEG):
        return "JPEG"
    if content.startswith(_PNG):
        return "PNG"
    if content[:4] == _RIFF and content[8:12] == _WEBP:
        return "WebP"
    if content[4:8] == b"ftyp":
        size = min(int.from_bytes(content[:4]), 200)
        brands = {content[at : at + 4] for at in (8, *range(16, size, 4))}
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        return "HEIC" if brands & _HEIC_BRANDS else ""
    return next((name for start, name in _OTHERS.items() if content.startswith(start)), "")


def without_metadata(content: bytes) -> bytes:
    """The same picture without Exif, XMP, comments, small copies, and what stands behind its end.

    A photo keeps its orientation and its colour profile. What is neither a whole JPEG nor a whole
    PNG or WebP is returned as it is: the checks tell of it.
    """
    return only_the_picture(content) or content


def only_the_picture(content: bytes) -> bytes | None:
    """The same; None for what is no whole JPEG, PNG or WebP."""
    parts = {"JPEG": _jpeg, "PNG": _png, "WebP": _webp}.get(kind_of(content))
    try:
        return b"".join(parts(content)) if parts else None
    except _NotWhole:
        return None


def without_profile(content: bytes) -> bytes:
    """A clean JPEG, PNG or WebP without its colour profile: all read it as sRGB then."""
    kind = kind_of(content)
    if kind == "JPEG":
        return b"".join(p for p in _jpeg(content) if p[:2] != b"\xff\xe2")
    if kind == "PNG":
        return b"".join(p for p in _png(content) if p[4:8] != b"iCCP")
    return b"".join(_webp(content, profile=False))


class _NotWhole(Exception):
    """The file breaks off, or is not what its first bytes say."""


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The parts of a JPEG that are kept (ITU-T T.81, annex B)."""
    yield _JPEG
    start, scans = len(_JPEG), 0
    while True:
        start = _behind_fill_bytes(content, start)
        marker, end = _segment(content, start)
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, end)
            scans += 1
        said = content[start + 4 : end]
        if scans > _MOST_SCANS:
            # Each goes over the whole picture: a small file of them keeps a reader for hours.
            raise _NotWhole
        if marker == _EXIF and said.startswith(b"Exif\0\0"):
            yield _turned(said)
        elif marker == _JFIF and said.startswith(b"JFIF\0"):
            yield _jfif(content[start:end])
        elif (
            marker in _OF_THE_PICTURE
            or (marker == _ADOBE and said.startswith(b"Adobe"))
            or (marker == _PROFILE and said.startswith(b"ICC_PROFILE\0"))
        ):
            yield content[start:end]
        if marker == _END_OF_IMAGE:
            yield content[start:end]
            return
        start = end


def _behind_fill_bytes(content: bytes, start: int) -> int:
    """Where a marker stands: any number of FF may go before it (B.1.1.2)."""
    while content[start : start + 2] == b"\xff\xff":
        start += 1
    return start


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


def _jfif(segment: bytes) -> bytes:
    """The same without the small copy of the picture that may stand at its end."""
    if len(segment) <= _WITHOUT_THUMBNAIL + 2:
        return segment
    kept = segment[4:_WITHOUT_THUMBNAIL] + b"\0\0"
    return segment[:2] + (len(kept) + 2).to_bytes(2) + kept


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
        if kind in _CHUNKS_OF_THE_PICTURE:
            yield content[start:end]
        if kind == b"IEND":
            return
        start = end


def _webp(content: bytes, *, profile: bool = True) -> Iterator[bytes]:
    """The chunks of a WebP that are kept (RFC 9649, 2.7)."""
    end = 8 + int.from_bytes(content[4:8], "little")
    start = 12
    body = bytearray(_WEBP)
    extended, flags = 0, 0
    while start < end:
        kind, size = content[start : start + 4], content[start + 4 : start + 8]
        following = start + 8 + int.from_bytes(size, "little")
        following += following % 2
        if len(size) < 4 or following > len(content):
            raise _NotWhole
        said = content[start + 8 : following]
        if kind == b"VP8X" and len(said) >= 10 and not extended:
            extended, flags = len(body) + 8, said[0] & _OF_ITSELF
            body += content[start:following]
        elif kind == b"EXIF" and (turned := _turned(said)[4:]):
            body += b"EXIF" + struct.pack("<I", len(turned)) + turned + b"\0" * (len(turned) % 2)
            flags |= _HAS_EXIF
        elif kind in _WEBP_CHUNKS_OF_THE_PICTURE or (kind == b"ICCP" and profile):
            body += content[start:following]
            flags |= _HAS_PROFILE if kind == b"ICCP" else 0
        start = following
    if extended:
        body[extended] = flags
    yield _RIFF + struct.pack("<I", len(body)) + bytes(body)
