"""Keys of saved work: they hang on what a thing is, not on where it stands."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.runtime.keys import keys_of, module_tag, words_as_identities

KEY = re.compile(r"[0-9a-z]{3}")
NAMES = st.lists(st.text(max_size=20), unique=True, max_size=12)


@given(NAMES, st.randoms())
def test_keys_hang_on_identities_and_not_on_their_order(
    names: list[str], chance: random.Random
) -> None:
    keys = dict(zip(names, keys_of(names), strict=True))
    assert all(map(KEY.fullmatch, keys.values()))
    assert len(set(keys.values())) == len(names)
    chance.shuffle(names)
    assert dict(zip(names, keys_of(names), strict=True)) == keys


def test_where_two_would_have_the_same_key_it_belongs_to_neither() -> None:
    by_key: dict[str, str] = {}
    for number in range(2000):
        name = f"name {number}"
        (key,) = keys_of([name])
        if key in by_key:
            both = keys_of([by_key[key], name])
            assert key not in both
            assert len(set(both)) == 2
            return
        by_key[key] = name
    raise AssertionError("no two names have the same key")


def test_an_identity_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        keys_of(["a", "a"])


def test_a_tag_is_told_by_programme_and_module() -> None:
    tags = {module_tag("a", "b"), module_tag("a", "c"), module_tag("c", "b")}
    assert len(tags) == 3
    assert all(re.fullmatch(r"[0-9a-z]{6}", tag) for tag in tags)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ask first, then act", "Ask first then act."),
        ("Ask the *team*", "ask  the team!"),
        ("It's theirs", "It\u2019s theirs"),
        ("[A page](https://example.org/a)", "[A page](https://example.org/b)"),
        ("Caf\u00e9", "Cafe\u0301"),
    ],
)
def test_a_corrected_mark_keeps_the_identity(before: str, after: str) -> None:
    assert words_as_identities([before, "other"]) == words_as_identities([after, "other"])


@pytest.mark.parametrize(
    ("before", "after"),
    [("Ask", "Act"), ("1.5 mg", "15 mg"), ("-5 degrees", "5 degrees"), ("5%", "5"), ("+5", "5")],
)
def test_another_meaning_is_another_identity(before: str, after: str) -> None:
    assert words_as_identities([before]) != words_as_identities([after])


def test_what_differs_in_marks_alone_is_told_apart_by_them() -> None:
    first, second, other = words_as_identities(["Stop!", "Stop?", "Go!"])
    assert first != second
    assert words_as_identities(["Go.", "Stop?", "Stop!"]) == [other, second, first]


def test_words_that_are_not_commonmark_keep_their_marks() -> None:
    assert words_as_identities(["a `b`"]) != words_as_identities(["a `b`"], lambda text: f"{text}x")


@given(st.lists(st.text(st.characters(), max_size=8), max_size=9))
def test_any_texts_have_identities_of_their_own(texts: list[str]) -> None:
    identities = words_as_identities(texts)
    assert len(set(identities)) == len(texts)


@given(st.lists(st.sampled_from("aA.!-5 "), min_size=1, max_size=4).map("".join).map(str))
def test_a_text_alone_has_the_same_identity_whatever_its_neighbours(text: str) -> None:
    assert words_as_identities([text])[0] == words_as_identities([text, "neighbour"])[0]
