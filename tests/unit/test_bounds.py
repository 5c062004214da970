"""Checks end, whatever a text is: what they do is counted, as a clock says nothing here."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from scorm_builder.checks.spelling import MOST_SUGGESTIONS, Vocabulary
from scorm_builder.content.yaml_reader import MAXIMUM_BYTES
from tests.tools.project import Project

# How often the checks go through a text as CommonMark.
MOST_READINGS = 12


def content_with(root: Path, **changes: Any) -> list[str]:
    """The codes of what is wrong with the sample module when it has these texts."""
    project = Project(root).with_sample().with_module(**changes)
    return [code for code, _ in project.problems()]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of each text that is read as CommonMark."""
    lengths: list[int] = []
    parse = MarkdownIt.parse

    def counted(parser: MarkdownIt, text: str, *more: Any) -> Any:
        lengths.append(len(text))
        return parse(parser, text, *more)

    monkeypatch.setattr(MarkdownIt, "parse", counted)
    return lengths


def test_a_text_of_a_megabyte_is_told_and_not_read(tmp_path: Path, read: list[int]) -> None:
    assert "YML-006" in content_with(tmp_path, introduction="It is so. " * 100_000)
    assert max(read, default=0) < MAXIMUM_BYTES


def test_the_largest_text_is_read_a_few_times(tmp_path: Path, read: list[int]) -> None:
    text = "It is so.\n\n" * ((MAXIMUM_BYTES - 20_000) // 14)
    assert "YML-006" not in content_with(tmp_path, introduction=text)
    assert len(text) <= sum(read) < MOST_READINGS * MAXIMUM_BYTES


def test_thousands_of_misspelt_words_get_a_few_suggestions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    suggest = Vocabulary.suggest
    dictionary = Vocabulary()._dictionary

    class Counted:
        def spell(self, word: str) -> bool:
            return bool(dictionary.spell(word))

        def suggest(self, word: str) -> list[str]:
            asked.append(word)
            return []

    monkeypatch.setattr("scorm_builder.checks.spelling._dictionary", lambda _: Counted())
    assert suggest is Vocabulary.suggest
    letters = itertools.product("bcdfghjklm", repeat=4)
    text = " ".join("q" + "".join(word) + "q" for word in letters)
    codes = content_with(tmp_path, introduction=f"{text}.")
    assert codes.count("STY-010") > 100
    assert len(asked) == len(set(asked)) == MOST_SUGGESTIONS


def test_it_is_said_when_there_are_no_more_suggestions() -> None:
    vocabulary = Vocabulary()
    words = ["wrod" + letter * 2 for letter in "abcdefghijklmnopqrstuvwxyz"] * 1
    words += ["tset" + letter * 2 for letter in "abcdefghijklmnopqrstuvwxyz"]
    told = [vocabulary.has_suggestion(word) for word in words if not vocabulary.suggest(word)]
    assert len(words) > MOST_SUGGESTIONS
    assert not vocabulary.has_suggestion("anotherr")
    assert vocabulary.suggest("anotherr") is None
    assert vocabulary.has_suggestion(words[0])
    assert told[-1] is False
