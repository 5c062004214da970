"""The preview as an author uses it: in a real browser, on a copy of the sources."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from scorm_builder.content.loader import Content
from scorm_builder.play import SIMULATED
from scorm_builder.preview.builds import Sources
from scorm_builder.preview.server import render_player
from scorm_builder.runtime.keys import keys_of
from tests.conftest import ROOT
from tests.tools.browser import PATIENCE, Requests, fetch
from tests.tools.keyboard import Hands

MODULE = "peer-assist"
LMSS = SIMULATED
TEXT = "Five people from the other ward"
# Stands in for the real one, which needs Node.js and many seconds.
ASSETS_SCRIPT = """
import pathlib, sys
templates = pathlib.Path(__file__).parent
script = (templates / "module" / "runtime" / "main.js").read_text()
if "broken" in script:
    sys.exit("error: module/runtime/main.js:1:1: broken")
assets = templates.parent / "scorm_builder" / "_static"
(assets / "module" / "module.js").write_text(script)
(assets / "stamp").write_text(str(len(script)))
"""


@pytest.fixture
def author(browser: Browser, address: str, lms_address: str) -> Iterator[BrowserContext]:
    """An author's browser: no errors on any page, and nothing from elsewhere."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(PATIENCE)
    errors: list[str] = []
    opened.on("weberror", lambda error: errors.append(str(error.error)))
    requests = Requests(opened, address, lms_address)
    yield opened
    opened.close()
    assert errors == []
    assert requests.foreign == []


Opener = Callable[..., tuple[Page, FrameLocator]]
PopupOpener = Callable[[str], tuple[Page, Page]]


@pytest.fixture
def play(author: BrowserContext, address: str) -> Opener:
    """Opens the player; gives its page and the frame with the module once that has started."""

    def opener(lms: str = "strict") -> tuple[Page, FrameLocator]:
        page = author.new_page()
        page.goto(f"{address}?module={MODULE}&lms={lms}")
        frame = page.frame_locator("#lms-page").frame_locator("iframe")
        expect(status(page)).to_have_text("incomplete")
        return page, frame

    return opener


@pytest.fixture
def play_where_the_lms_does(author: BrowserContext, address: str) -> PopupOpener:
    """Opens the player; gives its page and the window that it opens once there is a build."""

    def opener(query: str) -> tuple[Page, Page]:
        page = author.new_page()
        with page.expect_popup() as opened:
            page.goto(f"{address}?module={MODULE}&show=lms&{query}")
        expect(status(page)).to_have_text("incomplete")
        return page, opened.value

    return opener


def status(page: Page) -> Any:
    return page.locator("#record-status")


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def at(screen: str) -> str:
    """What suspend data have in them while the learner is at a screen."""
    return f":i{keys_of([screen])[0]}:"


def write_text(page: Page, frame: FrameLocator) -> None:
    """Writes into the first field, and waits until the LMS has it."""
    go_to(frame, "activity")
    expect(page.locator("#record-data")).to_contain_text(at("activity"))
    before = page.locator("#record-data").inner_text()
    frame.locator("[data-field='0']").fill(TEXT)
    frame.locator("[data-field='0']").blur()
    expect(page.locator("#record-data")).not_to_have_text(before)


def go_to(frame: FrameLocator, screen: str) -> None:
    frame.locator(f"[data-contents] a[href='#{screen}']").click()
    expect(frame.locator(f"#{screen}")).to_be_visible()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_page_shows_the_module_its_calls_and_its_record(play: Opener) -> None:
    page, frame = play()
    expect(frame.locator("h1")).to_have_text("Peer assist")
    rows = page.locator("#calls tbody tr")
    expect(rows.last).to_contain_text("Launch in Strict")
    expect(rows.nth(-2)).to_contain_text("LMSInitialize")
    expect(rows.first).to_contain_text("LMSCommit")
    set_status = rows.filter(has_text="cmi.core.lesson_status").filter(has_text="LMSSetValue")
    expect(set_status).to_contain_text('"incomplete"')
    expect(set_status).to_contain_text('"true"')
    expect(page.locator("#record-length")).to_contain_text("of 4,096")
    go_to(frame, "benefits")
    expect(page.locator("#record-data")).to_contain_text(at("benefits"))


