"""Films and recordings are judged by their codecs, and lose what tells of people."""

from __future__ import annotations

import io
from typing import Any

import av
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorm_builder.content.clips import film_problem, recording_problem, without_notes
from tests.tools.clips import FILM, SOUND, avc, box, element, esds, mp4, track, webm

SECRET = b"+51.5-000.1/"
PLAYED = "by a codec that not all browsers play: "
HEVC = f"has its picture packed {PLAYED}hvc1 (HEVC, also called H.265)"


@pytest.mark.parametrize(
    "content",
    [
        mp4(track(b"vide", b"avc1")),
        *(mp4(track(b"vide", b"avc1", avc(profile))) for profile in (66, 77, 100)),
        mp4(track(b"vide", b"avc3", avc(100)), track(b"soun", b"mp4a", esds(0x40))),
        mp4(track(b"vide", b"av01"), track(b"soun", b"Opus")),
        mp4(track(b"soun", b"mp4a", esds(0x6B)), track(b"vide", b"vp09")),
        mp4(track(b"vide", b"avc1"), track(b"text", b"tx3g"), track(b"tmcd", b"tmcd")),
    ],
)
def test_films_that_every_browser_plays(content: bytes) -> None:
    assert film_problem("a.mp4", content) is None


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (mp4(track(b"vide", b"hvc1")), HEVC),
        (mp4(track(b"vide", b"hev1")), HEVC.replace("hvc1", "hev1")),
        (
            mp4(track(b"vide", b"avc1", avc(110))),
            f"has its picture packed {PLAYED}avc1.110 (H.264 in a profile for studios)",
        ),
        (mp4(track(b"vide", b"mp4v")), f"has its picture packed {PLAYED}mp4v (MPEG-4 Visual)"),
        (mp4(track(b"vide", b"wxyz")), f"has its picture packed {PLAYED}wxyz; "),
        (mp4(track(b"vide", b"\x1b[2J")), f"has its picture packed {PLAYED}?[2J; "),
        (
            mp4(track(b"vide", b"avc1"), track(b"soun", b"ac-3")),
            f"has its sound packed {PLAYED}ac-3 (Dolby Digital)",
        ),
        (
            mp4(track(b"vide", b"avc1"), track(b"soun", b"mp4a", esds(0xA5))),
            f"has its sound packed {PLAYED}mp4a.165 (a kind of MPEG-4 sound that is not AAC)",
        ),
        (
            mp4(track(b"vide", b"avc1"), track(b"meta", b"gpmd")),
            "has data beside picture and sound, which may tell where it was taken: gpmd",
        ),
        (mp4(track(b"soun", b"mp4a")), "has no picture in it, or is damaged"),
        (mp4(), "has no picture in it, or is damaged"),
        (mp4(track(b"vide", b"avc1"))[:90], "has no picture in it, or is damaged"),
        (FILM, "is not mp4, or is damaged"),
        (b"", "is not mp4, or is damaged"),
    ],
    ids=lambda value: str(value[-30:]),
)
def test_films_that_some_browsers_do_not_play(content: bytes, problem: str) -> None:
    found = film_problem("a.mp4", content)
    assert found is not None
    assert found.startswith(problem)
    assert not found.startswith("has its") or "; save it as an MP4 with H.264 and AAC" in found


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (FILM, None),
        (webm((1, b"V_VP9"), (2, b"A_OPUS"), (17, b"D_WEBVTT/CAPTIONS")), None),
        (webm((1, b"V_AV1"), (2, b"A_VORBIS")), None),
        (webm((1, b"V_MPEG4/ISO/AVC")), "V_MPEG4/ISO/AVC (H.264, which WebM does not take)"),
        (webm((1, b"V_VP8"), (2, b"A_AAC")), "A_AAC (AAC, which WebM does not take)"),
        (webm((2, b"A_OPUS")), "has no picture in it, or is damaged"),
        (mp4(track(b"vide", b"avc1")), "is not webm, or is damaged"),
    ],
    ids=lambda value: str(value and value[-30:]),
)
def test_films_of_the_other_kind(content: bytes, problem: str | None) -> None:
    found = film_problem("a.webm", content)
    assert (found is None) == (problem is None)
    assert (problem or "") in (found or "")


def test_a_live_film_does_not_tell_its_size() -> None:
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, b"\1"), element(0x86, b"V_VP8")))
    live = element(0x1A45DFA3) + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + tracks
    assert film_problem("a.webm", live) is None


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.mp3", SOUND, None),
        ("a.mp3", b"ID3\4\0\0\0\0\1\0" + bytes(128) + SOUND, None),
        ("a.mp3", mp4(track(b"soun", b"mp4a")), "is not mp3, or is damaged"),
        ("a.mp3", b"ID3\4\0\0\0\0\1\0", "is not mp3, or is damaged"),
        ("a.mp3", b"RIFF\0\0\0\0WAVE", "is not mp3, or is damaged"),
        ("a.m4a", mp4(track(b"soun", b"mp4a", esds(0x40))), None),
        ("a.m4a", mp4(track(b"soun", b"mp4a"), track(b"vide", b"jpeg")), None),
        ("a.m4a", mp4(track(b"vide", b"avc1")), "has no sound in it, or is damaged"),
        ("a.m4a", SOUND, "is not m4a, or is damaged"),
    ],
    ids=lambda value: str(value and value[-20:]),
)
def test_recordings(name: str, content: bytes, problem: str | None) -> None:
    assert recording_problem(name, content) == problem


