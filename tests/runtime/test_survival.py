"""Every module in every LMS, left at every screen in every way: what is recorded, and resumed.

What was seen is compared with the tables of docs/reference/survival.md; UPDATE_EXPECTED=1 writes
them anew. The device's own store is emptied between visits, so that only the LMS can remember.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from scorm_builder.loader import Content
from scorm_builder.model import LearningModule
from scorm_builder.outline import screens
from tests.conftest import MODULES, ROOT

TABLES = ROOT / "docs" / "reference" / "survival.md"
LMSS: dict[str, dict[str, str]] = {
    "strict": {"lms": "strict"},
    "esr": {"lms": "esr"},
    "learning-hub": {"lms": "learning-hub"},
    "aicc-shim": {"lms": "aicc-shim"},
    "moodle": {"lms": "moodle"},
    "moodle, standard mode": {"lms": "moodle", "standardMode": "true"},
    "scorm-again": {"lms": "scorm-again"},
}
WAYS = {
    "save and exit": "Save and exit",
    "navigate": "the page is left for another",
    "close": "the tab is closed",
    "network": "the network goes and comes back, then the page is left",
    "background": "a phone puts it in the background and drops it",
    "kill": "the page is killed",
}
TEXT = "ŵ = 50%\n\U0001f642"
# In the player's own page, before it launches anything; not in the module's frame.
FORGET_DEVICE = """if (window === window.top && location.protocol !== 'about:') {
  Object.keys(localStorage).filter((key) => key.startsWith('scorm_builder'))
    .forEach((key) => localStorage.removeItem(key));
}"""
TABLE_HEAD = [
    "| LMS | left by | resumed whole | recorded at the end | after a relaunch |",
    "| --- | --- | --- | --- | --- |",
]


@dataclass
class Learner:
    """One learner in one LMS, driving the module as a person would."""

    context: BrowserContext
    site: str
    module: LearningModule
    options: dict[str, str]
    hidden: bool = False
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    @property
    def names(self) -> tuple[str, ...]:
        return screens(self.module)

    @property
    def rights(self) -> list[int]:
        """The number of a right answer to each question."""
        return [
            next(i for i, option in enumerate(question.options) if option.correct)
            for question in self.module.questions
        ]

    def open(self) -> None:
        """A new tab with the player."""
        query = {"module": self.module.id, "sco": f"/{self.module.id}/index.html", **self.options}
        bare = "players/scorm-again-" if self.options["lms"] == "scorm-again" else "preview/"
        self.page = self.context.new_page()
        self.page.add_init_script(FORGET_DEVICE)
        self.page.goto(f"{self.site}/{bare}bare.html?{urlencode(query)}")
        self.page.wait_for_function("window.ready")
        self.page.add_script_tag(url="/players/drive.js")
        if self.hidden:
            self.page.evaluate("drive.hide()")
        self.page.evaluate("drive.started()")

    @property
    def sco(self) -> Frame:
        return next(frame for frame in self.page.frames if frame != self.page.main_frame)

    def work(self, screen: str, text: str) -> None:
        """Goes to a screen and does what it asks for."""
        self.page.evaluate("([...a]) => drive.work(...a)", [screen, self.rights, text])

    def leave(self, way: str) -> None:
        if way == "close":
            with self.page.expect_event("close"):
                self.page.close(run_before_unload=True)
        else:
            self.page.evaluate("(way) => drive.leave(way)", way)

    def relaunch(self) -> None:
        """The device forgets; the learner launches again."""
        if self.page.is_closed():
            self.open()
        else:
            self.page.evaluate("drive.relaunch()")

    def shown(self) -> dict[str, Any]:
        """What the module shows: the screen, what was opened, the answer and the text."""
        found: dict[str, Any] = self.page.evaluate("drive.shown()")
        return found

    def record(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("player.summary()")
        return found


def leave_at_every_screen(learner: Learner, way: str) -> tuple[int, int]:
    """Leaves at each screen but the last; how often the next visit showed it all, of how many."""
    resumed = 0
    opened = [False] * len(learner.names)
    opened[0] = True
    text = ""
    answered = False
    for visit, screen in enumerate(learner.names[:-1]):
        if way == "network":
            learner.page.evaluate("player.network(false)")
        learner.work(screen, TEXT)
        opened[visit] = True
        answered = answered or screen == "put-it-to-the-test"
        text = TEXT if screen == "activity" else text
        learner.leave(way)
        learner.relaunch()
        resumed += learner.shown() == {
            "screen": screen,
            "opened": opened,
            "answered": answered,
            "text": text,
            "done": False,
            "readOnly": False,
        }
    return resumed, len(learner.names) - 1


def finish(learner: Learner) -> str:
    """Does all that is left in one visit, saves and exits; the status that is then recorded."""
    for screen in learner.names:
        learner.work(screen, TEXT)
    learner.leave("save and exit")
    record = learner.record()
    score = f" {record['scoreRaw']}" if record["scoreRaw"] not in ("", None) else ""
    return f"{record['lessonStatus']}{score}"


def rows(name: str, content: Content, context: BrowserContext, site: str) -> list[str]:
    """The rows of one module's table, as they were seen."""
    found = []
    for title, options in LMSS.items():
        for way in WAYS:
            learner = Learner(context, site, content.modules[name], options, hidden=True)
            resumed, visits = leave_at_every_screen(learner, way)
            status = finish(learner)
            learner.relaunch()
            learner.leave("kill" if way == "kill" else "navigate")
            after = learner.record()["lessonStatus"]
            found.append(f"| {title} | {way} | {resumed} of {visits} | {status} | {after} |")
            learner.page.evaluate("localStorage.clear()")
            learner.page.close()
    return found


