"""Each folder here is content with one problem; what is printed for it stands beside it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import click
import pytest

from scorm_builder.checks.brands import check_brand
from scorm_builder.content.loader import load
from scorm_builder.diagnostics import Diagnostic, sort_diagnostics
from scorm_builder.diagnostics.codes import CODES
from scorm_builder.executors import SerialExecutor
from scorm_builder.pipeline import check_content
from scorm_builder.pipeline.build import build_all
from scorm_builder.pipeline.plan import plan_edition
from scorm_builder.report.text import diagnostic_lines
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource, load_brand
from tests.tools.samples import BRAND, SAMPLE, TODAY, assert_expected, stands_in

HERE = Path(__file__).resolve().parent
CASES = tuple(sorted(path.name for path in HERE.iterdir() if path.is_dir() and path.name[0] != "_"))
SEVERAL = "several-modules"


def code_of(case: str) -> str:
    """The code that a folder is named after."""
    return "-".join(case.split("-")[:2])


def change(text: str, lines: list[str]) -> str:
    """`text` with its lines ' ' and '-', which stand there once, replaced by those ' ' and '+'."""
    before = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
    after = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
    assert text.count(before) == 1, f"not once in the sample:\n{before}"
    return text.replace(before, after)


def apply(diff: str, root: Path) -> None:
    """Changes the files below `root` as a change.diff says."""
    path = root
    for block in re.split(r"^---", diff, flags=re.MULTILINE)[1:]:
        name, *lines = block.splitlines()
        path = root / name.strip() if name.strip() else path
        path.write_text(change(path.read_text(encoding="utf-8"), lines), encoding="utf-8")


def make_content(case: Path, root: Path) -> None:
    """Writes the sample with the changes of a case to `root`."""
    shutil.copytree(SAMPLE, root)
    if (case / "change.diff").is_file():
        apply((case / "change.diff").read_text(encoding="utf-8"), root)
    if (case / "modules").is_dir():
        shutil.copytree(case / "modules", root, dirs_exist_ok=True)


def theme_of(case: Path, theme: Theme) -> Theme:
    """The theme with the templates of a case."""
    folder = case / "templates"
    own = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.jinja")
    }
    return replace(theme, templates={**theme.templates, **own}, digest=case.name) if own else theme


def make_brand(case: Path, root: Path) -> BrandSource | None:
    """Writes the brand of a case to `root`, each file over that of the sample's, and reads it."""
    for folder in (case / "brands").iterdir() if (case / "brands").is_dir() else ():
        shutil.copytree(BRAND, root / folder.name)
        shutil.copytree(folder, root / folder.name, dirs_exist_ok=True)
        return load_brand(root / folder.name)
    return None


def problems_of(
    root: Path, theme: Theme, brand: BrandSource | None = None
) -> tuple[Diagnostic, ...]:
    """What a build of the content in `root` reports."""
    content = load(root)
    problems = check_content(content, TODAY)
    if brand:
        problems = (*problems, *check_brand(brand, theme, TARGETS))
    if problems:
        return problems
    edition = plan_edition(content, theme, tuple(content.modules), tuple(TARGETS), brand)
    results = build_all(edition.jobs, SerialExecutor())
    return sort_diagnostics(problem for result in results for problem in result.diagnostics)


def printed(problems: tuple[Diagnostic, ...]) -> str:
    """The problems as the command line prints them, without colours."""
    return "".join(f"{click.unstyle(diagnostic_lines(problem))}\n" for problem in problems)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", CASES)
@pytest.mark.usefixtures("here")
def test_prints_what_is_expected_and_nothing_else(case: str, theme: Theme) -> None:
    make_content(HERE / case, Path("modules"))
    brand = make_brand(HERE / case, Path("brands"))
    problems = problems_of(Path("modules"), theme_of(HERE / case, theme), brand)
    assert_expected(HERE / case / "expected.txt", printed(problems))
    # What a text is told once it is not told again. What is missing has no place of its own.
    told = [(p.code, p.location) for p in problems if p.code != "MOD-002"]
    assert len(set(told)) == len(told)
    if case != SEVERAL:
        assert {problem.code for problem in problems} == {code_of(case)}
    for place in (problem.location for problem in problems if problem.location.line):
        lines = Path(place.file).read_bytes().decode("utf-8", "replace").splitlines()
        assert place.line <= len(lines) + 1
        assert 1 <= place.column <= len((*lines, "")[place.line - 1]) + 1


def test_the_sample_has_no_problem(here: Path, theme: Theme) -> None:
    shutil.copytree(SAMPLE, here / "modules")
    assert problems_of(here / "modules", theme) == ()
    shutil.copytree(BRAND, here / "brands" / "sample")
    brand = load_brand(here / "brands" / "sample")
    assert problems_of(here / "modules", theme, brand) == ()


# They compare with an earlier build, so the command raises them: tests/cli/test_versions.py.
OF_TWO_BUILDS = {"MOD-030"}


@pytest.mark.parametrize("code", [code for code in CODES if code not in OF_TWO_BUILDS])
def test_every_code_has_a_case(code: str) -> None:
    assert any(code_of(case) == code for case in CASES)


@pytest.mark.parametrize("code", [code for code in CODES if code not in OF_TWO_BUILDS])
def test_the_example_of_a_code_stands_in_a_case_of_it(code: str, tmp_path: Path) -> None:
    example = CODES[code].example
    assert example
    assert not stands_in(example, text_of(SAMPLE, HERE / "_brand")), "this is no fault"
    shown = []
    for case in (case for case in CASES if code_of(case) == code):
        make_content(HERE / case, tmp_path / case)
        shown.append(text_of(tmp_path / case, HERE / case))
    assert any(stands_in(example, text) for text in shown)


def text_of(*folders: Path) -> str:
    """The files of these folders, each after its name, without what describes the case."""
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return "\n".join(
        f"{path.as_posix()}\n{path.read_bytes().decode('utf-8', 'replace')}"
        for path in files
        if path.name not in ("change.diff", "expected.txt")
    )


def test_every_case_has_a_code() -> None:
    assert [case for case in CASES if case != SEVERAL and code_of(case) not in CODES] == []


def test_several_modules_are_reported_in_one_run_in_order() -> None:
    text = (HERE / SEVERAL / "expected.txt").read_text(encoding="utf-8")
    places = re.findall(r"^(\S+?):(\d+):(\d+): error: .* \[([A-Z]{3}-\d{3})\]$", text, re.MULTILINE)
    assert len({place[0] for place in places}) == 3
    assert len({place[3] for place in places}) >= 5
    ordered = [(file, int(line), int(column)) for file, line, column, _ in places]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize("code", CODES)
def test_a_code_says_what_it_means_how_to_mend_it_and_why(code: str) -> None:
    row = CODES[code]
    assert re.fullmatch(r"[A-Z][^.]+", row.summary), "one clause without a full stop"
    assert re.fullmatch(r"[A-Z].*\.", row.help), "a sentence"
    assert row.source
