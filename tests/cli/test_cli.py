"""The commands as a user types them: real processes, real terminals."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.conftest import MODULES, ROOT
from tests.samples import SAMPLE, catalogue_data, module_data

BUILD = (sys.executable, str(ROOT / "build.py"))
COMMAND = (sys.executable, "-c", "from scorm_builder.cli import main; main()")
PLACE = re.compile(r"^(\S+?):(\d+):(\d+): error: (.+) \[([A-Z]{3}-\d{3})\]$", re.MULTILINE)
NAMES = ("alpha", "beta", "gamma")
LONGEST = 60


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """The environment of a user who has no settings, and finds the package in this tree."""
    kept = {
        key: os.environ[key] for key in ("PATH", "HOME", "LD_LIBRARY_PATH") if key in os.environ
    }
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **changes}


def run(
    *command: str | Path, cwd: Path, drop: Callable[[], None] | None = None, **changes: str
) -> Run:
    """Runs a command without a terminal. Whatever it does, it shows no traceback."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST,
        preexec_fn=drop,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def build(cwd: Path, *words: str | Path) -> Run:
    """Runs build.py in the quickest way, unless `words` say otherwise."""
    return run(*BUILD, "--target", "scorm12", "--jobs", "1", *words, cwd=cwd)


def write_modules(root: Path, names: tuple[str, ...] = NAMES) -> None:
    """Writes a catalogue and a sample module under each name."""
    shutil.copytree(SAMPLE, root)
    shutil.rmtree(root / "sample")
    (root / "catalogue.yaml").write_text(
        yaml.safe_dump(catalogue_data(order=list(names))), encoding="utf-8"
    )
    for name in names:
        data = module_data(id=name, title=f"Title of {name}")
        (root / name).mkdir()
        (root / name / "module.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A working directory with three modules."""
    write_modules(tmp_path / "modules")
    return tmp_path


def spoil(home: Path, name: str = "beta") -> None:
    """Puts one mistake into a module: its fourth line is not what it should be."""
    path = home / "modules" / name / "module.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("rule: all-screens", "rule: never"))


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: the bytes of files, None for folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if "__pycache__" not in path.parts
    }


def left_over(home: Path) -> set[str]:
    """What lies in the working directory besides the content."""
    return {path.name for path in home.iterdir()} - {"modules"}


def test_builds_the_project(tmp_path: Path) -> None:
    done = run(*BUILD, "--modules", ROOT / "modules", "--jobs", "2", cwd=tmp_path)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0].split() == ["Module", "Version", "File", "Size", "SHA-256"]
    assert lines[-1] == "10 files in dist"
    assert len(lines) == 12
    for name in MODULES:
        with zipfile.ZipFile(tmp_path / "dist" / "scorm12" / f"{name}.zip") as package:
            assert package.testzip() is None
        content = (tmp_path / "dist" / "handout" / f"{name}.pdf").read_bytes()
        assert content.startswith(b"%PDF-")
        assert f"built {name}\n" in done.err
    listed = json.loads((tmp_path / "dist" / "catalogue.json").read_text(encoding="utf-8"))
    for line, entry in zip(lines[1:-1], listed["artifacts"], strict=True):
        assert entry["path"] in line
        assert line.endswith(entry["sha256"][:12])


def test_the_project_s_content_has_no_problem() -> None:
    done = run(*COMMAND, "check", cwd=ROOT)
    assert done == Run(0, "5 modules checked: no problems found\n", "")


def test_builds_in_a_module_s_own_folder_are_the_same(home: Path) -> None:
    assert build(home).code == 0
    first = tree(home / "dist")
    assert build(home, "--jobs", "2", "--modules", home / "modules").code == 0
    assert tree(home / "dist") == first
    (home / "elsewhere").mkdir()
    words = ("--modules", "../modules", "--out", "../dist")
    assert build(home / "elsewhere", *words).code == 0
    assert tree(home / "dist") == first


