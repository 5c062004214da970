"""`scorm-builder new` and `scorm-builder schema`, as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorm_builder.content.schema import SCHEMAS, schema_text
from tests.tools.terminal import Terminal
from tests.tools.user import COMMAND, build, left_over, mode, run, tree, without_override

NEW = (*COMMAND, "new", "teapot-talk")
GIVEN = ("--title", "Teapot talk", "--stage", "during")


def test_starts_from_nothing(tmp_path: Path) -> None:
    done = run(*NEW, *GIVEN, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:4] == [
        "Made modules/teapot-talk/module.yaml",
        "Made modules/module.schema.json",
        "Made modules/catalogue.schema.json",
        "Made modules/catalogue.yaml",
    ]
    assert lines[4:6] == [
        "",
        "Open modules/teapot-talk/module.yaml in an editor, and put in your own words.",
    ]
    assert lines[6].endswith(" preview teapot-talk")
    assert set(tree(tmp_path)) == {
        "modules",
        "modules/teapot-talk",
        *(line.removeprefix("Made ") for line in lines[:4]),
    }


def test_what_is_new_only_asks_for_words_and_builds(tmp_path: Path) -> None:
    assert run(*NEW, *GIVEN, cwd=tmp_path).code == 0
    done = run(*COMMAND, "check", cwd=tmp_path)
    assert (done.code, done.out) == (0, "1 module checked: 2 warnings\n")
    assert done.err.count("[MOD-027]") == 2
    assert run(*COMMAND, "check", "--strict", cwd=tmp_path).code == 1
    done = run(*COMMAND, "build", "--jobs", "1", cwd=tmp_path)
    assert done.code == 0, done.err
    made = {"scorm12/teapot-talk.zip", "handout/teapot-talk.pdf"}
    assert made < set(tree(tmp_path / "dist"))


def test_joins_what_is_there(home: Path) -> None:
    before = tree(home)
    done = run(*NEW, *GIVEN, cwd=home)
    assert done.out.splitlines()[:3] == [
        "Made modules/teapot-talk/module.yaml",
        "Made modules/module.schema.json",
        "Added teapot-talk to modules/catalogue.yaml",
    ]
    after = tree(home)
    changed = {name for name in after if after[name] != before.get(name, b"")}
    assert changed - before.keys() == {
        "modules/teapot-talk",
        "modules/teapot-talk/module.yaml",
        "modules/module.schema.json",
    }
    assert changed & before.keys() == {"modules/catalogue.yaml"}
    assert run(*COMMAND, "check", "teapot-talk", cwd=home).code == 0
    assert build(home).code == 0


def test_a_folder_elsewhere_is_named_again_in_what_to_type(tmp_path: Path) -> None:
    done = run(*NEW, *GIVEN, "--modules", "my modules/content", cwd=tmp_path)
    assert done.out.splitlines()[0] == "Made my modules/content/teapot-talk/module.yaml"
    assert done.out.endswith(" preview teapot-talk --modules 'my modules/content'\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("My Talk", *GIVEN), "'My Talk' cannot be the name of a module: "),
        (("alpha", *GIVEN), "modules/alpha is there already; choose another name"),
        (("talk",), 'give a title and a stage, as in: scorm-builder new talk --title "Peer'),
        (("talk", "--title", "Talk"), "give a title and a stage"),
        (("talk", "--title", "x" * 81, "--stage", "before"), "this title cannot be used: "),
        (("talk", "--title", "Talk", "--stage", "never"), "'never' is not one of"),
        (("talk", *GIVEN, "--modules", "modules/alpha/module.yaml"), "is a file"),
    ],
)
def test_what_is_refused_changes_nothing(home: Path, words: tuple[str, ...], told: str) -> None:
    before = tree(home)
    done = run(*COMMAND, "new", *words, cwd=home)
    assert done.code == 2
    assert told in done.err
    assert tree(home) == before


def test_a_catalogue_with_errors_is_to_be_mended_first(home: Path) -> None:
    path = home / "modules" / "catalogue.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("publisher:", "publsher:"))
    before = tree(home)
    done = run(*NEW, *GIVEN, cwd=home)
    assert done.code == 1
    assert "did you mean 'publisher'? [MOD-001]" in done.err
    assert done.err.endswith("modules/catalogue.yaml has errors; mend them first\n")
    assert tree(home) == before


def test_a_folder_with_other_things_is_not_taken_for_modules(home: Path) -> None:
    (home / "modules" / "catalogue.yaml").unlink()
    before = tree(home)
    done = run(*NEW, *GIVEN, cwd=home)
    assert done.code == 2
    assert "modules has folders and no catalogue.yaml" in done.err
    assert tree(home) == before


def test_a_folder_that_cannot_be_written(home: Path) -> None:
    before = tree(home)
    with mode(home / "modules", 0o555):
        done = run(*NEW, *GIVEN, cwd=home, drop=without_override)
    assert done.code == 2
    assert done.err.endswith("Permission denied\n")
    assert tree(home) == before


def test_asks_in_a_terminal(home: Path) -> None:
    terminal = Terminal(*NEW, cwd=home)
    terminal.wait_for(b"Title, as learners will see it: ")
    terminal.press(b"Teapot talk\n")
    terminal.wait_for(b"(before, during, after)")
    terminal.press(b"dring\n")
    terminal.wait_for(b"'dring' is not one of")
    terminal.press(b"during\n")
    assert terminal.end() == 0
    text = (home / "modules" / "teapot-talk" / "module.yaml").read_text(encoding="utf-8")
    assert "\ntitle: Teapot talk\n" in text
    assert "\nstage: during\n" in text


def test_can_be_stopped_while_it_asks(home: Path) -> None:
    before = tree(home)
    terminal = Terminal(*NEW, cwd=home)
    terminal.wait_for(b"Title, as learners will see it: ")
    # Python may miss a Ctrl-C that comes just when it begins to listen, until the next key.
    terminal.press(b"\x03\n")
    assert terminal.end() == 130
    assert tree(home) == before
    assert left_over(home) == set()


@pytest.mark.parametrize("kind", SCHEMAS)
def test_prints_a_schema(tmp_path: Path, kind: str) -> None:
    done = run(*COMMAND, "schema", kind, cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (done.code, done.err) == (0, "")
    assert done.out == schema_text(kind)


def test_prints_the_schema_of_a_module_when_none_is_named(tmp_path: Path) -> None:
    assert run(*COMMAND, "schema", cwd=tmp_path).out == schema_text("module")
    assert run(*COMMAND, "schema", "handout", cwd=tmp_path).code == 2
