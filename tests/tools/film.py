"""Modules with a film, and with a recording, of their own, made here."""

from __future__ import annotations

import io
from dataclasses import replace

import av

from scorm_builder.jobs import Job
from scorm_builder.theme import Theme
from tests.tools.samples import job, module_data

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.500\nHello.\n\n00:01.500 --> 00:03.000\nGoodbye.\n"

SECONDS, RATE = 3, 10
CLIP = {
    "duration": "3 seconds",
    "transcript": "Someone says hello, and then goodbye.",
    "reviewed": "2026-11-20",
    "next_review": "2027-11-20",
}
"""What the film and the recording have in common."""


def clip() -> bytes:
    """A film of a few seconds in which a grey gets lighter: WebM, VP8."""
    stream = io.BytesIO()
    with av.open(stream, "w", format="webm") as container:
        film = container.add_stream("libvpx", rate=RATE)
        film.width, film.height, film.pix_fmt = 160, 120, "yuv420p"
        for number in range(SECONDS * RATE):
            picture = av.VideoFrame(160, 120, "yuv420p")
            for plane in picture.planes:
                plane.update(bytes([8 * number]) * plane.buffer_size)
            container.mux(film.encode(picture))
        container.mux(film.encode())
    return stream.getvalue()


def film_job(theme: Theme) -> Job:
    """The sample module with a film."""
    video = {**CLIP, "title": "A film of our own", "file": "film.webm", "captions": "film.vtt"}
    return replace(
        job(theme, "scorm12", module=module_data(videos=[video])),
        clips={"film.webm": clip(), "film.vtt": CAPTIONS},
    )


def voice() -> bytes:
    """A recording of a few seconds in which nothing is said: MP3."""
    stream = io.BytesIO()
    with av.open(stream, "w", format="mp3") as container:
        container.metadata["artist"] = "Ward 7"
        sound = container.add_stream("libmp3lame", rate=44100)
        sound.layout = "mono"
        for _ in range(SECONDS * 44100 // 1152):
            frame = av.AudioFrame("s16p", "mono", 1152)
            frame.sample_rate = 44100
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            container.mux(sound.encode(frame))
        container.mux(sound.encode())
    return stream.getvalue()


def recording_job(theme: Theme) -> Job:
    """The sample module with a recording."""
    recording = {**CLIP, "title": "A voice of our own", "file": "voice.mp3"}
    return replace(
        job(theme, "scorm12", module=module_data(recordings=[recording])),
        clips={"voice.mp3": voice()},
    )
