"""Publishing: the output is replaced as a whole, or stays as it was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scorm_builder.pipeline.output import CATALOGUE, CHECKSUMS, OutputRefused
from tests.conftest import ROOT
from tests.tools.outputs import PAGE, artifact, put


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: the bytes of files, None for folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output that was published before."""
    put(tmp_path / "dist", artifact("one"), artifact("two"))
    return tmp_path / "dist"


def assert_refused_and_untouched(out: Path, words: str, *, keep: bool = False) -> None:
    """Publishing is refused with these words, and changes nothing, beside the output neither."""
    before = tree(out.parent)
    with pytest.raises(OutputRefused, match=words):
        put(out, artifact("one", content=b"new"), keep=keep)
    assert tree(out.parent) == before


def test_the_output_has_the_artifacts_and_two_lists(out: Path) -> None:
    assert set(tree(out)) == {
        "scorm12",
        "scorm12/one.zip",
        "scorm12/two.zip",
        CATALOGUE,
        CHECKSUMS,
        "site",
        PAGE,
    }
    assert set(tree(out.parent)) == {"dist", *(f"dist/{path}" for path in tree(out))}


def test_the_catalogue_says_what_the_bytes_are(out: Path) -> None:
    listed = json.loads((out / CATALOGUE).read_text(encoding="utf-8"))
    assert listed["format"] == 1
    assert listed["publisher"] == "Sample publisher"
    assert [entry["path"] for entry in listed["artifacts"]] == [
        "scorm12/one.zip",
        "scorm12/two.zip",
    ]
    assert [guide["path"] for guide in listed["guides"]] == [PAGE]
    for entry in (*listed["artifacts"], *listed["guides"]):
        content = (out / entry["path"]).read_bytes()
        assert entry["size"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_catalogue_is_in_the_order_of_the_programme(tmp_path: Path) -> None:
    entries = put(
        tmp_path / "dist",
        artifact("a", "scorm12"),
        artifact("b", "scorm12"),
        artifact("a", "handout"),
        order=("b", "a"),
    )
    assert [entry.path for entry in entries] == [
        "scorm12/b.zip",
        "handout/a.zip",
        "scorm12/a.zip",
    ]


def check_sums(out: Path) -> subprocess.CompletedProcess[str]:
    """What sha256sum says of an output."""
    command = ["sha256sum", "--strict", "-c", CHECKSUMS]
    return subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)


def test_the_checksums_are_those_of_sha256sum(out: Path) -> None:
    done = check_sums(out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 4
    (out / "scorm12" / "one.zip").write_bytes(b"changed")
    assert check_sums(out).returncode == 1


def test_a_whole_build_replaces_the_output(out: Path) -> None:
    put(out, artifact("one", content=b"new"))
    assert tree(out)["scorm12/one.zip"] == b"new"
    assert "scorm12/two.zip" not in tree(out)


def test_the_same_artifacts_make_the_same_output(out: Path) -> None:
    before = tree(out)
    put(out, artifact("two"), artifact("one"))
    assert tree(out) == before


def test_a_partial_build_keeps_the_others(out: Path) -> None:
    before = tree(out)
    entries = put(out, artifact("one", content=b"new"), artifact("one", "handout"), keep=True)
    assert [entry.path for entry in entries] == [
        "handout/one.zip",
        "scorm12/one.zip",
        "scorm12/two.zip",
    ]
    assert tree(out)["scorm12/one.zip"] == b"new"
    assert tree(out)["scorm12/two.zip"] == before["scorm12/two.zip"]


def test_a_partial_build_drops_what_is_gone_from_the_catalogue(out: Path) -> None:
    put(out, artifact("one"), order=("one",), keep=True)
    assert "scorm12/two.zip" not in tree(out)


@pytest.mark.parametrize("content", [b"changed", None])
def test_a_partial_build_drops_what_is_not_what_was_built(out: Path, content: bytes | None) -> None:
    path = out / "scorm12" / "two.zip"
    path.unlink() if content is None else path.write_bytes(content)
    put(out, artifact("one"), keep=True)
    assert "scorm12/two.zip" not in tree(out)


@pytest.mark.parametrize("name", ["notes.txt", ".git", "scorm12/notes.txt", "handout/a/b.pdf"])
@pytest.mark.parametrize("keep", [True, False])
def test_a_file_that_no_build_made_is_not_thrown_away(out: Path, name: str, keep: bool) -> None:
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("Somebody's work.", encoding="utf-8")
    assert_refused_and_untouched(out, f"holds {name}, which no build put there", keep=keep)


def test_what_an_older_build_made_is_replaced_though_no_build_makes_it_now(out: Path) -> None:
    """The checksums name it, as they name every file of a build."""
    (out / "index.html").write_bytes(b"old page")
    with (out / CHECKSUMS).open("a", encoding="utf-8") as stream:
        stream.write(f"{hashlib.sha256(b'old page').hexdigest()}  index.html\n")
    put(out, artifact("one"))
    assert "index.html" not in tree(out)


def test_a_link_that_no_build_made_is_not_thrown_away(out: Path) -> None:
    (out / "latest").symlink_to("scorm12")
    assert_refused_and_untouched(out, "latest is a link")


@pytest.mark.parametrize("name", [".DS_Store", "scorm12/Thumbs.db", "desktop.ini"])
def test_what_desktops_leave_behind_is_nobody_s_work(out: Path, name: str) -> None:
    (out / name).write_bytes(b"")
    put(out, artifact("one"))
    assert name not in tree(out)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        "{}",
        '{"artifacts": 1}',
        '{"artifacts": [1]}',
        '{"artifacts": [{}]}',
        '{"artifacts": [{"path": "x"}]}',
        "\ud800",
    ],
)
def test_a_folder_without_the_catalogue_of_a_build_is_refused(
    tmp_path: Path, text: str | None
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "thesis.docx").write_bytes(b"years of work")
    if text is not None:
        (tmp_path / "dist" / CATALOGUE).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert_refused_and_untouched(tmp_path / "dist", "holds files, but no catalogue.json")


