"""Each kind of question in a real browser: from an empty answer to one that an LMS gives back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from scorm_builder.model import LearningModule
from scorm_builder.runtime.outline import Asked, asked, screens
from scorm_builder.theme import Theme
from tests.tools.accessibility import axe_findings
from tests.tools.answers import WORDS, box_of, hand_in, partial, put, right, shown, wrong
from tests.tools.browser import go_to, open_module, serving
from tests.tools.keyboard import Hands
from tests.tools.learner import Learner
from tests.tools.lms import calls, launch, record
from tests.tools.samples import built, job, module_data

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "one",
        "options": [
            {"text": "Help", "correct": True, "feedback": "Good."},
            {"text": "Wait", "feedback": "Not good."},
            {"text": "Ask", "correct": True, "feedback": "Good as well."},
        ],
    },
    {
        "id": "several",
        "kind": "multiple-choice",
        "options": [
            {"text": "The first", "correct": True, "feedback": "This one."},
            {"text": "Nobody", "feedback": "Not so."},
            {"text": "The last", "correct": True, "feedback": "That one."},
        ],
    },
    {"id": "truth", "kind": "true-false", "answer": False, "if_true": "No.", "if_false": "Yes."},
    {
        "id": "pairs",
        "kind": "matching",
        "pairs": [
            {"prompt": f"Prompt {n}", "match": f"Match {n}", "feedback": f"They are {n}."}
            for n in range(3)
        ],
    },
    {
        "id": "order",
        "kind": "sequencing",
        "items": ["First", "Second", "Third"],
        "feedback": "In time.",
    },
    {"id": "words", "kind": "free-text", "max_characters": 50, "model_answer": "These words."},
]
KINDS = [question.get("kind", "single-choice") for question in QUESTIONS]
WITH_PARTS = ("multiple-choice", "matching", "sequencing")
# What a learner reads whose answer is right in part.
PARTIAL_VERDICTS = {
    "multiple-choice": "You chose 1 of 2 good answers.",
    "matching": "1 of 3 pairs are right.",
    "sequencing": "1 of 3 are in the right place.",
}


def module_of(name: str, completion: dict[str, Any], **changes: Any) -> LearningModule:
    """A module with a question of each kind, each with `changes`."""
    said = {"scenario": "It is so.", "question": "What now?"}
    questions = [{**said, **question, **changes} for question in QUESTIONS]
    data = module_data(id=name, questions=questions, completion=completion)
    return LearningModule.model_validate(data)


MODULE = module_of("kinds", {"rule": "mastery-score", "mastery_score": 90})
LIMITED = module_of("limited", {"rule": "all-questions"}, attempts=2)
ASKED = {question.kind: (number, question) for number, question in enumerate(asked(MODULE))}


@pytest.fixture(scope="module")
def site(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the sample module, without a limit of attempts and with one."""
    work = job(theme, "scorm12")
    packages = [built(replace(work, module=module))[0] for module in (MODULE, LIMITED)]
    with serving(packages, tmp_path_factory.mktemp("questions")) as address:
        yield address


def open_questions(page: Page, site: str, name: str) -> None:
    open_module(page, site, name)
    go_to(page, "put-it-to-the-test")


def launch_questions(context: BrowserContext, site: str, name: str) -> tuple[Page, Frame]:
    page, frame = launch(context, site, name)
    go_to(frame, "put-it-to-the-test")
    return page, frame


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sequencing"])
def test_without_an_answer_there_is_an_error_and_no_attempt(
    page: Page, site: str, kind: str
) -> None:
    number, question = ASKED[kind]
    open_questions(page, site, "kinds")
    box = box_of(page, number)
    error = box.locator("[data-error]")
    expect(error).to_be_hidden()
    box.locator("[data-check]").click()
    expect(error).to_be_visible()
    assert error.inner_text().startswith("Error:")
    # Read out together with the field that now has the focus.
    focused = page.evaluate_handle("document.activeElement")
    assert focused.evaluate("(e) => e.closest('[data-question]').dataset.question") == str(number)
    owner = "(e) => (e.closest('fieldset') || e).getAttribute('aria-describedby').split(' ')"
    assert error.get_attribute("id") in focused.evaluate(owner)
    expect(box.locator("[data-result]")).to_be_empty()
    assert axe_findings(page, f"[data-question='{number}']") == []
    hand_in(page, number, question, right(question))
    expect(error).to_be_hidden()
    assert error.get_attribute("id") not in focused.evaluate(
        "(e) => (e.closest('fieldset') || e).getAttribute('aria-describedby') || ''"
    )


