"""A learner, an LMS and a kind of weather: a visit, how it ends, and what the next launch finds.

The device remembers what the browser keeps: work that no LMS has is to come back from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playwright.sync_api import BrowserContext

from scorm_builder.model import LearningModule
from scorm_builder.runtime.alphabet import encode_text
from tests.tools.learner import LMSS, WAYS, Learner

WEATHERS = (
    "good",
    "503 at completion",
    "session expired",
    "offline, then left",
    "offline and back",
    "slow",
    "two tabs",
    "killed while typing",
    "left while typing",
    "updated",
)
PLAYERS = tuple(name for name in LMSS if name != "moodle, standard mode")
FIRST, LAST = "My first words", "My first words, and the last ones"
DONE = ("completed", "passed")
# What the learner is told, by its name in the module's texts, in short.
SHORT = {
    "": "nothing",
    "completed": "sent",
    "endSent": "sent",
    "sent": "sent",
    "kept": "kept here",
    "keptInTab": "kept here",
    "notSent": "not sent",
    "endNotSent": "not sent",
    "sentAtExit": "sent at exit",
    "nothingRecorded": "nothing recorded",
    "reviewed": "nothing recorded",
    "reviewedHere": "nothing recorded",
    "elsewhere": "elsewhere",
    "takenUp": "back from this device",
    "takenUpSent": "back from this device, sent",
    "proven": "the LMS has it",
    "refused": "log out, log in",
    "changedTitle": "module changed",
    "asideTitle": "other words are here",
}


@dataclass(frozen=True)
class Held:
    """What the server has: the status, the score, and how much of what the learner wrote."""

    status: str
    score: str
    words: str

    def __str__(self) -> str:
        return f"{self.status} {self.score}".strip() + f", {self.words}"


@dataclass(frozen=True)
class Seen:
    """A row: what a visit left and what the learner was told, and the same of the next launch."""

    player: str
    weather: str
    held: Held
    told: str
    words_back: bool
    place_back: bool
    told_next: str
    held_next: Held

    @property
    def agreement(self) -> str:
        """Whether what was told is so: "no" is a promise that was not kept."""
        whole = self.held.words == "all words"
        has = whole and (self.held.status in DONE or not finishes(self.player, self.weather))
        if self.told.split("; ")[-1] == "sent":
            return "yes" if has else "no"
        return "it has more" if has else "yes"

    @property
    def cells(self) -> tuple[str, ...]:
        def say(is_so: bool) -> str:
            return "yes" if is_so else "no"

        return (
            *(self.player, self.weather, left_by(self.player, self.weather)),
            *(str(self.held), self.told, self.agreement),
            *(say(self.words_back), say(self.place_back), self.told_next, str(self.held_next)),
        )


def way_of(player: str, weather: str) -> str:
    """The way of leaving; they take turns."""
    turn = PLAYERS.index(player) + WEATHERS.index(weather)
    if weather == "killed while typing":
        return "kill"
    others = WAYS[: WAYS.index("kill")] if weather == "left while typing" else WAYS
    return others[turn % len(others)]


def left_by(player: str, weather: str) -> str:
    """The way of leaving, in words."""
    first = "the later first" if later_first(player) else "the earlier first"
    return way_of(player, weather) + (f", {first}" if weather == "two tabs" else "")


def later_first(player: str) -> bool:
    """Which of two tabs is left first."""
    return PLAYERS.index(player) % 2 == 0


def is_scored(player: str, weather: str) -> bool:
    """Whether the module has a score and ends as passed; every other one has and does."""
    return (PLAYERS.index(player) + WEATHERS.index(weather)) % 2 == 1


def returns(player: str, weather: str) -> bool:
    """Whether it is the learner's second visit: two of four are."""
    return (PLAYERS.index(player) + WEATHERS.index(weather)) // 2 % 2 == 1


def finishes(player: str, weather: str) -> bool:
    """Whether the learner does all that the module asks for."""
    return "typing" not in weather and (weather != "updated" or is_scored(player, weather))


def in_short(told: Iterable[str]) -> str:
    """What a learner was told, one after the other."""
    short = dict.fromkeys(SHORT.get(one, one) for one in told)
    return "; ".join(short) or SHORT[""]


