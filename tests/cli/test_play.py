"""`scorm-builder verify --lms` and `--play`, as a user types them."""

from __future__ import annotations

from pathlib import Path

from tests.tools.browser import chromium
from tests.tools.packages import QUIET, VERIFY, make
from tests.tools.user import run


def quiet(folder: Path) -> None:
    """The file that turns off what is only untidy in the sample."""
    lines = [f'{code} = "off"\n' for code in QUIET if not code.startswith(("PLAY-001", "NHS"))]
    (folder / "scorm-verify.toml").write_text("[severities]\n" + "".join(lines), encoding="utf-8")


def test_plays_in_the_simulators_that_are_named(tmp_path: Path) -> None:
    package = make(tmp_path / "tea", good=True)
    quiet(tmp_path)
    words = (*VERIFY, "--play", "--lms", "esr", "--lms", "openedx", package.name)
    done = run(*words, cwd=tmp_path, CHROMIUM=chromium())
    assert (done.code, done.err) == (0, "")
    told = [line for line in done.out.splitlines() if "PLAY-001" in line]
    assert told == [
        "tea.zip/index.html: warning: The SCO did not start a session by itself: "
        f"in {lms} it did not look for the API [PLAY-001]"
        for lms in ("esr", "openedx")
    ]
    assert done.out.endswith("1 package verified: 2 warnings\n")


def test_says_what_is_missing(tmp_path: Path) -> None:
    package = make(tmp_path / "tea", good=True)
    done = run(*VERIFY, "--play", package, cwd=tmp_path, CHROMIUM=str(package))
    assert (done.code, done.out) == (2, "")
    assert f"--play needs Chromium, and $CHROMIUM is {package}, which cannot be run" in done.err
    (tmp_path / "playwright.py").write_text("raise ImportError\n", encoding="utf-8")
    done = run(*VERIFY, "--play", package, cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "--play needs Playwright: install it with pip install 'scorm-builder[play]'" in done.err


def test_what_cannot_be_played_is_wrong_usage(tmp_path: Path) -> None:
    assert run(*VERIFY, "--play", "-", cwd=tmp_path).code == 2
    done = run(*VERIFY, "--lms", "another", "x.zip", cwd=tmp_path)
    assert done.code == 2
    assert "learning-hub" in done.err


def test_judges_by_what_an_lms_takes(tmp_path: Path) -> None:
    make(tmp_path / "tea", good=True)
    quiet(tmp_path)
    (tmp_path / "tea" / "milk&sugar.txt").write_text("no", encoding="utf-8")
    assert run(*VERIFY, "tea", cwd=tmp_path).code == 0
    done = run(*VERIFY, "--lms", "moodle", "tea", cwd=tmp_path)
    assert done.code == 1
    assert "[NHS-MOODLE-001]" in done.out