def test_builds_the_modules_that_are_named_and_keeps_the_others(home: Path) -> None:
    assert build(home).code == 0
    before = tree(home / "dist")
    path = home / "modules" / "beta" / "module.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Title of beta", "Title of Beta"))
    done = build(home, "beta")
    assert done.out.splitlines()[-1] == "1 file in dist; 2 kept from before"
    after = tree(home / "dist")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"SHA256SUMS", "catalogue.json", "scorm12/beta.zip"}


def test_builds_one_target(home: Path) -> None:
    assert build(home).code == 0
    done = run(*BUILD, "gamma", "--target", "handout", cwd=home)
    assert done.out.splitlines()[-1] == "1 file in dist; 3 kept from before"
    assert "handout/gamma.pdf" in tree(home / "dist")


def test_a_mistake_in_the_content_is_told_and_nothing_is_published(home: Path) -> None:
    spoil(home)
    done = build(home)
    assert done.code == 1
    assert done.out == ""
    ((file, line, column, message, code),) = PLACE.findall(done.err)
    assert file == "modules/beta/module.yaml"
    text = (home / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert text[int(column) - 1 :].startswith("rule: never")
    assert "'never' is not one of" in message
    assert code == "MOD-006"
    assert done.err.splitlines()[1].startswith("    help: ")
    assert done.err.splitlines()[-1] == "scorm-builder: 1 error; dist was left as it was"
    assert left_over(home) == set()


def test_a_mistake_leaves_what_was_published_before(home: Path) -> None:
    assert build(home).code == 0
    before = tree(home)
    spoil(home)
    for words in ((), ("beta",), ("alpha",)):
        assert build(home, *words).code == 1
    spoiled = tree(home)
    assert {path for path in before if before[path] != spoiled[path]} == {
        "modules/beta/module.yaml"
    }


def test_a_mistake_that_shows_late_leaves_what_was_published_before(home: Path) -> None:
    """The packages are fine, and one handout is not: neither is published."""
    assert build(home).code == 0
    before = tree(home / "dist")
    path = home / "modules" / "gamma" / "module.yaml"
    data = module_data(id="gamma", title="Emoji 🙂")
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    done = run(*BUILD, cwd=home)
    assert done.code == 1
    assert "[OUT-002]" in done.err
    assert tree(home / "dist") == before


def test_checks_without_building(home: Path) -> None:
    assert run(*COMMAND, "check", cwd=home) == Run(0, "3 modules checked: no problems found\n", "")
    assert not (home / "dist").exists()


def test_checks_the_modules_that_are_named(home: Path) -> None:
    spoil(home, "beta")
    done = run(*COMMAND, "check", cwd=home)
    assert done.code == 1
    assert done.out == "3 modules checked: 1 error\n"
    assert len(PLACE.findall(done.err)) == 1
    assert run(*COMMAND, "check", "alpha", "gamma", cwd=home).code == 0
    assert run(*COMMAND, "check", "beta", cwd=home).code == 1


def test_several_mistakes_come_in_one_run_in_order(home: Path) -> None:
    for name in NAMES:
        spoil(home, name)
    (home / "modules" / "catalogue.yaml").write_text("a: [", encoding="utf-8")
    found = PLACE.findall(run(*COMMAND, "check", cwd=home).err)
    assert [place[0] for place in found] == [
        "modules/alpha/module.yaml",
        "modules/beta/module.yaml",
        "modules/catalogue.yaml",
        "modules/gamma/module.yaml",
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("delta",), "there is no module 'delta' in modules; there are: alpha, beta, gamma"),
        (("../alpha",), "there is no module '../alpha' in modules"),
        (("--nothing",), "No such option"),
        (("--jobs", "0"), "0 is not in the range"),
        (("--jobs", "many"), "'many' is not a valid integer"),
        (("--target", "paper"), "'paper' is not one of"),
        (("--modules", "nowhere"), "there is no folder nowhere; name it with --modules"),
        (("--modules", "modules/catalogue.yaml"), "is a file"),
        (("--out", "modules/catalogue.yaml"), "is a file"),
        (("--modules", "empty"), "empty has no module folders"),
        (("--out", "modules"), "would replace"),
        (("--out", "."), "would replace"),
        (("--out", ".."), "would replace"),
        (("--out", "/"), "would replace"),
        (("--out", "modules/../modules"), "would replace"),
        (("--out", "modules/dist"), "would be a module"),
        (("--out", "modules/alpha"), "would be a module"),
        (("--out", "link"), "is not a plain folder"),
        (("--out", "work"), "work holds files, but no catalogue.json of an earlier build"),
        (("--out", "/proc/nothing/dist"), "/proc/nothing"),
    ],
)
def test_wrong_usage_is_told_in_a_line_and_changes_nothing(
    home: Path, words: tuple[str, ...], complaint: str
) -> None:
    (home / "work").mkdir()
    (home / "work" / "thesis.docx").write_bytes(b"years")
    (home / "empty").mkdir()
    (home / "link").symlink_to("empty")
    before = tree(home)
    done = build(home, *words)
    assert done.code == 2, done.err
    assert done.out == ""
    told = [
        line for line in done.err.splitlines() if not line.startswith(("built ", "Usage", "Try"))
    ]
    assert len([line for line in told if line]) == 1
    assert complaint in done.err
    assert tree(home) == before


