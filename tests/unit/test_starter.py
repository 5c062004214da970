"""The files of a new module: what they say, and that they are written all or not at all."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.content.starter import (
    NewModule,
    Refused,
    check_name,
    module_text,
    new_files,
    with_module,
    write,
)
from scorm_builder.content.yaml_reader import read_yaml
from scorm_builder.model import Catalogue, LearningModule
from tests.tools.samples import SAMPLE
from tests.tools.user import tree

TODAY = date(2026, 11, 20)
CATALOGUE = (SAMPLE / "catalogue.yaml").read_text(encoding="utf-8")
REST, _, ORDER = CATALOGUE.partition("order:\n")


def module(title: str = "Teapot talk", today: date = TODAY) -> NewModule:
    return NewModule("teapot-talk", title, "during", today)


def data(text: str) -> Any:
    """The data of a YAML text without a problem."""
    document = read_yaml(text.encode(), "module.yaml")
    assert document.diagnostics == ()
    return document.data


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("order:\n  - sample\n", "order:\n  - sample\n  - new\n"),
        ("order:\n  - sample", "order:\n  - sample\n  - new"),
        ("order:\n- sample\n", "order:\n- sample\n- new\n"),
        ("order:\n  -   sample  # the first\n", "order:\n  -   sample  # the first\n  -   new\n"),
        ('order:\n  - "sample"\n\n# End\n', 'order:\n  - "sample"\n  - new\n\n# End\n'),
        (
            "order:\n  # All\n  - a\n  - b\n  # End\n",
            "order:\n  # All\n  - a\n  - b\n  - new\n  # End\n",
        ),
        ("order: [sample]\n", "order: [sample, new]\n"),
        ("order: [a,\n  b,  # last\n]\n", "order: [a,\n  b, new,  # last\n]\n"),
        ("order:\r\n  - sample\r\n", "order:\r\n  - sample\r\n  - new\r\n"),
        ("order:\n  - sample\nwords: [new]\n", "order:\n  - sample\n  - new\nwords: [new]\n"),
    ],
)
def test_the_order_grows_by_one_and_all_else_stays(before: str, after: str) -> None:
    for start in (REST, "\ufeff" + REST):
        assert with_module(start + before, "new") == start + after
        assert with_module(start + after, "new") == start + after


def test_a_layout_that_is_not_understood_is_refused() -> None:
    with pytest.raises(Refused, match="add it in the catalogue yourself"):
        with_module(REST + "order:\n  -\n    sample\n", "new")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("My Technique", "; 'my-technique' would do"),
        ("knowledge_café", "; 'knowledge-caf' would do"),
        ("2nd-talk", "; 'nd-talk' would do"),
        ("../up", "; 'up' would do"),
        ("", ""),
        ("123", ""),
        ("x" * 61, ""),
    ],
)
def test_a_name_that_no_folder_should_have_is_refused(name: str, hint: str) -> None:
    with pytest.raises(Refused) as caught:
        check_name(name)
    assert str(caught.value).startswith(f"'{name}' cannot be the name of a module: use at most 60")
    assert str(caught.value).endswith(f"as in peer-assist{hint}")


@pytest.mark.parametrize(
    "title", ["Teapot talk", "Ready: go", "no", "1:30", "# 1", "'A' \"b\"", "Café"]
)
def test_a_title_is_kept_as_it_is(title: str) -> None:
    found = data(module_text(module(f" {title} ")))
    assert found["title"] == title
    assert found["keywords"] == [title]


@given(st.text(max_size=90))
def test_any_title_is_kept_or_refused(title: str) -> None:
    try:
        text = module_text(module(title))
    except Refused:
        return
    assert LearningModule.model_validate(data(text)).title == title.strip()


@pytest.mark.parametrize("title", ["", " ", "x" * 81, "two\nlines", "\x00", "\ufffe"])
def test_a_title_that_cannot_be_is_refused(title: str) -> None:
    with pytest.raises(Refused, match="this title cannot be used: "):
        module_text(module(title))


@pytest.mark.parametrize(
    ("today", "due"),
    [(TODAY, "2027-11-20"), (date(2028, 2, 29), "2029-02-28"), (date(2027, 2, 28), "2028-02-28")],
)
def test_the_next_review_is_a_year_later(today: date, due: str) -> None:
    found = data(module_text(module(today=today)))
    assert (found["reviewed"], found["next_review"]) == (today.isoformat(), due)


def test_the_module_names_every_key_that_an_author_needs() -> None:
    text = module_text(module())
    told = set(re.findall(r"\w+", text))
    for key, field in LearningModule.model_fields.items():
        needed = field.is_required() or key in ("example", "videos", "neighbours", "companions")
        assert not needed or key in told


def test_only_what_is_not_there_is_made() -> None:
    assert set(new_files(module(), None, ())) == {
        "teapot-talk/module.yaml",
        "module.schema.json",
        "catalogue.schema.json",
        "catalogue.yaml",
    }
    files = new_files(module(), CATALOGUE, ["module.schema.json"])
    assert set(files) == {"teapot-talk/module.yaml", "catalogue.yaml"}
    listed = files["catalogue.yaml"]
    assert set(new_files(module(), listed, ["module.schema.json"])) == {"teapot-talk/module.yaml"}
    made = Catalogue.model_validate(data(new_files(module(), None, ())["catalogue.yaml"]))
    assert made.order == ("teapot-talk",)


def test_files_are_written_with_the_rights_of_those_before(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_bytes(b"old")
    (tmp_path / "catalogue.yaml").chmod(0o640)
    write(tmp_path, {"new/module.yaml": "a\r\n", "catalogue.yaml": "b"})
    expected = {"catalogue.yaml": b"b", "new": None, "new/module.yaml": b"a\r\n"}
    assert tree(tmp_path) == expected
    assert (tmp_path / "catalogue.yaml").stat().st_mode & 0o777 == 0o640
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_catalogue_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "shared.yaml").write_bytes(b"old")
    (tmp_path / "modules" / "catalogue.yaml").symlink_to("../shared.yaml")
    write(tmp_path / "modules", {"catalogue.yaml": "b"})
    assert (tmp_path / "modules" / "catalogue.yaml").is_symlink()
    assert (tmp_path / "shared.yaml").read_bytes() == b"b"


def test_nothing_is_left_when_one_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_bytes(b"old")
    (tmp_path / "module.schema.json").mkdir()  # No file can take its place.
    before = tree(tmp_path)
    files = {"new/module.yaml": "a", "other": "c", "catalogue.yaml": "b", "module.schema.json": "d"}
    with pytest.raises(IsADirectoryError):
        write(tmp_path, files)
    assert tree(tmp_path) == before


def test_no_folder_is_left_when_nothing_could_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "a" / "b", {"new/deeper/module.yaml": "a"})
    assert tree(tmp_path) == {}