def test_calls_that_ask_for_errors_are_shown_on_demand(play: Opener) -> None:
    page, _ = play()
    asking = page.locator("#calls tr", has_text="LMSGetLastError").first
    expect(asking).to_be_hidden()
    page.get_by_label("Also calls that ask for errors").check()
    expect(asking).to_be_visible()


def test_a_module_is_completed_by_keyboard_alone(play: Opener, content: Content) -> None:
    page, _ = play()
    (place,) = (frame for frame in page.frames if frame.url.endswith("/index.html"))
    place.evaluate("document.querySelector('a').focus()")
    Hands(page.keyboard, place).complete(content.modules[MODULE])
    expect(status(page)).to_have_text("completed")


def test_a_dropped_network_shows_in_the_module_and_among_the_errors(play: Opener) -> None:
    page, frame = play()
    trouble = frame.locator("[data-trouble]")
    page.get_by_label("Errors only").check()
    rows = page.locator("#calls tbody tr:not(.launch):visible")
    expect(rows).to_have_count(0)
    drop = button(page, "Drop the network")
    drop.click()
    expect(drop).to_have_attribute("aria-pressed", "true")
    go_to(frame, "benefits")
    expect(trouble).to_contain_text("not in your learning system yet")
    expect(rows.first).to_contain_text("LMSCommit")
    expect(rows.first).to_contain_text('"101" General exception')
    expect(page.locator("#record-data")).not_to_contain_text(at("benefits"))
    drop.click()
    expect(trouble).to_be_hidden()
    expect(page.locator("#record-data")).to_contain_text(at("benefits"))


def test_the_weather_is_kept_in_the_address(play: Opener) -> None:
    page, frame = play()
    server = page.get_by_label("The server")
    drop = button(page, "Drop the network")
    server.select_option("fails: it answers 503")
    page.get_by_label("Answers take").select_option("0.3 seconds")
    drop.click()
    expect(page).to_have_url(re.compile("delay=300&server=fails.*&online=false"))
    expect(page.locator("#calls .launch")).to_have_count(1)
    page.reload()
    starts = page.locator("#calls tr", has_text="LMSInitialize")
    expect(starts.first).to_contain_text('"101" General exception')
    expect(server).to_have_value("fails")
    expect(drop).to_have_attribute("aria-pressed", "true")
    drop.click()
    expect(page).not_to_have_url(re.compile("online"))
    button(page, "Relaunch").click()
    expect(starts).to_have_count(2)
    expect(starts.first).to_contain_text('"101" General exception')
    server.select_option("is well")
    button(page, "Relaunch").click()
    expect(starts).to_have_count(3)
    expect(starts.first).not_to_contain_text("General exception")
    expect(status(page)).to_have_text("incomplete")
    server.select_option("asks to log in: session expired")
    go_to(frame, "benefits")
    expect(frame.locator("[data-trouble]")).to_contain_text("not in your learning system yet")
    expect(page.locator("#record-data")).not_to_contain_text(at("benefits"))


@pytest.mark.parametrize("lms", ["strict", "moodle"])
def test_relaunch_resumes_the_text(play: Opener, lms: str) -> None:
    page, frame = play(lms)
    write_text(page, frame)
    button(page, "Relaunch").click()
    expect(page.locator("#calls .launch")).to_have_count(2)
    expect(frame.locator("#activity")).to_be_visible()
    expect(frame.locator("[data-field='0']")).to_have_value(TEXT)


def test_closing_runs_the_unload_handlers(play: Opener) -> None:
    page, _ = play("moodle")
    expect(page.locator("#record-time")).to_have_text("0:00:00")
    button(page, "Close the window").click()
    expect(page.locator("#notice")).to_have_text("The window is closed.")
    expect(page.locator("#calls tbody tr").first).to_contain_text("LMSFinish")
    expect(page.locator("#calls tbody tr").first).to_contain_text('"true"')
    expect(page.locator("#record-time")).not_to_have_text("0:00:00")
    expect(page.locator("#record-entry")).to_have_text("resume")
    expect(page.frame_locator("#lms-page").locator("iframe")).to_have_count(0)


def test_killing_runs_none_and_what_was_saved_stays(play: Opener) -> None:
    page, frame = play("moodle")
    write_text(page, frame)
    saved = page.locator("#record-data").inner_text()
    button(page, "Kill the page").click()
    expect(page.locator("#notice")).to_contain_text("killed")
    expect(page.locator("#calls tr", has_text="LMSFinish")).to_have_count(0)
    expect(page.locator("#record-time")).to_have_text("0:00:00")
    page.close()
    page, frame = play("moodle")
    expect(page.locator("#record-data")).to_have_text(saved)
    expect(frame.locator("[data-field='0']")).to_have_value(TEXT)