def test_a_pair_that_is_left_open_gets_the_focus(page: Page, site: str) -> None:
    number, _ = ASKED["matching"]
    open_questions(page, site, "kinds")
    box = box_of(page, number)
    box.locator("select").first.select_option("0")
    box.locator("select").last.select_option("2")
    box.locator("[data-check]").click()
    expect(box.locator("[data-error]")).to_be_visible()
    expect(box.locator("select").nth(1)).to_be_focused()


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_answer_is_worth_is_read_out(page: Page, site: str, kind: str) -> None:
    """A live region is read out when its contents change after it was there, and empty."""
    number, question = ASKED[kind]
    open_questions(page, site, "kinds")
    box = box_of(page, number)
    expect(box.locator("[data-result]")).to_have_attribute("role", "status")
    for response in (wrong(question), right(question)) if question.points else ("",):
        put(page, number, question, response)
        at_once = box.evaluate(
            """(box) => {
              box.querySelector("[data-check]").click();
              return box.querySelector("[data-result]").childElementCount;
            }"""
        )
        assert at_once == 0
        expect(box.locator("[data-result] > *").first).to_be_visible()


@pytest.mark.parametrize("kind", WITH_PARTS)
def test_a_partly_right_answer_says_how_much_is_right(page: Page, site: str, kind: str) -> None:
    number, question = ASKED[kind]
    open_questions(page, site, "kinds")
    hand_in(page, number, question, partial(question))
    result = box_of(page, number).locator("[data-result]")
    expect(result.locator(".app-verdict")).to_have_text(PARTIAL_VERDICTS[kind])
    expect(result.locator(".app-feedback")).to_have_count(0 if kind == "sequencing" else 1)
    marks = box_of(page, number).locator("[data-mark]")
    if kind != "multiple-choice":
        assert marks.all_inner_texts() == ["Right", "Not yet right", "Not yet right"]
        # They stand beside an answer that is no longer the one they were about.
        put(page, number, question, right(question))
        assert marks.all_inner_texts() == ["", "", ""]


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_has_its_feedback(page: Page, site: str, kind: str) -> None:
    number, question = ASKED[kind]
    open_questions(page, site, "kinds")
    if question.points:
        hand_in(page, number, question, wrong(question))
    hand_in(page, number, question, right(question))
    feedback = box_of(page, number).locator("[data-result] .app-feedback--right")
    expected = {
        "single-choice": ["Good."],
        "multiple-choice": ["This one.", "That one."],
        "true-false": ["Yes."],
        "matching": [f"They are {n}." for n in range(3)],
        "sequencing": ["In time."],
        "free-text": ["These words."],
    }[kind]
    expect(feedback).to_have_count(len(expected))
    for text, seen in zip(expected, feedback.all_inner_texts(), strict=True):
        assert text in seen


def test_other_answers_are_told_apart_from_good_ones(page: Page, site: str) -> None:
    number, question = ASKED["multiple-choice"]
    open_questions(page, site, "kinds")
    hand_in(page, number, question, "01")
    expect(box_of(page, number).locator(".app-verdict")).to_have_text(
        "You chose 1 of 2 good answers. Other answers that you chose: 1."
    )
    expect(box_of(page, number).locator("[data-result] .app-feedback--other")).to_have_count(1)


def test_a_move_is_read_out_and_the_focus_stays_on_the_button(page: Page, site: str) -> None:
    number, question = ASKED["sequencing"]
    open_questions(page, site, "kinds")
    first = shown(page, number, question)[0]
    item = box_of(page, number).locator(f"[data-item='{first}']")
    down, up = item.locator("[data-move=down]"), item.locator("[data-move=up]")
    for button, place in ((down, 2), (down, 3), (down, 3), (up, 2)):
        button.click()
        expect(box_of(page, number).locator("[data-moved]")).to_have_text(
            f"Now at place {place} of 3"
        )
        expect(button).to_be_focused()
        assert shown(page, number, question).index(first) == place - 1
    expect(box_of(page, number).locator("[data-moved]")).to_have_attribute("role", "status")


