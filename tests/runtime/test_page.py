"""The page itself: every screen of every module, for every way of using a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scorm_builder.loader import Content
from scorm_builder.outline import screens
from tests.conftest import MODULES
from tests.runtime.conftest import LIBRARIES

AXE = LIBRARIES / "axe-core" / "axe.min.js"
# WCAG 2.2 AA, and axe's own good practice.
AXE_OPTIONS: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
NO_OVERFLOW = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def open_module(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/{name}/index.html")
    expect(page.locator("html.app-scripted")).to_be_attached()


def axe_findings(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now: the rule and the element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.add_script_tag(path=str(AXE))
    result = page.evaluate("(options) => axe.run(document, options)", AXE_OPTIONS)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("name", MODULES)
def test_axe_finds_nothing_on_any_screen(
    page: Page, site: str, content: Content, name: str
) -> None:
    open_module(page, site, name)
    for screen in screens(content.modules[name]):
        page.locator(f"[data-contents] a[href='#{screen}']").click()
        expect(page.locator(f"#{screen}")).to_be_visible()
        if screen == "put-it-to-the-test":
            page.locator("[data-check]").first.click()
            expect(page.locator("[data-error]").first).to_be_visible()
            assert axe_findings(page) == [], f"{screen} with an error"
            page.locator("[data-question] label").first.click()
            page.locator("[data-check]").first.click()
            expect(page.locator("[data-result] .app-feedback")).to_be_visible()
        for summary in page.locator(f"#{screen} summary:visible").all():
            summary.click()
        assert axe_findings(page) == [], screen


def test_axe_finds_nothing_when_all_screens_are_shown(page: Page, site: str) -> None:
    open_module(page, site, "peer-assist")
    page.evaluate("document.documentElement.classList.remove('app-scripted')")
    assert axe_findings(page) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_phone_of_320_pixels_shows_everything_without_sideways_scrolling(
    page: Page, site: str, content: Content, name: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_module(page, site, name)
    for screen in screens(content.modules[name]):
        page.locator("[data-contents]").evaluate("(contents) => { contents.open = true; }")
        page.locator(f"[data-contents] a[href='#{screen}']").click()
        for summary in page.locator(f"#{screen} summary:visible").all():
            summary.click()
        assert page.evaluate(NO_OVERFLOW), screen


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A browser with JavaScript off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", MODULES)
def test_without_javascript_everything_can_be_read_in_order(
    plain_page: Page, site: str, content: Content, name: str
) -> None:
    module = content.modules[name]
    plain_page.goto(f"{site}/{name}/index.html")
    tops = []
    for screen in screens(module):
        section = plain_page.locator(f"#{screen}")
        expect(section).to_be_visible()
        box = section.bounding_box()
        assert box is not None
        tops.append(box["y"])
    assert tops == sorted(tops)
    # What a show/hide holds is one click away, without a script.
    plain_page.locator(".app-answers summary").first.click()
    feedback = plain_page.locator(".app-answers .app-feedback")
    assert feedback.count() == sum(len(question.options) for question in module.questions)
    expect(feedback.first).to_be_visible()
    expect(plain_page.locator("noscript")).to_be_visible()
    expect(plain_page.locator("[data-save-and-exit]")).to_be_hidden()


def test_a_module_can_be_worked_through_with_the_keyboard_alone(
    page: Page, site: str, content: Content
) -> None:
    module = content.modules["peer-assist"]
    names = screens(module)
    open_module(page, site, "peer-assist")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    for index, screen in enumerate(names):
        expect(page.locator(f"#{screen}")).to_be_visible()
        if index:
            assert page.evaluate("document.activeElement.id") == f"{screen}-heading"
        if screen == "put-it-to-the-test":
            tab_to(page, "input[type=radio]")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            tab_to(page, "[data-check]")
            page.keyboard.press("Enter")
            expect(page.locator("[data-result] .app-feedback")).to_be_visible()
        if screen == "activity":
            tab_to(page, "[data-field='0']")
            page.keyboard.type("By keyboard")
        if index + 1 < len(names):
            tab_to(page, f"#{screen} a[rel=next]")
            page.keyboard.press("Enter")
    expect(page.locator("[data-outcome]")).to_be_visible()
    assert page.locator("[data-field='0']").input_value() == "By keyboard"


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is on `selector`; every stop on the way shows its focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_focus_can_be_seen_on_every_control(page: Page, site: str) -> None:
    open_module(page, site, "peer-assist")
    stops = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        visible = page.evaluate(
            """() => {
              const element = document.activeElement;
              if (element === document.body) return "end";
              const style = getComputedStyle(element);
              return style.outlineStyle !== "none" || style.boxShadow !== "none";
            }"""
        )
        if visible == "end":
            break
        assert visible, page.evaluate("document.activeElement.outerHTML")
        stops += 1
    assert stops > 10


def test_nothing_but_the_package_is_requested_and_video_only_on_a_click(
    context: BrowserContext, page: Page, site: str
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    open_module(page, site, "peer-assist")
    page.wait_for_load_state("networkidle")
    files = {url.removeprefix(f"{site}/peer-assist/") for url in asked if url.startswith("http")}
    assert files == {"index.html", "module.js"}
    page.locator("[data-contents] a[href='#videos']").click()
    link = page.locator("#videos a[target=_blank]")
    assert "(opens in new tab)" in link.inner_text()
    assert link.get_attribute("rel") == "noopener"
    assert len(asked) == len([url for url in asked if url.startswith((site, "data:"))])


def test_print_shows_every_screen_and_no_controls(page: Page, site: str, content: Content) -> None:
    open_module(page, site, "peer-assist")
    page.emulate_media(media="print")
    for screen in screens(content.modules["peer-assist"]):
        expect(page.locator(f"#{screen}")).to_be_visible()
    expect(page.locator(".app-layout__side")).to_be_hidden()
    expect(page.locator("a[rel=next]").first).to_be_hidden()


def test_the_count_of_characters_falls_as_the_learner_types(page: Page, site: str) -> None:
    open_module(page, site, "peer-assist")
    page.locator("[data-contents] a[href='#activity']").click()
    count = page.locator("#activity .nhsuk-character-count__status").first
    expect(count).to_have_text("You have 350 characters remaining")
    page.locator("[data-field='0']").fill("12345")
    expect(count).to_have_text("You have 345 characters remaining")
    page.locator("[data-field='0']").fill("x" * 352)
    expect(count).to_have_text("You have 2 characters too many")
    assert page.locator("[data-field='0']").input_value() == "x" * 352


def test_without_an_lms_work_is_kept_on_the_device_and_the_learner_is_told(
    page: Page, site: str
) -> None:
    open_module(page, site, "peer-assist")
    expect(page.locator("[data-save-note]")).to_contain_text("not being recorded")
    page.locator("[data-contents] a[href='#activity']").click()
    page.locator("[data-field='0']").fill("Kept here")
    page.locator("[data-field='0']").blur()
    page.reload()
    expect(page.locator("#activity")).to_be_visible()
    assert page.locator("[data-field='0']").input_value() == "Kept here"


def test_high_contrast_keeps_the_stage_and_the_progress_visible(page: Page, site: str) -> None:
    page.emulate_media(forced_colors="active")
    open_module(page, site, "peer-assist")
    border = page.locator(".app-stage").evaluate("(e) => getComputedStyle(e).borderTopStyle")
    assert border == "solid"
