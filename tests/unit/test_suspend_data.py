"""The alphabet of cmi.suspend_data, by the vectors that the run-time's own tests use."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.loader import Content
from scorm_builder.model import LearningModule
from scorm_builder.suspend_data import (
    MOST_CHARACTERS,
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


def test_a_longer_field_needs_more_room() -> None:
    short, long = module(max_characters=100), module(max_characters=200)
    assert promised_characters(long) - promised_characters(short) == 2 * 100


def test_other_scripts_need_more_room() -> None:
    assert promised_characters(module("ar")) > promised_characters(module("cy"))


def test_an_answer_in_words_needs_room_too() -> None:
    data = module_data()
    data["questions"].append(
        {
            "id": "in-words",
            "kind": "free-text",
            "scenario": "A colleague asks you for help.",
            "question": "What do you say?",
            "max_characters": 200,
            "model_answer": "You could say yes.",
        }
    )
    with_words = LearningModule.model_validate(data)
    assert promised_characters(with_words) - promised_characters(module()) > 2 * 200


def test_every_module_of_the_project_fits(content: Content) -> None:
    for one in content.modules.values():
        assert promised_characters(one) <= MOST_CHARACTERS


def test_what_is_fixed_is_short(content: Content) -> None:
    for one in content.modules.values():
        assert fixed_characters(one) < 120