def test_every_kind_is_answered_with_the_keyboard_alone(page: Page, site: str) -> None:
    open_module(page, site, "kinds")
    Hands(page.keyboard, page).complete(MODULE)
    expect(page.locator("[data-result] .app-feedback--right")).to_have_count(9)


@pytest.mark.parametrize("handed_in", [True, False])
def test_an_answer_comes_back_handed_in_or_not(
    context: BrowserContext, site: str, handed_in: bool
) -> None:
    page, frame = launch_questions(context, site, "kinds")
    given = {}
    for kind, (number, question) in ASKED.items():
        given[kind] = partial(question) if kind in WITH_PARTS else right(question)
        (hand_in if handed_in else put)(frame, number, question, given[kind])
    # The page says all it has to say as it goes.
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    page, frame = launch(context, site, "kinds")
    expect(frame.locator("#put-it-to-the-test")).to_be_visible()
    for kind, (number, question) in ASKED.items():
        assert shown(frame, number, question) == (given[kind] or WORDS), kind
        result = box_of(frame, number).locator("[data-result] > *")
        assert (result.count() > 0) == handed_in, kind


def test_an_answer_that_was_changed_since_comes_back_as_it_was_changed(
    context: BrowserContext, site: str
) -> None:
    number, question = ASKED["matching"]
    page, frame = launch_questions(context, site, "kinds")
    hand_in(frame, number, question, right(question))
    box_of(frame, number).locator("select").last.select_option("")
    # The page says all it has to say as it goes.
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    page, frame = launch(context, site, "kinds")
    assert shown(frame, number, question) == "01-"
    expect(box_of(frame, number).locator("[data-result]")).to_be_empty()


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_click_is_no_second_attempt(page: Page, site: str, kind: str) -> None:
    number, question = ASKED[kind]
    open_questions(page, site, "limited")
    put(page, number, question, wrong(question) if question.points else "")
    check = box_of(page, number).locator("[data-check]")
    check.dblclick()
    check.click()
    expect(box_of(page, number).locator("[data-result]")).to_contain_text("Tries left: 1.")
    expect(check).to_be_enabled()


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_attempt_closes_the_question_and_shows_its_answers(
    page: Page, site: str, kind: str
) -> None:
    number, question = ASKED[kind]
    open_questions(page, site, "limited")
    box = box_of(page, number)
    expect(box.locator(".app-answers")).to_be_hidden()
    bad = wrong(question) if question.points else ""
    hand_in(page, number, question, bad)
    expect(box.locator("[data-result]")).to_contain_text("Tries left: 1.")
    expect(box.locator("[data-check]")).to_be_enabled()
    if kind == "free-text":
        box.locator("textarea").fill("Something else")
        box.locator("[data-check]").click()
    else:
        hand_in(page, number, question, right(question))
    expect(box.locator("[data-check]")).to_be_disabled()
    for loaded_again in (False, True):
        if loaded_again:
            page.reload()
            expect(page.locator("#put-it-to-the-test")).to_be_visible()
        expect(box.locator("[data-check]")).to_be_disabled()
        controls = box.locator("input, select, textarea, [data-move]")
        assert controls.count() > 0
        assert [one for one in controls.all() if one.is_enabled()] == []
        expect(box.locator("[data-result]")).not_to_contain_text("Tries left")
        expect(box.locator("[data-result] > *").first).to_be_visible()
        box.locator(".app-answers summary").click()
        expect(box.locator(".app-answers .app-feedback").first).to_be_visible()
        assert axe_findings(page, f"[data-question='{number}']") == []


def test_words_that_are_too_long_are_not_handed_in(page: Page, site: str) -> None:
    number, _ = ASKED["free-text"]
    open_questions(page, site, "limited")
    box = box_of(page, number)
    box.locator("textarea").fill("x" * 51)
    box.locator("[data-check]").click()
    expect(box.locator("[data-error]")).to_contain_text("not too long")
    expect(box.locator("[data-result]")).to_be_empty()
    box.locator("textarea").fill("x" * 50)
    box.locator("[data-check]").click()
    expect(box.locator("[data-error]")).to_be_hidden()
    expect(box.locator("[data-result]")).to_contain_text("Tries left: 1.")


