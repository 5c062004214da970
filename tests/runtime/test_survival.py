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
from tests.conftest import MODULES
from tests.runtime.answers import WORDS
from tests.runtime.keyboard import Hands
from tests.runtime.learner import LMSS, Learner
from tests.runtime.tables import EVERY_SCREEN, HALF_THE_WAYS, assert_rows, cells_of, row, rows_of

WAYS = ("save and exit", "navigate", "close", "network", "background", "kill")
# With a mastery score, and the choosing tool. They are left at every screen in every way.
WHOLE = ("after-action-review", "choosing-tool")
OTHERS = tuple(name for name in MODULES if name not in WHOLE)


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


def rotation(module: AnyModule, number: int) -> list[tuple[str, str]]:
    """The screens at which a module is left in half of the ways, in LMS number `number`."""
    at = left_at(module)
    index = MODULES.index(module.id)
    ways = WAYS[(number + index) % 2 :: 2]
    return [(at[(number + index + n) % len(at)], way) for n, way in enumerate(ways)]


def in_rotation(context: BrowserContext, site: str, module: AnyModule) -> list[str]:
    """The row of a module that is left in half of the ways, at other screens in each LMS."""
    cells, ends = [], []
    for number, options in enumerate(LMSS.values()):
        learner = Learner(context, site, module, options, hidden=True)
        visits = rotation(module, number)
        cells.append(f"{leave_and_return(learner, visits)} of {len(visits)}")
        ends.append(finish(learner, "navigate"))
        learner.page.close()
    return [row(module.id, *cells, *both(ends))]


def both(ends: list[tuple[str, str]]) -> tuple[str, str]:
    """All that was recorded at the end, and all after a relaunch; one word where all agree."""
    recorded, after = zip(*ends, strict=True)
    return ", ".join(dict.fromkeys(recorded)), ", ".join(dict.fromkeys(after))


@pytest.mark.parametrize("name", WHOLE)
def test_left_at_every_screen_in_every_way(
    context: BrowserContext, site: str, content: Content, name: str
) -> None:
    seen = in_every_way(context, site, content.modules[name])
    assert_rows(EVERY_SCREEN, name, seen, MODULES)


@pytest.mark.parametrize("name", OTHERS)
def test_left_in_half_of_the_ways(
    context: BrowserContext, site: str, content: Content, name: str
) -> None:
    seen = in_rotation(context, site, content.modules[name])
    assert_rows(HALF_THE_WAYS, name, seen, MODULES)


@pytest.mark.parametrize("name", OTHERS)
def test_the_rotation_comes_to_every_screen_and_every_way(content: Content, name: str) -> None:
    module = content.modules[name]
    met = {visit for number in range(len(LMSS)) for visit in rotation(module, number)}
    assert {screen for screen, _ in met} == set(left_at(module))
    for way in WAYS:
        assert len({screen for screen, how in met if how == way}) >= 3


def test_the_rotation_brings_every_way_to_every_lms(content: Content) -> None:
    for number in range(len(LMSS)):
        met = {way for name in OTHERS for _, way in rotation(content.modules[name], number)}
        assert met == set(WAYS)


def test_the_tables_tell_of_no_other_loss(content: Content) -> None:
    """Only a page that is killed in the AICC shim loses what it did; no LMS loses a completion."""
    told = []
    for name in WHOLE:
        for cells in map(cells_of, rows_of(EVERY_SCREEN, name)):
            lossy = ("background", "kill") if cells[1] == "aicc-shim" else ()
            told += [(cell, way in lossy) for way, cell in zip(WAYS, cells[2:-2], strict=True)]
            assert cells[-2:] == ends_of(content.modules[name]), cells
    for name in OTHERS:
        (cells,) = map(cells_of, rows_of(HALF_THE_WAYS, name))
        told += [(cell, lms == "aicc-shim") for lms, cell in zip(LMSS, cells[1:-2], strict=True)]
        assert cells[-2:] == ends_of(content.modules[name]), cells
    assert len(told) == len(LMSS) * (len(WHOLE) * len(WAYS) + len(OTHERS))
    for cell, may_lose in told:
        whole, _, visits = cell.partition(" of ")
        assert int(visits) >= 3
        assert whole == visits or may_lose, cell


def ends_of(module: AnyModule) -> list[str]:
    """What a module leaves at the end, and after a relaunch."""
    scored = isinstance(module, LearningModule) and module.completion.scored
    return ["passed 100", "passed"] if scored else ["completed", "completed"]


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
    assert f"{record['lessonStatus']} {record['scoreRaw']}".strip() == ends_of(module)[0]
    assert record["totalTime"] >= 1
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