def test_esr_saves_at_the_end_only_when_it_forces_it(play: Opener) -> None:
    page, _ = play("esr")
    button(page, "Close the window").click()
    expect(page.locator("#notice")).to_have_text("The window is closed.")
    finish = page.locator("#calls tr", has_text="LMSFinish").first
    expect(finish).to_contain_text('"101" General exception')
    expect(page.locator("#record-entry")).to_have_text("ab-initio")
    button(page, "Relaunch").click()
    expect(page.locator("#calls tr", has_text="LMSInitialize")).to_have_count(2)
    button(page, "End it by the LMS").click()
    expect(page.locator("#notice")).to_have_text("The LMS has ended the session.")
    expect(page.locator("#record-entry")).to_have_text("resume")


def test_clear_forgets_the_learner(play: Opener) -> None:
    page, frame = play()
    write_text(page, frame)
    button(page, "Drop the network").click()
    frame.locator("[data-field='1']").fill("unsaved")
    frame.locator("[data-field='1']").blur()
    expect(frame.locator("[data-trouble]")).to_contain_text("not in your learning system yet")
    button(page, "Drop the network").click()
    button(page, "Clear the record").click()
    expect(page.locator("#calls .launch")).to_have_count(2)
    expect(frame.locator("[data-field='0']")).to_have_value("")
    expect(frame.locator("[data-field='1']")).to_have_value("")
    expect(frame.locator("#what-it-is")).to_be_visible()


def test_review_mode_and_options(play: Opener) -> None:
    page, frame = play("moodle")
    review = button(page, "Review mode")
    review.click()
    expect(review).to_have_attribute("aria-pressed", "true")
    expect(frame.locator("[data-save-note]")).to_contain_text("Nothing new is recorded")
    expect(page).to_have_url(re.compile("reviewMode=review"))
    review.click()
    expect(frame.locator("[data-save-note]")).not_to_contain_text("Nothing new is recorded")
    page.get_by_text("Options of this LMS").click()
    page.get_by_label("Keep to the standard's text lengths").check()
    expect(page.locator("#calls .launch")).to_have_count(4)
    expect(page).to_have_url(re.compile("standardMode=true"))
    page.get_by_role("combobox", name="LMS", exact=True).select_option("esr")
    expect(page.locator("#calls .launch").first).to_contain_text("ESR")
    expect(review).to_be_hidden()


def test_the_learning_hub_opens_a_window_and_locks_it(
    play_where_the_lms_does: PopupOpener,
) -> None:
    page, popup = play_where_the_lms_does("lms=learning-hub")
    expect(popup.frame_locator("iframe").locator("h1")).to_have_text("Peer assist")
    assert popup.evaluate("typeof API") == "object"
    assert page.evaluate("typeof API") == "undefined"
    popup.close(run_before_unload=True)
    expect(page.locator("#notice")).to_have_text("The window is closed.")
    with page.expect_popup():
        button(page, "Relaunch").click()
    expect(page.locator("#calls tbody tr").first).to_contain_text("LMSCommit")
    button(page, "Kill the page").click()
    button(page, "Relaunch").click()
    expect(page.locator("#notice")).to_contain_text("The LMS does not launch")
    with page.expect_popup():
        button(page, "Launch all the same").click()
    expect(page.locator("#notice")).to_contain_text("The LMS says: The LMS could not save")
    button(page, "Kill the page").click()
    button(page, "Log out").click()
    with page.expect_popup():
        button(page, "Relaunch").click()


def test_moodle_can_open_the_module_as_a_window(play_where_the_lms_does: PopupOpener) -> None:
    page, popup = play_where_the_lms_does("lms=moodle&placement=popup")
    expect(popup.locator("h1")).to_have_text("Peer assist")
    with popup.expect_event("close"):
        button(page, "Close the window").click()
    expect(page.locator("#record-entry")).to_have_text("resume")


