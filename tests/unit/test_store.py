"""The store of finished work: never trusted blindly, never in the way, never without a bound."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scorm_builder.diagnostics import Diagnostic, Location, Severity
from scorm_builder.executors import SerialExecutor
from scorm_builder.jobs import Job, TargetResult
from scorm_builder.jobs.fingerprint import fingerprint, parts_of, reasons
from scorm_builder.model import LearningModule
from scorm_builder.pipeline.build import build_all, build_one
from scorm_builder.pipeline.memory import Memory
from scorm_builder.pipeline.store import Store
from scorm_builder.pipeline.writers import LIBRARIES, NO_WRITERS, PRINTING, writers
from scorm_builder.theme import Theme
from tests.tools.samples import catalogue_data, job, module_data

TOLD = Diagnostic("OUT-009", Severity.WARNING, Location("a.yaml", 2, 1), "too é", "mend it")


def records(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def test_what_was_kept_is_found(store: Store, theme: Theme) -> None:
    (made,) = build_one(job(theme, "scorm12")).made
    kept = replace(made, diagnostics=(TOLD,))
    assert store.find("abc") is None
    store.keep("abc", kept)
    assert store.find("abc") == kept
    store.keep("nothing", TargetResult("card", None, ()))
    assert store.find("nothing") == TargetResult("card", None, ())


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "another format"])
def test_a_damaged_record_is_not_there(store: Store, tmp_path: Path, damage: str) -> None:
    store.write("name", {"a": 1}, b"content")
    assert store.read("name") == ({"a": 1}, b"content")
    (path,) = records(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(
        {
            "cut": whole[:-1],
            "changed": whole.replace(b"content", b"c0ntent"),
            "emptied": b"",
            "another format": b"\x80\x04N.",
        }[damage]
    )
    assert store.read("name") is None
    store.write("name", {"a": 2})
    assert store.read("name") == ({"a": 2}, b"")


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    closed = Store(None)
    closed.write("name", {})
    assert closed.read("name") is None
    closed.trim()
    assert records(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    store = Store(tmp_path / "cache")
    store.write("name", {})
    assert store.read("name") is None
    store.trim()
    assert (tmp_path / "cache").read_text() == "a file"


def test_on_a_full_disk_nothing_is_kept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, mode: str) -> object:
        os.close(handle)
        return Path("/dev/full").open(mode)

    monkeypatch.setattr("scorm_builder.theme.kept.os.fdopen", full)
    store.write("name", {}, b"x" * 100_000)
    assert store.read("name") is None
    assert records(tmp_path) == []


def test_a_kill_at_any_moment_leaves_no_half_record(tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from scorm_builder.pipeline.store import Store
store = Store(Path({str(tmp_path / "cache")!r}))
print("ready", flush=True)
number = 0
while True:
    store.write(str(number % 3), {{"number": number}}, bytes([number % 256]) * 200_000)
    number += 1
"""
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            writer.stdout.readline()
            while not records(tmp_path):
                pass
            writer.kill()
        store = Store(tmp_path / "cache")
        for found in filter(None, map(store.read, "012")):
            data, content = found
            assert content == bytes([data["number"] % 256]) * 200_000


def test_two_runs_at_once_find_what_either_has_kept(store: Store) -> None:
    wrong = []

    def run(number: int) -> None:
        for turn in range(50):
            store.write(str(turn), {"turn": turn}, b"%d" % turn * 1000)
            if store.read(str(turn)) != ({"turn": turn}, b"%d" % turn * 1000):
                wrong.append((number, turn))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", most_bytes=350_000)
    for number in range(4):
        store.write(str(number), {}, b"x" * 100_000)
        for path in records(tmp_path):
            os.utime(path, (path.stat().st_atime - 10, path.stat().st_mtime - 10))
    assert store.read("0")
    store.trim()
    assert [bool(store.read(str(number))) for number in range(4)] == [True, False, True, True]


