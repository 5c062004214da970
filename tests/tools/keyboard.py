"""A learner who has no mouse: Tab, Space, Enter, arrows and typing, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Frame, Keyboard, Page

from scorm_builder.model import AnyModule
from scorm_builder.runtime.outline import Asked, asked, screens
from tests.tools.answers import WORDS, right, shown

MOST_STOPS = 60


@dataclass(frozen=True)
class Hands:
    """Hands on a keyboard; `place` is the page or frame with the module."""

    keyboard: Keyboard
    place: Page | Frame

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.keyboard.press(key)

    def tab_to(self, selector: str) -> None:
        for _ in range(MOST_STOPS):
            self.keyboard.press("Tab")
            if self.place.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached with Tab")

    def answer(self, number: int, question: Asked) -> None:
        """Gives the right answer to a question, and hands it in."""
        box = f"[data-question='{number}']"
        response = right(question)
        if question.kind == "free-text":
            self.tab_to(f"{box} textarea")
            self.keyboard.type(WORDS)
        elif question.kind == "multiple-choice":
            for name in response:
                self.tab_to(f"{box} input[value='{name}']")
                self.press("Space")
        elif question.kind == "matching":
            for prompt, wanted in enumerate(response):
                self.tab_to(f"{box} select[id$='-{prompt}']")
                while shown(self.place, number, question)[prompt] != wanted:
                    self.press("ArrowDown")
        elif question.kind == "sequencing":
            # What is not yet in its place stands after what is.
            for goal, name in enumerate(response):
                steps = shown(self.place, number, question).index(name) - goal
                if steps:
                    self.tab_to(f"{box} [data-item='{name}'] [data-move=up]")
                    self.press("Enter", steps)
        else:
            self.tab_to(f"{box} input")
            self.press("Space")
            self.press("ArrowDown", int(response))
        assert shown(self.place, number, question) == (response or WORDS)
        self.tab_to(f"{box} [data-check]")
        self.press("Enter")
        self.place.wait_for_selector(f"{box} [data-result] > *")

    def choose(self) -> None:
        """Answers what the choosing tool has to know, and asks for its result."""
        for name in ("stage", "goal"):
            self.tab_to(f"input[name={name}]")
            self.press("Space")
            self.press("ArrowDown")
        self.tab_to("[data-choosing] button")
        self.press("Enter")
        self.place.wait_for_selector("[data-best] > li")

    def complete(self, module: AnyModule) -> None:
        """Goes through all screens with their links, and does what each asks for."""
        names = screens(module)
        for index, screen in enumerate(names):
            if screen == "put-it-to-the-test":
                for number, question in enumerate(asked(module)):
                    self.answer(number, question)
            if screen == "choose":
                self.choose()
            if screen == "activity":
                self.tab_to("[data-field='0']")
                self.keyboard.type(WORDS)
            if index + 1 < len(names):
                self.tab_to(f"#{screen} a[rel=next]")
                self.press("Enter")
                self.place.wait_for_selector(f"#{names[index + 1]}.app-screen--current")
        self.place.wait_for_selector("[data-outcome]:not([hidden])")
