"""A learner's visit to a module, in a simulated LMS or in the library scorm-again."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Frame, Locator, Page, expect

from scorm_builder.model import AnyModule, LearningModule
from scorm_builder.runtime.outline import asked, screens
from tests.tools.answers import hand_in, put, right


class Visit:
    """A module that was launched, in a page of the bare player. The device keeps what it keeps."""

    def __init__(self, page: Page, site: str, module: str, lms: str, **options: str) -> None:
        self.page = page
        query = {"module": module, "sco": f"/{module}/index.html", "lms": lms, **options}
        self.page.goto(f"{site}/players/bare.html?{urlencode(query)}")
        self.page.wait_for_function("window.ready")
        expect(self.part("progress-text")).not_to_be_empty()

    @property
    def frame(self) -> Frame:
        """Where the module is now."""
        return next(frame for frame in self.page.frames if frame != self.page.main_frame)

    def part(self, name: str) -> Locator:
        """What has the attribute `data-<name>`."""
        return self.frame.locator(f"[data-{name}]")

    @property
    def field(self) -> Locator:
        """Where the learner writes first in the activity."""
        return self.frame.locator("[data-field='0']")

    def go_to(self, screen: str) -> None:
        self.frame.locator(f"[data-contents] a[href='#{screen}']").click()

    def write(self, text: str) -> None:
        self.go_to("activity")
        self.field.fill(text)

    def complete(self, module: LearningModule) -> None:
        """Opens every screen and answers every question right."""
        for link in self.frame.locator("[data-contents] a").all():
            link.click()
        self.go_to("put-it-to-the-test")
        for number, question in enumerate(asked(module)):
            put(self.frame, number, question, right(question))
            self.part("check").nth(number).click()

    def save_and_exit(self) -> str:
        """The news on the closing screen."""
        self.part("save-and-exit").click()
        heading = self.frame.locator("[data-end] h2")
        heading.wait_for()
        return heading.inner_text()

    def weather(self, **changes: Any) -> None:
        self.page.evaluate("(changes) => player.weather(changes)", changes)

    def leave(self, kind: str = "left") -> None:
        """The window is closed ("left"), or the page is killed."""
        self.page.evaluate("(kind) => player.close(kind)", kind)

    def relaunch(self) -> None:
        """The learner launches again, in the same window."""
        self.page.evaluate("player.launch()")
        expect(self.part("progress-text")).not_to_be_empty()

    def record(self) -> dict[str, Any]:
        """What the server holds, in the common shape of the simulators."""
        found: dict[str, Any] = self.page.evaluate("player.summary()")
        return found

    def calls(self, name: str = "") -> list[list[str]]:
        """The calls so far, or those of a name: each its name and its arguments."""
        made: list[list[str]] = self.page.evaluate(
            "player.session.log.map(({ call, args }) => [call, ...args.map(String)])"
        )
        return [call for call in made if not name or call[0] == name]

    def wait_until_server_has(self, text: str) -> None:
        """Waits until the server's suspend data have this in them."""
        has = "(text) => player.summary().suspendData.includes(text)"
        self.page.wait_for_function(has, arg=text)


def launch(context: BrowserContext, site: str, module: str) -> tuple[Page, Frame]:
    """Opens the player; returns its window and the SCO's frame once the SCO has started."""
    page = context.new_page()
    page.goto(f"{site}/players/scorm-again.html?module={module}")
    frame = page.frame_locator("iframe")
    expect(frame.locator("html.app-scripted")).to_be_attached()
    page.wait_for_function("calls.some(([name]) => name === 'LMSCommit')")
    return page, page.frames[1]


def record(page: Page, module: str) -> dict[str, Any]:
    """What the LMS has stored for the learner."""
    stored = page.evaluate(f"localStorage.getItem('record:{module}')")
    found: dict[str, Any] = json.loads(stored)
    return found


def calls(page: Page) -> list[list[Any]]:
    """The run-time calls of this launch: name, arguments, answer."""
    made: list[list[Any]] = page.evaluate("calls")
    return made


def go_through(frame: Frame, module: AnyModule) -> None:
    """Opens each screen with Next, and does what it asks for."""
    names = screens(module)
    for index, name in enumerate(names):
        expect(frame.locator(f"#{name}")).to_be_visible()
        if name == "put-it-to-the-test":
            answer_all(frame, module)
        if index + 1 < len(names):
            frame.locator(f"#{name} a[rel=next]").click()


def answer_all(frame: Frame, module: AnyModule) -> None:
    """Gives a right answer to each question, and hands it in."""
    for number, question in enumerate(asked(module)):
        hand_in(frame, number, question, right(question))
