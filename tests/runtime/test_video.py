"""A video of the module's own: nothing is fetched before it is played, then it plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from scorm_builder.theme import Theme
from tests.tools.accessibility import axe_findings
from tests.tools.browser import serving, until
from tests.tools.film import film_job
from tests.tools.playing import fetched_when_played, on_screen
from tests.tools.samples import built

SAID = "[...document.querySelector('video').textTracks[0].activeCues].map((cue) => cue.text)"


@pytest.fixture(scope="module")
def address(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the module with a film is served."""
    with serving(built(film_job(theme)), tmp_path_factory.mktemp("film")) as site:
        yield f"{site}/sample/index.html"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The module on the screen with its film."""
    with on_screen(browser, address, "videos") as opened:
        yield opened


def test_nothing_is_fetched_before_it_is_played(browser: Browser, address: str) -> None:
    answer = fetched_when_played(browser, address, "videos", "film.webm")
    # A part of the file at a time, as LMSs serve it; without that no film can be wound on.
    assert answer.status == 206


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
