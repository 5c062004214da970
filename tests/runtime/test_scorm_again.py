"""A learner's whole way through each module in the real LMS run-time library, scorm-again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from scorm_builder.content.loader import Content
from scorm_builder.model import LearningModule
from scorm_builder.runtime.outline import asked, screens
from tests.tools.answers import hand_in, put, right, wrong
from tests.tools.lms import answer_all, calls, go_through, launch, record

TEXT = "Línea one,\n'two' = 50% & \u201cthree\u201d \U0001f642 ŵ <b>"


def technique(content: Content, name: str) -> LearningModule:
    found = content.modules[name]
    assert isinstance(found, LearningModule)
    return found


# With a mastery score, and with videos and an answer in words. All modules are completed with this
# library in test_bundle.
@pytest.mark.parametrize("name", ["after-action-review", "retrospect"])
def test_start_leave_resume_finish(
    context: BrowserContext, site: str, content: Content, name: str
) -> None:
    module = technique(content, name)
    names = screens(module)
    activity = names.index("activity")

    page, frame = launch(context, site, name)
    assert record(page, name)["core"]["lesson_status"] == "incomplete"
    frame.locator("[data-contents] a[href='#activity']").click()
    frame.locator("[data-field='0']").fill(TEXT)
    page.close(run_before_unload=True)

    page, frame = launch(context, site, name)
    expect(frame.locator("#activity")).to_be_visible()
    assert frame.locator("[data-field='0']").input_value() == TEXT
    expect(frame.locator("[data-progress-text]")).to_have_text(
        f"Screen {activity + 1} of {len(names)}"
    )
    assert record(page, name)["core"]["lesson_status"] == "incomplete"
    assert record(page, name)["core"]["exit"] == "suspend"

    frame.locator("[data-contents] a").first.click()
    go_through(frame, module)
    expected = "passed" if module.completion.scored else "completed"
    expect(frame.locator("[data-outcome]")).to_be_visible()
    page.wait_for_function(
        f"JSON.parse(localStorage.getItem('record:{name}')).core.lesson_status === '{expected}'"
    )
    core = record(page, name)["core"]
    assert core["score"]["raw"] == ("100" if module.completion.scored else "")
    frame.locator("[data-save-and-exit]").click()
    expect(frame.locator("[data-end]")).to_be_visible()
    assert [call[0] for call in calls(page)].count("LMSFinish") == 1
    page.close(run_before_unload=True)

    page, frame = launch(context, site, name)
    assert record(page, name)["core"]["lesson_status"] == expected
    assert frame.locator("[data-field='0']").input_value() == TEXT
    expect(frame.locator("[data-outcome]")).to_be_visible()


def test_one_initialize_one_finish_and_no_error(
    context: BrowserContext, site: str, content: Content
) -> None:
    name = "after-action-review"
    page, frame = launch(context, site, name)
    go_through(frame, content.modules[name])
    frame.locator("[data-save-and-exit]").click()
    frame.goto("about:blank")
    made = calls(page)
    names = [call[0] for call in made]
    assert names.count("LMSInitialize") == 1
    assert names.count("LMSFinish") == 1
    assert names[-1] == "LMSFinish"
    refused = [call for call in made if call[0] != "LMSGetValue" and call[-1] != "true"]
    assert refused == []


def test_the_completion_batch_is_sent_in_one_order_with_a_commit(
    context: BrowserContext, site: str, content: Content
) -> None:
    name = "after-action-review"
    page, frame = launch(context, site, name)
    go_through(frame, content.modules[name])
    passed = "calls.findIndex((call) => call[2] === 'passed')"
    page.wait_for_function(
        f"{passed} > 0 && calls.slice({passed}).some(([name]) => name === 'LMSCommit')"
    )
    made = [call for call in calls(page) if call[0] in ("LMSSetValue", "LMSCommit")]
    end = next(
        i for i, call in enumerate(made) if call[1:3] == ["cmi.core.lesson_status", "passed"]
    )
    elements = [call[1] for call in made]
    raw = elements.index("cmi.core.score.raw")
    time = max(i for i in range(end) if elements[i] == "cmi.core.session_time")
    assert raw < end
    assert time < end
    assert made[end + 1][0] == "LMSCommit"
    assert "cmi.core.score.raw" not in elements[:raw]


def test_a_wrong_answer_can_be_tried_again_and_never_fails(
    context: BrowserContext, site: str, content: Content
) -> None:
    name = "after-action-review"
    module = content.modules[name]
    first = asked(module)[0]
    page, frame = launch(context, site, name)
    for screen in screens(module):
        frame.locator(f"[data-contents] a[href='#{screen}']").click()
    frame.locator("[data-contents] a[href='#put-it-to-the-test']").click()
    hand_in(frame, 0, first, wrong(first))
    expect(frame.locator("[data-result] .app-feedback--other")).to_be_visible()
    page.wait_for_function("calls.some((call) => /interactions.0.latency/.test(call[1]))")
    assert record(page, name)["core"]["lesson_status"] == "incomplete"
    assert record(page, name)["core"]["score"]["raw"] == ""
    answer_all(frame, module)
    page.wait_for_function(
        f"JSON.parse(localStorage.getItem('record:{name}')).core.lesson_status === 'passed'"
    )


def test_answers_are_recorded_as_interactions(
    context: BrowserContext, site: str, content: Content
) -> None:
    name = "peer-assist"
    module = content.modules[name]
    page, frame = launch(context, site, name)
    frame.locator("[data-contents] a[href='#put-it-to-the-test']").click()
    answer_all(frame, module)
    first = asked(module)[0]
    page.wait_for_function("calls.some((call) => /interactions.0.latency/.test(call[1]))")
    sent = {call[1]: call[2] for call in calls(page) if call[0] == "LMSSetValue"}
    prefix = "cmi.interactions.0"
    assert sent[f"{prefix}.id"] == f"{first.id}-1"
    assert sent[f"{prefix}.type"] == "choice"
    assert sent[f"{prefix}.student_response"] == right(first)
    assert sent[f"{prefix}.correct_responses.0.pattern"] == right(first)
    assert sent[f"{prefix}.result"] == "correct"


def test_words_that_are_too_long_are_never_left_behind(context: BrowserContext, site: str) -> None:
    name = "peer-assist"
    page, frame = launch(context, site, name)
    frame.locator("[data-contents] a[href='#activity']").click()
    frame.locator("[data-field='0']").fill("Kept")
    frame.locator("[data-field='1']").fill("x y£" * 1250)
    frame.locator("[data-field='2']").fill("Kept too")
    frame.locator("[data-contents] a[href='#benefits']").click()
    frame.locator("[data-save-and-exit]").click()
    expect(frame.locator("[data-end]")).to_be_hidden()
    expect(frame.locator("#activity")).to_be_visible()
    expect(frame.locator("[data-trouble]")).to_contain_text("too long to be sent")
    expect(frame.locator("[data-field='1']")).to_be_focused()
    assert frame.locator("[data-field='1']").input_value() == "x y£" * 1250
    frame.locator("[data-field='1']").fill("Short now")
    frame.locator("[data-save-and-exit]").click()
    expect(frame.locator("[data-end]")).to_contain_text("Your work has been sent")
    page.close(run_before_unload=True)
    page, frame = launch(context, site, name)
    texts = [frame.locator(f"[data-field='{field}']").input_value() for field in range(3)]
    assert texts == ["Kept", "Short now", "Kept too"]


def test_a_second_click_on_the_same_answer_is_no_second_attempt(
    context: BrowserContext, site: str, content: Content
) -> None:
    first = asked(content.modules["peer-assist"])[0]
    page, frame = launch(context, site, "peer-assist")
    frame.locator("[data-contents] a[href='#put-it-to-the-test']").click()
    put(frame, 0, first, wrong(first))
    frame.locator("[data-check]").first.dblclick()
    page.wait_for_function("calls.some((call) => /interactions.0.latency/.test(call[1]))")
    frame.locator("[data-check]").first.click()
    hand_in(frame, 0, first, right(first))
    page.wait_for_function("calls.some((call) => /interactions.1.latency/.test(call[1]))")
    ids = [call[2] for call in calls(page) if re.fullmatch(r"cmi.interactions.\d+.id", call[1])]
    assert ids == [f"{first.id}-1", f"{first.id}-2"]
