"""A module in, the expected package and handout out; nothing more, nothing less."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from scorm_builder.content.loader import load
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme
from tests.tools.pdf import open_pdf, outline, read_tags
from tests.tools.project import Project
from tests.tools.samples import assert_expected, updating
from tests.tools.site import site_of

HERE = Path(__file__).resolve().parent
_COMPILED = re.compile(r"\b(module|style)\.[0-9a-f]{10}\.(?=js|css)")
CASES = [
    (case.name, target)
    for case in sorted(HERE.iterdir())
    for target in TARGETS
    if (case / "expected" / target).is_dir()
]


def parts_of_package(content: bytes) -> dict[str, str]:
    """What is expected of a SCORM package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [entry.filename for entry in package.infolist()]
        manifest = package.read("imsmanifest.xml").decode()
    # Script and style change with their sources, which are no part of a case; so do their names.
    first, *others = (_COMPILED.sub(r"\1.", name) for name in names)
    files = "".join(f"{name}\n" for name in (first, *sorted(others)))
    return {"files.txt": files, "imsmanifest.xml": _COMPILED.sub(r"\1.", manifest)}


def parts_of_pdf(content: bytes) -> dict[str, str]:
    """What is expected of a handout or a card."""
    lines = outline(read_tags(open_pdf(content)))
    return {"read-aloud.txt": "".join(f"{line}\n" for line in lines)}


PARTS: Mapping[str, Callable[[bytes], dict[str, str]]] = {
    "scorm12": parts_of_package,
    "handout": parts_of_pdf,
    "card": parts_of_pdf,
}


@pytest.mark.parametrize(("case", "target"), CASES)
def test_makes_what_is_expected_and_nothing_else(case: str, target: str, theme: Theme) -> None:
    expected = HERE / case / "expected" / target
    if updating():
        shutil.rmtree(expected)
    made = {
        f"{artifact.module}/{name}": text
        for artifact in Project(HERE / case).build(theme, target).values()
        for name, text in PARTS[target](artifact.content).items()
    }
    for name, text in made.items():
        assert_expected(expected / name, text)
    files = (path for path in expected.rglob("*") if path.is_file())
    assert {path.relative_to(expected).as_posix() for path in files} == set(made)


def test_every_target_and_every_case_is_there() -> None:
    assert set(PARTS) == set(TARGETS)
    assert {target for _, target in CASES} == set(TARGETS)
    folders = {path.name for path in HERE.iterdir() if (path / "modules").is_dir()}
    assert folders == {case for case, _ in CASES}


def test_every_expected_folder_is_of_a_target() -> None:
    found = {path.name for path in HERE.glob("*/expected/*")}
    assert found <= set(TARGETS)


def test_the_site_has_these_files_and_this_feed(theme: Theme) -> None:
    """Of pictures too; the pages themselves are looked at in test_site."""
    for case in ("framework", "maximal"):
        project = Project(HERE / case)
        made = project.build(theme, "scorm12")
        files = site_of(load(project.content), theme, made.values())
        assert_expected(
            HERE / case / "site" / "files.txt", "".join(f"{f}\n" for f in sorted(files))
        )
        assert_expected(HERE / case / "site" / "feed.xml", files["feed.xml"].decode())
