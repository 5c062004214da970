"""The commands on machines that lack something: rights, libraries, assets, letters, readers."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tools.project import Project
from tests.tools.user import (
    BUILD,
    COMMAND,
    MANY,
    build,
    environment,
    mode,
    run,
    spoil,
    tree,
    without_override,
)


def test_a_folder_that_cannot_be_written(home: Path) -> None:
    (home / "locked").mkdir()
    with mode(home / "locked", 0o555):
        done = run(
            *BUILD, "--target", "scorm12", "--out", "locked/dist", cwd=home, drop=without_override
        )
    assert done.code == 2
    assert done.err.splitlines()[-1].startswith("scorm-builder: ")
    assert done.err.splitlines()[-1].endswith("Permission denied")
    assert tree(home / "locked") == {}


@pytest.mark.parametrize("name", ["alpha/module.yaml", "alpha", "catalogue.yaml"])
def test_content_that_cannot_be_read(home: Path, name: str) -> None:
    with mode(home / "modules" / name, 0):
        done = run(*COMMAND, "check", cwd=home, drop=without_override)
    assert done.code == 1
    assert "cannot be read: Permission denied [YML-008]" in done.err


def test_a_modules_folder_that_cannot_be_read(home: Path) -> None:
    with mode(home / "modules", 0o111):
        done = run(*COMMAND, "check", cwd=home, drop=without_override)
    assert done.code == 2
    assert "'modules' is not readable" in done.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_without_pango(home: Path, jobs: str) -> None:
    """A stand-in for the dynamic loader: WeasyPrint raises this where it does not find Pango."""
    (home / "sitecustomize.py").write_text(
        "import sys\n"
        "class WithoutPango:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'weasyprint':\n"
        "            raise OSError('cannot load library libpango-1.0-0')\n"
        "sys.meta_path.insert(0, WithoutPango())\n",
        encoding="utf-8",
    )
    Project(home).with_modules(*MANY)
    path = f"{home}{os.pathsep}{ROOT}"
    done = run(*BUILD, "--jobs", jobs, cwd=home, PYTHONPATH=path)
    assert done.code == 2
    assert done.err.splitlines()[-1] == (
        "scorm-builder: PDFs need Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
    )
    assert not (home / "dist").exists()
    done = run(*BUILD, "--target", "scorm12", "--jobs", jobs, cwd=home, PYTHONPATH=path)
    assert done.code == 0, done.err


def test_without_the_assets(home: Path) -> None:
    tree_without = home / "tree"
    shutil.copytree(ROOT / "scorm_builder", tree_without / "scorm_builder", ignore=_no_assets)
    shutil.copytree(ROOT / "templates", tree_without / "templates", ignore=_no_assets)
    done = run(*COMMAND, "build", cwd=home, PYTHONPATH=str(tree_without))
    assert done.code == 2
    assert "run 'make build'" in done.err
    assert not (home / "dist").exists()
    assert run(*COMMAND, "check", cwd=home, PYTHONPATH=str(tree_without)).code == 2


def _no_assets(folder: str, names: list[str]) -> list[str]:
    del folder
    return [name for name in names if name in ("_static", "node_modules", "__pycache__")]


def test_without_a_terminal_there_are_no_escape_codes(home: Path) -> None:
    spoil(home)
    for words in ((), ("--modules", str(ROOT / "modules"))):
        done = build(home, *words)
        assert "\x1b" not in done.out + done.err
        assert "\r" not in done.out + done.err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_title_that_the_output_s_encoding_lacks(home: Path, encoding: str) -> None:
    Project(home).with_module("alpha", title="Łódź 🙂")
    done = subprocess.run(
        [*BUILD, "--target", "scorm12", "--jobs", "1"],
        cwd=home,
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"3 files in dist" in done.stdout


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_that_goes_away(home: Path, stream: str) -> None:
    spoil(home)
    for words in ((), ("--modules", str(ROOT / "modules"))):
        command = " ".join([*BUILD, "--target scorm12 --jobs 1", *words])
        redirect = "| true" if stream == "stdout" else "2>&1 >out.txt | true"
        done = run("sh", "-c", f"{command} {redirect}", cwd=home)
        assert "Error" not in done.err
        assert "Exception" not in done.err


def test_a_full_disk_behind_stdout(home: Path) -> None:
    command = " ".join([*BUILD, "--target scorm12 --jobs 1 >/dev/full"])
    done = run("sh", "-c", command, cwd=home)
    assert done.code != 0
    assert "No space left on device" in done.err


def test_nothing_in_the_working_directory_is_run(home: Path) -> None:
    """Not by the other processes either: Python would look for its modules there first."""
    trap = f"import pathlib; pathlib.Path({str(home / 'run')!r}).touch()\n"
    for name in ("multiprocessing", "lxml", "scorm_builder"):
        (home / name).mkdir()
        (home / name / "__init__.py").write_text(trap, encoding="utf-8")
    Project(home).with_modules(*MANY)
    done = run(*BUILD, "--target", "scorm12", "--jobs", "2", cwd=home)
    assert (done.code, "built m0\n" in done.err) == (0, True)
    assert not (home / "run").exists()