def changed(work: Job, name: str) -> Job:
    theme = work.theme
    templates = {
        **theme.templates,
        "handout/style/advice.css": theme.templates["handout/style/advice.css"] + " ",
    }
    return {
        "the same": work,
        "title": replace(
            work, module=LearningModule.model_validate(module_data(title="Another title"))
        ),
        "picture": replace(work, pictures={"a.svg": b"<svg/>"}),
        "handout's style": replace(work, theme=replace(theme, templates=templates, digest="x")),
        "words": replace(work, catalogue=work.catalogue.model_copy(update={"words": ("aarvark",)})),
    }[name]


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        ("the same", {}),
        ("words", {}),
        ("title", dict.fromkeys(("scorm12", "card", "handout"), "module changed")),
        ("picture", dict.fromkeys(("scorm12", "card", "handout"), "picture changed: a.svg")),
        ("handout's style", {"handout": "theme changed: handout/style/advice.css"}),
    ],
)
def test_only_what_changed_is_made_anew_and_it_is_said_why(
    store: Store, theme: Theme, change: str, anew: dict[str, str]
) -> None:
    work = job(theme)
    (first,) = build_all([work], SerialExecutor(), Memory(store))
    told: dict[str, str] = {}

    def tell(file: str, reason: str) -> None:
        told[file.partition("/")[0]] = reason

    (second,) = build_all([changed(work, change)], SerialExecutor(), Memory(store, tell))
    assert told == anew
    assert [one.target for one in second.made] == [one.target for one in first.made]
    if not anew:
        assert second == first


def test_what_has_an_error_is_not_kept(store: Store, theme: Theme) -> None:
    work = job(theme, "handout", module=module_data(title="Emoji 🙂"))
    for _ in range(2):
        told: list[str] = []
        memory = Memory(store, lambda file, _reason, told=told: told.append(file))  # type: ignore[misc]
        (result,) = build_all([work], SerialExecutor(), memory)
        assert [one.code for one in result.diagnostics] == ["OUT-002"]
        assert told == ["handout/sample"]


def test_a_part_that_the_fingerprint_names_changes_it(theme: Theme) -> None:
    parts = parts_of(job(theme), writers(printing=True), ())
    assert {"builder", "system Pango", "library weasyprint", "module", "catalogue"} <= parts.keys()
    known = {fingerprint("x", {**parts, name: "other"}) for name in parts}
    assert len(known) == len(parts)
    assert fingerprint("x", parts) not in known
    assert fingerprint("y", parts) != fingerprint("x", parts)


def test_what_only_the_site_shows_is_no_part_of_a_fingerprint(theme: Theme) -> None:
    one, other = (
        parts_of(job(theme, catalogue=catalogue_data(privacy=said)), {}, ())
        for said in (None, {"server": "It keeps nothing."})
    )
    assert one == other


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (None, "not made before"),
        ({"a b": "1", "c": "1"}, "no longer kept"),
        ({"a b": "2", "c": "1"}, "a changed: b"),
        ({"c": "2", "a d": "1"}, "a changed: b, d; c changed"),
    ],
)
def test_reasons_in_words(before: dict[str, str] | None, told: str) -> None:
    assert reasons(before, {"a b": "1", "c": "1"}) == told


def test_only_what_is_its_own_is_removed(tmp_path: Path) -> None:
    """Anybody may name a folder that has other things in it, such as one for each language."""
    for name in ("en/.htaccess", "en/index.html", "ab/notes", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * 1000)
        os.utime(tmp_path / name, (0, 0))
    store = Store(tmp_path, most_bytes=10)
    store.write("name", {}, b"y" * 1000)
    abandoned = next(path for path in tmp_path.glob("??/*") if len(path.name) == 62)
    abandoned.rename(abandoned.with_name(".partial-abc"))
    os.utime(abandoned.with_name(".partial-abc"), (0, 0))
    store.write("other", {}, b"y" * 1000)
    store.trim()
    left = {path.relative_to(tmp_path).as_posix() for path in records(tmp_path)}
    assert left == {"en/.htaccess", "en/index.html", "ab/notes", ".hidden"}


def test_a_record_under_another_name_is_not_there(store: Store, tmp_path: Path) -> None:
    store.write("one", {"a": 1})
    (path,) = records(tmp_path)
    store.write("two", {"a": 2})
    (other,) = (found for found in records(tmp_path) if found != path)
    other.write_bytes(path.read_bytes())
    assert store.read("two") is None
    assert store.read("one") == ({"a": 1}, b"")


def test_every_library_that_may_write_is_part_of_a_fingerprint() -> None:
    wanted, seen = {"scorm-builder"}, set[str]()
    while wanted - seen:
        name = min(wanted - seen)
        seen.add(name)
        try:
            asked = requires(name) or ()
        except PackageNotFoundError:
            continue
        for requirement in map(Requirement, asked):
            extras = ("build",) if name == "scorm-builder" else ("", "woff")
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                wanted.add(canonicalize_name(requirement.name))
    known = {*LIBRARIES, *PRINTING, *NO_WRITERS}
    assert seen - {"scorm-builder", "pikepdf-stubs"} - known == set()
