"""Every module in every LMS in good weather, left in every way: what is recorded, and resumed.

What was seen is compared with the tables of docs/reference/survival.md; UPDATE_EXPECTED=1 writes
them anew. The device's own store is emptied between visits, so that only the LMS can remember.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from scorm_builder.content.loader import Content
from scorm_builder.model import AnyModule, ChoosingTool, LearningModule
from scorm_builder.runtime.outline import screens
from tests.conftest import MODULES
from tests.tools.answers import WORDS
from tests.tools.keyboard import Hands
from tests.tools.learner import LMSS, WAYS, Learner
from tests.tools.tables import EVERY_MODULE, EVERY_WAY, assert_rows, cells_of, row, rows_of

# With a mastery score, and the choosing tool. They are left in every way in every LMS.
WHOLE = ("after-action-review", "choosing-tool")
OTHERS = tuple(name for name in MODULES if name not in WHOLE)
RESUMED, LOST = "whole", "lost"


def left_at(module: AnyModule) -> tuple[str, ...]:
    """The screens that a learner can leave before the module is completed."""
    if isinstance(module, ChoosingTool):
        return ("what-it-is", "choose", "find-out-more")
    return screens(module)[:-1]


def leave_and_return(learner: Learner, screen: str, way: str) -> str:
    """Whether the next launch shows all that was there when the learner left."""
    expected = learner.expected(learner.shown(), screen)
    learner.work(screen, whole=False)
    learner.leave(way)
    learner.relaunch()
    return RESUMED if learner.shown() == expected else LOST


def finish(learner: Learner) -> str:
    """Does all that is left and exits; the status and score that are then recorded."""
    learner.finish()
    learner.leave("save and exit")
    record = learner.record()
    return f"{record['lessonStatus']} {record['scoreRaw']}".strip()


def visits(module: AnyModule, number: int) -> list[tuple[str, str]]:
    """The screen at which a module is left in each of the ways, in LMS number `number`."""
    at = left_at(module)
    return [(at[(number + n) % len(at)], way) for n, way in enumerate(WAYS)]


def visit(module: AnyModule, number: int) -> tuple[str, str]:
    """The one screen and way in which a module is left in LMS number `number`."""
    at = left_at(module)
    turn = number + MODULES.index(module.id)
    return at[turn % len(at)], WAYS[turn % len(WAYS)]


@pytest.mark.parametrize("name", WHOLE)
def test_left_in_every_way(context: BrowserContext, site: str, content: Content, name: str) -> None:
    module = content.modules[name]
    seen = []
    for number, (title, options) in enumerate(LMSS.items()):
        learner = Learner(context, site, module, options, hidden=True)
        cells = [leave_and_return(learner, *one) for one in visits(module, number)]
        cells.append(finish(learner))
        learner.relaunch()
        learner.leave("navigate")
        seen.append(row(name, title, *cells, learner.record()["lessonStatus"]))
        learner.page.close()
    assert_rows(EVERY_WAY, name, seen, MODULES)


@pytest.mark.parametrize("name", OTHERS)
def test_left_once_in_each_lms(
    context: BrowserContext, site: str, content: Content, name: str
) -> None:
    module = content.modules[name]
    cells, ends = [], []
    for number, options in enumerate(LMSS.values()):
        learner = Learner(context, site, module, options, hidden=True)
        cells.append(leave_and_return(learner, *visit(module, number)))
        ends.append(finish(learner))
        learner.page.close()
    assert_rows(EVERY_MODULE, name, [row(name, *cells, ", ".join(dict.fromkeys(ends)))], MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_is_left_at_every_screen_and_in_every_way(content: Content, name: str) -> None:
    module = content.modules[name]
    numbers = range(len(LMSS))
    if name in WHOLE:
        met = {one for number in numbers for one in visits(module, number)}
        assert met == {(screen, way) for screen in left_at(module) for way in WAYS}
    else:
        met = {visit(module, number) for number in numbers}
        assert {screen for screen, _ in met} == set(left_at(module))
        assert {way for _, way in met} == set(WAYS)


def test_every_lms_meets_every_way(content: Content) -> None:
    for number in range(len(LMSS)):
        met = {visit(content.modules[name], number)[1] for name in OTHERS}
        assert met == set(WAYS)


def test_the_tables_tell_of_no_other_loss(content: Content) -> None:
    """Only a page that is killed in the AICC shim loses what it did; no LMS loses a completion."""
    for name in WHOLE:
        rows = [cells_of(line) for line in rows_of(EVERY_WAY, name)]
        assert [cells[1] for cells in rows] == list(LMSS)
        for _, lms, *cells in rows:
            for way, cell in zip(WAYS, cells[:-2], strict=True):
                assert cell == RESUMED or may_lose(lms, way), (name, lms, way)
            assert cells[-2:] == ends_of(content.modules[name], lms), (name, lms)
    for name in OTHERS:
        (cells,) = (cells_of(line)[1:] for line in rows_of(EVERY_MODULE, name))
        for number, (lms, cell) in enumerate(zip(LMSS, cells[:-1], strict=True)):
            _, way = visit(content.modules[name], number)
            assert cell == RESUMED or may_lose(lms, way), (name, lms, way)
        ends = dict.fromkeys(ends_of(content.modules[name], lms)[0] for lms in LMSS)
        assert cells[-1] == ", ".join(ends), name


def may_lose(lms: str, way: str) -> bool:
    return lms == "aicc-shim" and way in ("background", "kill")


def ends_of(module: AnyModule, lms: str) -> list[str]:
    """What a module leaves at the end, and after a relaunch; three LMSs have their own."""
    scored = isinstance(module, LearningModule) and module.completion.scored
    ends = {
        ("openedx", True): ["completed 100", "completed"],
        ("frappe", True): ["passed", "passed"],
        ("opigno", True): ["passed", "passed"],
        ("frappe", False): ["incomplete", "incomplete"],
    }
    ordinary = ["passed 100", "passed"] if scored else ["completed", "completed"]
    return ends.get((lms, scored), ordinary)


KEEPS_NO_TIME = ("openedx", "frappe")


@pytest.mark.parametrize("name", MODULES)
def test_completed_by_keyboard_and_looked_at_again(
    context: BrowserContext, site: str, content: Content, name: str
) -> None:
    """Each module in one LMS, the LMSs in turn; in review where that LMS has such a mode."""
    module = content.modules[name]
    lms, options = list(LMSS.items())[MODULES.index(name) % len(LMSS)]
    learner = Learner(context, site, module, options)
    learner.sco.evaluate("document.querySelector('a').focus()")
    Hands(learner.page.keyboard, learner.sco).complete(module)
    learner.sco.evaluate("document.querySelector('[data-save-and-exit]').focus()")
    learner.page.keyboard.press("Enter")
    learner.sco.wait_for_selector("[data-end]:not([hidden])")
    learner.page.evaluate("player.close('left')")
    record = learner.record()
    assert f"{record['lessonStatus']} {record['scoreRaw']}".strip() == ends_of(module, lms)[0]
    assert record["totalTime"] >= 1 or lms in KEEPS_NO_TIME
    if learner.page.evaluate("player.simulator.options.some(({ name }) => name === 'reviewMode')"):
        look_at_it_again(learner)


def look_at_it_again(learner: Learner) -> None:
    """Launches for review: all is shown, nothing can be changed, and nothing is sent."""
    before = learner.record()
    learner.relaunch(reviewMode="review")
    seen = learner.shown()
    assert seen["done"]
    if isinstance(learner.module, LearningModule):
        assert seen["texts"][0] == WORDS
        assert seen["readOnly"]
        assert all(seen["handedIn"])
    else:
        assert seen["result"]
    learner.finish()
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
        assert learner.page.evaluate(count) - before <= 3, screen
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
    assert 20 * "word_" in learner.record()["suspendData"]
