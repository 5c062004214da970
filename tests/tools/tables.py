"""The tables of docs/reference/survival.md: what was seen, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from tests.conftest import ROOT
from tests.tools.samples import updating

TABLES = ROOT / "docs" / "reference" / "survival.md"
EVERY_WAY = "Every way in every LMS"
EVERY_MODULE = "Every module in every LMS"
BUNDLE = "The bundle"
WEATHER = "In bad weather"
SAYS_YES = "Whose answer cannot be seen through"
NAMELESS = "Who names no learner"
BEGINS_ANEW = "Who begins anew after the end"
NO_COMPLETED = "Who does not take a completion"


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows_of(heading: str, name: str) -> list[str]:
    """The rows under a heading that begin with a name."""
    return [line for line in _lines_under(heading) if cells_of(line)[0] == name]


def assert_rows(heading: str, name: str, seen: list[str], order: Sequence[str]) -> None:
    """The rows of a name are those that were seen, or are made so with UPDATE_EXPECTED=1.

    `order` has all the names that the table may have.
    """
    if updating():
        lines = _lines_under(heading)
        others = [line for line in lines if cells_of(line)[0] in {*order} - {name}]
        rows = sorted([*others, *seen], key=lambda line: order.index(cells_of(line)[0]))
        before, mark, rest = _around(heading)
        head, rule, after = rest.partition("| --- |\n")
        assert after.startswith("\n".join(lines))
        after = after.removeprefix("\n".join(lines)).lstrip("\n")
        TABLES.write_text(
            "\n".join([before + mark + head + rule.rstrip(), *rows, "", after]).rstrip() + "\n",
            encoding="utf-8",
        )
    assert seen == rows_of(heading, name)


def _around(heading: str) -> tuple[str, str, str]:
    """The reference before, at and after a heading."""
    parts = TABLES.read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    assert parts[1], f"survival.md has no heading '{heading}'"
    return parts


def _lines_under(heading: str) -> list[str]:
    """The rows of the table under a heading, without its head."""
    section = _around(heading)[2].partition("\n## ")[0].splitlines()
    rule = next(number for number, line in enumerate(section) if line.startswith("| ---"))
    return [line for line in section[rule + 1 :] if line.startswith("|")]
