"""Every module in every LMS, left in every way: what is recorded, and resumed.

What was seen is compared with the tables of docs/reference/survival.md; UPDATE_EXPECTED=1 writes
them anew. The device's own store is emptied between visits, so that only the LMS can remember.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import BrowserContext

from scorm_builder.loader import Content
from scorm_builder.model import AnyModule, ChoosingTool, LearningModule
from scorm_builder.outline import screens
from tests.conftest import MODULES, ROOT
from tests.runtime.answers import WORDS
from tests.runtime.keyboard import Hands
from tests.runtime.learner import LMSS, Learner
from tests.samples import updating

TABLES = ROOT / "docs" / "reference" / "survival.md"
WAYS = ("save and exit", "navigate", "close", "network", "background", "kill")
# Modules of different shapes: with a mastery score, with videos and an answer in words, and the
# choosing tool. They are left at every screen in every way.
WHOLE = ("after-action-review", "retrospect", "choosing-tool")
OTHERS = tuple(name for name in MODULES if name not in WHOLE)
LOSSES = {("aicc-shim", way) for way in ("background", "kill")}


def left_at(module: AnyModule) -> tuple[str, ...]:
    """The screens that a learner can leave before the module is completed."""
    if isinstance(module, ChoosingTool):
        return ("what-it-is", "choose", "find-out-more")
    return screens(module)[:-1]


def leave_and_return(learner: Learner, visits: Iterable[tuple[str, str]]) -> int:
    """Makes a visit for each screen and way; how many of them the next visit showed whole."""
    resumed = 0
    seen = learner.shown()
    for screen, way in visits:
        if way == "network":
            learner.page.evaluate("player.network(false)")
        learner.work(screen, whole=False)
        expected = learner.expected(seen, screen)
        learner.leave(way)
        learner.relaunch()
        # What is lost once is not counted again.
        seen = learner.shown()
        resumed += seen == expected
    return resumed


def finish(learner: Learner, last: str) -> tuple[str, str]:
    """Does all that is left and exits; the status that is then recorded, and after a relaunch."""
    learner.finish()
    learner.leave("save and exit")
    record = learner.record()
    score = f" {record['scoreRaw']}" if record["scoreRaw"] not in ("", None) else ""
    learner.relaunch()
    learner.leave(last)
    return f"{record['lessonStatus']}{score}", learner.record()["lessonStatus"]


def in_every_way(context: BrowserContext, site: str, module: AnyModule) -> list[str]:
    """The rows of a module that is left at every screen in every way: one for each LMS."""
    rows = []
    for title, options in LMSS.items():
        learner = Learner(context, site, module, options, hidden=True)
        cells, ends = [], []
        for way in WAYS:
            visits = [(screen, way) for screen in left_at(module)]
            cells.append(f"{leave_and_return(learner, visits)} of {len(visits)}")
            ends.append(finish(learner, "kill" if way == "kill" else "navigate"))
            learner.start_afresh()
        learner.page.close()
        rows.append(row(module.id, title, *cells, *both(ends)))
    return rows


def in_rotation(context: BrowserContext, site: str, module: AnyModule) -> list[str]:
    """The row of a module that is left in each way once, at another screen in each LMS."""
    cells, ends = [], []
    for number, options in enumerate(LMSS.values()):
        learner = Learner(context, site, module, options, hidden=True)
        at = left_at(module)
        turn = number + MODULES.index(module.id)
        visits = [(at[(turn + n) % len(at)], way) for n, way in enumerate(WAYS)]
        cells.append(f"{leave_and_return(learner, visits)} of {len(visits)}")
        ends.append(finish(learner, "navigate"))
        learner.page.close()
    return [row(module.id, *cells, *both(ends))]


def both(ends: list[tuple[str, str]]) -> tuple[str, str]:
    """All that was recorded at the end, and all after a relaunch; one word where all agree."""
    recorded, after = zip(*ends, strict=True)
    return ", ".join(dict.fromkeys(recorded)), ", ".join(dict.fromkeys(after))


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def cells_of(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def rows_of(name: str) -> list[str]:
    """The rows that the reference has for a module."""
    lines = TABLES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith(f"| {name} |")]


def replace_rows(name: str, seen: list[str], heading: str) -> None:
    """Puts the rows of a module into the table under a heading, in the catalogue's order."""
    before, mark, rest = TABLES.read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    assert mark, f"survival.md has no heading '{heading}'"
    lines = rest.splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("| ---"))
    end = next((n for n in range(head, len(lines)) if not lines[n].startswith("|")), len(lines))
    others = [line for line in lines[head + 1 : end] if cells_of(line)[0] in {*MODULES} - {name}]
    rows = sorted([*others, *seen], key=lambda line: MODULES.index(cells_of(line)[0]))
    text = "\n".join([*lines[: head + 1], *rows, *lines[end:]])
    TABLES.write_text(f"{before}{mark}{text}\n", encoding="utf-8")


