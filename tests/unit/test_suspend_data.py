"""The alphabet of cmi.suspend_data, by the vectors that the run-time's own tests use."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.content.loader import Content
from scorm_builder.model import LearningModule
from scorm_builder.runtime.alphabet import decode_text, encode_text
from scorm_builder.runtime.keys import module_tag
from scorm_builder.runtime.outline import asked, fields, screen_keys
from scorm_builder.runtime.suspend_data import (
    MOST_CHARACTERS,
    characters_that_fit,
    cost_of_a_character,
    fixed_characters,
    promised_characters,
)
from tests.conftest import ROOT
from tests.tools.samples import module_data

VECTORS = json.loads(
    (ROOT / "tests" / "runtime" / "vectors" / "texts.json").read_text(encoding="utf-8")
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


# The same two sentences: ask the team what happened, and say what you will do otherwise.
SENTENCES = {
    "ar": "اسأل الفريق عما حدث وما الذي ستفعله بشكل مختلف في المرة القادمة.",
    "bn": "দলকে জিজ্ঞাসা করুন কী ঘটেছিল এবং পরের বার আপনি কী আলাদাভাবে করবেন।",
    "cy": "Gofynnwch i’r tîm beth ddigwyddodd, a beth fyddwch chi’n ei wneud yn wahanol.",
    "el": "Ρωτήστε την ομάδα τι συνέβη και τι θα κάνετε διαφορετικά την επόμενη φορά.",
    "fa": "از گروه بپرسید چه اتفاقی افتاد و دفعه بعد چه کاری را متفاوت انجام می‌دهید.",
    "gu": "ટીમને પૂછો કે શું થયું અને આગલી વખતે તમે શું અલગ કરશો.",
    "he": "שאלו את הצוות מה קרה ומה תעשו אחרת בפעם הבאה.",
    "hi": "टीम से पूछें कि क्या हुआ और अगली बार आप क्या अलग करेंगे।",
    "hy": "Հարցրեք թիմին, թե ինչ պատահեց և ինչ կանեք այլ կերպ հաջորդ անգամ։",  # noqa: RUF001
    "ja": "チームに何が起きたか聞いて、次回は何を変えるか書いてください。",
    "ka": "ჰკითხეთ გუნდს, რა მოხდა და რას გააკეთებთ სხვაგვარად შემდეგ ჯერზე.",
    "ko": "팀에게 무슨 일이 있었는지 물어보고 다음에는 무엇을 다르게 할지 적어 보세요.",
    "pa": "ਟੀਮ ਨੂੰ ਪੁੱਛੋ ਕਿ ਕੀ ਹੋਇਆ ਅਤੇ ਅਗਲੀ ਵਾਰ ਤੁਸੀਂ ਕੀ ਵੱਖਰਾ ਕਰੋਗੇ।",
    "pl": "Zapytaj zespół, co się stało i co zrobisz inaczej następnym razem.",
    "ta": "என்ன நடந்தது என்று குழுவிடம் கேளுங்கள், அடுத்த முறை என்ன செய்வீர்கள்.",
    "th": "ถามทีมว่าเกิดอะไรขึ้น และครั้งหน้าคุณจะทำอะไรต่างไป",
    "uk": "Запитайте команду, що сталося і що ви зробите інакше наступного разу.",  # noqa: RUF001
    "ur": "ٹیم سے پوچھیں کہ کیا ہوا اور اگلی بار آپ کیا مختلف کریں گے۔",  # noqa: RUF001
    "vi": "Hãy hỏi nhóm xem điều gì đã xảy ra và lần sau bạn sẽ làm gì khác đi.",
    "zh": "请问团队发生了什么事，下次你会有什么不同的做法。",
}
# As long as an answer may be.
PIECE = 300


def assert_enough(tag: str, text: str) -> None:
    """The text fits in what its characters are said to take, and the mark of a window."""
    fixed = fixed_characters(module(tag)) - fixed_characters(module("en-GB"))
    assert len(encode_text(text)) <= cost_of_a_character(module(tag)) * len(text) + fixed, tag


@pytest.mark.parametrize("tag", SENTENCES)
def test_a_text_takes_no_more_than_its_language_is_said_to(tag: str) -> None:
    assert_enough(tag, SENTENCES[tag])


def test_names_in_every_language_take_no_more_than_it_is_said_to() -> None:
    """The Unicode consortium's names of places and languages, in pieces as long as an answer."""
    languages = sorted({name.split("_")[0] for name in localedata.locale_identifiers()})
    tried = 0
    for tag in languages:
        locale = Locale.parse(tag)
        text = " ".join(map(str, (*locale.territories.values(), *locale.languages.values())))
        pieces = [text[at : at + PIECE] for at in range(0, len(text) - PIECE, PIECE)][:8]
        if pieces:
            # Names are full of capitals and accents, so they are judged together.
            cost = sum(len(encode_text(piece)) for piece in pieces) / (PIECE * len(pieces))
            assert cost <= cost_of_a_character(module(tag)), tag
            tried += 1
    assert tried > 150


def test_what_is_said_is_not_far_too_much() -> None:
    for tag, text in SENTENCES.items():
        assert cost_of_a_character(module(tag)) <= 2 * len(encode_text(text)) / len(text)


@pytest.mark.parametrize("tag", ["ja", "ko", "ur", "yue", "zh"])
def test_some_scripts_need_more_room(tag: str) -> None:
    assert promised_characters(module(tag)) > promised_characters(module("cy"))
    assert characters_that_fit(module(tag)) < characters_that_fit(module("cy"))


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
