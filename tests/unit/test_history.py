"""The history of versions: what a message says to paste is right as it stands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from scorm_builder.checks.history import UNWRITTEN
from scorm_builder.content.loader import load
from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.pipeline import check_content
from scorm_builder.runtime.structure import structure_of
from tests.tools.project import Project
from tests.tools.samples import TODAY

FIELD = "    - id: words\n      label: Your words\n"
ANOTHER_FIELD = f"{FIELD}    - id: more\n      label: More words\n"
OTHER_FIELD = FIELD.replace("id: words", "id: more")
FIRST = "changes: This is the first version."
VERSION = 'version: "1.0.0"\nstage'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample content in a folder of its own."""
    return Project(tmp_path).with_sample().content


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
    say_what_changed_in(module)


def say_what_changed_in(module: Path) -> None:
    edit(module, UNWRITTEN, "The steps are clearer.")


def give_out(root: Path) -> Path:
    """Writes down the structure of the first version, as its build has it; the module's file."""
    module = root / "sample" / "module.yaml"
    edit(module, FIRST, f'{FIRST}\n    structure: "{structure(root)}"')
    return module


def structure(root: Path) -> str:
    content = load(root)
    assert content.catalogue is not None
    return structure_of(content.modules["sample"], content.catalogue.identifier)


def test_the_first_version_needs_no_structure(root: Path) -> None:
    edit(root / "sample" / "module.yaml", FIELD, ANOTHER_FIELD)
    assert problems(root) == ()


def test_a_draft_needs_no_history(root: Path) -> None:
    module = root / "sample" / "module.yaml"
    text = module.read_text(encoding="utf-8")
    module.write_text(text[: text.index("history:")], encoding="utf-8")
    assert [problem.code for problem in problems(root)] == ["MOD-024"]
    edit(module, VERSION, VERSION.replace("1.0.0", "0.9.0"))
    assert problems(root) == ()


def test_after_a_draft_the_first_version_needs_no_structure(root: Path) -> None:
    module = root / "sample" / "module.yaml"
    edit(module, '  - version: "1.0.0"', '  - version: "0.9.0"')
    (problem,) = problems(root)
    assert (problem.code, "structure" in problem.help) == ("MOD-024", False)
    edit(module, "history:\n", f"history:\n{lines_to_paste(problem)}")
    say_what_changed(module)
    assert problems(root) == ()


def test_after_a_new_version_the_lines_are_pasted_and_all_is_well(root: Path) -> None:
    module = give_out(root)
    edit(module, VERSION, VERSION.replace("1.0.0", "1.0.1"))
    (problem,) = problems(root)
    assert problem.code == "MOD-024"
    edit(module, "history:\n", f"history:\n{lines_to_paste(problem)}")
    say_what_changed(module)
    assert problems(root) == ()
    newest, first = load(root).modules["sample"].history or ()
    assert (newest.version, newest.date, newest.structure) == ("1.0.1", TODAY, first.structure)


def test_a_second_version_asks_for_the_structure_of_the_first(root: Path) -> None:
    before = structure(root)
    module = root / "sample" / "module.yaml"
    edit(module, FIELD, OTHER_FIELD)
    edit(module, VERSION, VERSION.replace("1.0.0", "1.1.0"))
    older, newest = problems(root)
    assert {older.code, newest.code} == {"MOD-024", "MOD-025"}
    pasted = lines_to_paste(newest if newest.code == "MOD-024" else older)
    edit(module, "history:\n", f"history:\n{pasted}")
    say_what_changed_in(module)
    (missing,) = problems(root)
    assert (missing.code, "scorm12/sample.zip" in missing.help) == ("MOD-025", True)
    edit(module, FIRST, f'{FIRST}\n    structure: "{before}"')
    assert problems(root) == ()


@pytest.mark.parametrize(
    ("field", "raised", "told"),
    [
        (ANOTHER_FIELD, "1.1.0", "kept: learners go on where they were"),
        (OTHER_FIELD, "2.0.0", "words written in words have no place any more"),
    ],
)
def test_after_a_change_of_structure_the_lines_are_pasted(
    root: Path, field: str, raised: str, told: str
) -> None:
    module = give_out(root)
    edit(module, FIELD, field)
    (problem,) = problems(root)
    assert (problem.code, told in problem.message) == ("MOD-025", True)
    edit(module, VERSION, VERSION.replace("1.0.0", raised))
    edit(module, "history:\n", f"history:\n{lines_to_paste(problem)}")
    say_what_changed(module)
    assert problems(root) == ()
    newest, first = load(root).modules["sample"].history or ()
    assert newest.structure != first.structure


def test_before_anyone_has_the_first_version_its_structure_is_taken_out(root: Path) -> None:
    line = f'    structure: "{structure(root)}"\n'
    module = give_out(root)
    edit(module, FIELD, ANOTHER_FIELD)
    (problem,) = problems(root)
    assert "take this line out" in problem.help
    edit(module, line, "")
    assert problems(root) == ()


def test_before_anyone_has_a_later_version_its_structure_alone_is_changed(root: Path) -> None:
    module = give_out(root)
    edit(module, VERSION, VERSION.replace("1.0.0", "1.1.0"))
    (problem,) = problems(root)
    edit(module, "history:\n", f"history:\n{lines_to_paste(problem)}")
    say_what_changed(module)
    edit(module, FIELD, ANOTHER_FIELD)
    (problem,) = problems(root)
    told = problem.help.partition("write here: ")[2].partition("\n")[0]
    text = module.read_text(encoding="utf-8")
    line = re.search(r'structure: "[^"]+"', text)
    assert line is not None
    module.write_text(text.replace(line[0], told, 1), encoding="utf-8")
    assert problems(root) == ()


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [("catalogue.yaml", "identifier: ", "identifier: other-")],
)
def test_another_identifier_is_a_new_course(root: Path, file: str, before: str, after: str) -> None:
    give_out(root)
    edit(root / file, before, after)
    (problem,) = problems(root)
    assert "it is a new course for the LMS, and progress starts afresh" in problem.message


def test_a_change_of_wording_needs_no_entry(root: Path) -> None:
    edit(root / "sample" / "module.yaml", "label: Your words", "label: Your own words")
    assert problems(root) == ()


def test_the_lines_have_the_day_of_the_check(root: Path) -> None:
    edit(root / "sample" / "module.yaml", VERSION, VERSION.replace("1.0.0", "1.0.1"))
    told = check_content(load(root), date(2027, 1, 2))
    assert "    date: 2027-01-02\n" in told[0].help
