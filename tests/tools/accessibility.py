"""What is looked at on a page in each of its states: by axe, on a phone, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Frame, Page, expect

from scorm_builder.model import AnyModule
from scorm_builder.runtime.outline import asked, screens
from tests.tools.answers import box_of, hand_in, right, wrong
from tests.tools.browser import LIBRARIES, go_to

AXE = LIBRARIES / "axe-core" / "axe.min.js"
# WCAG 2.2 AA, and axe's own good practice.
AXE_OPTIONS: dict[str, Any] = {
    # It would fetch the style sheets once more, which the policy of the page stops.
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
NO_OVERFLOW = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SCREENS_WITH_EVERY_CONTROL = [
    ("peer-assist", "what-it-is"),
    ("peer-assist", "put-it-to-the-test"),
    ("after-action-review", "put-it-to-the-test"),
    ("peer-assist", "videos"),
    ("choosing-tool", "choose"),
]
"""Modules and screens that have every kind of control between them."""


def axe_findings(page: Page, part: str | None = None) -> list[str]:
    """What axe-core finds in a part of the page as it is now: the rule and the element."""
    if not page.evaluate("Boolean(window.axe)"):
        # Not as an element: the policy of the page would stop it.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    given = [part, AXE_OPTIONS]
    result = page.evaluate("([part, options]) => axe.run(part || document, options)", given)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def states(page: Page | Frame, module: AnyModule) -> Iterator[str]:
    """Brings the page into each of its states, and says which it is."""
    for screen in screens(module):
        go_to(page, screen)
        if screen == "put-it-to-the-test":
            yield from states_of_questions(page, module)
        if screen == "choose":
            page.locator("[data-choosing] button").click()
            expect(page.locator("[data-error]:visible")).to_have_count(2)
            yield "choose with an error"
            for wish in ("stage", "goal", "time", "people", "result"):
                page.locator(f"input[name={wish}]").first.check()
            page.locator("[data-choosing] button").click()
            expect(page.locator("[data-best] > li")).to_have_count(3)
        if screen == "activity":
            page.locator("[data-field='0']").fill("abc")
        for summary in page.locator(f"#{screen} summary:visible").all():
            summary.click()
        yield screen


def states_of_questions(page: Page | Frame, module: AnyModule) -> Iterator[str]:
    """Every question with an error, then wrong answers, then right ones."""
    questions = list(enumerate(asked(module)))
    with_error = [number for number, question in questions if question.kind != "sequencing"]
    for number in with_error:
        box_of(page, number).locator("[data-check]").click()
    expect(page.locator("[data-error]:visible")).to_have_count(len(with_error))
    yield "questions with an error"
    for number, question in questions:
        if question.kind != "free-text":
            hand_in(page, number, question, wrong(question))
    yield "questions with a wrong answer"
    for number, question in questions:
        hand_in(page, number, question, right(question))
    yield "questions with a right answer"


def assert_the_keyboard_comes_to_the_content(page: Page) -> None:
    """The first stop skips to the content, and Next leads into the next screen."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#what-it-is a[rel=next]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#benefits-heading")).to_be_focused()


def assert_focus_can_be_seen(page: Page) -> None:
    """Every stop of the Tab key, to the end of the page, shows that it has the focus."""
    page.locator("body").evaluate("(body) => { body.tabIndex = -1; body.focus(); }")
    stops = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        visible = page.evaluate(
            """() => {
              const element = document.activeElement;
              if (element === document.body) return "end";
              // A radio or a checkbox is drawn by its label.
              const label = element.matches("[type=radio], [type=checkbox]") && element.labels[0];
              const style = label ? getComputedStyle(label, "::before") : getComputedStyle(element);
              return style.outlineStyle !== "none" || style.boxShadow !== "none";
            }"""
        )
        if visible == "end":
            break
        assert visible, page.evaluate("document.activeElement.outerHTML")
        stops += 1
    assert stops > 10


def assert_the_stage_has_a_border(page: Page) -> None:
    """What a colour says otherwise is said by a border where the reader's colours hold."""
    border = page.locator(".app-stage").evaluate("(e) => getComputedStyle(e).borderTopStyle")
    assert border == "solid"
