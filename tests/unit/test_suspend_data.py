"""The alphabet of cmi.suspend_data, by the vectors that the run-time's own tests use."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.keys import module_tag
from scorm_builder.loader import Content
from scorm_builder.model import LearningModule
from scorm_builder.outline import asked, fields, screen_keys
from scorm_builder.suspend_data import (
    MOST_CHARACTERS,
    characters_that_fit,
    cost_of_a_character,
    decode_text,
    encode_text,
    fixed_characters,
    promised_characters,
)
from tests.conftest import ROOT
from tests.samples import module_data

VECTORS = json.loads(
    (ROOT / "tests" / "runtime" / "script" / "suspend_data.json").read_text(encoding="utf-8")
)
SAFE_STATE = re.compile(r"[A-Za-z0-9._:,-]*")
SAFE = re.compile(r"[A-Za-z0-9._-]*")


@pytest.mark.parametrize(("text", "encoded"), VECTORS["texts"])
def test_texts_stand_as_the_run_time_writes_them(text: str, encoded: str) -> None:
    assert encode_text(text) == encoded
    assert decode_text(encoded) == text


@pytest.mark.parametrize("encoded", VECTORS["refused"])
def test_what_the_run_time_refuses(encoded: str) -> None:
    assert decode_text(encoded) is None


@given(st.text(st.characters()))
def test_every_text_comes_back_from_the_safe_alphabet(text: str) -> None:
    encoded = encode_text(text)
    assert SAFE.fullmatch(encoded)
    assert decode_text(encoded) == text


@given(st.text(alphabet="aZ09-_.\n \x00é"))
def test_garbage_is_refused_or_is_a_text(encoded: str) -> None:
    text = decode_text(encoded)
    assert text is None or decode_text(encode_text(text)) == text


def module(language: str = "en-GB", **field: int) -> LearningModule:
    """The sample module with one field."""
    data = module_data(language=language)
    data["activity"]["fields"][0] |= field
    return LearningModule.model_validate(data)


def asking(*questions: dict[str, Any]) -> LearningModule:
    """The sample module with these questions."""
    asked = {"scenario": "A colleague asks you for help.", "question": "What do you say?"}
    named = [{"id": f"q{number}", **asked, **keys} for number, keys in enumerate(questions)]
    return LearningModule.model_validate(module_data(questions=named))


def option(text: str) -> dict[str, Any]:
    return {"text": text, "correct": text == "A", "feedback": "So."}


CHOICES: tuple[dict[str, Any], ...] = (
    {"kind": "single-choice", "options": [option(text) for text in "ABCD"]},
    {"kind": "multiple-choice", "options": [option(text) for text in "ABCD"]},
    {"kind": "true-false", "answer": True, "if_true": "Yes.", "if_false": "No."},
    {
        "kind": "matching",
        "pairs": [{"prompt": f"P{n}", "match": f"M{n}", "feedback": "So."} for n in "123"],
    },
    {"kind": "sequencing", "items": ["First", "Second", "Third"], "feedback": "So."},
)
IN_WORDS = {"kind": "free-text", "max_characters": 200, "model_answer": "You could say yes."}


def fullest_state(one: LearningModule, text: str) -> str:
    """Suspend data in format 3 with everything opened and answered, and a text in each field."""
    keys = screen_keys(one)
    answers = []
    for question in asked(one):
        pairs = zip(question.options, question.matches, strict=False)
        whole = {
            "multiple-choice": "".join(question.options),
            "sequencing": "".join(question.options),
            "matching": "".join(map("".join, pairs)),
        }
        response = whole.get(question.kind, question.options[0] if question.options else "")
        answers.append(f"{question.key}21.{response}")
    texts = [f"{field.key}{encode_text(text)}" for field in fields(one)]
    parts = ["3", module_tag("samples", one.id), "abcdef", f"p{keys[0]}2s", "".join(keys)]
    return ":".join([*parts, ",".join(answers), ",".join(texts), "abcd"])


@pytest.mark.parametrize("question", [*CHOICES, IN_WORDS], ids=lambda one: str(one["kind"]))
def test_no_state_without_text_is_longer_than_said(question: dict[str, Any]) -> None:
    for one in (asking(question), asking(question, IN_WORDS), asking(*CHOICES, IN_WORDS)):
        most = fixed_characters(one)
        # A comma for each list, which stands between its items alone.
        assert 0 <= most - len(fullest_state(one, "")) <= 2
        assert SAFE_STATE.fullmatch(fullest_state(one, ""))


def test_a_longer_field_needs_more_room() -> None:
    short, long = module(max_characters=100), module(max_characters=200)
    assert promised_characters(long) - promised_characters(short) == 2 * 100


LATIN = "Gofynnwch i’r tîm beth ddigwyddodd, a beth sy’n dod nesaf: bydd hyn yn helpu!"
ITS_COST = {
    "cy": (2, LATIN),
    "pl": (2, "Zapytaj zespół, co się stało, i co będzie dalej."),
    "hi": (
        4,
        "टीम से पूछें कि क्या हुआ।",
    ),
    "zh": (4, "请问团队发生了什么事。"),
    "ja": (
        4,
        "チームに何が起きたか聞いてください。",
    ),
    "ko": (
        5,
        "팀에게 무슨 일이 있었는지 물어보세요.",
    ),
}


@pytest.mark.parametrize(("tag", "cost", "text"), [(t, *rest) for t, rest in ITS_COST.items()])
def test_a_text_takes_no_more_than_its_language_is_said_to(tag: str, cost: int, text: str) -> None:
    assert cost_of_a_character(module(tag)) == cost
    assert len(encode_text(text)) <= cost * len(text)


@pytest.mark.parametrize(
    "tag", ["ar", "cy", "el", "en-GB", "fa", "he", "hy", "ka", "ru", "uk", "ur"]
)
def test_an_alphabet_takes_as_much_as_the_latin_one(tag: str) -> None:
    assert cost_of_a_character(module(tag)) == 2


@pytest.mark.parametrize("tag", ["bn", "gu", "hi", "ja", "pa", "ta", "th", "zh"])
def test_other_scripts_need_more_room(tag: str) -> None:
    assert cost_of_a_character(module(tag)) == 4
    assert characters_that_fit(module(tag)) < characters_that_fit(module("cy")) * 0.52


def test_what_fits_is_all_that_fits() -> None:
    for tag in ("en-GB", "ar", "hi", "ko"):
        one = module(tag)
        room = MOST_CHARACTERS - fixed_characters(one)
        cost = cost_of_a_character(one)
        assert room - cost < characters_that_fit(one) * cost <= room


def test_an_answer_in_words_needs_room_too() -> None:
    plain, with_words = asking(CHOICES[0]), asking(CHOICES[0], IN_WORDS)
    assert promised_characters(with_words) - promised_characters(plain) > 2 * 200


def test_every_module_of_the_project_fits(content: Content) -> None:
    for one in content.modules.values():
        assert promised_characters(one) <= MOST_CHARACTERS


def test_what_is_fixed_is_short(content: Content) -> None:
    for one in content.modules.values():
        assert fixed_characters(one) < 150
