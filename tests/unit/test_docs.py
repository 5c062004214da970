"""What the documentation says exists, and is what the program does."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from PIL import Image

from scorm_builder import __version__
from scorm_builder.cli import COMMANDS, cli
from scorm_builder.content.loader import Content
from scorm_builder.diagnostics.codes import CODES
from scorm_builder.verify.codes import RULES
from tests.conftest import ROOT
from tests.tools.docs import anchor
from tests.tools.samples import EPOCH

PAGES = tuple(
    path.relative_to(ROOT).as_posix()
    for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
)
COLUMNS = 100
MOST_README_LINES = 120
MOST_IMAGE_BYTES = 200_000
# Made by a build or by the reader: not there in a fresh copy.
MADE = (
    "brands/north-library",
    ".venv/",
    "dist/",
    "modules/my-technique",
    "modules/teapot-talk",
    "scorm_builder/_static",
    "templates/node_modules",
)
# What only means something on the machine or in the moment of writing.
FORBIDDEN = (
    r"(?<![\w.:/~<>*-])/[a-z]+/",  # an absolute path
    r"registry\.|localhost|127\.0\.0\.1",
    r"(?<![\w/])#\d{1,5}\b",  # an issue without its project
    r"(?i)\b(todo|fixme|color|behavior|center)\b",
)


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def code(page: str) -> Iterator[str]:
    """The text of every code span, and of every line of a code block."""
    outside: list[str] = []
    in_block = False
    for line in read(page).splitlines():
        if line.startswith("```"):
            in_block = not in_block
        elif in_block or line.startswith("    "):
            yield line.strip()
        else:
            outside.append(line)
    yield from re.findall(r"`([^`]+)`", "\n".join(outside))


def options(command: click.Command) -> set[str]:
    own = {name for parameter in command.params for name in parameter.opts}
    if not isinstance(command, click.Group):
        return own
    below = (command.get_command(click.Context(command), name) for name in COMMANDS)
    return own.union(*(options(found) for found in below if found))


@pytest.mark.parametrize("page", [page for page in PAGES if page != "README.md"])
def test_prose_keeps_to_the_columns(page: str) -> None:
    """Tables, pictures and what a command shows may be wider; so may pages that are made.

    The README is bounded by lines.
    """
    text = re.sub(r"^ *```.*?^ *```", "", read(page), flags=re.MULTILINE | re.DOTALL)
    prose = [line for line in text.splitlines() if not line.lstrip().startswith(("|", "!["))]
    made = "`make docs` makes this page" in text.replace("\n", " ")
    assert made or [line for line in prose if len(line) > COLUMNS] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if target.startswith(("https://", "http://")):
            continue
        name, _, part = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.exists(), f"{page}: {target}"
        if part:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert part in map(anchor, headings), f"{page}: {target}"


@pytest.mark.parametrize("page", PAGES)
def test_paths_exist(page: str) -> None:
    tops = {path.name for path in ROOT.iterdir()}
    for text in code(page):
        for path in re.findall(r"(?<![\w/.<-])[.\w-]+/[\w./-]*(?![\w<>*])", text):
            if path.split("/")[0] in tops and not path.startswith(MADE):
                assert (ROOT / path).exists(), f"{page}: {path}"


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {name for text in code(page) for name in re.findall(r"\bmake ([a-z-]+)", text)}
    assert named <= targets


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_exist(page: str) -> None:
    commands = {n for text in code(page) for n in re.findall(r"\bscorm-builder ([a-z]+)", text)}
    assert commands <= set(COMMANDS)
    named = {name for text in code(page) for name in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)}
    assert named <= options(cli)


@pytest.mark.parametrize("page", PAGES)
def test_diagnostic_codes_exist(page: str) -> None:
    found = set(re.findall(r"\b(?:YML|BRD|MOD|OUT|STY|PKG|MAN|ITM|RES|MD|RTE)-\d{3}\b", read(page)))
    assert found <= {*CODES, *RULES}


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_said_that_a_reader_cannot_use(page: str) -> None:
    text = read(page)
    assert [found for pattern in FORBIDDEN for found in re.findall(pattern, text)] == []


@pytest.mark.parametrize("image", sorted((ROOT / "docs" / "images").glob("*.png")), ids=str)
def test_images_are_small(image: Path) -> None:
    assert image.stat().st_size < MOST_IMAGE_BYTES
    with Image.open(image) as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 600


def test_every_image_is_shown() -> None:
    shown = "".join(read(page) for page in PAGES)
    images = [image.name for image in (ROOT / "docs" / "images").glob("*.png")]
    assert images
    assert [name for name in images if f"images/{name}" not in shown] == []


def test_readme_is_short() -> None:
    assert len(read("README.md").splitlines()) <= MOST_README_LINES


def test_readme_shows_what_a_misspelt_key_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "modules", tmp_path / "modules")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    given = ["--title", "My technique", "--stage", "before"]
    assert CliRunner().invoke(cli, ["new", "my-technique", *given]).exit_code == 0
    module = Path("modules/my-technique/module.yaml")
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("\ntitle:", "\ntitel:"), encoding="utf-8")
    result = CliRunner().invoke(cli, ["check", "my-technique"])
    assert result.exit_code == 1
    assert result.output in read("README.md")


def test_readme_says_that_this_is_not_an_nhs_product() -> None:
    assert "not an NHS product" in read("README.md")


def test_changelog_has_the_current_version() -> None:
    assert re.search(rf"^## \[{re.escape(__version__)}\] - ", read("CHANGELOG.md"), re.MULTILINE)


def test_licences_are_those_of_the_catalogue(content: Content) -> None:
    assert content.catalogue is not None
    licences = content.catalogue.licences
    assert read("LICENSE").startswith(f"{licences.software} License\n")
    assert f"({licences.content})" in read("LICENSE-CONTENT.md")
    assert "SPDX-License-Identifier: CC-BY-4.0" in read("LICENSE-CONTENT.md")


def test_architecture_names_every_file_of_the_builder() -> None:
    text = read("docs/architecture.md")
    package = ROOT / "scorm_builder"
    folders_of_files = (".", "play", "report", "targets", "verify")
    files = {p.name for folder in folders_of_files for p in package.glob(f"{folder}/*.py")}
    files |= {p.name for p in (ROOT / "templates/module/runtime").rglob("*.js")}
    folders = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    files.discard("__init__.py")
    assert [name for name in sorted(files | folders) if f"`{name}`" not in text] == []
    told = set(re.findall(r"^\| `(\w+\.py)` \|", text, re.MULTILINE))
    assert told <= files


def test_architecture_has_the_layers_of_the_contract() -> None:
    contract = next(
        c for c in project()["tool"]["importlinter"]["contracts"] if c["id"] == "layers"
    )
    layers = [there(layer) for layer in contract["layers"]]
    shown = "".join(f"    {' | '.join(layer)}\n" for layer in layers if layer)
    assert f"\n\n{shown}\n" in read("docs/architecture.md")


def there(layer: str) -> list[str]:
    """The modules of a layer, without those that may be and are not there."""
    names = [name.strip("() ") for name in layer.split("|")]
    package = ROOT / "scorm_builder"
    return [n for n in names if (package / f"{n}.py").is_file() or (package / n).is_dir()]


def test_every_library_has_a_reason() -> None:
    text = read("docs/decisions/README.md")
    metadata = project()["project"]
    wanted = [*metadata["dependencies"], *metadata["optional-dependencies"]["build"]]
    names = [re.split(r"[<>=~ ]", requirement)[0] for requirement in wanted]
    package = json.loads(read("templates/package.json"))
    names += [*package["dependencies"], *package["devDependencies"]]
    assert [name for name in names if name.lower() not in text.lower()] == []


def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))
