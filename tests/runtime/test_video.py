"""A video of the module's own: nothing is fetched before it is played, then it plays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import av
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from scorm_builder.jobs import Job
from scorm_builder.theme import Theme
from tests.runtime.conftest import serving, until
from tests.runtime.test_page import axe_findings
from tests.samples import built, job, module_data

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.500\nHello.\n\n00:01.500 --> 00:03.000\nGoodbye.\n"
SECONDS, RATE = 3, 10
SAID = "[...document.querySelector('video').textTracks[0].activeCues].map((cue) => cue.text)"


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
    video = {
        "title": "A film of our own",
        "duration": "3 seconds",
        "file": "film.webm",
        "captions": "film.vtt",
        "transcript": "Someone says hello, and then goodbye.",
        "reviewed": "2026-11-20",
        "next_review": "2027-11-20",
    }
    return replace(
        job(theme, "scorm12", module=module_data(videos=[video])),
        clips={"film.webm": clip(), "film.vtt": CAPTIONS},
    )


@pytest.fixture(scope="module")
def address(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the module with a film is served."""
    with serving(built(film_job(theme)), tmp_path_factory.mktemp("film")) as site:
        yield f"{site}/sample/index.html"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The module on the screen with its film."""
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(address)
    opened.locator("[data-contents] a[href='#videos']").click()
    yield opened
    context.close()


def test_nothing_is_fetched_before_it_is_played(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url.rpartition("/")[2])
        route.continue_()

    page.route("**/clips/*.webm", note)
    page.goto(address)
    page.locator("[data-contents] a[href='#videos']").click()
    expect(page.locator("video")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == []
    with page.expect_response("**/clips/film.*.webm") as answered:
        page.locator("video").evaluate("(video) => video.play()")
    # A part of the file at a time, as LMSs serve it; without that no film can be wound on.
    assert answered.value.status == 206
    until(page, "document.querySelector('video').currentTime > 0")
    assert asked[0].startswith("film.")
    page.close()


def test_it_plays_to_its_end_with_its_captions(page: Page) -> None:
    page.locator("video").evaluate("(video) => { video.muted = true; return video.play(); }")
    until(page, f"{SAID}.includes('Hello.')")
    until(page, f"{SAID}.includes('Goodbye.')")
    until(page, "document.querySelector('video').ended")
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "showing"


def test_it_can_be_wound_on(page: Page) -> None:
    page.locator("video").evaluate("(video) => { video.muted = true; return video.play(); }")
    page.locator("video").evaluate("(video) => { video.pause(); video.currentTime = 2; }")
    until(page, f"{SAID}.includes('Goodbye.')")
    now = page.evaluate("document.querySelector('video').currentTime")
    assert now == pytest.approx(2, abs=0.2)


def test_the_transcript_is_in_the_page_and_says_when_it_was_reviewed(page: Page) -> None:
    page.get_by_text("Read instead: A film of our own").click()
    expect(page.get_by_text("Someone says hello, and then goodbye.")).to_be_visible()
    expect(page.locator(".app-video")).to_contain_text("20 November 2026")
    assert axe_findings(page) == []
