"""`scorm-builder verify` and `explain`, as a user types them."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from scorm_builder.diagnostics.codes import CODES
from scorm_builder.report.formats import FORMATS
from scorm_builder.verify.codes import RULES
from tests.conftest import ROOT
from tests.tools.packages import MANIFEST, MISTAKE, QUIET, VERIFY, make
from tests.tools.terminal import Terminal, wait_for_all_of
from tests.tools.user import COMMAND, Run, environment, mode, run, without_override

# What a machine that only verifies need not have.
HEAVY = ("weasyprint", "jinja2", "pydantic", "pikepdf", "yaml", "rich", "PIL", "fontTools")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A working directory with a good and a bad package, as folders and as zips."""
    make(tmp_path / "good", good=True)
    make(tmp_path / "bad", good=False)
    severities = "".join(f'{code} = "{word}"\n' for code, word in QUIET.items())
    (tmp_path / "scorm-verify.toml").write_text(f"[severities]\n{severities}", encoding="utf-8")
    return tmp_path


def desk_line(desk: Path, number: int) -> str:
    """A line of the bad manifest."""
    return (desk / "bad" / "imsmanifest.xml").read_text(encoding="utf-8").splitlines()[number - 1]


def findings(done: Run) -> list[str]:
    """The places, severities and codes of a report in text."""
    lines = done.out.splitlines()
    return [line for line in lines if line.endswith("]") and not line.startswith(" ")]


def test_a_good_package(desk: Path) -> None:
    done = run(*VERIFY, "good.zip", cwd=desk)
    assert done == Run(0, "1 package verified: no problems found\n", "")


def test_a_bad_package_as_the_best_linters_show_it(desk: Path) -> None:
    done = run(*VERIFY, "bad.zip", cwd=desk)
    assert done.code == 1
    assert done.err == ""
    place, excerpt, caret, remedy = done.out.splitlines()[:4]
    assert place.startswith("bad.zip/imsmanifest.xml:7:31: error: ")
    assert place.endswith("no resource has the identifier 'nowhere' [ITM-007]")
    assert excerpt == f"    7 | {desk_line(desk, 7)}"
    assert MISTAKE in excerpt
    at = excerpt.index(MISTAKE)
    assert caret == "      | ".ljust(at) + "^" * len(MISTAKE)
    assert remedy.startswith("    help: ")
    assert done.out.splitlines()[-1].startswith("1 package verified: 1 error")


def test_a_folder_a_manifest_and_standard_input(desk: Path) -> None:
    """Each says the same of the same package, and calls it what the user called it."""
    expected = [line.partition(":")[2] for line in findings(run(*VERIFY, "bad.zip", cwd=desk))]
    for words, name in (
        (("bad",), "bad/imsmanifest.xml"),
        (("bad/imsmanifest.xml",), "bad/imsmanifest.xml"),
    ):
        found = findings(run(*VERIFY, *words, cwd=desk))
        assert {line.partition(":")[0] for line in found} == {name}
        assert [line.partition(":")[2] for line in found] == expected
    typed = shlex.join(VERIFY)
    for command in (f"cat bad.zip | {typed} -", f"{typed} - <bad.zip"):
        done = run("sh", "-c", command, cwd=desk)
        assert [line.partition(":")[2] for line in findings(done)] == expected
        assert done.out.startswith("<stdin>/imsmanifest.xml:7:31: ")
    done = run("sh", "-c", f"{typed} --config /dev/null - </dev/null", cwd=desk)
    assert done.code == 1
    assert done.out.startswith("<stdin>: error: ")


def test_the_order_is_that_of_the_arguments(desk: Path) -> None:
    """Also when several processes are at it, and with one that cannot be read in between."""
    names = [f"p{number}.zip" for number in range(20)]
    for name in names:
        shutil.copy(desk / "bad.zip", desk / name)
    words = (*reversed(names[:10]), "nothing.zip", *names[10:])
    serial = run(*VERIFY, "--jobs", "1", *words, cwd=desk)
    assert serial.code == 2
    told = [line.partition("/")[0] for line in findings(serial) if "ITM-007" in line]
    assert told == [*reversed(names[:10]), *names[10:]]
    assert serial.err == "scorm-builder: nothing.zip: No such file or directory\n"
    assert "20 packages verified: 20 errors" in serial.out
    assert serial.out.endswith("in 20 of them; 1 file could not be read\n")
    assert run(*VERIFY, "--jobs", "2", *words, cwd=desk) == serial


