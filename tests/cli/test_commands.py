"""The commands as a user types them: what they make, say and refuse."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.conftest import MODULES, ROOT
from tests.tools.project import Project
from tests.tools.user import (
    BUILD,
    COMMAND,
    NAMES,
    PLACE,
    Run,
    build,
    left_over,
    run,
    spoil,
    tree,
)


def test_builds_the_project(tmp_path: Path) -> None:
    done = run(*BUILD, "--modules", ROOT / "modules", "--jobs", "2", cwd=tmp_path)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0].split() == ["Module", "Version", "File", "Size", "SHA-256"]
    # A package and a handout each, a card for each technique, and one file with all of them.
    files = 2 * len(MODULES) + 1 + len(MODULES) - 1 + 1
    assert lines[-1] == f"{files} files in dist"
    assert len(lines) == files + 2
    for name in MODULES:
        with zipfile.ZipFile(tmp_path / "dist" / "scorm12" / f"{name}.zip") as package:
            assert package.testzip() is None
        content = (tmp_path / "dist" / "handout" / f"{name}.pdf").read_bytes()
        assert content.startswith(b"%PDF-")
        assert f"built {name}\n" in done.err
    listed = json.loads((tmp_path / "dist" / "catalogue.json").read_text(encoding="utf-8"))
    for line, entry in zip(lines[1:-1], listed["artifacts"], strict=True):
        assert entry["path"] in line
        assert line.endswith(entry["sha256"][:12])


def test_the_project_s_content_has_no_problem() -> None:
    done = run(*COMMAND, "check", cwd=ROOT)
    assert done == Run(0, f"{len(MODULES)} modules checked: no problems found\n", "")


def test_builds_in_a_module_s_own_folder_are_the_same(home: Path) -> None:
    assert build(home).code == 0
    first = tree(home / "dist")
    assert build(home, "--jobs", "2", "--modules", home / "modules").code == 0
    assert tree(home / "dist") == first
    (home / "elsewhere").mkdir()
    words = ("--modules", "../modules", "--out", "../dist")
    assert build(home / "elsewhere", *words).code == 0
    assert tree(home / "dist") == first


def test_builds_the_modules_that_are_named_and_keeps_the_others(home: Path) -> None:
    assert build(home).code == 0
    before = tree(home / "dist")
    path = home / "modules" / "beta" / "module.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Title of beta", "Title of Beta"))
    done = build(home, "beta", "--draft")
    assert done.out.splitlines()[-1] == "1 file in dist; 2 kept from before"
    after = tree(home / "dist")
    changed = {name for name in after if after[name] != before[name]}
    lists = {"SHA256SUMS", "catalogue.json", "upload.csv"}
    pages = {"administrators.html", "index.html", "search.html", "upload.csv", "feed.xml"}
    pages |= {"modules/beta/index.html", "scorm12/beta.zip"}
    assert changed == {*lists, "scorm12/beta.zip", *(f"site/{page}" for page in pages)}


def test_a_bundle_stays_until_one_of_its_modules_changes(home: Path) -> None:
    """A build of some modules cannot make it again, and an old one would be wrong."""
    bundle = {
        "id": "both",
        "title": "Both",
        "version": "1.0.0",
        "summary": "Two modules.",
        "modules": ["alpha", "beta"],
        "history": [{"version": "1.0.0", "date": "2026-11-20", "changes": "It is new."}],
    }
    Project(home).with_catalogue(order=list(NAMES), bundles=[bundle])
    assert build(home).out.splitlines()[-1] == "4 files in dist"
    assert build(home, "beta").out.splitlines()[-1] == "1 file in dist; 3 kept from before"
    path = home / "modules" / "alpha" / "module.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Title of alpha", "Title of Alpha"))
    done = build(home, "gamma")
    assert done.out.splitlines()[-1] == "1 file in dist; 2 kept from before"
    assert "scorm12/both is not there: build all of its modules\n" in done.err
    assert "scorm12/both.zip" not in tree(home / "dist")
    # It is put together from the packages, which come first.
    assert build(home, "--draft").err.splitlines()[-1] == "built both"
    assert "scorm12/both.zip" in tree(home / "dist")


def test_builds_one_target(home: Path) -> None:
    assert build(home).code == 0
    done = run(*BUILD, "gamma", "--target", "handout", cwd=home)
    assert done.out.splitlines()[-1] == "1 file in dist; 3 kept from before"
    assert "handout/gamma.pdf" in tree(home / "dist")


def test_a_mistake_in_the_content_is_told_and_nothing_is_published(home: Path) -> None:
    spoil(home)
    done = build(home)
    assert done.code == 1
    assert done.out == ""
    ((file, line, column, message, code),) = PLACE.findall(done.err)
    assert file == "modules/beta/module.yaml"
    text = (home / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert text[int(column) - 1 :].startswith("rule: never")
    assert "'never' is not one of" in message
    assert code == "MOD-006"
    assert done.err.splitlines()[1].startswith("    help: ")
    assert done.err.splitlines()[-1] == "scorm-builder: 1 error; dist was left as it was"
    assert left_over(home) == set()


def test_a_mistake_leaves_what_was_published_before(home: Path) -> None:
    assert build(home).code == 0
    before = tree(home)
    spoil(home)
    for words in ((), ("beta",), ("alpha",)):
        assert build(home, *words).code == 1
    spoiled = tree(home)
    assert {path for path in before if before[path] != spoiled[path]} == {
        "modules/beta/module.yaml"
    }


def test_a_mistake_that_shows_late_leaves_what_was_published_before(home: Path) -> None:
    """The packages are fine, and one handout is not: neither is published."""
    assert build(home).code == 0
    before = tree(home / "dist")
    Project(home).with_module("gamma", title="Emoji 🙂")
    done = run(*BUILD, cwd=home)
    assert done.code == 1
    assert "[OUT-002]" in done.err
    assert tree(home / "dist") == before


def test_checks_without_building(home: Path) -> None:
    assert run(*COMMAND, "check", cwd=home) == Run(0, "3 modules checked: no problems found\n", "")
    assert not (home / "dist").exists()


def test_checks_the_modules_that_are_named(home: Path) -> None:
    spoil(home, "beta")
    done = run(*COMMAND, "check", cwd=home)
    assert done.code == 1
    assert done.out == "3 modules checked: 1 error\n"
    assert len(PLACE.findall(done.err)) == 1
    assert run(*COMMAND, "check", "alpha", "gamma", cwd=home).code == 0
    assert run(*COMMAND, "check", "beta", cwd=home).code == 1


def test_several_mistakes_come_in_one_run_in_order(home: Path) -> None:
    for name in NAMES:
        spoil(home, name)
    (home / "modules" / "catalogue.yaml").write_text("a: [", encoding="utf-8")
    found = PLACE.findall(run(*COMMAND, "check", cwd=home).err)
    assert [place[0] for place in found] == [
        "modules/alpha/module.yaml",
        "modules/beta/module.yaml",
        "modules/catalogue.yaml",
        "modules/gamma/module.yaml",
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("delta",), "there is no module 'delta' in modules; there are: alpha, beta, gamma"),
        (("../alpha",), "there is no module '../alpha' in modules"),
        (("--nothing",), "No such option"),
        (("--jobs", "0"), "0 is not in the range"),
        (("--jobs", "many"), "'many' is not a valid integer"),
        (("--target", "paper"), "'paper' is not one of"),
        (("--modules", "nowhere"), "there is no folder nowhere; name it with --modules"),
        (("--modules", "modules/catalogue.yaml"), "is a file"),
        (("--out", "modules/catalogue.yaml"), "is a file"),
        (("--modules", "empty"), "empty has no module folders"),
        (("--out", "modules"), "would replace"),
        (("--out", "."), "would replace"),
        (("--out", ".."), "would replace"),
        (("--out", "/"), "would replace"),
        (("--out", "modules/../modules"), "would replace"),
        (("--out", "modules/dist"), "would be a part of modules"),
        (("--out", "modules/alpha"), "would be a part of modules"),
        (("--out", "link"), "is not a plain folder"),
        (("--out", "work"), "work holds files, but no catalogue.json of an earlier build"),
        (("--out", "/proc/nothing/dist"), "/proc/nothing"),
    ],
)
def test_wrong_usage_is_told_in_a_line_and_changes_nothing(
    home: Path, words: tuple[str, ...], complaint: str
) -> None:
    (home / "work").mkdir()
    (home / "work" / "thesis.docx").write_bytes(b"years")
    (home / "empty").mkdir()
    (home / "link").symlink_to("empty")
    before = tree(home)
    done = build(home, *words)
    assert done.code == 2, done.err
    assert done.out == ""
    told = [
        line for line in done.err.splitlines() if not line.startswith(("built ", "Usage", "Try"))
    ]
    assert len([line for line in told if line]) == 1
    assert complaint in done.err
    assert tree(home) == before


def test_a_file_in_the_output_that_no_build_made_is_not_thrown_away(home: Path) -> None:
    assert build(home).code == 0
    (home / "dist" / "notes.txt").write_text("Somebody's work.", encoding="utf-8")
    before = tree(home)
    done = build(home)
    assert done.code == 2
    assert "dist holds notes.txt, which no build put there" in done.err
    assert "built " not in done.err, "it is told before anything is built"
    assert tree(home) == before


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("build", "--help"), ("check", "-h")])
def test_help(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(*COMMAND, *words, cwd=tmp_path)
    assert done.code == 0
    assert done.out.startswith("Usage: scorm-builder")


def test_version(tmp_path: Path) -> None:
    done = run(*COMMAND, "--version", cwd=tmp_path)
    assert re.fullmatch(r"scorm-builder, version \d+\.\d+\.\d+\n", done.out)


def test_without_a_command(tmp_path: Path) -> None:
    done = run(*COMMAND, cwd=tmp_path)
    assert done.code == 2
    assert "Usage: scorm-builder" in done.out + done.err
