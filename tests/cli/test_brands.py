"""Brands on the command line: what is made where, what stays, and what is told."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tools.samples import BRAND
from tests.tools.user import COMMAND, build, run, tree

SOUTHERN = "#7a1f4a"


@pytest.fixture
def branded(home: Path) -> Path:
    """A working directory with three modules and two brands."""
    for name in ("north", "south"):
        shutil.copytree(BRAND, home / "brands" / name)
    south = home / "brands" / "south" / "brand.yaml"
    text = south.read_text(encoding="utf-8").replace("Sample", "South").replace("#1f5c4d", SOUTHERN)
    south.write_text(text, encoding="utf-8")
    return home


def below(home: Path, folder: str) -> dict[str, bytes | None]:
    return tree(home / "dist" / folder)


def test_each_brand_is_built_whole_and_the_others_stay(branded: Path) -> None:
    assert build(branded).code == 0
    plain = below(branded, ".")
    done = build(branded, "--brand", "all", "--jobs", "2")
    assert done.code == 0, done.err
    assert "built north/alpha\n" in done.err
    assert "north/scorm12/alpha.zip" in done.out
    assert done.out.endswith("6 files in dist\n")
    for name, publisher in (("north", "Sample Library"), ("south", "South Library")):
        made = below(branded, name)
        assert {*made} - {*plain} == {"site/brand", "site/brand/logo.svg"}
        listed = json.loads(made["catalogue.json"] or b"")
        assert (listed["brand"], listed["publisher"]) == (name, publisher)
        with zipfile.ZipFile(branded / "dist" / name / "scorm12" / "alpha.zip") as package:
            assert f'identifier="samples-{name}--alpha"' in package.read("imsmanifest.xml").decode()
            assert any(name.startswith("brand/logo.") for name in package.namelist())
            page = package.read("index.html").decode()
            assert (f"Published by {publisher}." in page, SOUTHERN in page) == (
                True,
                name == "south",
            )
    first = tree(branded / "dist")
    assert {path: first[path] for path in plain} == plain

    assert build(branded, "--brand", "south", "alpha").out.endswith(
        "1 file in dist; 2 kept from before\n"
    )
    assert tree(branded / "dist") == first
    assert build(branded).code == 0
    assert tree(branded / "dist") == first


def test_an_error_of_one_brand_leaves_everything_as_it_was(branded: Path) -> None:
    assert build(branded, "--brand", "all").code == 0
    before = tree(branded / "dist")
    (branded / "brands" / "south" / "page.css").write_text("a { display: none }", encoding="utf-8")
    for words in (("--brand", "all"), ("--brand", "north", "--brand", "south")):
        done = build(branded, *words)
        assert done.code == 1
        assert "brands/south/page.css:1:5: error: 'display'" in done.err
    assert tree(branded / "dist") == before
    done = run(*COMMAND, "check", "alpha", "--brand", "south", cwd=branded)
    assert (done.code, "[BRD-003]" in done.err) == (1, True)
    done = run(*COMMAND, "check", "alpha", "--brand", "north", cwd=branded)
    assert (done.code, done.err) == (0, "")
    assert build(branded).code == 0


def test_a_template_of_the_site_is_tried_as_well(branded: Path) -> None:
    own = branded / "brands" / "south" / "templates" / "site" / "page.jinja"
    own.parent.mkdir(parents=True)
    ours = (ROOT / "templates" / "site" / "page.jinja").read_text(encoding="utf-8")
    own.write_text(re.sub(r"{{ nhsuk.skipLink.*?}}\n", "", ours), encoding="utf-8")
    told = "brands/south/templates/site/page.jinja: error: the page lacks <a href='#maincontent'>"
    for done in (
        run(*COMMAND, "check", "alpha", "--brand", "south", cwd=branded),
        build(branded, "--brand", "all", "alpha"),
    ):
        assert done.code == 1
        assert told in done.err.replace("the page lacks <a data-module='nhsuk-skip-link'>; ", "")
        assert "[BRD-005]" in done.err
    assert not (branded / "dist").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--brand", "east"), "there is no brand 'east' in brands; there are: north, south"),
        (("--brand", "all", "--brands", "none"), "there is no brand 'all' in none; there is none"),
        (("--brand", "../brands/north"), "there is no brand '../brands/north'"),
        (("--brand", "north", "--out", "brands"), "would replace"),
        (("--brand", "north", "--out", "brands/dist"), "would be a part of brands"),
    ],
)
def test_a_brand_that_is_not_there_is_told(
    branded: Path, words: tuple[str, ...], complaint: str
) -> None:
    before = tree(branded)
    done = build(branded, *words)
    assert done.code == 2
    assert complaint in done.err
    assert tree(branded) == before
