"""A learner who answers each kind of question, with responses as the run-time writes them.

A response has a character for each thing, 0 to 9 and a to z: the number of the option, the numbers
of those that are ticked, what stands at each prompt, or the order of the items. It is empty for an
answer in words.
"""

from __future__ import annotations

from playwright.sync_api import Frame, Locator, Page, expect

from scorm_builder.runtime.outline import Asked

WORDS = "In my own words"

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def right(question: Asked) -> str:
    """A response that gives all points."""
    if question.kind in ("single-choice", "true-false"):
        return _DIGITS[question.correct[0]]
    return "".join(_DIGITS[number] for number in question.correct)


def partial(question: Asked) -> str:
    """A response that gives some points, for a kind that has such."""
    response = right(question)
    if question.kind == "multiple-choice":
        return response[:1]
    return response[:-2] + response[:-3:-1]


def wrong(question: Asked) -> str:
    """A response that gives no points."""
    if question.correct == tuple(range(question.size)):
        response = right(question)
        return response[1:] + response[:1]
    return next(_DIGITS[n] for n in range(question.size) if n not in question.correct)


def box_of(place: Page | Frame, number: int) -> Locator:
    """The part of the page with a question in it."""
    return place.locator(f"[data-question='{number}']")


def put(place: Page | Frame, number: int, question: Asked, response: str) -> None:
    """Fills in an answer with the mouse, without handing it in."""
    box = box_of(place, number)
    if question.kind == "free-text":
        box.locator("textarea").fill(WORDS)
    elif question.kind == "matching":
        for select, value in zip(box.locator("select").all(), response, strict=True):
            select.select_option(value)
    elif question.kind == "sequencing":
        for goal, name in enumerate(response):
            while shown(place, number, question).index(name) > goal:
                box.locator(f"[data-item='{name}'] [data-move=up]").click()
    else:
        for number_of_option, option in enumerate(box.locator("input").all()):
            if option.is_checked() != (_DIGITS[number_of_option] in response):
                option.click()


def shown(place: Page | Frame, number: int, question: Asked) -> str:
    """The response that the page shows; for words, the words."""
    box = box_of(place, number)
    if question.kind == "free-text":
        return box.locator("textarea").input_value()
    if question.kind == "matching":
        return "".join(select.input_value() or "-" for select in box.locator("select").all())
    if question.kind == "sequencing":
        items = box.locator("[data-item]").all()
        return "".join(item.get_attribute("data-item") or "" for item in items)
    options = enumerate(box.locator("input").all())
    return "".join(_DIGITS[value] for value, option in options if option.is_checked())


def hand_in(place: Page | Frame, number: int, question: Asked, response: str) -> None:
    """Fills in an answer, hands it in, and waits for what it is worth."""
    put(place, number, question, response)
    box = box_of(place, number)
    box.locator("[data-check]").click()
    expect(box.locator("[data-result] > *").first).to_be_visible()