def test_a_file_in_the_output_that_no_build_made_is_not_thrown_away(home: Path) -> None:
    assert build(home).code == 0
    (home / "dist" / "notes.txt").write_text("Somebody's work.", encoding="utf-8")
    before = tree(home)
    done = build(home)
    assert done.code == 2
    assert "dist holds notes.txt, which no build put there" in done.err
    assert tree(home) == before


def without_override() -> None:
    """Makes root obey the modes of files, as everybody else has to."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            assert libc.prctl(24, capability, 0, 0, 0) == 0  # PR_CAPBSET_DROP


@contextlib.contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    """A file or folder with another mode for a while."""
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


def test_a_folder_that_cannot_be_written(home: Path) -> None:
    (home / "locked").mkdir()
    with mode(home / "locked", 0o555):
        done = run(
            *BUILD, "--target", "scorm12", "--out", "locked/dist", cwd=home, drop=without_override
        )
    assert done.code == 2
    assert done.err.splitlines()[-1].startswith("scorm-builder: ")
    assert done.err.splitlines()[-1].endswith("Permission denied")
    assert tree(home / "locked") == {}


@pytest.mark.parametrize("name", ["alpha/module.yaml", "alpha", "catalogue.yaml"])
def test_content_that_cannot_be_read(home: Path, name: str) -> None:
    with mode(home / "modules" / name, 0):
        done = run(*COMMAND, "check", cwd=home, drop=without_override)
    assert done.code == 1
    assert "cannot be read: Permission denied [YML-008]" in done.err


def test_a_modules_folder_that_cannot_be_read(home: Path) -> None:
    with mode(home / "modules", 0o111):
        done = run(*COMMAND, "check", cwd=home, drop=without_override)
    assert done.code == 2
    assert "'modules' is not readable" in done.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_without_pango(home: Path, jobs: str) -> None:
    """A stand-in for the dynamic loader: WeasyPrint raises this where it does not find Pango."""
    (home / "sitecustomize.py").write_text(
        "import sys\n"
        "class WithoutPango:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'weasyprint':\n"
        "            raise OSError('cannot load library libpango-1.0-0')\n"
        "sys.meta_path.insert(0, WithoutPango())\n",
        encoding="utf-8",
    )
    path = f"{home}{os.pathsep}{ROOT}"
    done = run(*BUILD, "--jobs", jobs, cwd=home, PYTHONPATH=path)
    assert done.code == 2
    assert done.err.splitlines()[-1] == (
        "scorm-builder: the handout needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
    )
    assert not (home / "dist").exists()
    done = run(*BUILD, "--target", "scorm12", "--jobs", jobs, cwd=home, PYTHONPATH=path)
    assert done.code == 0, done.err


def test_without_the_assets(home: Path) -> None:
    tree_without = home / "tree"
    shutil.copytree(ROOT / "scorm_builder", tree_without / "scorm_builder", ignore=_no_assets)
    shutil.copytree(ROOT / "templates", tree_without / "templates", ignore=_no_assets)
    done = run(*COMMAND, "build", cwd=home, PYTHONPATH=str(tree_without))
    assert done.code == 2
    assert "no compiled assets" in done.err
    assert "make build" in done.err
    assert not (home / "dist").exists()
    assert run(*COMMAND, "check", cwd=home, PYTHONPATH=str(tree_without)).code == 0


def _no_assets(folder: str, names: list[str]) -> list[str]:
    del folder
    return [name for name in names if name in ("_static", "node_modules", "__pycache__")]


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("build", "--help"), ("check", "-h")])
def test_help(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(*COMMAND, *words, cwd=tmp_path)
    assert done.code == 0
    assert done.out.startswith("Usage: scorm-builder")


def test_version(tmp_path: Path) -> None:
    done = run(*COMMAND, "--version", cwd=tmp_path)
    assert re.fullmatch(r"scorm-builder, version \d+\.\d+\.\d+\n", done.out)


def test_without_a_command(tmp_path: Path) -> None:
    done = run(*COMMAND, cwd=tmp_path)
    assert done.code == 2
    assert "Usage: scorm-builder" in done.out + done.err


def test_without_a_terminal_there_are_no_escape_codes(home: Path) -> None:
    spoil(home)
    for words in ((), ("--modules", str(ROOT / "modules"))):
        done = build(home, *words)
        assert "\x1b" not in done.out + done.err
        assert "\r" not in done.out + done.err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_title_that_the_output_s_encoding_lacks(home: Path, encoding: str) -> None:
    data = module_data(id="alpha", title="Łódź 🙂")
    (home / "modules" / "alpha" / "module.yaml").write_text(
        yaml.safe_dump(data, allow_unicode=True), encoding="utf-8"
    )
    done = subprocess.run(
        [*BUILD, "--target", "scorm12", "--jobs", "1"],
        cwd=home,
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"3 files in dist" in done.stdout


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_that_goes_away(home: Path, stream: str) -> None:
    spoil(home)
    for words in ((), ("--modules", str(ROOT / "modules"))):
        command = " ".join([*BUILD, "--target scorm12 --jobs 1", *words])
        redirect = "| true" if stream == "stdout" else "2>&1 >out.txt | true"
        done = run("sh", "-c", f"{command} {redirect}", cwd=home)
        assert "Error" not in done.err
        assert "Exception" not in done.err


def test_a_full_disk_behind_stdout(home: Path) -> None:
    command = " ".join([*BUILD, "--target scorm12 --jobs 1 >/dev/full"])
    done = run("sh", "-c", command, cwd=home)
    assert done.code != 0
    assert "No space left on device" in done.err


class Terminal:
    """A command in a terminal of its own, with a keyboard."""

    def __init__(self, *words: str, cwd: Path) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            words,
            cwd=cwd,
            env=environment(TERM="xterm-256color", COLUMNS="100"),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(theirs)
        self.shown = b""

    def _read(self) -> bool:
        """Takes what is shown next; False at the end."""
        ready, _, _ = select.select([self._ours], [], [], LONGEST)
        assert ready, "nothing was shown for a minute"
        try:
            more = os.read(self._ours, 65536)
        except OSError:  # Linux says so when the last process closes its end.
            return False
        self.shown += more
        return bool(more)

    def wait_for(self, words: bytes) -> None:
        """Reads until some words are shown."""
        while words not in self.shown:
            assert self._read(), self.shown

    def press(self, key: bytes) -> None:
        """Presses a key."""
        os.write(self._ours, key)

    def end(self) -> int:
        """Reads all that is still shown; the exit code."""
        while self._read():
            pass
        os.close(self._ours)
        return self.process.wait(LONGEST)


def test_a_terminal_has_a_bar_and_colours(home: Path) -> None:
    terminal = Terminal(*BUILD, "--target", "scorm12", "--jobs", "2", cwd=home)
    assert terminal.end() == 0
    assert b"building" in terminal.shown
    assert "━".encode() in terminal.shown
    assert b"3 files in dist" in terminal.shown
    assert b"built alpha" not in terminal.shown
    assert terminal.shown.rfind(b"\x1b[?25h") >= terminal.shown.rfind(b"\x1b[?25l")


def test_a_terminal_shows_mistakes_in_colour(home: Path) -> None:
    spoil(home)
    terminal = Terminal(*COMMAND, "check", cwd=home)
    assert terminal.end() == 1
    assert b"\x1b[31m\x1b[1merror\x1b[0m" in terminal.shown
    assert b"\x1b[1mmodules/beta/module.yaml:" in terminal.shown


def test_content_cannot_drive_the_terminal(home: Path) -> None:
    evil = "evil\x1b]0;owned\x07\x1b[2J"
    (home / "modules" / evil).mkdir()
    data = module_data(id="alpha", stage="\u009b31mred", links=[{"title": "a", "address": "x\ry"}])
    text = yaml.safe_dump(data, allow_unicode=False)
    (home / "modules" / "alpha" / "module.yaml").write_text(text, encoding="utf-8")
    terminal = Terminal(*COMMAND, "check", cwd=home)
    assert terminal.end() == 1
    assert b"evil\\x1b]0;owned\\x07" in terminal.shown
    for sequence in (b"\x1b]", b"\x07", b"\x1b[2J", "\u009b".encode(), b"x\ry"):
        assert sequence not in terminal.shown


def wait_for_all_of(group: int) -> None:
    """Waits until no process of a group is left."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes of {group} are still there")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_at_once_and_leaves_nothing_behind(home: Path, jobs: str) -> None:
    shutil.rmtree(home / "modules")
    write_modules(home / "modules", tuple(f"m{number}" for number in range(40)))
    terminal = Terminal(*BUILD, "--jobs", jobs, cwd=home)
    terminal.wait_for(b"building")
    terminal.press(b"\x03")
    assert terminal.end() == 130
    assert b"Traceback" not in terminal.shown
    assert b"stopped" in terminal.shown
    assert left_over(home) == set()
    wait_for_all_of(terminal.process.pid)


