"""WebM: which tracks are in one, packed how, and the same without what a program adds.

RFC 8794 and RFC 9559: a file is elements in elements, each with its number and its size. Only the
few that lead to the names of codecs are opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scorm_builder.content.boxes import NotWhole, Track

_MOST_ELEMENTS = 10_000
_SEGMENT, _TRACKS, _ENTRY, _INFO = 0x18538067, 0x1654AE6B, 0xAE, 0x1549A966
_KIND, _CODEC = 0x83, 0x86
_KINDS = {1: "vide", 2: "soun", 17: "text"}
# Tags, attachments, a title, a date and the names of tracks: who, where and when.
_NOTES = frozenset({0x1254C367, 0x1941A469, 0x7BA9, 0x4461, 0x536E})
_OPENED = frozenset({_SEGMENT, _INFO, _TRACKS, _ENTRY})
_VOID = 0xEC


@dataclass(frozen=True, slots=True)
class _Element:
    number: int
    start: int
    body: int
    end: int


def tracks_of(content: bytes) -> tuple[Track, ...]:
    """The tracks of a film; their codecs are those of Matroska ("V_VP9"). Raises NotWhole."""
    return tuple(
        _track(content, entry)
        for segment in _within(content, 0, len(content), _SEGMENT)
        for tracks in _within(content, segment.body, segment.end, _TRACKS)
        for entry in _within(content, tracks.body, tracks.end, _ENTRY)
    )


def blank_notes(blank: bytearray, content: bytes) -> None:
    """Blanks tags, dates and names in a copy of a file; nothing moves. Raises NotWhole."""
    _blank(blank, content, 0, len(content))


def _blank(blank: bytearray, content: bytes, start: int, end: int) -> None:
    for element in _elements(content, start, end):
        length = element.end - element.start
        if element.number in _NOTES and length > 1:
            # An element that says nothing, of the same length; a long one has a size of 8 bytes.
            size = bytes([0x80 | (length - 2)]) if length < 100 else _long(length - 9)
            empty = bytes([_VOID]) + size
            blank[element.start : element.end] = empty.ljust(length, b"\0")
        elif element.number in _OPENED:
            _blank(blank, content, element.body, element.end)


def _long(size: int) -> bytes:
    return (size | 1 << 56).to_bytes(8)


def _elements(content: bytes, start: int, end: int) -> Iterator[_Element]:
    """The elements beside each other; one of unknown size, as of a live film, takes the rest."""
    for _ in range(_MOST_ELEMENTS):
        if start >= end:
            return
        number, at = _number(content, start)
        size, body = _number(content, at)
        # The leading bit only says how long the number is.
        bits = 7 * (body - at)
        known = size & (1 << bits) - 1
        stop = end if known == (1 << bits) - 1 else body + known
        if stop > end:
            raise NotWhole
        yield _Element(number, start, body, stop)
        start = stop
    raise NotWhole


def _number(content: bytes, start: int) -> tuple[int, int]:
    """A number of one to eight bytes with the bit that tells its length, and where it ends."""
    first = content[start] if start < len(content) else 0
    end = start + 9 - first.bit_length()
    if not first or end > len(content):
        raise NotWhole
    return int.from_bytes(content[start:end]), end


def _within(content: bytes, start: int, end: int, number: int) -> Iterator[_Element]:
    return (element for element in _elements(content, start, end) if element.number == number)


def _track(content: bytes, entry: _Element) -> Track:
    said = {e.number: content[e.body : e.end] for e in _elements(content, entry.body, entry.end)}
    codec = said.get(_CODEC, b"").rstrip(b"\0").decode("ascii", "replace")
    shown = "".join(one if one.isprintable() else "?" for one in codec[:40])
    return Track(_KINDS.get(int.from_bytes(said.get(_KIND, b"")[:8]), "data"), shown)
