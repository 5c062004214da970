"""MP4 and M4A: which tracks are in one, packed how, and the same without what a phone adds.

ISO/IEC 14496-12: a file is boxes in boxes, each with its size and a kind of four letters. Only the
few that lead to the names of codecs are opened; what is packed in a film is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_MOST_BOXES = 10_000
_TO_THE_CODECS = (b"mdia", b"minf", b"stbl", b"stsd")
# What players need, by the box that it is in. All else, such as udta with the place, is blanked.
_KEPT = {
    b"": frozenset(b"ftyp styp moov moof mdat mfra sidx ssix pdin".split()),
    b"moov": frozenset(b"mvhd trak mvex iods".split()),
    b"trak": frozenset(b"tkhd edts mdia tref trgr".split()),
}
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_HEAD = 8
# How much a sample entry says before the boxes in it.
_BEFORE_ITS_BOXES = {b"vide": 78, b"soun": 28}
_MORE_IN_QUICKTIME = 16
_ES_DESCRIPTOR, _DECODER = 3, 4


class NotWhole(Exception):
    """The file breaks off, or is not what its first bytes say."""


@dataclass(frozen=True, slots=True)
class Track:
    """One track: `vide`, `soun` or another kind, and how it is packed.

    `codec` has the four letters of the sample entry, with the profile of H.264 ("avc1.100") or the
    number of the kind of sound ("mp4a.64") behind them, where it is told.
    """

    kind: str
    codec: str


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def tracks_of(content: bytes) -> tuple[Track, ...]:
    """The tracks of a film or a recording. Raises NotWhole."""
    return tuple(
        track
        for moov in _within(content, 0, len(content), b"moov")
        for trak in _within(content, moov.body, moov.end, b"trak")
        for track in _track(content, trak)
    )


def blank_notes(blank: bytearray, content: bytes) -> None:
    """Blanks place, device and time in a copy of a file; nothing moves. Raises NotWhole."""
    _blank(blank, content, b"", _Box(b"", 0, 0, len(content)))


def _blank(blank: bytearray, content: bytes, inside: bytes, around: _Box) -> None:
    kept = _KEPT.get(inside)
    for box in _boxes(content, around.body, around.end):
        if kept and box.kind not in kept:
            blank[box.start + 4 : box.start + 8] = b"free"
            blank[box.body : box.end] = bytes(box.end - box.body)
        elif box.kind in _DATED:
            # When it was made and changed, behind the version, which says how long they are.
            dates = slice(box.body + 4, min(box.end, box.body + (20 if content[box.body] else 12)))
            blank[dates] = bytes(len(blank[dates]))
        elif box.kind in (*_KEPT, b"mdia"):
            _blank(blank, content, box.kind, box)


def _boxes(content: bytes, start: int, end: int) -> Iterator[_Box]:
    """The boxes that stand beside each other from `start` to `end`."""
    for _ in range(_MOST_BOXES):
        # What is too short for a box ends a list, as four zeros do in films of QuickTime.
        if end - start < _HEAD:
            return
        size, body = int.from_bytes(content[start : start + 4]), start + _HEAD
        if size == 1:
            size, body = int.from_bytes(content[body : body + 8]), body + 8
        elif size == 0:
            size = end - start
        if size < body - start or start + size > end:
            raise NotWhole
        yield _Box(content[start + 4 : start + 8], start, body, start + size)
        start += size
    raise NotWhole


def _track(content: bytes, trak: _Box) -> Iterator[Track]:
    around = [trak]
    kind = b""
    for name in _TO_THE_CODECS:
        inside = [box for one in around for box in _boxes(content, one.body, one.end)]
        if name == b"minf":
            kind = next(
                (content[b.body + 8 : b.body + 12] for b in inside if b.kind == b"hdlr"), b""
            )
        around = [box for box in inside if box.kind == name]
    for table in around:
        # Behind the version and the count, one entry a way of packing.
        for entry in _boxes(content, table.body + 8, table.end):
            yield Track(_spelt(kind), _spelt(entry.kind) + _detail(content, entry, kind))


def _detail(content: bytes, entry: _Box, kind: bytes) -> str:
    """What the sample entry says of its codec beside its name."""
    start = entry.body + _BEFORE_ITS_BOXES.get(kind, entry.end)
    if entry.kind == b"mp4a" and content[entry.body + 8 : entry.body + 10] == b"\0\1":
        start += _MORE_IN_QUICKTIME
    try:
        for box in _boxes(content, start, entry.end):
            if box.kind == b"avcC":
                return f".{content[box.body + 1]}" if box.end - box.body > 1 else ""
            if box.kind == b"esds":
                return _kind_of_sound(content[box.body + 4 : box.end])
    except NotWhole:
        pass
    return ""


def _kind_of_sound(descriptors: bytes) -> str:
    """The object type of ISO/IEC 14496-1, 7.2.6.6, from the descriptor of the decoder."""
    body = _descriptor(descriptors, _ES_DESCRIPTOR)
    if len(body) < 3 or body[2] & 0b1110_0000:
        return ""
    decoder = _descriptor(body[3:], _DECODER)
    return f".{decoder[0]}" if decoder else ""


def _descriptor(content: bytes, tag: int) -> bytes:
    """What a descriptor with this tag holds; its length has seven bits a byte."""
    if content[:1] != bytes([tag]):
        return b""
    at = 1
    while at < len(content) and content[at] & 0x80:
        at += 1
    return content[at + 1 :]


def _spelt(letters: bytes) -> str:
    """Four letters, or what stands in their place, to read in a message."""
    return "".join(chr(one) if 0x20 < one < 0x7F else "?" for one in letters)


def _within(content: bytes, start: int, end: int, kind: bytes) -> Iterator[_Box]:
    return (box for box in _boxes(content, start, end) if box.kind == kind)
