"""Videos, their captions and recordings are there, and every browser plays them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scorm_builder.content.clips import FILMS, RECORDINGS, film_problem, recording_problem
from scorm_builder.content.loader import MAXIMUM_CLIP_BYTES, Content, Source
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import Recording, Video, walk

# A name with another ending is wrong in itself, which the model says.
_ENDINGS = {
    (Video, "file"): FILMS,
    (Video, "captions"): (".vtt",),
    (Recording, "file"): RECORDINGS,
}
# WebVTT: https://www.w3.org/TR/webvtt1/
_CAPTIONS = re.compile(r"\ufeff?WEBVTT(?:[ \t][^\n]*)?(?:\n|$)")
_CUE = re.compile(r"^(?:\d+:)?\d\d:\d\d\.\d{3} --> (?:\d+:)?\d\d:\d\d\.\d{3}", re.MULTILINE)


def check_clips(content: Content) -> Iterator[Diagnostic]:
    """Every film, its captions and every recording can be played."""
    for source in content.sources.values():
        for found in walk(source.part, source.document.data):
            for (kind, key), endings in _ENDINGS.items():
                name = found.value.get(key) if found.kind is kind else None
                if isinstance(name, str) and name.endswith(endings):
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
    judge = film_problem if name.endswith(FILMS) else recording_problem
    return judge(name, content)


def _captions_problem(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return "is not UTF-8 text"
    if not _CAPTIONS.match(text):
        return "does not begin with WEBVTT"
    return None if _CUE.search(text) else "has no captions in it"
