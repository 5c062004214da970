"""A kind of question is a class, a folder of the templates, and a name in the script's table."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from scorm_builder.model import QUESTION_KINDS
from tests.conftest import ROOT

FOLDER = ROOT / "templates" / "module" / "questions"
KINDS_JS = ROOT / "templates" / "module" / "runtime" / "kinds.js"
FILES = {"ask.jinja", "kind.js", "print.jinja", "read.jinja"}
KIND_HAS = set("type told isResponse points encode restore feedback verdict Part".split())
SAYS_WHAT_IS_MEANT = {
    # A kind that is left out is this one.
    Path("scorm_builder/model/question_kind.py"),
}
IN_NODE = f"""
import {{ KINDS }} from {json.dumps(KINDS_JS.as_uri())};
const has = Object.entries(KINDS).map(([name, kind]) => [name, Object.keys(kind)]);
console.log(JSON.stringify(Object.fromEntries(has)));
"""


def test_each_kind_has_its_folder_and_nothing_else_has() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert folders == set(QUESTION_KINDS)


@pytest.mark.parametrize("kind", QUESTION_KINDS)
def test_the_folder_says_how_it_is_asked_read_printed_and_played(kind: str) -> None:
    assert {path.name for path in (FOLDER / kind).iterdir()} == FILES


def test_the_script_knows_each_kind_and_what_the_choosing_tool_asks() -> None:
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", IN_NODE],
        capture_output=True,
        text=True,
        check=True,
    )
    kinds = json.loads(ran.stdout)
    assert set(kinds) == {*QUESTION_KINDS, "wish"}
    for name, has in kinds.items():
        assert set(has) >= KIND_HAS, name


def test_each_kind_has_a_letter_of_its_own_besides_that_of_a_wish() -> None:
    letters = [kind.letter for kind in QUESTION_KINDS.values()]
    assert len({*letters, "h"}) == len(letters) + 1


def test_no_other_template_script_or_module_asks_for_a_kind() -> None:
    """What is special about a kind stands in its folder and its class."""
    others = [
        *(ROOT / "templates").glob("[!n]*/*.jinja"),
        *(ROOT / "templates" / "module" / "runtime").rglob("*.js"),
        *(ROOT / "scorm_builder").rglob("*.py"),
    ]
    names = [f'"{kind}"' for kind in QUESTION_KINDS if "-" in kind]
    known = {KINDS_JS, ROOT / "scorm_builder" / "model" / "questions.py"}
    asking = {
        path for path in others if any(name in path.read_text("utf-8") for name in names)
    } - known
    assert {path.relative_to(ROOT) for path in asking} <= SAYS_WHAT_IS_MEANT