class Visitor:
    """Learners in one LMS, one after the other, each with a device that remembers.

    `folder` is where their module is served, and with "-updated" its later build.
    """

    def __init__(
        self, context: BrowserContext, site: str, player: str, module: LearningModule, folder: str
    ) -> None:
        self.player = player
        options = LMSS[player]
        self.learner = Learner(
            context, site, module, options, hidden=True, folder=folder, remembers=True
        )

    def in_weather(self, weather: str, module: LearningModule, folder: str) -> Seen:
        """The visit of a learner of whom nothing is known yet, and their next launch."""
        self.learner.module = module
        self.go_to(folder, "begin")
        told, screen = self.visit(weather)
        held = self.held()
        found = self.launch_again(folder + ("-updated" if weather == "updated" else ""))
        return Seen(
            player=self.player,
            weather=weather,
            held=held,
            told=in_short(told),
            words_back=LAST in found["texts"],
            place_back=found["screen"] == screen,
            told_next=in_short(found["told"]),
            held_next=self.held(),
        )

    def go_to(self, folder: str, how: str) -> None:
        """Launches the module in a folder by the function of this name in `weather.js`."""
        learner = self.learner
        learner.folder = folder
        if learner.page.is_closed():
            learner.open()
        else:
            address = f"/{folder}/index.html"
            learner.page.evaluate(f"(address) => weather.{how}(address)", address)

    def visit(self, weather: str) -> tuple[list[str], str]:
        """What the learner was told last, and the screen that they left."""
        learner = self.learner
        way = way_of(self.player, weather)
        names = learner.names if finishes(self.player, weather) else learner.names[:-1]
        first = {"text": FIRST}
        learner.page.evaluate("(first) => drive.work(['activity'], first)", first)
        if returns(self.player, weather):
            learner.leave("save and exit")
            learner.relaunch()
        task = {**learner.task(whole=True), "text": LAST}
        if weather == "two tabs":
            return self.in_two_tabs(way, names, task), names[-1]
        kind = "typing" if weather.endswith("while typing") else weather
        if kind == "slow":
            task.update(first)
        plan = {"screens": names, "task": task, "typed": LAST}
        script = "([kind, way, plan]) => weather.visit(kind, way, plan)"
        told = learner.while_leaving(way, script, kind, way, plan)
        return [told], "activity" if kind == "typing" else names[-1]

    def in_two_tabs(self, way: str, names: Sequence[str], task: dict[str, Any]) -> list[str]:
        """The learner goes on in a second tab; both are left, in either order."""
        earlier = self.learner
        self.learner = later = replace(earlier)
        earlier.page.evaluate("drive.until(() => drive.latest() === 'elsewhere', 'the news')")
        later.page.evaluate("([screens, task]) => drive.work(screens, task)", [names, task])
        # Where the work goes on elsewhere there is no button to save it.
        ways = [(later, way), (earlier, "navigate" if way == "save and exit" else way)]
        if not later_first(self.player):
            ways.reverse()
        told = {id(tab): tab.leave(its_way) for tab, its_way in ways}
        earlier.page.close()
        return [told[id(tab)] for tab in (earlier, later)]

    def launch_again(self, folder: str) -> dict[str, Any]:
        """What the learner finds at the next launch, having done as they are told there."""
        self.go_to(folder, "returnTo")
        page = self.learner.page
        found: dict[str, Any] = page.evaluate("weather.found()")
        if "refused" in found["told"]:
            page.evaluate("weather.signInAgain()")
            again = page.evaluate("weather.found()")
            found = {**again, "told": [*found["told"], *again["told"]]}
        if LMSS[self.player]["lms"] == "aicc-shim":
            # It is asked to save when a visit ends, and not before.
            self.learner.leave("save and exit")
        return found

    def held(self) -> Held:
        """What the server has now."""
        learner = self.learner
        names = [learner.options["lms"], learner.record_name]
        found = learner.desk.evaluate("(names) => summary(...names)", names)
        data = str(found["suspendData"])
        words = "no words"
        if encode_text(FIRST) in data:
            words = "all words" if encode_text(LAST) in data else "the first words"
        return Held(found["lessonStatus"], str(found["scoreRaw"]), words)
