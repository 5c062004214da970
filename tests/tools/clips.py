"""Films and recordings as bytes: their structure alone, with nothing to see or hear."""

from __future__ import annotations


def box(kind: bytes, *body: bytes) -> bytes:
    """A box of an MP4."""
    content = b"".join(body)
    return (len(content) + 8).to_bytes(4) + kind + content


def track(handler: bytes, codec: bytes, *inside: bytes, notes: bytes = b"") -> bytes:
    """A track of an MP4 that is packed by a codec, with boxes in its sample entry."""
    before = {b"vide": 78, b"soun": 28}.get(handler, 8)
    entry = box(codec, bytes(before), *inside)
    table = box(b"stbl", box(b"stsd", bytes(4), (1).to_bytes(4), entry))
    hdlr = box(b"hdlr", bytes(8), handler, bytes(13))
    dated = box(b"mdhd", bytes(4), b"\xe5\x01\x02\x03" * 2, bytes(12))
    return box(b"trak", box(b"mdia", dated, hdlr, box(b"minf", table)), notes)


def mp4(*tracks: bytes, notes: bytes = b"") -> bytes:
    """A film or recording with these tracks."""
    ftyp = box(b"ftyp", b"isom", (512).to_bytes(4), b"isom")
    dated = box(b"mvhd", bytes(4), b"\xe5\x01\x02\x03" * 2, bytes(12))
    return ftyp + box(b"moov", dated, *tracks, notes) + box(b"mdat", bytes(8))


def avc(profile: int) -> bytes:
    """What tells the profile of H.264."""
    return box(b"avcC", bytes([1, profile, 0, 30]))


def esds(kind: int) -> bytes:
    """What tells which kind of sound is in `mp4a`."""
    decoder = bytes([4, 0x80, 0x80, 0x80, 2, kind, 0])
    return box(b"esds", bytes(4), bytes([3, 0x80, 0x80, 0x80, 3 + len(decoder), 0, 1, 0]), decoder)


def element(number: int, *body: bytes) -> bytes:
    """An element of a WebM."""
    content = b"".join(body)
    length = (number.bit_length() + 7) // 8
    return number.to_bytes(length) + (len(content) | 1 << 28).to_bytes(4) + content


def webm(*codecs: tuple[int, bytes], notes: bytes = b"") -> bytes:
    """A film with a track for each kind (1 a picture, 2 a sound) and codec."""
    entries = (
        element(0xAE, element(0x83, bytes([kind])), element(0x86, codec)) for kind, codec in codecs
    )
    tracks = element(0x1654AE6B, *entries)
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, notes, tracks)


FILM = webm((1, b"V_VP8"))
"""The smallest WebM that passes for a film."""
SOUND = b"\xff\xfb\x90\x00" + bytes(413)
"""A frame of an MP3 with silence in it."""