def test_what_cannot_be_read_does_not_hold_up_the_others(desk: Path) -> None:
    with mode(desk / "good.zip", 0):
        done = run(*VERIFY, "good.zip", "bad.zip", cwd=desk, drop=without_override)
    assert done.code == 2
    assert done.err == "scorm-builder: good.zip: Permission denied\n"
    assert [line.partition("/")[0] for line in findings(done)] == ["bad.zip"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_has_standard_output_for_itself(desk: Path, form: str) -> None:
    done = run(*VERIFY, "--format", form, "good.zip", "bad", "nothing.zip", cwd=desk)
    assert done.code == 2
    assert done.err == "scorm-builder: nothing.zip: No such file or directory\n"
    if form == "junit":
        assert len(etree.fromstring(done.out.encode())) == 3
    elif form in ("github", "azure"):
        sign = "::" if form == "github" else "##vso["
        lines = done.out.splitlines()
        assert len(lines) == 2
        assert all(line.startswith(sign) for line in lines)
    else:
        json.loads(done.out)
    assert form == "json" or "bad/imsmanifest.xml" in done.out
    assert "ITM-007" in done.out
    assert "verified" not in done.out


def test_warnings_are_errors_where_that_is_wanted(desk: Path) -> None:
    config = desk / "scorm-verify.toml"
    config.write_text('[severities]\nITM-007 = "warning"\n', encoding="utf-8")
    for path in ("bad", "good"):
        assert run(*VERIFY, path, cwd=desk).code == 0
    assert run(*VERIFY, "bad", "--strict", cwd=desk).code == 1


def test_by_the_limits_of_single_lmss(desk: Path) -> None:
    """The Learning Hub has no room for this title."""
    manifest = desk / "good" / "imsmanifest.xml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("Tea<", f"{'Tea' * 86}<"), encoding="utf-8")
    config = desk / "scorm-verify.toml"
    quiet = config.read_text(encoding="utf-8") + 'ITM-015 = "off"\n'
    code = "NHS-LH-001"
    quiet = quiet.replace(f'{code} = "off"\n', "")
    config.write_text(quiet, encoding="utf-8")
    assert run(*VERIFY, "good", cwd=desk).code == 0
    for words in (("learning-hub",), ("moodle", "--lms", "learning-hub"), ("all",)):
        done = run(*VERIFY, "good", "--lms", *words, cwd=desk)
        assert done.code == 1
        assert f"[{code}]" in done.out
    config.write_text(f'lms = ["learning-hub"]\n{quiet}', encoding="utf-8")
    assert run(*VERIFY, "good", cwd=desk).code == 1
    assert run(*VERIFY, "good", "--lms", "esr", cwd=desk).code == 0
    done = run(*VERIFY, "good", "--lms", "paper", cwd=desk)
    assert done.code == 2
    assert "'paper' is not one of 'strict', 'esr'" in done.err


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[severities]\nITM-07 = "off"\n', "there is no code 'ITM-07' for packages; did you mean"),
        ('[severities]\nMOD-001 = "off"\n', "there is no code 'MOD-001' for packages"),
        (
            '[severities]\nITM-007 = "fatal"\n',
            "ITM-007: 'fatal' is not one of error, warning, info, off",
        ),
        ("[severities]\nITM-007 = 3\n", "ITM-007: 3 is not one of"),
        ("[severities]\nITM-007 = [1]\n", "ITM-007: [1] is not one of"),
        ("[severity]\n", "'severity' is not known; there are lms and [severities]"),
        ('lms = ["paper"]\n', "lms must be a list with some of strict, esr, "),
        ('lms = "esr"\n', "lms must be a list"),
        ("lms = [[1]]\n", "lms must be a list"),
        ("severities = 3\n", "there must be a table [severities]"),
        ("[severities\n", "scorm-verify.toml: this is not TOML: "),
        ("a\xff", "this is not TOML: "),
    ],
)
def test_a_bad_configuration(desk: Path, text: str, complaint: str) -> None:
    (desk / "scorm-verify.toml").write_bytes(text.encode("latin-1"))
    done = run(*VERIFY, "good.zip", cwd=desk)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("scorm-builder: scorm-verify.toml: ")
    assert complaint in done.err


def test_a_pyproject_of_others_does_not_matter(desk: Path) -> None:
    (desk / "scorm-verify.toml").unlink()
    for text in ("[project]\nname = 'x'\n", "[tool]\n", "[broken", "tool = 3\n"):
        (desk / "pyproject.toml").write_text(text, encoding="utf-8")
        assert run(*VERIFY, "good.zip", cwd=desk).code == 0
    (desk / "pyproject.toml").write_text("[tool.scorm-verify\n", encoding="utf-8")
    assert run(*VERIFY, "good.zip", cwd=desk).code == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "Missing argument"),
        (("--format", "paper", "good.zip"), "'paper' is not one of"),
        (("--config", "nowhere.toml", "good.zip"), "nowhere.toml: No such file or directory"),
        (("--jobs", "0", "good.zip"), "0 is not in the range"),
        (("-", "good.zip", "-"), "- can be named once"),
    ],
)
def test_wrong_usage(desk: Path, words: tuple[str, ...], complaint: str) -> None:
    done = run(*VERIFY, *words, cwd=desk)
    assert done.code == 2
    assert done.out == ""
    assert complaint in done.err


