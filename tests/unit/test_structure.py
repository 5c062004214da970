"""The structure of versions: what learners keep when one takes the place of another."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.content.loader import Content
from scorm_builder.model import LearningModule
from scorm_builder.model.texts import STRUCTURE
from scorm_builder.runtime.outline import asked
from scorm_builder.runtime.structure import Losses, in_words, losses, structure_hash, structure_of
from tests.tools.modules import module, options, pairs

Data = dict[str, Any]
OLD_FORM = "a7af52"


def structure(data: Data, programme: str = "samples") -> str:
    return structure_of(LearningModule.model_validate(data), programme)


def lost_by(change: Callable[[Data], object]) -> Losses | None:
    """What is lost by a change of the module."""
    data = module()
    change(data)
    return losses(structure(module()), structure(data))


def take_out(path: str, number: int) -> Callable[[Data], object]:
    def change(data: Data) -> None:
        owner: Any = data
        for step in path.split("."):
            owner = owner[int(step) if step.isdecimal() else step]
        del owner[number]

    return change


def reword(data: Data, number: int, key: str, item: int, text: str) -> None:
    items = data["questions"][number][key]
    if isinstance(items[item], str):
        items[item] = text
    else:
        items[item]["prompt" if key == "pairs" else "text"] = text


@given(st.randoms())
def test_whatever_is_put_in_another_order_all_is_kept(chance: random.Random) -> None:
    data = module()
    for one in data["questions"]:
        for key in ("options", "items", "pairs"):
            chance.shuffle(one.get(key, []))
    chance.shuffle(data["questions"])
    chance.shuffle(data["activity"]["fields"])
    assert structure(data) == structure(module())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(title="Another title"),
        lambda data: reword(data, 0, "options", 0, "*Ask!*"),
        lambda data: data["questions"][0]["options"].append(options("x", "New")[1]),
        lambda data: data["questions"][1]["options"].append(options("x", "New")[1]),
        lambda data: data["activity"]["fields"].append({"id": "more", "label": "More"}),
        lambda data: data["questions"][0]["options"][0].update(feedback="Other."),
        lambda data: data["questions"][2].update(answer=False),
        lambda data: data["questions"][4]["items"].reverse(),
        take_out("questions.4.items", 1),
        lambda data: data.update(example={"title": "Then", "text": "It happened."}),
    ],
)
def test_what_costs_nothing(change: Callable[[Data], object]) -> None:
    assert lost_by(change) == Losses()


def test_a_question_more_costs_nothing() -> None:
    fewer = module()
    del fewer["questions"][0]
    assert losses(structure(fewer), structure(module())) == Losses()


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (take_out("questions.0.options", 1), Losses(in_part=("one",))),
        (lambda data: reword(data, 0, "options", 1, "Hurry"), Losses(in_part=("one",))),
        (lambda data: reword(data, 1, "options", 2, "Draw"), Losses(in_part=("several",))),
        (lambda data: reword(data, 3, "pairs", 0, "Dusk"), Losses(again=("pairs",))),
        (lambda data: data["questions"][3]["pairs"].extend(pairs("X")), Losses(again=("pairs",))),
        (
            lambda data: data["questions"][3]["pairs"][0].update(match="Other"),
            Losses(in_part=("pairs",)),
        ),
        (take_out("questions.3.pairs", 0), Losses(in_part=("pairs",))),
        (lambda data: data["questions"][4]["items"].append("After"), Losses(again=("order",))),
        (lambda data: reword(data, 4, "items", 0, "Early"), Losses(again=("order",))),
        (take_out("questions", 0), Losses(questions=("one",))),
        (lambda data: data["questions"][0].update(id="other"), Losses(questions=("one",))),
        (
            lambda data: data["questions"][0].update(kind="multiple-choice"),
            Losses(questions=("one",)),
        ),
        (take_out("questions", 5), Losses(fields=("words",))),
        (take_out("activity.fields", 0), Losses(fields=("plan",))),
        (take_out("activity.fields", 1), Losses(fields=("words",))),
        (lambda data: data.update(id="other"), Losses(afresh=True)),
    ],
)
def test_what_is_lost(change: Callable[[Data], object], lost: Losses) -> None:
    assert lost_by(change) == lost


def test_another_programme_is_a_fresh_start() -> None:
    assert losses(structure(module()), structure(module(), "other")) == Losses(afresh=True)


@pytest.mark.parametrize("both", [(OLD_FORM, "new"), ("new", OLD_FORM), (OLD_FORM, OLD_FORM)])
def test_the_old_form_says_too_little(both: tuple[str, str]) -> None:
    old, new = (structure(module()) if one == "new" else one for one in both)
    assert losses(old, new) is None
    assert in_words(None) == "Not known exactly"


def test_losses_are_told_with_the_ids_of_what_is_lost() -> None:
    told = in_words(
        Losses(fields=("plan", "words"), questions=("one",), again=("order",), in_part=("several",))
    )
    assert told == (
        "Kept, but for this: "
        "words written in plan, words have no place any more and are shown once; "
        "answers to one are gone; order must be answered again; "
        "several must be answered again by those who chose what is gone; "
        "who has completed it stays so"
    )
    assert in_words(Losses()).startswith("Kept: ")
    assert "new course" in in_words(Losses(afresh=True))


def test_a_structure_of_any_module_is_taken_by_the_history(content: Content) -> None:
    for one in (*content.modules.values(), LearningModule.model_validate(module())):
        text = structure_of(one, "samples")
        assert re.fullmatch(STRUCTURE.strip("^$"), text)
        assert re.fullmatch(r"[0-9a-z.,:-]+", text)
        assert re.fullmatch(r"[0-9a-f]{6}", structure_hash(text))
        assert losses(text, text) == Losses()


def test_an_answer_to_one_kind_of_question_is_none_to_another() -> None:
    data = module()
    other = copy.deepcopy(data)
    other["questions"][0]["kind"] = "multiple-choice"
    before, after = (asked(LearningModule.model_validate(one))[0] for one in (data, other))
    assert before.options == after.options
    assert before.key != after.key
