"""What is derived from the package's files and kept beside them: found, damaged, out of date."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scorm_builder.printer.fonts import unpacked
from scorm_builder.render.environment import _environment
from scorm_builder.theme import Theme, kept
from tests.tools.samples import built, job


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is kept."""
    monkeypatch.setattr("scorm_builder.theme.kept._folder", lambda: tmp_path / "kept")
    return tmp_path / "kept"


def test_it_is_made_once(folder: Path) -> None:
    made = [kept.kept("name", b"source", lambda: b"made"), kept.kept("name", b"source", bytes)]
    assert made == [b"made", b"made"]
    assert [path.name for path in folder.iterdir()] == ["name"]


def test_what_is_out_of_date_is_made_anew(folder: Path) -> None:
    kept.keep("name", b"source", b"made")
    assert kept.read_kept("name", b"other") is None
    assert kept.kept("name", b"other", lambda: b"new") == b"new"
    assert kept.read_kept("name", b"source") is None
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("at", [0, 40, 64, -1])
def test_what_is_damaged_is_not_there(folder: Path, at: int) -> None:
    kept.keep("name", b"source", b"made")
    stored = bytearray((folder / "name").read_bytes())
    stored[at] ^= 1
    (folder / "name").write_bytes(stored)
    assert kept.read_kept("name", b"source") is None


def test_where_nothing_can_be_written_nothing_is_kept(folder: Path) -> None:
    folder.write_text("a file")
    assert kept.kept("name", b"source", lambda: b"made") == b"made"
    assert folder.read_text() == "a file"


def test_a_font_is_unpacked_once_and_one_that_is_not_packed_stays(
    theme: Theme, folder: Path
) -> None:
    packed = theme.assets["fonts/arimo-latin-400-normal.woff2"]
    unpacked.cache_clear()
    first = unpacked(packed)
    assert first[:4] in (b"\0\1\0\0", b"OTTO")
    assert unpacked(first) == first
    unpacked.cache_clear()
    name = f"font-{hashlib.sha256(packed).hexdigest()[:16]}"
    assert (folder / name).is_file()
    assert unpacked(packed) == first


def test_a_page_of_kept_templates_is_the_same(theme: Theme, folder: Path) -> None:
    pages = []
    for _ in range(2):
        _environment.cache_clear()
        pages.append(built(job(theme, "scorm12"))[0].content)
    assert pages[0] == pages[1]
    assert any(path.name.startswith("template-page-") for path in folder.iterdir())