def test_odd_names_of_packages(desk: Path) -> None:
    """An empty variable of a script, the slash that shells complete, devices and pipes."""
    done = run(*VERIFY, "", cwd=desk / "good")
    assert (done.code, done.out) == (2, "0 packages verified; 1 file could not be read\n")
    assert done.err == "scorm-builder: : the name is empty\n"
    assert run(*VERIFY, "bad/", cwd=desk) == run(*VERIFY, "bad", cwd=desk)
    done = run(*VERIFY, "/dev/zero", cwd=desk)
    assert done.code == 2
    assert done.err == "scorm-builder: /dev/zero: more than 128 MB; save it and name the file\n"
    typed = f"mkfifo pipe; cat bad.zip >pipe & {shlex.join(VERIFY)} pipe"
    done = run("sh", "-c", typed, cwd=desk)
    assert done.code == 1
    assert [line.partition(":")[0] for line in findings(done)] == ["pipe/imsmanifest.xml"]


def test_what_is_unread_in_a_folder_is_named(desk: Path) -> None:
    closed = desk / "good" / "closed"
    closed.mkdir()
    with mode(closed, 0):
        done = run(*VERIFY, "good", cwd=desk, drop=without_override)
    assert (done.code, done.err) == (2, "scorm-builder: good: good/closed: Permission denied\n")


def test_without_any_standard_stream(desk: Path) -> None:
    for package, code in (("good.zip", 0), ("bad.zip", 1), ("nothing.zip", 2)):
        typed = f"{shlex.join(VERIFY)} {package} <&- >&- 2>&-"
        assert run("sh", "-c", typed, cwd=desk) == Run(code, "", "")


def test_a_terminal_has_colours_unless_they_are_not_wanted(desk: Path) -> None:
    terminal = Terminal(*VERIFY, "bad.zip", cwd=desk)
    assert terminal.end() == 1
    assert b"\x1b[31m\x1b[1merror\x1b[0m" in terminal.shown
    assert b"\x1b[31m\x1b[1m^^^^" in terminal.shown
    words = ("/usr/bin/env", "NO_COLOR=1", *VERIFY, "bad.zip")
    terminal = Terminal(*words, cwd=desk)
    assert terminal.end() == 1
    assert b"\x1b" not in terminal.shown
    assert b"[ITM-007]" in terminal.shown


def test_a_package_cannot_drive_the_terminal(desk: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202e"
    with zipfile.ZipFile(desk / "evil.zip", "w") as package:
        package.writestr(f"{evil}.php", "x")
        package.writestr("imsmanifest.xml", MANIFEST.replace("index.html", "\u202eé.html"))
    (desk / "scorm-verify.toml").unlink()
    shutil.copy(desk / "evil.zip", desk / f"{evil}.zip")
    terminal = Terminal(*VERIFY, "evil.zip", f"{evil}.zip", cwd=desk)
    assert terminal.end() == 1
    assert b"owned" in terminal.shown
    for sequence in (b"\x1b]", b"\x07", b"\x1b[2J", "\u202e".encode()):
        assert sequence not in terminal.shown


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_at_once(desk: Path, jobs: str) -> None:
    terminal = Terminal(*VERIFY, "--jobs", jobs, *["bad.zip"] * 5000, cwd=desk)
    terminal.wait_for(b"[ITM-007]")
    terminal.press(b"\x03")
    assert terminal.end() == 130
    assert b"Traceback" not in terminal.shown
    assert terminal.shown.rstrip().endswith(b"scorm-builder: stopped")
    assert terminal.shown.count(b"[ITM-007]") < 5000
    wait_for_all_of(terminal.process.pid)


def test_a_reader_that_goes_away(desk: Path) -> None:
    done = run("sh", "-c", f"{shlex.join(VERIFY)} {'bad.zip ' * 200} | head -1", cwd=desk)
    assert done.err == ""
    assert done.out.count("\n") == 1


def test_imports_little_and_needs_no_library_of_the_builder(desk: Path) -> None:
    """In a fresh interpreter that would refuse what only a build needs."""
    script = (
        "import sys\n"
        f"heavy = {HEAVY!r}\n"
        "sys.modules.update(dict.fromkeys(heavy))\n"
        "from scorm_builder.cli import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print([name for name in sys.modules if name.startswith('scorm_builder.')"
        " and name.split('.')[1] in ('model', 'loader', 'render', 'pipeline', 'worker')],"
        " [name for name in heavy if sys.modules[name]], file=sys.stderr)\n"
    )
    for words in (("verify", "bad.zip"), ("explain", "ITM-007"), ("--help",)):
        done = run(sys.executable, "-c", script, *words, cwd=desk)
        assert done.code == (1 if words[0] == "verify" else 0)
        assert done.err == "[] []\n"


def test_a_command_that_needs_more_says_what_to_install(desk: Path) -> None:
    script = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({HEAVY!r}))\n"
        "from scorm_builder.cli import main\n"
        "main()\n"
    )
    for word in ("build", "check", "preview", "new", "schema"):
        done = run(sys.executable, "-c", script, word, cwd=desk)
        assert done.code == 2
        assert f"the command {word} needs " in done.err
        assert done.err.endswith(": pip install 'scorm-builder[build]'\n")


