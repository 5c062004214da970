"""A recording of the module's own: nothing is fetched before it is played, then it plays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from scorm_builder.jobs import Artifact
from scorm_builder.theme import Theme
from tests.tools.accessibility import axe_findings
from tests.tools.browser import serving, until
from tests.tools.film import recording_job
from tests.tools.playing import fetched_when_played, on_screen
from tests.tools.samples import built


@pytest.fixture(scope="module")
def package(theme: Theme) -> tuple[Artifact, ...]:
    """The module with a recording."""
    return built(recording_job(theme))


@pytest.fixture(scope="module")
def address(
    package: tuple[Artifact, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where it is served."""
    with serving(package, tmp_path_factory.mktemp("voice")) as site:
        yield f"{site}/sample/index.html"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The screen with the recording."""
    with on_screen(browser, address, "recordings") as opened:
        yield opened


def test_nothing_is_fetched_before_it_is_played(browser: Browser, address: str) -> None:
    fetched_when_played(browser, address, "recordings", "voice.mp3")


def test_it_plays_to_its_end(page: Page) -> None:
    page.locator("audio").evaluate("(audio) => { audio.muted = true; return audio.play(); }")
    until(page, "document.querySelector('audio').ended")


def test_the_transcript_is_in_the_page_and_says_when_it_was_reviewed(page: Page) -> None:
    expect(page.get_by_role("heading", name="Recordings")).to_be_visible()
    assert page.locator("audio").get_attribute("aria-label") == "A voice of our own"
    page.get_by_text("Read instead: A voice of our own").click()
    expect(page.get_by_text("Someone says hello, and then goodbye.")).to_be_visible()
    expect(page.locator(".app-video")).to_contain_text("20 November 2026")
    assert axe_findings(page) == []


def test_it_tells_nothing_of_who_made_it(package: tuple[Artifact, ...]) -> None:
    with zipfile.ZipFile(io.BytesIO(package[0].content)) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith(".mp3"))
        assert b"Ward 7" not in opened.read(name)