def table_of(name: str) -> list[str]:
    """The rows that the reference has for a module."""
    section = (
        TABLES.read_text(encoding="utf-8").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    )
    return [line for line in section.splitlines() if re.match(r"\| (?!LMS|---)", line)]


def replace_table(name: str, seen: list[str]) -> None:
    """Puts new rows in the reference."""
    text = TABLES.read_text(encoding="utf-8")
    before, heading, rest = text.partition(f"\n## {name}\n")
    _, mark, after = rest.partition("\n## ")
    table = "\n".join([*TABLE_HEAD, *seen, ""])
    TABLES.write_text(
        f"{before}{heading or f'{chr(10)}## {name}{chr(10)}'}\n{table}{mark}{after}",
        encoding="utf-8",
    )


@pytest.mark.parametrize("name", MODULES)
def test_left_at_every_screen_in_every_way(
    context: BrowserContext, site: str, content: Content, name: str
) -> None:
    seen = rows(name, content, context, site)
    if os.environ.get("UPDATE_EXPECTED"):
        replace_table(name, seen)
    assert seen == table_of(name)


def test_the_tables_tell_of_no_other_loss() -> None:
    """Only a page that is killed in the AICC shim loses what it did; no LMS loses a completion."""
    for name in MODULES:
        table = table_of(name)
        assert len(table) == len(LMSS) * len(WAYS)
        for row in table:
            _, lms, way, resumed, status, after, _ = (cell.strip() for cell in row.split("|"))
            whole, _, visits = resumed.partition(" of ")
            if not (lms == "aicc-shim" and way in ("kill", "background")):
                assert whole == visits, row
            assert status in ("completed", "passed 100"), row
            assert after == status.split()[0], row


@pytest.mark.parametrize("lms", LMSS)
@pytest.mark.parametrize("name", MODULES)
def test_completed_by_keyboard_and_looked_at_again(
    context: BrowserContext, site: str, content: Content, name: str, lms: str
) -> None:
    module = content.modules[name]
    learner = Learner(context, site, module, LMSS[lms])
    complete_by_keyboard(learner)
    expected = "passed" if module.completion.scored else "completed"
    record = learner.record()
    assert record["lessonStatus"] == expected
    assert record["totalTime"] >= 1
    if module.completion.scored:
        assert record["scoreRaw"] in ("100", 100)
    if "reviewMode" not in learner.page.evaluate(
        "player.simulator.options.map((option) => option.name)"
    ):
        return
    before = learner.page.evaluate("JSON.stringify(player.record)")
    learner.page.evaluate("drive.relaunch({ reviewMode: 'review' })")
    assert learner.shown()["text"] == "By keyboard"
    assert learner.shown()["done"]
    assert learner.shown()["readOnly"]
    learner.work("benefits", TEXT)
    learner.work("put-it-to-the-test", TEXT)
    calls = learner.page.evaluate("player.session.log.map(({ call }) => call)")
    assert "LMSSetValue" not in calls
    assert "LMSCommit" not in calls
    learner.leave("navigate")
    after = json.loads(learner.page.evaluate("JSON.stringify(player.record)"))
    for key in ("lessonStatus", "scoreRaw", "suspendData", "lessonLocation"):
        assert learner.record()[key] == record[key], key
    assert after.keys() == json.loads(before).keys()


def complete_by_keyboard(learner: Learner) -> None:
    """Tab, Space, arrows, Enter and typing: nothing else, from the first screen to the end."""
    keyboard = learner.page.keyboard
    learner.sco.evaluate("document.querySelector('a').focus()")
    for index, screen in enumerate(learner.names):
        if screen == "put-it-to-the-test":
            question = learner.module.questions[0]
            right = next(i for i, option in enumerate(question.options) if option.correct)
            tab_to(learner, "input[type=radio]")
            keyboard.press("Space")
            for _ in range(right):
                keyboard.press("ArrowDown")
            tab_to(learner, "[data-check]")
            keyboard.press("Enter")
            learner.sco.wait_for_selector("[data-result] .app-feedback--right")
        if screen == "activity":
            tab_to(learner, "[data-field='0']")
            keyboard.type("By keyboard")
        if index + 1 < len(learner.names):
            tab_to(learner, f"#{screen} a[rel=next]")
            keyboard.press("Enter")
            learner.sco.wait_for_selector(f"#{learner.names[index + 1]}.app-screen--current")
    learner.sco.wait_for_selector("[data-outcome]:not([hidden])")
    learner.sco.evaluate("document.querySelector('[data-save-and-exit]').focus()")
    keyboard.press("Enter")
    learner.sco.wait_for_selector("[data-end]:not([hidden])")
    learner.page.evaluate("player.close('left')")


def tab_to(learner: Learner, selector: str) -> None:
    for _ in range(40):
        learner.page.keyboard.press("Tab")
        if learner.sco.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_a_quarter_of_an_hour_with_a_slow_lms(
    context: BrowserContext, site: str, content: Content
) -> None:
    """Calls block the page, so a slow LMS is bearable when they are few and never at a key."""
    module = content.modules["peer-assist"]
    learner = Learner(context, site, module, {"lms": "moodle", "delay": "300"})
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
    learner.page.evaluate("drive.settle()")
    assert learner.page.evaluate(count) - before <= 5
    learner.leave("save and exit")
    assert learner.record()["suspendData"].endswith("word_,,,")