def test_a_changed_module_is_built_and_launched_again(play: Opener, sources: Sources) -> None:
    page, frame = play()
    write_text(page, frame)
    change(sources.modules / MODULE / "module.yaml", "title: Write your invitation", "title: New")
    expect(frame.locator("#activity h3").first).to_have_text("New")
    expect(frame.locator("[data-field='0']")).to_have_value(TEXT)
    expect(page.locator("#news")).to_contain_text("Built again")


def test_a_broken_module_shows_its_problems_and_the_last_build(
    play: Opener, sources: Sources
) -> None:
    page, frame = play()
    path = sources.modules / MODULE / "module.yaml"
    line = path.read_text(encoding="utf-8").splitlines().index("stage: before") + 1
    change(path, "stage: before\n", "stage: befor\ntitel: Two\n")
    problems = page.locator("#problems")
    expect(problems).to_contain_text(f"module.yaml:{line}:")
    expect(problems).to_contain_text("[MOD-001]")
    expect(problems).to_contain_text("did you mean")
    expect(problems).to_contain_text("Help:")
    expect(problems).to_contain_text("the last version that could be built")
    go_to(frame, "benefits")
    change(path, "stage: befor\ntitel: Two\n", "stage: before\n")
    expect(problems).to_be_hidden()
    expect(frame.locator("#benefits")).to_be_visible()


def test_a_changed_template_and_a_changed_script_are_seen(play: Opener, sources: Sources) -> None:
    page, frame = play()
    page_template = sources.templates / "module" / "page.jinja"
    change(page_template, "<h1 ", "<p id='added'>added</p><h1 ")
    expect(frame.locator("#added")).to_be_visible()
    script = sources.templates / "module" / "runtime" / "main.js"
    built = (sources.assets / "module" / "module.js").read_text(encoding="utf-8")
    script.write_text(f"{built}\ndocument.documentElement.lang = 'cy';", encoding="utf-8")
    (sources.templates / "assets.py").write_text(ASSETS_SCRIPT, encoding="utf-8")
    expect(frame.locator("html")).to_have_attribute("lang", "cy")
    script.write_text("broken", encoding="utf-8")
    expect(page.locator("#fault")).to_have_text("error: module/runtime/main.js:1:1: broken")
    expect(frame.locator("#added")).to_be_visible()
    page_template.write_text("{% if %}", encoding="utf-8")
    expect(page.locator("#problems")).to_contain_text("[OUT-003]")
    script.write_text(built, encoding="utf-8")
    page_template.write_text("{{ 1 + 'a' }}", encoding="utf-8")
    expect(page.locator("#problems")).to_contain_text("TypeError")
    expect(frame.locator("#added")).to_be_visible()


@pytest.mark.parametrize(
    ("accepted", "tag", "word"),
    [
        ("cy,en;q=0.5", "cy", "Ail-lansio"),
        ("fr,en-GB;q=0.8", "en", "Relaunch"),
        ("", "en", "Relaunch"),
    ],
)
def test_the_player_speaks_the_language_of_the_browser(accepted: str, tag: str, word: str) -> None:
    page = render_player(accepted, "http://127.0.0.1:1")
    assert f'<html lang="{tag}">' in page
    assert word in page


@pytest.mark.parametrize("width", [1024, 400])
def test_the_page_is_never_wider_than_the_window(play: Opener, width: int) -> None:
    page, _ = play("moodle")
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_text("Options of this LMS").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lms", LMSS)
def test_the_bare_player_works_from_static_files(
    context: BrowserContext, site: str, lms: str
) -> None:
    page = context.new_page()
    query = f"module={MODULE}&lms={lms}&sco=/{MODULE}/index.html&delay=5"
    page.goto(f"{site}/players/bare.html?{query}")
    page.wait_for_function("window.ready")
    frame = page.frame_locator("iframe")
    # The script goes to the screen where the learner was: a click before it would be in vain.
    expect(frame.locator("[data-save-and-exit]")).to_be_visible()
    frame.locator("[data-contents] a[href='#activity']").click()
    frame.locator("[data-field='0']").fill(TEXT)
    frame.locator("[data-save-and-exit]").click()
    expect(frame.locator("[data-end]")).to_be_visible()
    page.wait_for_function(
        "player.summary().suspendData === player.session.log.findLast("
        "({ call, args }) => call === 'LMSSetValue' && args[0] === 'cmi.suspend_data').args[1]"
    )
    assert page.evaluate("player.summary().lessonStatus") == "incomplete"
    assert page.evaluate("Object.keys(player.record).length") > 0
    page.evaluate("player.close('left')")
    assert page.evaluate("player.session.closed") == "left"
    page.evaluate("player.launch()")
    expect(frame.locator("[data-field='0']")).to_have_value(TEXT)
    page.evaluate("player.network(false)")
    assert page.evaluate("player.online") is False