def test_a_recording_of_apples_own_kind_is_told_what_to_do() -> None:
    found = recording_problem("a.m4a", mp4(track(b"soun", b"alac")))
    assert found is not None
    assert found.endswith(f"{PLAYED}alac (Apple Lossless); save it as an MP3, or an M4A with AAC")


def test_a_film_loses_what_a_phone_adds_and_nothing_moves() -> None:
    told = box(b"udta", box(b"\xa9xyz", SECRET))
    taken = mp4(track(b"vide", b"avc1", avc(100), notes=told), notes=box(b"meta", SECRET) + told)
    taken += box(b"uuid", SECRET)
    assert taken.count(SECRET) == 4
    assert taken.count(b"\xe5\1\2\3") == 4
    clean = without_notes("a.mp4", taken)
    assert len(clean) == len(taken)
    assert SECRET not in clean
    assert b"\xe5\1\2\3" not in clean
    assert film_problem("a.mp4", clean) is None
    assert without_notes("a.mp4", clean) == clean
    plain = mp4(track(b"vide", b"avc1"))
    assert without_notes("a.mp4", plain).replace(bytes(8), b"") == (
        plain.replace(b"\xe5\1\2\3", bytes(4)).replace(bytes(8), b"")
    )


@pytest.mark.parametrize(("kind", "codec"), [("mp4", "libx264"), ("webm", "libvpx")])
def test_a_real_film_plays_without_its_notes(kind: str, codec: str) -> None:
    stream = io.BytesIO()
    with av.open(stream, "w", format=kind) as container:
        container.metadata["title"] = container.metadata["comment"] = "Ward 7"
        film: Any = container.add_stream(codec, rate=10)
        film.width, film.height, film.pix_fmt = 160, 120, "yuv420p"
        for _ in range(4):
            container.mux(film.encode(av.VideoFrame(160, 120, "yuv420p")))
        container.mux(film.encode())
    taken = stream.getvalue()
    clean = without_notes(f"a.{kind}", taken)
    assert b"Ward 7" in taken
    assert b"Ward 7" not in clean
    assert film_problem(f"a.{kind}", clean) is None
    with av.open(io.BytesIO(clean), "r") as played:
        assert len(list(played.decode(video=0))) == 4


def test_a_short_and_a_long_note_of_a_webm_are_blank() -> None:
    told = element(0x1549A966, element(0x7BA9, b"Ward 7"), element(0x4461, b"12345678"))
    taken = webm((1, b"V_VP8"), notes=told + element(0x1254C367, b"Ward 7" * 90))
    clean = without_notes("a.webm", taken)
    assert b"Ward 7" not in clean
    assert len(clean) == len(taken)
    assert film_problem("a.webm", clean) is None
    assert without_notes("a.webm", clean) == clean


def test_a_recording_keeps_its_frames_alone() -> None:
    tagged = b"ID3\4\0\x10\0\0\0\x0c" + SECRET + b"3DI" + bytes(7) + SOUND + b"TAG" + bytes(125)
    assert without_notes("a.mp3", tagged) == SOUND


WHOLE = mp4(
    track(b"vide", b"avc1", avc(100)),
    track(b"soun", b"mp4a", esds(0x40)),
    notes=box(b"udta", SECRET),
)


@given(
    st.sampled_from(["a.mp4", "a.webm", "a.m4a", "a.mp3"]),
    st.one_of(
        st.binary(max_size=80).map(lambda end: b"\0\0\0\x10ftypisom\0\0\0\0" + end),
        st.binary(max_size=80).map(lambda end: b"\x1a\x45\xdf\xa3" + end),
        st.binary(max_size=80).map(lambda end: b"ID3" + end),
        st.tuples(st.sampled_from([WHOLE, FILM]), st.integers(0, 400), st.binary(max_size=9)).map(
            lambda one: one[0][: one[1]] + one[2] + one[0][one[1] + len(one[2]) :]
        ),
    ),
)
@example("a.mp4", b"\0\0\0\x08ftyp" * 20_000)
@example("a.webm", b"\x1a\x45\xdf\xa3\x80" * 20_000)
@example("a.mp3", b"ID3\4\0\0\0\0\0\0" * 20_000)
def test_whatever_a_file_holds_is_judged(name: str, content: bytes) -> None:
    judge = film_problem if name in ("a.mp4", "a.webm") else recording_problem
    found = judge(name, content)
    assert found is None or found.startswith(("is not", "has "))
    clean = without_notes(name, content)
    assert len(clean) == len(content) or name == "a.mp3"
    assert without_notes(name, clean) == clean
