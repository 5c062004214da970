"""Warnings: told, and no hindrance unless asked for."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.tools.user import COMMAND, build, run

SCRIPT = """
from pathlib import Path
from scorm_builder.checks import spelling
from scorm_builder.cli import main
spelling.DICTIONARY = Path("nowhere")
main()
"""
FIRST_LINE = re.compile(r"^(\S+?):\d+:\d+: (error|warning): .+ \[(\S+)\]$", re.MULTILINE)


def misspell(home: Path, name: str = "beta") -> None:
    """Puts a word into a module that the dictionary does not have."""
    path = home / "modules" / name / "module.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("summary: A technique", "summary: A teknique"), encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "severity"), [((), 0, "warning"), (("--strict",), 1, "error")]
)
def test_a_warning_is_an_error_when_asked(
    home: Path, words: tuple[str, ...], code: int, severity: str
) -> None:
    misspell(home)
    done = run(*COMMAND, "check", *words, cwd=home)
    assert done.code == code
    assert FIRST_LINE.findall(done.err) == [("modules/beta/module.yaml", severity, "STY-010")]
    assert done.out == f"3 modules checked: 1 {severity}\n"
    assert run(*COMMAND, "check", "alpha", *words, cwd=home).err == ""


def test_a_build_tells_a_warning_and_goes_on(home: Path) -> None:
    misspell(home)
    done = build(home)
    assert done.code == 0
    assert FIRST_LINE.findall(done.err) == [("modules/beta/module.yaml", "warning", "STY-010")]
    assert (home / "dist" / "scorm12" / "beta.zip").is_file()
    assert FIRST_LINE.findall(build(home, "alpha").err) == []


def test_a_review_is_judged_by_the_day(home: Path) -> None:
    later = run(*COMMAND, "check", cwd=home, SOURCE_DATE_EPOCH="1900000000")
    assert later.code == 0
    assert later.err.count("[STY-011]") == 3
    for nonsense in ("", "soon", "9" * 30):
        assert run(*COMMAND, "check", cwd=home, SOURCE_DATE_EPOCH=nonsense).code == 0


@pytest.mark.parametrize(
    "words", [("check", "--no-cache"), ("build", "--no-cache", "--target", "scorm12")]
)
def test_without_the_dictionary_one_line_says_what_to_do(
    home: Path, words: tuple[str, ...]
) -> None:
    done = run(sys.executable, "-c", SCRIPT, *words, cwd=home)
    assert done.code == 2
    assert done.out == ""
    assert done.err == (
        "scorm-builder: no spelling dictionary in nowhere: "
        "run 'make build', or 'python templates/assets.py'\n"
    )