def test_whoever_closes_a_question_by_keyboard_goes_on_from_there(page: Page, site: str) -> None:
    number, question = ASKED["true-false"]
    open_questions(page, site, "limited")
    hand_in(page, number, question, wrong(question))
    put(page, number, question, right(question))
    check = box_of(page, number).locator("[data-check]")
    check.focus()
    page.keyboard.press("Enter")
    expect(check).to_be_disabled()
    page.keyboard.press("Tab")
    expect(box_of(page, number).locator(".app-answers summary")).to_be_focused()


def expected_interactions() -> list[tuple[str, str, str, list[str], str]]:
    """Of two attempts at each kind: id, type, response, patterns, result."""
    return [
        ("one-1", "choice", "1", ["0", "2"], "wrong"),
        ("one-2", "choice", "0", ["0", "2"], "correct"),
        ("several-1", "choice", "0", ["0,2"], "0.50"),
        ("several-2", "choice", "0,2", ["0,2"], "correct"),
        ("truth-1", "true-false", "t", ["f"], "wrong"),
        ("truth-2", "true-false", "f", ["f"], "correct"),
        ("pairs-1", "matching", "0.0,1.2,2.1", ["0.0,1.1,2.2"], "0.33"),
        ("pairs-2", "matching", "0.0,1.1,2.2", ["0.0,1.1,2.2"], "correct"),
        ("order-1", "sequencing", "0,2,1", ["0,1,2"], "0.33"),
        ("order-2", "sequencing", "0,1,2", ["0,1,2"], "correct"),
        ("words-1", "fill-in", WORDS, [], "neutral"),
    ]


def attempts_at(kind: str, question: Asked) -> tuple[str, ...]:
    if kind == "free-text":
        return ("",)
    return (partial(question) if kind in WITH_PARTS else wrong(question), right(question))


def answer_all_twice(frame: Frame) -> None:
    for kind, (number, question) in ASKED.items():
        for response in attempts_at(kind, question):
            hand_in(frame, number, question, response)


def test_scorm_again_records_the_interactions(context: BrowserContext, site: str) -> None:
    page, frame = launch_questions(context, site, "kinds")
    answer_all_twice(frame)
    expected = expected_interactions()
    last = f"cmi.interactions.{len(expected) - 1}.latency"
    page.wait_for_function(f"calls.some((call) => call[1] === '{last}')")
    sent = {call[1]: call[2] for call in calls(page) if call[0] == "LMSSetValue"}
    refused = [call for call in calls(page) if call[0] == "LMSSetValue" and call[-1] != "true"]
    assert refused == []
    seen = []
    for number in range(len(expected)):
        at = f"cmi.interactions.{number}"
        patterns = [value for key, value in sent.items() if key.startswith(f"{at}.correct")]
        response, result = sent[f"{at}.student_response"], sent[f"{at}.result"]
        seen.append((sent[f"{at}.id"], sent[f"{at}.type"], response, patterns, result))
    assert seen == expected


@pytest.mark.parametrize("lms", ["strict", "moodle", "learning-hub"])
def test_the_simulators_record_the_interactions(
    context: BrowserContext, site: str, lms: str
) -> None:
    learner = Learner(context, site, MODULE, {"lms": lms})
    go_to(learner.sco, "put-it-to-the-test")
    answer_all_twice(learner.sco)
    expected = expected_interactions()
    last = f"cmi.interactions.{len(expected) - 1}.latency"
    learner.page.wait_for_function(
        "(last) => player.session.log.some(({ args }) => args[0] === last)", arg=last
    )
    learner.leave("save and exit")
    names = ("id", "type", "studentResponse", "correctResponses", "result")
    seen = [tuple(entry[name] for name in names) for entry in learner.record()["interactions"]]
    assert seen == expected


def test_partial_credit_counts_towards_the_mastery_score(
    context: BrowserContext, site: str
) -> None:
    page, frame = launch(context, site, "kinds")
    for screen in screens(MODULE):
        go_to(frame, screen)
    go_to(frame, "put-it-to-the-test")
    for kind, (number, question) in ASKED.items():
        given = partial(question) if kind == "multiple-choice" else right(question)
        hand_in(frame, number, question, given)
    expect(frame.locator("[data-outcome]")).to_be_visible()
    page.wait_for_function("calls.some((call) => call[2] === 'passed')")
    assert record(page, "kinds")["core"]["score"]["raw"] == "90"
