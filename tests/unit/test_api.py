"""The Python interface: what it promises, and that the page about it has all of it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from docs.reference.make_reference import python_page
from scorm_builder import api
from scorm_builder.diagnostics import Severity
from tests.tools.project import Project
from tests.tools.samples import TODAY
from tests.tools.user import spoil

NAMES = ("alpha", "beta")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with two modules."""
    return Project(tmp_path).with_modules(*NAMES).folder


def test_all_names_are_sorted_and_on_the_page() -> None:
    assert list(api.__all__) == sorted(api.__all__)
    page = python_page()
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == api.__all__
    for name in api.__all__:
        assert getattr(api, name).__doc__.splitlines()[0] in page


def test_it_builds_and_says_what_is_there(home: Path) -> None:
    built = api.build(home / "modules", home / "dist", targets=["scorm12"], today=TODAY)
    assert not [p for p in built.problems if p.severity is Severity.ERROR]
    assert {entry.path for entry in built.entries} >= {f"scorm12/{name}.zip" for name in NAMES}
    for entry in built.entries:
        assert sha256((home / "dist" / entry.path).read_bytes()).hexdigest() == entry.sha256
    with ThreadPoolExecutor(2) as executor:
        again = api.build(
            home / "modules", home / "more", targets=["scorm12"], today=TODAY, executor=executor
        )
    assert again == built


def test_a_cache_changes_nothing(home: Path) -> None:
    built = [
        api.build(home / "modules", home / out, today=TODAY, cache=home / "cache", targets=["card"])
        for out in ("dist", "more")
    ]
    assert built[0] == built[1]
    assert built[0].entries
    assert any((home / "cache").iterdir())


@pytest.mark.parametrize("out", ["modules", "modules/dist", "."])
def test_the_output_is_no_part_of_content(home: Path, out: str) -> None:
    with pytest.raises(api.NotPossible, match="choose another folder"):
        api.build(home / "modules", home / out, today=TODAY)


def test_an_error_leaves_the_folder_as_it_was(home: Path) -> None:
    spoil(home)
    built = api.build(home / "modules", home / "dist", targets=["scorm12"], today=TODAY)
    assert built.entries == ()
    assert [p.code for p in built.problems if p.severity is Severity.ERROR] == ["MOD-006"]
    assert not (home / "dist").exists()


def test_it_checks_what_is_named(home: Path) -> None:
    assert api.check_content(home / "modules", today=TODAY) == ()
    spoil(home)
    (found,) = api.check_content(home / "modules", today=TODAY)
    assert found.location.file.endswith("beta/module.yaml")
    assert api.check_content(home / "modules", names=["alpha"], today=TODAY) == ()


def test_it_verifies_a_path_and_bytes(home: Path) -> None:
    path = home / "a.zip"
    path.write_bytes(b"nothing")
    (by_path,), (by_bytes,) = api.verify_package(path), api.verify_package(b"nothing")
    assert by_path.code == by_bytes.code
    assert by_path.location.file == str(path)
    api.build(home / "modules", home / "dist", targets=["scorm12"], today=TODAY)
    package = home / "dist" / "scorm12" / "alpha.zip"
    found = api.verify_package(package, lms=["esr"])
    assert all(one.severity is Severity.INFO for one in found)


def test_it_explains_a_code() -> None:
    assert api.explain("mod-001").code == "MOD-001"
    assert api.explain("PKG-001").impact is not None
    with pytest.raises(KeyError):
        api.explain("MOD-999")


def test_it_says_what_is_not_possible(home: Path) -> None:
    modules, out = home / "modules", home / "dist"
    with pytest.raises(api.NotPossible, match="no folder"):
        api.check_content(home / "nothing")
    with pytest.raises(api.NotPossible, match="there is no 'gamma'; there are: alpha, beta"):
        api.check_content(modules, names=["gamma"])
    with pytest.raises(api.NotPossible, match="there is no 'pdf'"):
        api.build(modules, out, targets=["pdf"])
    with pytest.raises(api.NotPossible, match="there is no LMS 'no'"):
        api.verify_package(b"", lms=["no"])
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(api.NotPossible, match="holds files"):
        api.build(modules, out)
    assert (out / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_what_is_not_called_is_not_imported() -> None:
    code = "import sys; from scorm_builder import api; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"jinja2", "lxml", "pydantic", "scorm_builder.pipeline", "weasyprint", "yaml"}
    assert heavy.isdisjoint(done.stdout.split())


def test_types_are_for_others_too() -> None:
    assert (Path(api.__file__).parent / "py.typed").is_file()
