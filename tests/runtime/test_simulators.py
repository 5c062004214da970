"""What the launcher does for simulated LMSs, in a real browser, with a page that does nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

MODULE = "peer-assist"
EMPTY = "/players/desk.html"
SUSPEND_DATA = "cmi.suspend_data"


class Visit:
    """A launch of an empty page in an LMS. The test makes the calls of the SCO, from its window."""

    def __init__(self, context: BrowserContext, site: str, lms: str, **more: str) -> None:
        self.page: Page = context.new_page()
        query = {"lms": lms, "module": MODULE, "sco": EMPTY, "package": f"/{MODULE}/", **more}
        self.page.goto(f"{site}/players/bare.html?{urlencode(query)}")
        self.page.wait_for_function(
            "window.ready && player.place.sco.document.readyState === 'complete'"
            " && player.place.sco.location.href !== 'about:blank'"
        )

    @property
    def sco(self) -> Frame:
        return next(frame for frame in self.page.frames if frame != self.page.main_frame)

    def call(self, name: str, *values: str) -> Any:
        return self.sco.evaluate(
            "([name, values]) => parent.API[name](...values)", [name, list(values)]
        )

    @property
    def suspend_data(self) -> str:
        return str(self.page.evaluate("player.summary().suspendData"))


def test_the_scos_of_a_package_share_a_record_where_the_lms_has_only_one(
    context: BrowserContext, site: str
) -> None:
    for lms, is_shared in (("opigno", True), ("moodle", False)):
        first = Visit(context, site, lms, module=f"{lms} one")
        assert first.call("LMSInitialize", "") == "true"
        first.call("LMSSetValue", SUSPEND_DATA, "of the first")
        first.call("LMSCommit", "")
        second = Visit(context, site, lms, module=f"{lms} two")
        assert second.call("LMSInitialize", "") == "true"
        expected = "of the first" if is_shared else ""
        assert second.call("LMSGetValue", SUSPEND_DATA) == expected


LAST_CALLS = """addEventListener("pagehide", () => {
  const answers = ["LMSSetValue", "LMSCommit"].map((name) =>
    parent.API[name](...(name === "LMSCommit" ? [""] : ["cmi.suspend_data", "last"])));
  localStorage.setItem("answers", JSON.stringify(answers.map(String)));
});"""


@pytest.mark.parametrize("way", ["left", "closed"])
@pytest.mark.parametrize(
    "case",
    [
        ("opigno", ["true", "false"], "first"),
        ("wagtail", ["false", "false"], "first"),
        ("forma", ["true", "true"], "last"),
        ("claroline", ["true", "true"], "last"),
        ("moodle", ["true", "true"], "last"),
        ("chamilo", ["true", "true"], ""),
    ],
)
def test_the_players_own_handler_runs_before_those_of_the_module(
    context: BrowserContext, site: str, case: tuple[str, list[str], str], way: str
) -> None:
    lms, answers, kept = case
    visit = Visit(context, site, lms)
    visit.call("LMSInitialize", "")
    visit.call("LMSSetValue", SUSPEND_DATA, "first")
    visit.sco.evaluate(LAST_CALLS)
    # A page that was never used may not be asked when it is closed.
    visit.page.mouse.click(5, 5)
    if way == "left":
        visit.page.evaluate("player.close('left')")
    else:
        with visit.page.expect_event("close"):
            visit.page.close(run_before_unload=True)
    after = Visit(context, site, lms)
    assert after.page.evaluate("JSON.parse(localStorage.getItem('answers'))") == answers
    assert after.suspend_data == kept


CLICKED = """() => new Promise((done) => {
  document.body.addEventListener("click", () => {
    const answers = [parent.API.LMSCommit("")];
    setTimeout(() => {
      parent.API.LMSSetValue("cmi.suspend_data", "again");
      done([...answers, parent.API.LMSCommit("")]);
    });
  }, { once: true });
  document.body.click();
})"""


@pytest.mark.parametrize(("trunk", "inside"), [("true", "true"), ("false", "false")])
def test_ilias_sees_the_click_that_the_module_handles(
    context: BrowserContext, site: str, trunk: str, inside: str
) -> None:
    visit = Visit(context, site, "ilias", trunk=trunk)
    visit.call("LMSInitialize", "")
    visit.call("LMSSetValue", SUSPEND_DATA, "once")
    visit.page.evaluate("player.weather({ server: 'fails' })")
    assert visit.sco.evaluate(CLICKED) == [inside, "false"]


def test_the_api_of_a_late_player_comes_after_the_page(context: BrowserContext, site: str) -> None:
    visit = Visit(context, site, "key-value", lateApi="600000")
    assert visit.sco.evaluate("parent.API") is None
    visit = Visit(context, site, "key-value", lateApi="1")
    visit.sco.wait_for_function("Boolean(parent.API)")
    assert visit.call("LMSInitialize", "") == "true"


def test_a_request_that_nobody_waits_for_is_stored_when_it_arrives(
    context: BrowserContext, site: str
) -> None:
    visit = Visit(context, site, "openedx")
    before = visit.sco.evaluate(
        "() => { parent.API.LMSSetValue('cmi.suspend_data', 'S');"
        " return parent.player.summary().suspendData; }"
    )
    assert before == ""
    visit.page.wait_for_function("player.summary().suspendData === 'S'")
    visit.page.evaluate(
        "() => { player.session.api.LMSSetValue('cmi.suspend_data', 'T'); player.close('killed'); }"
    )
    visit.page.wait_for_function("player.session.closed === 'killed'")
    assert visit.suspend_data == "S"
    assert Visit(context, site, "openedx").suspend_data == "S"