def test_the_weather_of_the_bare_player_changes_in_a_visit(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    page.goto(f"{site}/players/bare.html?module={MODULE}&lms=strict&sco=/{MODULE}/index.html")
    page.wait_for_function("window.ready && player.session.log.some(c => c.call === 'LMSCommit')")
    commit = "player.session.api.LMSCommit('')"
    took = "(call) => { const start = performance.now(); %s; return performance.now() - start; }"
    assert page.evaluate(commit) == "true"
    for server in ("fails", "expired"):
        page.evaluate("(server) => player.weather({ server })", server)
        assert page.evaluate(commit) == "false"
    page.evaluate("player.weather({ server: 'well', delay: 50 })")
    assert page.evaluate(took % commit) >= 50
    assert page.evaluate(commit) == "true"
    calls = "player.session.messages.length"
    before = page.evaluate(calls)
    page.evaluate("player.session.api.LMSGetValue('cmi.suspend_data')")
    assert page.evaluate(calls) == before, "what is answered from memory takes no time"


@pytest.mark.parametrize("show", ["frame", "popup"])
def test_the_module_is_told_of_the_network(context: BrowserContext, site: str, show: str) -> None:
    page = context.new_page()
    query = f"module={MODULE}&lms=strict&sco=/{MODULE}/index.html&online=false&show={show}"
    page.goto(f"{site}/players/bare.html?{query}")
    page.wait_for_function("window.ready && player.session.log.length")
    told = "player.place.sco.navigator.onLine"
    assert page.evaluate(told) is False
    page.evaluate(
        "['online', 'offline'].forEach((type) => player.place.sco.addEventListener(type,"
        " () => { (window.heard ??= []).push(type); }))"
    )
    page.evaluate("player.weather({ online: true, server: 'fails' })")
    assert page.evaluate(told) is True
    page.evaluate("player.weather({ server: 'well' })")
    page.evaluate("player.network(false)")
    assert page.evaluate("window.heard") == ["online", "offline"]
    page.evaluate("player.launch()")
    page.wait_for_function("player.session.log.length")
    assert page.evaluate(told) is False


def test_two_tabs_write_to_one_record(context: BrowserContext, site: str) -> None:
    """Each has what it loaded; what one of them sends changes the record that both have."""
    # The module itself gives way to a later tab, where it hears of one.
    context.add_init_script("delete window.BroadcastChannel")
    address = f"{site}/players/bare.html?module={MODULE}&lms=moodle&sco=/{MODULE}/index.html"
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(address)
        page.wait_for_function(
            "window.ready && player.session.log.some(c => c.call === 'LMSCommit')"
        )
    put = "([name, value]) => [player.session.api.LMSSetValue(name, value),"
    put += " player.session.api.LMSCommit('')]"
    assert second.evaluate(put, ["cmi.comments", "newer"]) == ["true", "true"]
    assert second.evaluate(put, ["cmi.core.lesson_location", "newer"]) == ["true", "true"]
    assert first.evaluate(put, ["cmi.core.lesson_location", "older"]) == ["true", "true"]
    for page in (first, second):
        assert page.evaluate("player.summary().lessonLocation") == "older"
        assert page.evaluate("player.record.values['cmi.comments']") == "newer"


COMMAND = (sys.executable, "-c", "from scorm_builder.cli import main; main()", "preview")


def test_the_command_starts_on_a_free_port_and_ends_quietly() -> None:
    process = subprocess.Popen(
        [*COMMAND, MODULE, "--port", "0", "--no-open"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that puts tests into the background makes them deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    address = first.split()[2]
    assert fetch(address, "/").status == 200
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE / 1000)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_an_unknown_module_and_a_taken_port_are_wrong_usage() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for arguments, words in ((["nothing"], "there is no module"), (["--port", port], port)):
            done = subprocess.run(
                [*COMMAND, "--no-open", *arguments],
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=PATIENCE / 1000,
                check=False,
            )
            assert done.returncode == 2
            assert words in done.stderr
            assert done.stderr.count("\n") == 1
