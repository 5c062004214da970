"""What is printed in the place of what no font has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.printer.signs import as_printed, described, scripts_of, unprintable
from scorm_builder.theme.translations import language

KNOWN = frozenset("abcdefghijklmnopqrstuvwxyz 0123456789-°Cé²\N{EN DASH}\N{EM DASH}")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\u2011b\u2010c", "a-b-c"),
        ("a\u2012b\u2015c", "a\N{EN DASH}b\N{EM DASH}c"),
        ("e\u0301", "é"),
        ("\N{DEGREE CELSIUS}", "°C"),
        ("\N{SQUARE M SQUARED}", "m²"),
        ("\N{LATIN SMALL LIGATURE FFI}", "ffi"),
        ("\N{FULLWIDTH DIGIT FOUR}", "4"),
        ("a\ufe0fb", "ab"),
        # As they are: another figure, a letter without its mark, or none would mean another thing.
        ("10\N{SUPERSCRIPT FIVE}", "10\N{SUPERSCRIPT FIVE}"),
        ("\N{VULGAR FRACTION ONE THIRD}", "\N{VULGAR FRACTION ONE THIRD}"),
        ("\N{LATIN SMALL LETTER W WITH CIRCUMFLEX}", "\N{LATIN SMALL LETTER W WITH CIRCUMFLEX}"),
    ],
)
def test_what_means_the_same_is_printed(text: str, printed: str) -> None:
    assert as_printed(text, KNOWN) == printed


@pytest.mark.parametrize(
    "text", ["a\tb\nc", "a\u202fb\u200ac", "a\u00adb\u2060c\u200bd", "a\u2011b"]
)
def test_white_space_and_hyphens_need_no_font(text: str) -> None:
    assert unprintable(text, KNOWN) == ()


def test_what_cannot_be_printed_is_named_once_in_its_order() -> None:
    assert unprintable("ab🙂 日c🙂Ж", KNOWN) == ("🙂", "日", "Ж")
    assert scripts_of("🙂日本Ж") == ("Hani", "Cyrl")
    assert described("🙂日") == "Han letters and pictures or signs"


@given(st.text())
def test_it_never_fails_and_comes_to_rest(text: str) -> None:
    once = as_printed(text, KNOWN)
    assert as_printed(once, KNOWN) == once


@given(st.text(st.sampled_from(sorted(KNOWN))))
def test_what_the_fonts_have_stays(text: str) -> None:
    assert as_printed(text, KNOWN) == text


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("zh", "Hans"),
        ("zh-TW", "Hant"),
        ("zh-HK", "Hant"),
        ("zh-Hant", "Hant"),
        ("yue", "Hant"),
        ("pa", "Guru"),
        ("pa-PK", "Arab"),
        ("sr", "Cyrl"),
        ("sr-Latn", "Latn"),
        ("en-GB", "Latn"),
        ("cy", "Latn"),
    ],
)
def test_the_script_of_a_language_in_a_country(tag: str, script: str) -> None:
    assert language(tag).script == script


def test_it_is_known_in_which_languages_there_is_an_interface() -> None:
    assert [tag for tag in ("en", "en-GB", "cy", "cy-GB", "pl") if language(tag).has_interface] == [
        "en",
        "en-GB",
        "cy",
        "cy-GB",
    ]
    assert language("pl").name == "Polish"
