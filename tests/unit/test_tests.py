"""The tests themselves: what several of them share stands in tests/tools."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for top in ("tests", "docs")
    for path in (ROOT / top).rglob("*.py")
)


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_imported_from_a_file_of_tests(file: str) -> None:
    """Nor from the fixtures of one folder."""
    text = (ROOT / file).read_text(encoding="utf-8")
    assert (
        re.findall(r"\b(?:from|import) tests\b.*\btest_\w+.*|from tests\.\w+\.conftest.*", text)
        == []
    )