def test_ctrl_c_can_be_pressed_again(home: Path) -> None:
    shutil.rmtree(home / "modules")
    write_modules(home / "modules", tuple(f"m{number}" for number in range(40)))
    terminal = Terminal(*BUILD, "--jobs", "2", cwd=home)
    terminal.wait_for(b"building")
    for _ in range(6):
        terminal.press(b"\x03")
        time.sleep(0.15)
    assert terminal.end() == 130
    assert b"Traceback" not in terminal.shown
    assert left_over(home) == set()
    wait_for_all_of(terminal.process.pid)


def test_an_interrupt_without_a_terminal(home: Path) -> None:
    shutil.rmtree(home / "modules")
    write_modules(home / "modules", tuple(f"m{number}" for number in range(40)))
    process = subprocess.Popen(
        [*BUILD, "--jobs", "2"],
        cwd=home,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST)
    assert first.startswith("built m")
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert left_over(home) == set()
    wait_for_all_of(process.pid)


def test_a_worker_that_is_killed(home: Path) -> None:
    shutil.rmtree(home / "modules")
    write_modules(home / "modules", tuple(f"m{number}" for number in range(40)))
    process = subprocess.Popen(
        [*BUILD, "--jobs", "2"], cwd=home, env=environment(), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    process.stderr.readline()
    server, _ = sorted(children(process.pid), key=lambda child: -len(children(child)))
    for worker in children(server):
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    _, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 2
    assert "a worker process was ended from outside" in err
    assert "Traceback" not in err
    assert left_over(home) == set()


def children(process: int) -> list[int]:
    """The processes that a process has started, and that are still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            found += [int(path.parent.name)] if int(fields[1]) == process else []
    return found
