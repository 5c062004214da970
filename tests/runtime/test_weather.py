"""What a learner is told in bad weather, what is so, and what comes back at the next launch.

What was seen is compared with the table of docs/reference/survival.md; UPDATE_EXPECTED=1 writes it
anew. Here the device is not forgotten between two visits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from scorm_builder.model import LearningModule
from scorm_builder.theme import Theme
from tests.tools import tables
from tests.tools.browser import serving
from tests.tools.learner import WAYS
from tests.tools.samples import built, job, module_data
from tests.tools.weather import (
    DONE,
    PLAYERS,
    WEATHERS,
    Seen,
    Visitor,
    finishes,
    is_scored,
    left_by,
    way_of,
)

SAYS_YES = {
    "aicc-shim": "Finish goes by beacon and is always true",
    "chamilo": "Commit and Finish are true whatever the server says",
    "chamilo-2": "Commit and Finish are true before anything is sent",
    "openedx": "every call is true, and each value is sent later",
    "frappe": "every call is true; suspend data are sent after a pause, and emptied at passed",
    "claroline": "Commit and Finish are true before anything is sent",
    "opigno": "Commit and Finish go by beacon and are always true",
    "wagtail": "Commit is true before anything is sent",
    "key-value": "Commit and Finish are true whatever the server says",
}
"""Players whose answer cannot be seen through, and why: there "sent" may not be so."""
NAMELESS = {
    "frappe": "answers blank to all but the status and suspend data",
    "opigno": "does not have the learner's id",
    "key-value": "has only what the module itself has set",
}
"""Players that name no learner: what the browser keeps for nobody goes with the tab."""
BEGINS_ANEW = {
    "learning-hub": "a new row after completed or passed",
    "frappe": "suspend data are emptied when it is passed",
}
"""Players that give nothing back after the end."""
NO_COMPLETED = {"frappe": "knows no other end than passed"}
"""Players that do not take the status of a module without a score."""


def data_of(*, scored: bool, updated: bool) -> dict[str, Any]:
    """The module, with a score or without; updated: as a later build has it."""
    data = module_data()
    (asked,) = data["questions"]
    good, bad = asked["options"]

    def options(good_ones: str, bad_ones: str) -> list[dict[str, Any]]:
        return [
            *({**good, "text": text} for text in good_ones.split()),
            *({**bad, "text": text} for text in bad_ones.split()),
        ]

    data["questions"] = [
        {**asked, "options": options("Help", "Wait Laugh Leave")},
        {**asked, "id": "who", "kind": "multiple-choice", "options": options("Ann Ben", "Cat Dan")},
    ]
    if updated:
        one, several = data["questions"]
        one["options"] = options("Help", "Laugh Wait")[::-1]
        several["options"] = options("Ben", "Cat Dan")[::-1] + options("Eve", "")
        data["activity"]["fields"].insert(0, {"id": "more", "label": "More words"})
    if scored:
        data["completion"] = {"rule": "mastery-score", "mastery_score": 80}
    else:
        data["completion"] = {"rule": "all-questions"}
    return data


def folder_of(*, scored: bool, updated: bool = False) -> str:
    return ("scored" if scored else "plain") + ("-updated" if updated else "")


@pytest.fixture(scope="session")
def site(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server for the module in its four builds."""
    artifacts = []
    for scored, updated in product((False, True), repeat=2):
        data = data_of(scored=scored, updated=updated)
        (artifact,) = built(job(theme, "scorm12", module=data))
        artifacts.append(replace(artifact, module=folder_of(scored=scored, updated=updated)))
    with serving(artifacts, tmp_path_factory.mktemp("weather")) as address:
        yield address


@pytest.mark.parametrize("player", PLAYERS)
def test_what_is_told_and_what_is_so(context: BrowserContext, site: str, player: str) -> None:
    modules = {
        scored: LearningModule.model_validate(data_of(scored=scored, updated=False))
        for scored in (False, True)
    }
    visitor = Visitor(context, site, player, modules[False], folder_of(scored=False))
    rows = []
    for weather in WEATHERS:
        scored = is_scored(player, weather)
        rows.append(visitor.in_weather(weather, modules[scored], folder_of(scored=scored)))
    found = [tables.row(*seen.cells) for seen in rows]
    tables.assert_rows(tables.WEATHER, player, found, PLAYERS)
    assert [fault for seen in rows for fault in faults(seen)] == []


def faults(seen: Seen) -> Iterator[str]:
    """What is not as a learner may expect, but for what the player makes impossible."""
    player = seen.player
    way = way_of(player, seen.weather)
    where = f"{player}, {seen.weather}, {way}"
    if seen.agreement == "no" and player not in SAYS_YES:
        yield f"{where}: the learner was told that their work is sent, and it is not there"
    if "the LMS has it" in seen.told_next and seen.held.words != "all words":
        yield f"{where}: the next launch says that the LMS has the words, and it had not"
    finished = finishes(player, seen.weather)
    if not finished and seen.held_next.status in DONE:
        yield f"{where}: the module counts as completed, and it is not"
    # The browser has forgotten what it kept for nobody in a tab that was closed.
    if player in NAMELESS and way == "close":
        return
    if not seen.words_back:
        yield f"{where}: the learner's words are lost"
    if not seen.place_back and not (finishes(player, seen.weather) and player in BEGINS_ANEW):
        yield f"{where}: the learner's place is lost"
    takes_it = is_scored(player, seen.weather) or player not in NO_COMPLETED
    if finished and takes_it and seen.held_next.status not in DONE:
        yield f"{where}: the module was completed, and the LMS has not heard of it"


@pytest.mark.parametrize("weather", WEATHERS)
def test_every_weather_is_left_in_every_way(weather: str) -> None:
    met = {way_of(player, weather) for player in PLAYERS}
    killed = {"killed while typing": {"kill"}, "left while typing": {*WAYS} - {"kill"}}
    assert met == killed.get(weather, set(WAYS))


@pytest.mark.parametrize("player", PLAYERS)
def test_every_player_is_left_in_every_way(player: str) -> None:
    assert {way_of(player, weather) for weather in WEATHERS} == set(WAYS)


def test_every_weather_meets_modules_with_a_score_and_without() -> None:
    for weather in WEATHERS:
        assert {is_scored(player, weather) for player in PLAYERS} == {True, False}
        if "typing" not in weather:
            assert any(finishes(player, weather) for player in PLAYERS)


def test_the_reference_has_a_row_for_each_player_and_weather() -> None:
    for player in PLAYERS:
        rows = [tables.cells_of(line) for line in tables.rows_of(tables.WEATHER, player)]
        expected = [[player, weather, left_by(player, weather)] for weather in WEATHERS]
        assert [cells[:3] for cells in rows] == expected


def test_the_reference_says_what_cannot_be_helped() -> None:
    for heading, reasons in (
        (tables.SAYS_YES, SAYS_YES),
        (tables.NAMELESS, NAMELESS),
        (tables.BEGINS_ANEW, BEGINS_ANEW),
        (tables.NO_COMPLETED, NO_COMPLETED),
    ):
        for player, why in reasons.items():
            tables.assert_rows(heading, player, [tables.row(player, why)], tuple(reasons))
