"""The history of versions: what a message says to paste is right as it stands."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from scorm_builder.checks.history import UNWRITTEN
from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.loader import load
from scorm_builder.model import LearningModule
from scorm_builder.outline import structure_tag
from scorm_builder.pipeline import check_content
from tests.samples import SAMPLE, TODAY, module_data

FIELD = "      label: Your words\n"
ANOTHER_FIELD = f"{FIELD}    - id: more\n      label: More words\n"
VERSION = 'version: "1.0.0"\nstage'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample content in a folder of its own."""
    shutil.copytree(SAMPLE, tmp_path / "modules")
    return tmp_path / "modules"


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a text that stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(root: Path) -> tuple[Diagnostic, ...]:
    return check_content(load(root), TODAY)


def lines_to_paste(problem: Diagnostic) -> str:
    """What stands below the sentences of the help."""
    pasted = [line for line in problem.help.split("\n") if line.startswith(("  - ", "    ch"))]
    assert len(pasted) == 2
    return problem.help[problem.help.index(pasted[0]) :] + "\n"


def say_what_changed(module: Path) -> None:
    """Does what the one problem that is left asks for: the words are the author's own."""
    (problem,) = problems(module.parents[1])
    assert (problem.code, problem.severity) == ("MOD-027", Severity.WARNING)
    edit(module, UNWRITTEN, "The steps are clearer.")


def test_after_a_new_version_the_lines_are_pasted_and_all_is_well(root: Path) -> None:
    module = root / "sample" / "module.yaml"
    edit(module, VERSION, VERSION.replace("1.0.0", "1.0.1"))
    (problem,) = problems(root)
    assert problem.code == "MOD-024"
    edit(module, "history:\n", f"history:\n{lines_to_paste(problem)}")
    say_what_changed(module)
    assert problems(root) == ()
    newest, first = load(root).modules["sample"].history or ()
    assert (newest.version, newest.date, newest.structure) == ("1.0.1", TODAY, first.structure)


def test_after_a_change_that_restarts_learners_the_lines_are_pasted(root: Path) -> None:
    module = root / "sample" / "module.yaml"
    edit(module, FIELD, ANOTHER_FIELD)
    (problem,) = problems(root)
    assert problem.code == "MOD-025"
    edit(module, VERSION, VERSION.replace("1.0.0", "2.0.0"))
    edit(module, "history:\n", f"history:\n{lines_to_paste(problem)}")
    say_what_changed(module)
    assert problems(root) == ()
    newest, first = load(root).modules["sample"].history or ()
    assert newest.structure != first.structure


def test_before_anyone_has_it_the_tag_alone_is_changed(root: Path) -> None:
    module = root / "sample" / "module.yaml"
    old = structure_tag(LearningModule.model_validate(module_data()))
    edit(module, FIELD, ANOTHER_FIELD)
    (problem,) = problems(root)
    told = problem.help.partition("write here: ")[2].partition("\n")[0]
    edit(module, f'structure: "{old}"', told)
    assert problems(root) == ()


def test_a_change_of_wording_needs_no_entry(root: Path) -> None:
    edit(root / "sample" / "module.yaml", "label: Your words", "label: Your own words")
    assert problems(root) == ()


def test_the_lines_have_the_day_of_the_check(root: Path) -> None:
    edit(root / "sample" / "module.yaml", VERSION, VERSION.replace("1.0.0", "1.0.1"))
    told = check_content(load(root), date(2027, 1, 2))
    assert "    date: 2027-01-02\n" in told[0].help
