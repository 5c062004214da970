"""The programmes that `make bench` measures with."""

from __future__ import annotations

from pathlib import Path

from scorm_builder.content.loader import load
from scorm_builder.pipeline import check_content
from tests.bench.programme import write_programme
from tests.tools.samples import TODAY


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_programme_has_so_many_modules_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    content = load(write_programme(tmp_path / "modules", 12))
    assert check_content(content, TODAY) == ()
    assert len(content.modules) == 12
    assert content.catalogue is not None
    assert not content.catalogue.bundles


def test_the_same_number_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_programme(tmp_path / name, 3) for name in ("first", "second"))
    assert files(first) == files(second)


def test_no_two_modules_say_the_same(tmp_path: Path) -> None:
    """Not even where only the last of the phrases differs."""
    made = files(write_programme(tmp_path / "modules", 1000))
    del made["catalogue.yaml"]
    texts = [content.partition(b"\n")[2] for content in made.values()]
    assert all(content.startswith(b"id: technique-") for content in made.values())
    assert len(set(texts)) == len(texts) == 1000