@pytest.mark.parametrize(
    "change",
    [
        {"path": "../secret.txt"},
        {"path": "/etc/passwd"},
        {"path": "scorm12/../../secret.txt"},
        {"path": "catalogue.json"},
        {"path": 1},
        {"size": "3"},
        {"module": None},
        {"extra": 1},
    ],
)
def test_a_catalogue_that_leads_elsewhere_is_refused(out: Path, change: dict[str, object]) -> None:
    secret = out.parent / "secret.txt"
    secret.write_bytes(b"zip")
    listed = json.loads((out / CATALOGUE).read_text(encoding="utf-8"))
    listed["artifacts"][1] |= change
    (out / CATALOGUE).write_text(json.dumps(listed), encoding="utf-8")
    assert_refused_and_untouched(out, "holds files, but no catalogue.json", keep=True)


@pytest.mark.parametrize("listed", [True, False])
def test_a_link_in_another_edition_is_not_followed(out: Path, listed: bool) -> None:
    """What it leads to would be published."""
    secret = out.parent / "secret.txt"
    secret.write_text("not for others", encoding="utf-8")
    evil = out / "evil"
    evil.mkdir()
    (evil / CATALOGUE).write_text('{"format": 1, "brand": "evil", "artifacts": []}')
    (evil / "leak.txt").symlink_to(secret)
    if listed:
        (evil / CHECKSUMS).write_text("0  leak.txt\n")
    assert_refused_and_untouched(out, "is a link, which no build put there")


def test_an_output_that_is_a_link_is_refused(out: Path) -> None:
    link = out.parent / "link"
    link.symlink_to(out)
    assert_refused_and_untouched(link, "is not a plain folder")


def test_an_output_that_is_a_dangling_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    assert_refused_and_untouched(tmp_path / "link", "is not a plain folder")


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dist").write_bytes(b"")
    assert_refused_and_untouched(tmp_path / "dist", "is not a plain folder")


