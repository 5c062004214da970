"""The page itself: every screen of every module, for every way of using a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scorm_builder.content.loader import Content
from scorm_builder.model import (
    ChoosingTool,
    FreeText,
    LearningModule,
    Matching,
    MultipleChoice,
    Sequencing,
    SingleChoice,
    TrueFalse,
)
from scorm_builder.runtime.outline import asked, screens
from tests.conftest import MODULES
from tests.tools.accessibility import (
    NO_OVERFLOW,
    SCREENS_WITH_EVERY_CONTROL,
    assert_focus_can_be_seen,
    assert_the_keyboard_comes_to_the_content,
    assert_the_stage_has_a_border,
    axe_findings,
    states,
)
from tests.tools.answers import box_of
from tests.tools.browser import go_to, open_module

# Modules that have between them every part and every kind of question: axe looks at each state of
# these, and at the others as a whole. In 2 of them it looks at the frame around the screens too.
EVERY_STATE = (
    "choosing-tool",
    "peer-assist",
    "after-action-review",
    "before-action-review",
    "knowledge-harvesting",
)
WHOLE_PAGE = ("peer-assist", "choosing-tool")


def test_between_them_they_have_everything(content: Content) -> None:
    found = [content.modules[name] for name in EVERY_STATE]
    assert {module.kind for module in found} == {"technique", "choosing-tool"}
    techniques = [module for module in content.modules.values() if module.kind == "technique"]
    looked_at = [module for module in found if isinstance(module, LearningModule)]
    for things in (screens, lambda module: {question.kind for question in asked(module)}):
        everything = set().union(*map(things, techniques))
        assert set().union(*map(things, looked_at)) == everything


@pytest.mark.parametrize("name", MODULES)
def test_axe_finds_nothing_and_a_phone_shows_everything_in_every_state(
    page: Page, site: str, content: Content, name: str
) -> None:
    """A phone of 320 pixels needs no sideways scrolling.

    What is the same in every module is looked at in few of them, as axe takes long.
    """
    open_module(page, site, name)
    if name in WHOLE_PAGE:
        assert axe_findings(page) == []
    part = None if name in WHOLE_PAGE else ".app-screen--current"
    for state in states(page, content.modules[name]):
        if name in EVERY_STATE:
            assert axe_findings(page, part) == [], state
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate(NO_OVERFLOW), state
        page.set_viewport_size({"width": 1024, "height": 768})
    page.evaluate("document.documentElement.classList.remove('app-scripted')")
    assert axe_findings(page) == [], "all screens at once"


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
    expect(plain_page.locator("noscript").first).to_be_visible()
    for control in ("[data-save-and-exit]", "[data-check]", "[data-move]", "[data-choosing]"):
        expect(plain_page.locator(f"{control}:visible")).to_have_count(0)
    if isinstance(module, LearningModule):
        read_the_answers(plain_page, module)
    else:
        read_the_decision_list(plain_page, content, module)


def read_the_answers(page: Page, module: LearningModule) -> None:
    """What a show/hide holds is one click away, without a script: all answers to each question."""
    for number, question in enumerate(module.questions):
        answers = box_of(page, number).locator(".app-answers")
        answers.locator("summary").click()
        expect(answers.locator(".app-feedback").first).to_be_visible()
        match question:
            case SingleChoice() | MultipleChoice():
                assert answers.locator(".app-feedback").count() == len(question.options)
            case TrueFalse():
                assert answers.locator(".app-feedback").count() == 2
            case Matching():
                told = answers.locator(".app-feedback").all_inner_texts()
                assert len(told) == len(question.pairs)
                for text, pair in zip(told, question.pairs, strict=True):
                    assert pair.match in text
            case Sequencing():
                assert answers.locator("ol > li").count() == len(question.items)
            case FreeText():
                assert answers.locator(".app-feedback").count() == 1


def read_the_decision_list(page: Page, content: Content, tool: ChoosingTool) -> None:
    """Every technique under its stage, with what it is for."""
    listed = page.locator("#all-techniques .app-techniques > li")
    assert listed.count() == len(tool.techniques) == len(MODULES) - 1
    titles = page.locator("#all-techniques h4").all_inner_texts()
    techniques = [found for found in content.modules.values() if isinstance(found, LearningModule)]
    assert sorted(titles) == sorted(found.title for found in techniques)
    for line in listed.all_inner_texts():
        assert "Use it if you want to" in line


def test_the_keyboard_comes_to_the_content_at_once(page: Page, site: str) -> None:
    """What a module asks for is done by keyboard in test_questions and test_survival."""
    open_module(page, site, "peer-assist")
    assert_the_keyboard_comes_to_the_content(page)


@pytest.mark.parametrize(("name", "screen"), SCREENS_WITH_EVERY_CONTROL)
def test_focus_can_be_seen_on_every_control(page: Page, site: str, name: str, screen: str) -> None:
    open_module(page, site, name)
    go_to(page, screen)
    assert_focus_can_be_seen(page)


def test_nothing_but_the_package_is_requested_and_video_only_on_a_click(
    context: BrowserContext, page: Page, site: str
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    open_module(page, site, "peer-assist")
    page.wait_for_load_state("networkidle")
    files = {url.removeprefix(f"{site}/peer-assist/") for url in asked if url.startswith("http")}
    plain = {re.sub(r"\.[0-9a-f]{10}\.", ".", name) for name in files}
    assert plain == {"index.html", "module.css", "module.js", "pictures/diagram.svg"}
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
    expect(count).to_be_visible()
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


def test_high_contrast_keeps_the_stage_visible(page: Page, site: str) -> None:
    page.emulate_media(forced_colors="active")
    open_module(page, site, "peer-assist")
    assert_the_stage_has_a_border(page)