@pytest.mark.parametrize("name", WHOLE)
def test_left_at_every_screen_in_every_way(
    context: BrowserContext, site: str, content: Content, name: str
) -> None:
    seen = in_every_way(context, site, content.modules[name])
    if updating():
        replace_rows(name, seen, "Every screen in every way")
    assert seen == rows_of(name)


@pytest.mark.parametrize("name", OTHERS)
def test_left_in_every_way(context: BrowserContext, site: str, content: Content, name: str) -> None:
    seen = in_rotation(context, site, content.modules[name])
    if updating():
        replace_rows(name, seen, "Every way once")
    assert seen == rows_of(name)


def test_the_tables_tell_of_no_other_loss(content: Content) -> None:
    """Only a page that is killed in the AICC shim loses what it did; no LMS loses a completion."""
    for name in MODULES:
        rows = [cells_of(line) for line in rows_of(name)]
        assert len(rows) == (len(LMSS) if name in WHOLE else 1), name
        module = content.modules[name]
        scored = isinstance(module, LearningModule) and module.completion.scored
        for cells in rows:
            assert cells[-2:] == (["passed 100", "passed"] if scored else ["completed"] * 2), cells
            if name in WHOLE:
                names = [(cells[1], way) for way in WAYS]
                resumed = dict(zip(names, cells[2:-2], strict=True))
                lossy = LOSSES
            else:
                resumed = {(lms, ""): cell for lms, cell in zip(LMSS, cells[1:-2], strict=True)}
                lossy = {("aicc-shim", "")}
            assert set(lossy) <= set(resumed) or cells[1] != "aicc-shim"
            for where, cell in resumed.items():
                whole, _, visits = cell.partition(" of ")
                assert int(visits) >= 3
                assert whole == visits or where in lossy, (name, where, cell)


@pytest.mark.parametrize("name", MODULES)
def test_completed_by_keyboard_and_looked_at_again(
    context: BrowserContext, site: str, content: Content, name: str
) -> None:
    """Each module in one LMS, the LMSs in turn; in review where that LMS has such a mode."""
    module = content.modules[name]
    options = list(LMSS.values())[MODULES.index(name) % len(LMSS)]
    learner = Learner(context, site, module, options)
    learner.sco.evaluate("document.querySelector('a').focus()")
    Hands(learner.page.keyboard, learner.sco).complete(module)
    learner.sco.evaluate("document.querySelector('[data-save-and-exit]').focus()")
    learner.page.keyboard.press("Enter")
    learner.sco.wait_for_selector("[data-end]:not([hidden])")
    learner.page.evaluate("player.close('left')")
    record = learner.record()
    scored = isinstance(module, LearningModule) and module.completion.scored
    assert record["lessonStatus"] == ("passed" if scored else "completed")
    assert record["totalTime"] >= 1
    assert str(record["scoreRaw"]) == ("100" if scored else "")
    if learner.page.evaluate("player.simulator.options.some(({ name }) => name === 'reviewMode')"):
        look_at_it_again(learner)


def look_at_it_again(learner: Learner) -> None:
    """Launches for review: all is shown, nothing can be changed, and nothing is sent."""
    before = learner.record()
    learner.page.evaluate("drive.relaunch({ reviewMode: 'review' })")
    seen = learner.shown()
    assert seen["done"]
    if isinstance(learner.module, LearningModule):
        assert seen["texts"][0] == WORDS
        assert seen["readOnly"]
        assert all(seen["handedIn"])
    else:
        assert seen["result"]
    for screen in learner.names:
        learner.work(screen)
    calls = learner.page.evaluate("player.session.log.map(({ call }) => call)")
    assert "LMSSetValue" not in calls
    assert "LMSCommit" not in calls
    learner.leave("navigate")
    after = learner.record()
    for key in ("lessonStatus", "scoreRaw", "suspendData", "lessonLocation"):
        assert after[key] == before[key], key


def test_a_quarter_of_an_hour_with_a_slow_lms(
    context: BrowserContext, site: str, content: Content
) -> None:
    """Calls block the page, so a slow LMS is bearable when they are few and never at a key."""
    module = content.modules["peer-assist"]
    learner = Learner(context, site, module, {"lms": "moodle", "delay": "100"})
    count = "player.session.log.length"
    for screen in learner.names:
        before = learner.page.evaluate(count)
        learner.page.evaluate("(screen) => drive.goTo(screen)", screen)
        assert learner.shown()["screen"] == screen
        assert learner.page.evaluate(count) - before <= 8, screen
    learner.page.evaluate("drive.goTo('activity')")
    before = learner.page.evaluate(count)
    field = learner.sco.locator("[data-field='0']")
    field.focus()
    for _ in range(20):
        learner.page.keyboard.type("word ")
    assert learner.page.evaluate(count) == before, "nothing is sent while the learner types"
    learner.page.wait_for_function(f"{count} > {before}")
    assert learner.page.evaluate(count) - before <= 5
    learner.leave("save and exit")
    assert learner.record()["suspendData"].endswith("word_,,,")
