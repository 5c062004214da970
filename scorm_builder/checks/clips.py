"""Videos and their captions are there, and are what their names say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scorm_builder.content.loader import MAXIMUM_CLIP_BYTES, Content, Source
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import Video, walk

_KEYS = ("file", "captions")
# ISO/IEC 14496-12, 4.3 (a box called ftyp), and Matroska (EBML).
_BEGINNINGS = {
    ".mp4": re.compile(rb"....ftyp", re.DOTALL),
    ".webm": re.compile(b"\x1a\x45\xdf\xa3"),
}
# WebVTT: https://www.w3.org/TR/webvtt1/
_CAPTIONS = re.compile(r"\ufeff?WEBVTT(?:[ \t][^\n]*)?(?:\n|$)")
_CUE = re.compile(r"^(?:\d+:)?\d\d:\d\d\.\d{3} --> (?:\d+:)?\d\d:\d\d\.\d{3}", re.MULTILINE)


def check_clips(content: Content) -> Iterator[Diagnostic]:
    """Every video file and its captions can be played, as far as their first bytes tell."""
    for source in content.sources.values():
        for found in walk(source.part, source.document.data):
            if found.kind is not Video:
                continue
            for key in _KEYS:
                name = found.value.get(key)
                # A name with another ending is wrong in itself, which the model says.
                if isinstance(name, str) and name.endswith((*_BEGINNINGS, ".vtt")):
                    problem = _problem(source, name)
                    if problem:
                        place = source.document.place((*found.path, key))
                        yield diagnose("MOD-023", place, f"{name} {problem}")


def _problem(source: Source, name: str) -> str | None:
    if name not in source.clips:
        near = next((n for n in source.clips if n.lower() == name.lower()), None)
        return f"is not there; there is {near}" if near else "is not there"
    content = source.clips[name]
    if not content:
        return f"is empty, or over {MAXIMUM_CLIP_BYTES // 1_000_000} MB"
    if name.endswith(".vtt"):
        return _captions_problem(content)
    beginning = next(one for ending, one in _BEGINNINGS.items() if name.endswith(ending))
    return None if beginning.match(content) else f"is not {name.rpartition('.')[2]}, or is damaged"


def _captions_problem(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return "is not UTF-8 text"
    if not _CAPTIONS.match(text):
        return "does not begin with WEBVTT"
    return None if _CUE.search(text) else "has no captions in it"
