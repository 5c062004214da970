"""The theme: read whole, told apart by its digest, or said to be missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scorm_builder.packaging.manifest import CONTROL_DOCUMENTS
from scorm_builder.theme import (
    Theme,
    ThemeMissing,
    letters,
    load_theme,
    templates_folder,
)


@pytest.fixture
def copies(tmp_path: Path, theme: Theme) -> tuple[Path, Path]:
    """A copy of the templates and of the assets."""
    templates, assets = tmp_path / "templates", tmp_path / "static"
    for folder in ("module", "handout", "card", "site", "components", "brand"):
        shutil.copytree(templates_folder() / folder, templates / folder)
    for name, content in theme.assets.items():
        (assets / name).parent.mkdir(parents=True, exist_ok=True)
        (assets / name).write_bytes(content)
    shutil.copytree(letters.FOLDER, assets / "letters")
    return templates, assets


def test_the_same_files_make_the_same_theme(copies: tuple[Path, Path], theme: Theme) -> None:
    assert load_theme(*copies) == theme
    assert hash(load_theme(*copies)) == hash(theme)
    assert len(theme.digest) == 64


@pytest.mark.parametrize(
    ("owner", "name"),
    [(0, "module/page.jinja"), (0, "handout/style/page.css"), (1, "module/module.js")],
)
def test_any_other_byte_makes_another_theme(
    copies: tuple[Path, Path], theme: Theme, owner: int, name: str
) -> None:
    with (copies[owner] / name).open("a") as stream:
        stream.write(" ")
    assert load_theme(*copies) != theme


def test_another_name_makes_another_theme(copies: tuple[Path, Path], theme: Theme) -> None:
    (copies[0] / "handout" / "technique.jinja").rename(copies[0] / "handout" / "other.jinja")
    assert load_theme(*copies) != theme


@pytest.mark.parametrize("gone", [0, 1])
def test_a_theme_without_its_files_is_missing(copies: tuple[Path, Path], gone: int) -> None:
    shutil.rmtree(copies[gone])
    with pytest.raises(ThemeMissing, match="no compiled assets"):
        load_theme(*copies)


@pytest.mark.parametrize(
    "name",
    [
        "site/site.css",
        "fonts/arimo-latin-400-normal.woff2",
        "letters/hans/unicode.json",
        "letters/signs/DejaVuSans.ttf",
    ],
)
def test_assets_of_an_older_source_tree_are_told(copies: tuple[Path, Path], name: str) -> None:
    (copies[1] / name).unlink()
    with pytest.raises(ThemeMissing, match=f"out of date: there is no {name}"):
        load_theme(*copies)


def test_every_asset_is_asked_for(copies: tuple[Path, Path], theme: Theme) -> None:
    """All but the licences of what is not in a page, which nothing reads by name."""
    for name in theme.assets:
        if not name.startswith("licences/") or name.endswith("nhsuk-frontend.txt"):
            (copies[1] / name).rename(copies[1] / "away")
            with pytest.raises(ThemeMissing, match=name):
                load_theme(*copies)
            (copies[1] / "away").rename(copies[1] / name)


def test_a_folder_of_assets(theme: Theme) -> None:
    assert set(theme.folder("xsd")) == set(CONTROL_DOCUMENTS)
    assert theme.folder("nothing") == {}
    assert theme.folder("spelling") == {}, "half a megabyte that no page shows"
    assert not [name for name in theme.assets if name.startswith("letters/")], "nine megabytes"
    assert all(content[:4] == b"wOF2" for content in theme.folder("fonts").values())
