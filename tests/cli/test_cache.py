"""The cache as a user has it: used, explained, left out, and never the reason of a failure."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from tests.tools.user import CACHED, COMMAND, Run, run, tree


def build(home: Path, *words: str, cache: Path | None = None) -> Run:
    folder = str(cache or home / "cache")
    words = ("--target", "scorm12", "--target", "card", "--explain", "--draft", *words)
    return run(*CACHED, *words, cwd=home, SCORM_BUILDER_CACHE=folder)


def reasons(done: Run) -> dict[str, str]:
    """Why each file was made."""
    assert done.code == 0, done.err
    lines = [line.partition(": ") for line in done.err.splitlines() if ": " in line]
    return {file: why for file, _, why in lines}


def test_only_what_changed_is_made_and_it_is_said_why(home: Path) -> None:
    first = reasons(build(home))
    assert set(first.values()) == {"not made before"}
    assert "scorm12/alpha" in first
    before = tree(home / "dist")
    assert reasons(build(home)) == {}
    assert tree(home / "dist") == before
    path = home / "modules" / "beta" / "module.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Title of beta", "Title of Beta"))
    assert reasons(build(home)) == {
        "card/all-cards": "module changed: beta",
        "card/beta": "module changed",
        "scorm12/beta": "module changed",
    }
    after = tree(home / "dist")
    assert build(home, "--no-cache").code == 0
    assert tree(home / "dist") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- alpha\n- beta", "- beta\n- alpha"),
        ("publisher: Sample publisher", "publisher: Another publisher"),
    ],
)
def test_what_only_the_catalogue_says_is_never_stale(home: Path, before: str, after: str) -> None:
    path = home / "modules" / "catalogue.yaml"
    assert build(home).code == 0
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    assert build(home).code == 0
    kept = tree(home / "dist")
    assert build(home, "--no-cache").code == 0
    assert tree(home / "dist") == kept


def test_without_the_cache_nothing_is_kept(home: Path) -> None:
    assert build(home, "--no-cache").code == 0
    assert not (home / "cache").exists()


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_damaged_records_are_made_anew(home: Path, damage: str) -> None:
    first = reasons(build(home))
    before = tree(home / "dist")
    for path in filter(Path.is_file, (home / "cache").rglob("*")):
        content = path.read_bytes()
        path.write_bytes(content[:-9] if damage == "cut" else content[:-1] + b"?")
    assert reasons(build(home)) == first
    assert tree(home / "dist") == before


def test_whoever_writes_to_the_cache_does_not_choose_where_we_write(home: Path) -> None:
    assert build(home).code == 0
    before = tree(home / "dist")
    for path in filter(Path.is_file, (home / "cache").rglob("*")):
        rest = path.read_bytes()[64:]
        for inside, outside in (
            (b'"path": "card/', b'"path": "../../card/'),
            (b'"site/', b'"../site/'),
        ):
            rest = rest.replace(inside, outside)
        path.write_bytes(sha256(rest).hexdigest().encode() + rest)
    assert build(home).code == 0
    assert tree(home / "dist") == before
    assert not (home / "card").exists()
    assert not (home / "site").exists()


@pytest.mark.parametrize("inside", ["modules/cache", "modules", "dist/cache", "brands/x"])
def test_a_cache_is_no_part_of_content_or_output(home: Path, inside: str) -> None:
    done = build(home, cache=home / inside)
    assert done.code == 2
    folder = inside.partition("/")[0]
    assert f"would be a part of {folder}; name another folder in SCORM_BUILDER_CACHE" in done.err
    assert not (home / "dist").exists()


def test_why_is_the_last_build_s_difference(home: Path) -> None:
    path = home / "modules" / "beta" / "module.yaml"
    first = path.read_text(encoding="utf-8")
    changed = first.replace("Title of beta", "Title of Beta")
    for text in (first, changed, first):
        path.write_text(text, encoding="utf-8")
        assert build(home).code == 0
    catalogue = home / "modules" / "catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace("Sample publisher", "Another publisher"), encoding="utf-8")
    assert reasons(build(home))["scorm12/beta"] == "catalogue changed"
    assert reasons(build(home, "--no-cache"))["scorm12/beta"] == "there is no cache"


def test_a_cache_that_cannot_be_written_is_done_without(home: Path) -> None:
    (home / "cache").write_text("a file", encoding="utf-8")
    done = build(home)
    assert done.code == 0
    assert "scorm-builder: nothing is kept in the cache: " in done.err
    assert (home / "cache").read_text(encoding="utf-8") == "a file"


def test_check_uses_what_build_has_kept(home: Path) -> None:
    cache = str(home / "cache")
    first = run(*COMMAND, "check", cwd=home, SCORM_BUILDER_CACHE=cache)
    kept = tree(home / "cache")
    assert kept
    assert run(*COMMAND, "check", cwd=home, SCORM_BUILDER_CACHE=cache) == first
    assert tree(home / "cache").keys() == kept.keys()


def test_two_builds_at_once_share_it(home: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(lambda out: build(home, "--out", out), ("one", "two")))
    assert [one.code for one in done] == [0, 0]
    assert tree(home / "one") == tree(home / "two")