@pytest.mark.parametrize("there", [True, False])
def test_an_empty_or_new_folder_is_filled(tmp_path: Path, there: bool) -> None:
    out = tmp_path / "deep" / "dist"
    if there:
        out.mkdir(parents=True)
    put(out, artifact("one"))
    assert tree(out)["scorm12/one.zip"] == b"zip"


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o027])
def test_the_output_is_readable_as_the_user_wants_it(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        put(tmp_path / "dist", artifact("one"))
    finally:
        os.umask(before)
    assert (tmp_path / "dist").stat().st_mode & 0o777 == 0o777 & ~mask
    assert (tmp_path / "dist" / CATALOGUE).stat().st_mode & 0o777 == 0o666 & ~mask


def fail_at(number: int) -> Callable[[Path, Path], Path]:
    """Path.rename, but for the call with this number, which fails before it does anything."""
    calls = 0
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == number:
            raise OSError(28, "No space left on device")
        return real(self, target)

    return rename


@pytest.mark.parametrize("number", [1, 2])
def test_a_failed_swap_leaves_the_output_as_it_was(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before = tree(out.parent)
    monkeypatch.setattr(Path, "rename", fail_at(number))
    with pytest.raises(OSError, match="No space") as raised:
        put(out, artifact("one", content=b"new"))
    assert raised.value.filename == str(out)
    assert tree(out.parent) == before


def test_a_failed_write_leaves_the_output_as_it_was(out: Path) -> None:
    before = tree(out.parent)
    long = replace(artifact("one"), path=f"scorm12/{'x' * 300}.zip")
    with pytest.raises(OSError, match="File name too long"):
        put(out, artifact("two", content=b"new"), long)
    assert tree(out.parent) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.tools.outputs import artifact, put

calls, real = 0, Path.rename

def rename(self, target):
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, target)

Path.rename = rename
put(Path(sys.argv[1]), artifact("one", content=b"new"))
"""


@pytest.mark.parametrize("number", [1, 2])
def test_a_killed_run_leaves_no_half_state(out: Path, number: int) -> None:
    """Before the swap nothing has changed; in the middle of it, the next run puts it right."""
    before = tree(out)
    command = [sys.executable, "-c", KILLED, str(out), str(number)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert tree(out) == (before if number == 1 else {})
    put(out, artifact("one"), keep=True)
    assert tree(out) == before


def test_an_output_that_somebody_removed_is_not_put_back(out: Path) -> None:
    shutil.rmtree(out)
    entries = put(out, artifact("one"), keep=True)
    assert [entry.path for entry in entries] == ["scorm12/one.zip"]


def test_two_runs_at_once_leave_one_whole_output(out: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.tools.outputs import artifact, put\n"
        "for _ in range(40):\n"
        "    try:\n"
        "        put(Path(sys.argv[1]), *(artifact(n, content=sys.argv[2].encode() * 99)"
        " for n in ('one', 'two')))\n"
        "    except OSError: pass\n"
    )
    commands = [[sys.executable, "-c", code, str(out), who] for who in "ab"]
    runs = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [run.wait(60) for run in runs] == [0, 0]
    put(out, artifact("one"), keep=True)
    assert check_sums(out).returncode == 0
    assert set(tree(out.parent)) == {"dist", *(f"dist/{path}" for path in tree(out))}


def test_each_brand_has_a_whole_output_in_a_folder_of_its_own(tmp_path: Path) -> None:
    put(tmp_path / "dist", artifact("one"), brands=("north", "south"))
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == ["north", "south"]
    for brand in ("north", "south"):
        assert check_sums(tmp_path / "dist" / brand).returncode == 0
        listed = json.loads((tmp_path / "dist" / brand / CATALOGUE).read_text(encoding="utf-8"))
        assert listed["brand"] == brand


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("brands", [("",), ("north",), ("south",), ("north", "east")])
def test_a_build_of_one_edition_leaves_the_others_as_they_are(
    out: Path, brands: tuple[str, ...], keep: bool
) -> None:
    put(out, artifact("one"), artifact("two"), brands=("north", "south"))
    before = tree(out)
    put(out, artifact("one", content=b"new"), brands=brands, keep=keep)
    after = tree(out)
    for path, content in before.items():
        first = path.split("/")[0]
        if (first if first in ("north", "south") else "") not in brands:
            assert after[path] == content
    for brand in brands:
        assert after[f"{brand}/scorm12/one.zip".lstrip("/")] == b"new"
        assert (f"{brand}/scorm12/two.zip".lstrip("/") in after) is (keep and brand != "east")


@pytest.mark.parametrize("brands", [("",), ("north",)])
@pytest.mark.parametrize("name", ["north/notes.txt", "notes.txt", "north/scorm12/notes.txt"])
def test_a_file_that_no_build_made_is_not_thrown_away_with_brands(
    out: Path, brands: tuple[str, ...], name: str
) -> None:
    put(out, artifact("one"), brands=("north",))
    (out / name).write_text("Somebody's work.", encoding="utf-8")
    before = tree(out.parent)
    with pytest.raises(OutputRefused, match=r"notes\.txt, which no build put there"):
        put(out, artifact("one", content=b"new"), brands=brands)
    assert tree(out.parent) == before


@pytest.mark.parametrize("text", ["{}", "[]", '{"brand": "south", "artifacts": []}', "\ud800"])
def test_a_folder_without_the_catalogue_of_its_brand_is_somebody_s_work(
    out: Path, text: str
) -> None:
    (out / "north").mkdir()
    (out / "north" / CATALOGUE).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert_refused_and_untouched(out, r"holds north/catalogue\.json")


def test_a_link_in_the_place_of_a_brand_is_refused(out: Path) -> None:
    put(out.parent / "other", artifact("one"), brands=("north",))
    (out / "north").symlink_to(out.parent / "other" / "north")
    assert_refused_and_untouched(out, "north is a link")


@pytest.mark.parametrize("number", [1, 2])
def test_brands_are_published_together_or_not_at_all(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    put(out, artifact("one"), brands=("north", "south"))
    before = tree(out.parent)
    monkeypatch.setattr(Path, "rename", fail_at(number))
    with pytest.raises(OSError, match="No space"):
        put(out, artifact("one", content=b"new"), brands=("north", "south", ""))
    assert tree(out.parent) == before


def test_runs_of_two_brands_at_once_lose_neither(out: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.tools.outputs import artifact, put\n"
        "for number in range(25):\n"
        "    try:\n"
        "        put(Path(sys.argv[1]), artifact('one', content=b'%d' % number),"
        " brands=(sys.argv[2],))\n"
        "    except OSError: pass\n"
    )
    commands = [[sys.executable, "-c", code, str(out), who] for who in ("north", "south")]
    runs = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [run.wait(60) for run in runs] == [0, 0]
    put(out, artifact("one"))
    for folder in (out, out / "north", out / "south"):
        assert check_sums(folder).returncode == 0
