"""The pages and schemas that are made of the model and the modules: complete, and up to date."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from docs.reference.make_reference import (
    brand_page,
    catalogue_page,
    codes_page,
    files,
    main,
    module_page,
    sources_page,
)
from scorm_builder.content.loader import Content, load
from scorm_builder.content.schema import SCHEMAS
from scorm_builder.diagnostics.codes import CODES
from scorm_builder.model import QUESTION_KINDS
from tests.conftest import ROOT
from tests.tools.docs import anchor
from tests.tools.samples import updating

PAGES = {"module": module_page(), "catalogue": catalogue_page(), "brand": brand_page()}
FIRST_LINE = "# yaml-language-server: $schema="


@pytest.fixture(scope="module")
def modules() -> Content:
    """The project's modules, which need not be without a problem here."""
    return load(ROOT / "modules")


@pytest.mark.parametrize(
    "path",
    [
        "brands/brand.schema.json",
        "docs/reference/brand.md",
        "docs/reference/catalogue.md",
        "docs/reference/codes.md",
        "docs/reference/module.md",
        "docs/reference/python.md",
        "docs/reference/sources.md",
        "docs/reference/verifier.md",
        "modules/catalogue.schema.json",
        "modules/module.schema.json",
    ],
)
def test_is_up_to_date(path: str, modules: Content) -> None:
    text = files(modules)[path]
    if updating():
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
    current = (ROOT / path).is_file() and (ROOT / path).read_text(encoding="utf-8") == text
    assert current, f"{path} is not up to date: run 'make docs'"


def test_all_that_is_made_is_looked_at(modules: Content) -> None:
    assert len(files(modules)) == 10


def test_every_code_of_the_builder_has_its_part() -> None:
    told = re.findall(r"^### (.+)$", codes_page(), re.MULTILINE)
    assert sorted(told) == sorted(CODES)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_has_a_row_with_words(kind: str) -> None:
    schema = SCHEMAS[kind]()
    rows = [line for line in PAGES[kind].splitlines() if line.startswith("| `")]
    for part in (schema, *schema["$defs"].values()):
        if part["title"] == "Module":  # Its kinds stand for it.
            continue
        assert f"\n## {part['title']}\n" in PAGES[kind]
        for key, node in part["properties"].items():
            assert any(
                row.startswith(f"| `{key}` | {node['description']} | ")
                and len(row.replace("\\|", "").split(" | ")) == 5
                for row in rows
            ), key


@pytest.mark.parametrize("kind", QUESTION_KINDS)
def test_every_kind_of_question_has_its_interaction_type(kind: str) -> None:
    (row,) = (line for line in PAGES["module"].splitlines() if line.startswith(f"| `{kind}` | ["))
    types = ("`choice`", "`true-false`", "`matching`", "`sequencing`", "`fill-in`")
    assert row.split(" | ")[-1].removesuffix(" |") in types


@pytest.mark.parametrize("kind", PAGES)
def test_headings_stand_once(kind: str) -> None:
    headings = [anchor(line[3:]) for line in PAGES[kind].splitlines() if line.startswith("## ")]
    assert len(set(headings)) == len(headings) >= 5


def test_every_source_of_every_module_is_listed(modules: Content) -> None:
    page = sources_page(modules)
    assert "They have not been checked live" in page
    for module in modules.modules.values():
        assert f"\n## {module.title}\n" in page
        for source in module.sources or ():
            assert source.address is None or f"]({source.address}): " in page
    lines = [line for line in page.splitlines() if line.startswith("- ")]
    assert len(lines) == sum(len(m.sources or ()) for m in modules.modules.values())


def test_writes_them_where_it_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, modules: Content
) -> None:
    shutil.copytree(ROOT / "modules", tmp_path / "modules")
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    (tmp_path / "brands").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main() == 0
    for path, text in files(modules).items():
        assert (tmp_path / path).read_text(encoding="utf-8") == text


def test_says_where_to_look_when_modules_have_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "modules").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main() == 1
    assert capsys.readouterr().err == "modules/ has errors, which 'scorm-builder check' shows\n"
    assert [path.name for path in tmp_path.iterdir()] == ["modules"]


@pytest.mark.parametrize(
    ("pattern", "schema"),
    [
        ("modules/*/module.yaml", "../module.schema.json"),
        ("modules/catalogue.yaml", "catalogue.schema.json"),
        ("brands/*/brand.yaml", "../brand.schema.json"),
    ],
)
def test_every_file_names_its_schema_to_editors(pattern: str, schema: str) -> None:
    for path in ROOT.glob(pattern):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == FIRST_LINE + schema, path
        assert (path.parent / schema).is_file()
