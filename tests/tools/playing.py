"""A film or a recording in the page, as a learner meets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Response, Route, expect

from tests.tools.browser import until


@contextmanager
def on_screen(browser: Browser, address: str, screen: str) -> Iterator[Page]:
    """The module at an address, on one of its screens."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    _go_to(page, screen)
    yield page
    context.close()


def fetched_when_played(browser: Browser, address: str, screen: str, clip: str) -> Response:
    """What the server answers when it is played; nothing of it is asked for before.

    `clip` is the file as the author called it. Its element is the one of its kind on the screen.
    """
    stem, _, ending = clip.partition(".")
    element = "audio" if ending == "mp3" else "video"
    page = browser.new_page()
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url.rpartition("/")[2])
        route.continue_()

    page.route(f"**/clips/*.{ending}", note)
    page.goto(address)
    _go_to(page, screen)
    expect(page.locator(element)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == []
    with page.expect_response(f"**/clips/{stem}.*.{ending}") as answered:
        page.locator(element).evaluate("(clip) => clip.play()")
    until(page, f"document.querySelector('{element}').currentTime > 0")
    assert asked[0].startswith(f"{stem}.")
    page.close()
    return answered.value


def _go_to(page: Page, screen: str) -> None:
    page.locator(f"[data-contents] a[href='#{screen}']").click()