def test_without_the_control_documents(desk: Path) -> None:
    """A tree whose front-end assets were never fetched."""
    shutil.copytree(
        ROOT / "scorm_builder",
        desk / "tree" / "scorm_builder",
        ignore=shutil.ignore_patterns("_static", "__pycache__"),
    )
    done = run(*VERIFY, "good.zip", cwd=desk, PYTHONPATH=str(desk / "tree"))
    assert done.code == 2
    assert done.err.startswith("scorm-builder: ")


def test_a_thousand_packages_in_one_run(desk: Path) -> None:
    """Memory stays flat: what is kept of a package does not grow with their number."""
    peak = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    measure = f"import atexit; atexit.register(lambda: exec({peak!r}, {{}}))"
    command = [sys.executable, "-c", f"{measure}\nfrom scorm_builder.cli import main; main()"]
    used = []
    for count in (50, 1000):
        done = subprocess.run(
            [*command, "verify", "--jobs", "1", "--format", "json", *["bad.zip"] * count],
            cwd=desk,
            env=environment(),
            stdout=subprocess.PIPE,
            check=False,
        )
        assert done.returncode == 1
        report, _, kilobytes = done.stdout.rstrip().rpartition(b"\n")
        assert json.loads(report)["counts"]["errors"] == count
        used.append(int(kilobytes))
    assert used[1] < used[0] + 8_000


@pytest.mark.parametrize("code", ["ITM-007", "MOD-001"])
def test_explains_a_code(tmp_path: Path, code: str) -> None:
    row = RULES.get(code) or CODES[code]
    for typed in (code, code.lower()):
        done = run(*COMMAND, "explain", typed, cwd=tmp_path)
        assert done.code == 0
        assert done.out.startswith(f"{code}: {row.severity.value}")
        for words in (
            row.summary,
            f"help:    {row.help}",
            f"example: {row.example}",
            f"source:  {row.source}",
            f"since:   {row.since}",
        ):
            assert words in done.out
    if row.impact:
        assert f", {row.impact.value}\n" in done.out
        assert f"why:     {row.reason}" in done.out
    assert bool(row.impact) == (code in RULES)


def test_explains_with_an_example_of_several_lines(tmp_path: Path) -> None:
    done = run(*COMMAND, "explain", "MOD-024", cwd=tmp_path)
    first, *more = CODES["MOD-024"].example.split("\n")
    assert more
    shown = [f"    example: {first}", *(f"{' ' * 13}{line}" for line in more)]
    assert "\n".join(shown) in done.out


def test_explains_several_and_lists_all(tmp_path: Path) -> None:
    done = run(*COMMAND, "explain", "ITM-007", "PKG-001", cwd=tmp_path)
    assert [line[:8] for line in done.out.splitlines() if line[0:1].isupper()] == [
        "ITM-007:",
        "PKG-001:",
    ]
    done = run(*COMMAND, "explain", cwd=tmp_path)
    assert [line.split()[0] for line in done.out.splitlines()] == [*CODES, *RULES]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("RES5", "RES-005"), ("itm007", "ITM-007"), ("PGK-001", "PKG-001"), ("hello", None)],
)
def test_a_code_that_nearly_is_one(tmp_path: Path, typed: str, meant: str | None) -> None:
    done = run(*COMMAND, "explain", typed, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    hint = f"did you mean {meant}?" if meant else "'scorm-builder explain' lists them"
    assert done.err == f"scorm-builder: there is no code {typed!r}; {hint}\n"
