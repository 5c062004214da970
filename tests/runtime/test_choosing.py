"""The choosing tool in the browser: what a learner answers, sees and has recorded."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from scorm_builder.content.loader import Content
from scorm_builder.model import ChoosingTool
from scorm_builder.runtime.outline import WISHES
from tests.tools.choices import ACCEPTANCE
from tests.tools.learner import LMSS, Learner

NAME = "choosing-tool"


@pytest.fixture
def tool(content: Content) -> ChoosingTool:
    found = content.modules[NAME]
    assert isinstance(found, ChoosingTool)
    return found


def open_form(page: Page, site: str) -> None:
    page.goto(f"{site}/{NAME}/index.html")
    page.locator("[data-contents] a[href='#choose']").click()


def answer(page: Page, tool: ChoosingTool, answers: dict[str, str]) -> None:
    """Gives answers, each by its id, and asks for the result."""
    for name in WISHES:
        if name in answers:
            ids = [one.id for one in getattr(tool, name.removeprefix("second_")).answers]
            number = ids.index(answers[name])
            if name == "second_goal":
                page.locator("#second_goal").select_option(index=number + 1)
            else:
                page.locator(f"input[name={name}]").nth(number).check()
    page.get_by_role("button", name="Show techniques").click()


def titles(page: Page) -> list[str]:
    return page.locator("[data-best] .app-choice__title strong").all_inner_texts()


@pytest.mark.parametrize("case", ACCEPTANCE)
def test_what_was_asked_for_is_among_the_best(
    page: Page, site: str, content: Content, tool: ChoosingTool, case: str
) -> None:
    answers, wanted = ACCEPTANCE[case]
    open_form(page, site)
    answer(page, tool, answers)
    expect(page.locator("[data-best] > li")).to_have_count(3)
    found = titles(page)
    names = [content.modules[name].title for name in wanted]
    if len(names) == 1:
        assert found[0] == names[0]
    assert set(names) <= set(found)
    assert page.evaluate("document.activeElement.textContent") == "The 3 best techniques for you"


def test_the_reasons_are_those_of_the_answers(page: Page, site: str, tool: ChoosingTool) -> None:
    open_form(page, site)
    answers = {
        "stage": "not-started",
        "goal": "learn-from-others",
        "second_goal": "plan-risks",
        "time": "quarter-hour",
        "people": "nine-to-fifteen",
        "result": "action-plan",
    }
    answer(page, tool, answers)
    first, second = page.locator("[data-best] > li").all()[:2]
    assert first.locator("[data-reasons] li").all_inner_texts() == [
        "it lets you learn from people who have done this",
        "it helps you to learn before you start",
        "it leads to an action plan",
        "it works with 9 to 15 people",
    ]
    too_short = first.locator("[data-too-short]")
    expect(too_short).to_be_visible()
    expect(too_short).to_have_text(
        "It needs longer than you have. Usually half a day."
        " Some published forms take 20 to 45 minutes."
    )
    list_above, note = first.locator("ul").bounding_box(), too_short.bounding_box()
    assert list_above
    assert note
    assert note["y"] - (list_above["y"] + list_above["height"]) >= 8
    expect(second.locator("[data-too-short]")).to_be_hidden()
    assert "it can be done in 15 minutes" in second.inner_text()
    assert page.locator("[data-difference] li strong").all_inner_texts() == titles(page)


def test_only_the_first_two_questions_need_an_answer(
    page: Page, site: str, tool: ChoosingTool
) -> None:
    open_form(page, site)
    answer(page, tool, {"time": "one-hour"})
    expect(page.locator("[data-error=stage]")).to_be_visible()
    expect(page.locator("[data-error=goal]")).to_be_visible()
    assert page.evaluate("document.activeElement.name") == "stage"
    expect(page.locator("[data-result]")).to_be_hidden()
    answer(page, tool, {"stage": "under-way"})
    expect(page.locator("[data-error=stage]")).to_be_hidden()
    assert page.evaluate("document.activeElement.name") == "goal"
    answer(page, tool, {"goal": "network"})
    expect(page.locator("[data-error=goal]")).to_be_hidden()
    assert titles(page)[0] == "Randomised coffee trials"


def test_answers_and_result_come_back_and_can_be_cleared(
    page: Page, site: str, tool: ChoosingTool
) -> None:
    open_form(page, site)
    answer(page, tool, {"stage": "finished", "goal": "retain", "people": "one-or-two"})
    before = titles(page)
    page.reload()
    expect(page.locator("#choose")).to_be_visible()
    assert titles(page) == before
    expect(page.locator("input[name=people]").first).to_be_checked()
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("[data-result]")).to_be_hidden()
    assert page.locator("input:checked").count() == 0
    page.reload()
    assert page.locator("input:checked").count() == 0
    expect(page.locator("[data-result]")).to_be_hidden()


def test_an_answer_that_was_changed_since_comes_back_without_the_result(
    page: Page, site: str, tool: ChoosingTool
) -> None:
    open_form(page, site)
    answer(page, tool, {"stage": "finished", "goal": "retain"})
    expect(page.locator("[data-result]")).to_be_visible()
    page.locator("input[name=people]").first.check()
    page.reload()
    expect(page.locator("input[name=people]").first).to_be_checked()
    expect(page.locator("[data-result]")).to_be_hidden()


def test_a_result_goes_when_an_answer_is_changed(page: Page, site: str, tool: ChoosingTool) -> None:
    open_form(page, site)
    answer(page, tool, {"stage": "not-started", "goal": "vision"})
    expect(page.locator("[data-result]")).to_be_visible()
    page.locator("input[name=stage]").nth(2).check()
    expect(page.locator("[data-result]")).to_be_hidden()


@pytest.mark.parametrize("lms", ["strict", "esr", "moodle", "scorm-again"])
@pytest.mark.parametrize("by", ["a result", "the full list"])
def test_completes_and_never_fails(
    context: BrowserContext, site: str, tool: ChoosingTool, lms: str, by: str
) -> None:
    learner = Learner(context, site, tool, LMSS[lms])
    assert learner.record()["lessonStatus"] != "completed"
    learner.work("choose" if by == "a result" else "all-techniques")
    learner.sco.wait_for_selector("[data-outcome]:not([hidden])")
    learner.leave("save and exit")
    assert learner.record()["lessonStatus"] == "completed"
    assert learner.record()["scoreRaw"] in ("", None)


def test_an_answer_alone_does_not_complete(
    context: BrowserContext, site: str, tool: ChoosingTool
) -> None:
    learner = Learner(context, site, tool, LMSS["strict"])
    learner.work("choose", whole=False)
    learner.leave("save and exit")
    assert learner.record()["lessonStatus"] == "incomplete"
    learner.relaunch()
    assert learner.sco.locator("input[name=stage]:checked").count() == 1
    expect(learner.sco.locator("[data-result]")).to_be_hidden()
