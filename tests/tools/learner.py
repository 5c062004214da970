"""One learner in one LMS, who works through a module in the bare player by its `drive.js`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Frame, Page

from scorm_builder.model import AnyModule, ChoosingTool
from scorm_builder.runtime.outline import asked, fields, screens
from tests.tools.answers import WORDS, right
from tests.tools.browser import PLAYERS

LMSS: dict[str, dict[str, str]] = {
    "strict": {"lms": "strict"},
    "esr": {"lms": "esr"},
    "learning-hub": {"lms": "learning-hub"},
    "aicc-shim": {"lms": "aicc-shim"},
    "moodle": {"lms": "moodle"},
    "moodle, standard mode": {"lms": "moodle", "standardMode": "true"},
    "scorm-again": {"lms": "scorm-again"},
    "ilias": {"lms": "ilias"},
    "ilias, trunk": {"lms": "ilias", "trunk": "true"},
    "chamilo": {"lms": "chamilo"},
    "chamilo-2": {"lms": "chamilo-2"},
    "openedx": {"lms": "openedx"},
    "frappe": {"lms": "frappe"},
    "claroline": {"lms": "claroline"},
    "opigno": {"lms": "opigno"},
    "forma": {"lms": "forma"},
    "wagtail": {"lms": "wagtail"},
    "key-value": {"lms": "key-value"},
}
WAYS = ("save and exit", "navigate", "close", "background", "kill")
TEXT = "ŵ = 50%\n\U0001f642"
WISHES = {"stage": "1", "goal": "6", "second_goal": "a", "time": "3", "people": "1", "result": "0"}

# In the player's own page, before it launches anything; not in the module's frame.
FORGET_DEVICE = """if (window === window.top) {
  Object.keys(localStorage).filter((key) => key.startsWith('scorm_builder'))
    .forEach((key) => localStorage.removeItem(key));
}"""

Shown = dict[str, Any]


@dataclass
class Learner:
    """Drives a module as a person would.

    `bundle` is the package that the module is a part of, where it is not one of its own. `folder`
    is where the module is served, where that is not at its id. The device forgets all between two
    visits, unless it `remembers`.
    """

    context: BrowserContext
    site: str
    module: AnyModule
    options: dict[str, str]
    hidden: bool = False
    bundle: str | None = None
    folder: str | None = None
    remembers: bool = False
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    @property
    def names(self) -> tuple[str, ...]:
        return screens(self.module)

    def open(self) -> None:
        """A new tab with the player. Tabs that one page opens share a process, which is quicker."""
        pages = self.context.pages
        desk = pages[0] if pages else self.context.new_page()
        if not pages:
            desk.goto(f"{self.site}/players/desk.html")
            self.context.add_init_script(path=PLAYERS / "watch.js")
            if not self.remembers:
                self.context.add_init_script(FORGET_DEVICE)
        with desk.expect_popup() as opened:
            desk.evaluate("(address) => { window.open(address); }", self.address)
        self.page = opened.value
        self.begin()

    def turn_to(self, module: AnyModule) -> None:
        """Goes on to a module in the LMS's menu, without an exit from the one that is open."""
        self.module = module
        self.page.goto(self.address)
        self.begin()

    @property
    def desk(self) -> Page:
        """The page from which the learner opens the LMS."""
        return self.context.pages[0]

    @property
    def name(self) -> str:
        """The module's, with that of its package if it is not one of its own."""
        return f"{self.bundle}/{self.module.id}" if self.bundle else self.module.id

    @property
    def record_name(self) -> str:
        """What the player calls the record: there is one for each way to set up an LMS."""
        return " ".join([self.name, *self.options.values()])

    @property
    def address(self) -> str:
        """The address of the LMS's page with the module."""
        sco = f"/{self.folder or self.name}/index.html"
        query = {"module": self.record_name, "sco": sco, **self.options}
        if self.bundle:
            query["package"] = f"/{self.bundle}/"
        player = "scorm-again-" if self.options["lms"] == "scorm-again" else ""
        return f"{self.site}/players/{player}bare.html?{urlencode(query)}"

    def begin(self) -> None:
        """Waits for the module to start in the page that is open."""
        self.page.wait_for_function("window.ready")
        for script in ("drive", "weather") if self.remembers else ("drive",):
            self.page.add_script_tag(url=f"/players/{script}.js")
        if self.hidden:
            self.page.evaluate("drive.hide()")
        self.page.evaluate("drive.started()")

    @property
    def sco(self) -> Frame:
        return next(frame for frame in self.page.frames if frame != self.page.main_frame)

    def task(self, *, whole: bool) -> dict[str, Any]:
        """What the learner does on the screens that ask for something.

        Not `whole`: the last question is answered, but not handed in.
        """
        if isinstance(self.module, ChoosingTool):
            return {"wishes": WISHES, "handedIn": whole}
        responses = [right(question) for question in asked(self.module)]
        handed_in = len(responses) if whole else len(responses) - 1
        return {"responses": responses, "handedIn": handed_in, "words": WORDS, "text": TEXT}

    def work(self, *at: str, whole: bool = True) -> None:
        """Goes to each of the screens and does what it asks for; waits until that has been sent."""
        task = self.task(whole=whole)
        self.page.evaluate("([screens, task]) => drive.work(screens, task)", [at, task])

    def finish(self) -> None:
        """Does all that is left."""
        self.work(*self.names)

    def leave(self, way: str) -> str:
        """Ends the visit; what the learner was told last, by its name in the module's texts."""
        told: str = self.while_leaving(way, "(way) => drive.leave(way)", way)
        return told

    def while_leaving(self, way: str, script: str, *values: object) -> Any:
        """What a script in the player's page answers that ends by leaving in this way."""
        value = values[0] if len(values) == 1 else values
        if way != "close":
            return self.page.evaluate(script, value)
        with self.page.expect_event("close"):
            return self.page.evaluate(script, value)

    def relaunch(self, **options: str) -> None:
        """The learner launches again."""
        if self.page.is_closed():
            self.open()
        else:
            again = "relaunch" if self.remembers else "relaunchElsewhere"
            self.page.evaluate(f"(options) => drive.{again}(options)", options)

    def shown(self) -> Shown:
        """What the module shows: the screen, what was opened, the answers and the texts."""
        found: Shown = self.page.evaluate("drive.shown()")
        return found

    def expected(self, before: Shown, screen: str) -> Shown:
        """What is to be shown after `before` and then a visit that did not do all of `screen`."""
        opened = [
            was or name == screen for was, name in zip(before["opened"], self.names, strict=True)
        ]
        after = {**before, "screen": screen, "opened": opened}
        task = self.task(whole=False)
        written = [one.id for one in fields(self.module)]
        texts = dict(zip(written, before["texts"], strict=True))
        if screen == "choose":
            after["responses"] = list(WISHES.values())
        elif screen == "put-it-to-the-test":
            after["responses"] = task["responses"]
            after["handedIn"] = [n < task["handedIn"] for n in range(len(task["responses"]))]
            texts.update({name: WORDS for name in texts if name in self.free_texts})
        elif screen == "activity":
            texts[written[0]] = TEXT
        return {**after, "texts": list(texts.values())}

    @property
    def free_texts(self) -> set[str]:
        return {question.id for question in asked(self.module) if question.kind == "free-text"}

    def record(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("player.summary()")
        return found
