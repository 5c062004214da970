"""Films and recordings: whether every browser plays them, and the same without what is no part.

The name of a file promises a kind; what is in it may be packed by a codec that no browser has, or
only those of one maker. So it is judged by the codecs of its tracks.
"""

from __future__ import annotations

import re

from scorm_builder.content import boxes, ebml
from scorm_builder.content.boxes import NotWhole, Track

FILMS, RECORDINGS = (".mp4", ".webm"), (".mp3", ".m4a")

# What Chrome, Edge, Firefox and Safari play on every system. H.264 has profiles for studios too,
# and mp4a is a shell for many kinds of sound (https://mp4ra.org): 64 and 102 to 104 are AAC.
_PLAYED = re.compile(
    r"vide avc[13](\.(66|77|88|100))?|vide (av01|vp08|vp09|V_VP8|V_VP9|V_AV1)"
    r"|soun mp4a(\.(64|102|103|104|105|107))?|soun (\.mp3|Opus|fLaC|A_OPUS|A_VORBIS)"
)
_NAMES = {
    "hvc1": "HEVC, also called H.265",
    "hev1": "HEVC, also called H.265",
    "dvh1": "Dolby Vision",
    "dvhe": "Dolby Vision",
    "mp4v": "MPEG-4 Visual",
    "apch": "ProRes",
    "apcn": "ProRes",
    "avc1": "H.264 in a profile for studios",
    "avc3": "H.264 in a profile for studios",
    "encv": "protected by DRM",
    "enca": "protected by DRM",
    "alac": "Apple Lossless",
    "ac-3": "Dolby Digital",
    "ec-3": "Dolby Digital Plus",
    "samr": "AMR",
    "mp4a": "a kind of MPEG-4 sound that is not AAC",
    "V_MPEGH/ISO/HEVC": "HEVC, also called H.265",
    "V_MPEG4/ISO/AVC": "H.264, which WebM does not take",
    "A_AAC": "AAC, which WebM does not take",
}
_SHOWN = frozenset({"vide", "soun"})
# Words under the picture, chapters, time codes, hints for a server; else it may be a place.
_HARMLESS = frozenset({"text", "sbtl", "subt", "clcp", "hint", "tmcd"})
_BETTER_FILM = "an MP4 with H.264 and AAC, as 'Fast 1080p30' of HandBrake makes it"
_BETTER_RECORDING = "an MP3, or an M4A with AAC"
_ID3 = 10


def film_problem(name: str, content: bytes) -> str | None:
    """What is wrong with a film that is called `name`, in words that follow its name."""
    webm = name.endswith(".webm")
    if not (content[:4] == b"\x1a\x45\xdf\xa3" if webm else content[4:8] == b"ftyp"):
        return _not_what_it_says(name)
    tracks = _tracks(content, webm=webm)
    if not any(track.kind == "vide" for track in tracks):
        return "has no picture in it, or is damaged"
    return _unplayed(tracks, _BETTER_FILM)


def recording_problem(name: str, content: bytes) -> str | None:
    """What is wrong with a recording that is called `name`, in words that follow its name."""
    if name.endswith(".mp3"):
        return None if _is_mp3(content) else _not_what_it_says(name)
    if content[4:8] != b"ftyp":
        return _not_what_it_says(name)
    tracks = _tracks(content, webm=False)
    if not any(track.kind == "soun" for track in tracks):
        return "has no sound in it, or is damaged"
    heard = tuple(track for track in tracks if track.kind != "vide")
    return _unplayed(heard, _BETTER_RECORDING)


def without_notes(name: str, content: bytes) -> bytes:
    """A film or recording without place, device, dates and names; all else as it is.

    What is not whole is returned as it came: the checks tell of it.
    """
    if name.endswith(".mp3"):
        return _bare_mp3(content)
    if not name.endswith((".mp4", ".m4a", ".webm")):
        return content
    blank = bytearray(content)
    try:
        (ebml if name.endswith(".webm") else boxes).blank_notes(blank, content)
    except NotWhole:
        return content
    return bytes(blank)


def _tracks(content: bytes, *, webm: bool) -> tuple[Track, ...]:
    try:
        return ebml.tracks_of(content) if webm else boxes.tracks_of(content)
    except NotWhole:
        return ()


def _unplayed(tracks: tuple[Track, ...], better: str) -> str | None:
    """The first track that some browser does not play, or that nobody sees or hears."""
    for track in tracks:
        if track.kind in _SHOWN and not _PLAYED.fullmatch(f"{track.kind} {track.codec}"):
            part = "picture" if track.kind == "vide" else "sound"
            codec = track.codec.partition(".")[0] or track.codec
            known = f" ({_NAMES[codec]})" if codec in _NAMES else ""
            told = f"has its {part} packed by a codec that not all browsers play"
            return f"{told}: {track.codec or '?'}{known}; save it as {better}"
        if track.kind not in _SHOWN | _HARMLESS:
            told = "has data beside picture and sound, which may tell where it was taken"
            return f"{told}: {track.codec or '?'}; save it as {better}"
    return None


def _not_what_it_says(name: str) -> str:
    return f"is not {name.rpartition('.')[2]}, or is damaged"


def _is_mp3(content: bytes) -> bool:
    """A frame of layer III follows the notes (ISO/IEC 11172-3, 2.4.1.3)."""
    head = _bare_mp3(content).lstrip(b"\0")[:3]
    return len(head) == 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] < 0xF0


def _bare_mp3(content: bytes) -> bytes:
    """The frames without ID3 at either end, which has names, pictures and comments."""
    start, end = 0, len(content)
    while content[start : start + 3] == b"ID3" and start + _ID3 <= end:
        # Seven bits a byte; a footer is as long as the head.
        size = 0
        for byte in content[start + 6 : start + _ID3]:
            size = size << 7 | byte & 0x7F
        start += _ID3 + size + (_ID3 if content[start + 5] & 0x10 else 0)
    if content[end - 128 : end - 125] == b"TAG":
        end -= 128
    return content[start:end]
