"""What an LMS answers is a claim: what the page does, and says, where the answer is not true."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from scorm_builder.content.loader import Content
from scorm_builder.model import LearningModule
from tests.tools.lms import Visit

MODULE = "peer-assist"
SCORED = "after-action-review"
TEXT = "My own words"

Play = Callable[..., Visit]


@pytest.fixture
def play(context: BrowserContext, site: str) -> Play:
    """Launches a module in an LMS, in a tab of its own or in `tab`."""

    def launch(lms: str, module: str = MODULE, tab: Page | None = None, **options: str) -> Visit:
        return Visit(tab or context.new_page(), site, module, lms, **options)

    return launch


def module_in(content: Content, name: str) -> LearningModule:
    module = content.modules[name]
    assert isinstance(module, LearningModule)
    return module


@pytest.mark.parametrize("lms", ["strict", "moodle", "esr", "learning-hub"])
def test_one_failure_at_the_moment_of_completion_does_not_last(
    play: Play, content: Content, lms: str
) -> None:
    visit = play(lms, SCORED)
    visit.write(TEXT)
    visit.wait_until_server_has("My_own_words")
    visit.weather(server="fails")
    visit.complete(module_in(content, SCORED))
    expect(visit.part("trouble")).to_contain_text("not in your learning system")
    assert visit.save_and_exit() == "Your latest work is not in your learning system"
    assert visit.record()["lessonStatus"] == "incomplete"
    visit.weather(server="well")
    if lms == "learning-hub":
        visit.page.evaluate("player.act('logOut')")
    visit.relaunch()
    visit.page.wait_for_function("player.summary().lessonStatus === 'passed'")
    expect(visit.part("outcome")).to_be_visible()
    expect(visit.field).to_have_value(TEXT)


@pytest.mark.parametrize("lms", ["moodle", "strict", "esr", "learning-hub"])
def test_a_failed_commit_is_made_good_when_the_server_is_back(play: Play, lms: str) -> None:
    visit = play(lms)
    visit.go_to("benefits")
    visit.page.wait_for_function("player.summary().suspendData !== ''")
    visit.weather(server="fails")
    visit.write(TEXT)
    visit.field.blur()
    trouble = visit.part("trouble")
    expect(trouble).to_contain_text("It is kept on this device")
    visit.weather(server="well")
    visit.part("try-again").click()
    visit.wait_until_server_has("My_own_words")
    expect(trouble).to_be_hidden()
    expect(visit.part("save-note")).to_have_text("Sent to your learning system")


def test_the_cure_of_a_commit_does_no_harm_where_the_first_outcome_is_for_good(
    play: Play, content: Content
) -> None:
    """The Learning Hub keeps the first terminal status of a launch, and ignores all later ones."""
    visit = play("learning-hub", SCORED)
    visit.weather(online=False)
    visit.complete(module_in(content, SCORED))
    expect(visit.part("trouble")).to_be_visible()
    visit.weather(online=True)
    visit.page.wait_for_function("player.summary().lessonStatus === 'passed'")
    assert visit.record()["scoreRaw"] == "100"


def test_no_commit_counts_without_a_network(play: Play) -> None:
    """Moodle then falls back on a beacon, and says yes."""
    visit = play("moodle")
    visit.weather(online=False)
    visit.write(TEXT)
    expect(visit.part("trouble")).to_contain_text("kept on this device")
    assert visit.save_and_exit() == "Your latest work is not in your learning system"
    visit.weather(online=True)
    visit.relaunch()
    visit.wait_until_server_has("My_own_words")
    expect(visit.field).to_have_value(TEXT)


@pytest.mark.parametrize("lms", ["strict", "moodle"])
def test_each_key_is_on_the_device_before_the_page_can_be_killed(play: Play, lms: str) -> None:
    visit = play(lms)
    visit.go_to("activity")
    visit.field.focus()
    visit.page.keyboard.type("abc")
    visit.leave("killed")
    assert "abc" not in visit.record()["suspendData"]
    visit.relaunch()
    expect(visit.field).to_have_value("abc")
    expect(visit.part("save-note")).to_contain_text("is back, and was sent")


def test_an_lms_that_keeps_nothing_loses_nothing(play: Play) -> None:
    visit = play("key-value", keepsNothing="true")
    visit.write(TEXT)
    visit.save_and_exit()
    visit.relaunch()
    expect(visit.field).to_have_value(TEXT)


def test_nobodys_work_lasts_as_long_as_the_tab_and_can_be_taken_off(
    play: Play,
) -> None:
    visit = play("key-value", keepsNothing="true")
    visit.write(TEXT)
    has = "(kept) => Object.values(kept).join().includes('My_own')"
    stored = f"[localStorage, sessionStorage].map({has})"
    assert visit.page.evaluate(stored) == [False, True]
    visit.part("forget").click()
    expect(visit.part("announcement")).to_have_text("Your work is taken off this device.")
    visit.field.fill("More of it")
    assert visit.page.evaluate(stored) == [False, False]
    visit.relaunch()
    expect(visit.field).to_have_value("")


def test_the_learner_is_told_when_the_lms_has_kept_their_work(play: Play) -> None:
    visit = play("moodle")
    visit.write(TEXT)
    assert visit.save_and_exit() == "Your work has been sent"
    expect(visit.part("end-text")).to_contain_text("Open the module again to be sure")
    expect(visit.part("end-text")).to_contain_text("go back to your course")
    expect(visit.part("end-left")).to_contain_text("Open the screen 'Benefits'")
    assert visit.frame.title() == "Your work has been sent - Peer assist"
    visit.relaunch()
    expect(visit.part("save-note")).to_have_text(
        "Your learning system has all of your earlier work."
    )


def test_a_locked_learning_hub_is_asked_twice_and_the_learner_knows_what_to_do(play: Play) -> None:
    visit = play("learning-hub")
    visit.leave("killed")
    visit.page.clock.install()
    visit.relaunch()
    expect(visit.part("progress-text")).not_to_be_empty()
    visit.page.clock.run_for(6000)
    expect(visit.part("trouble")).to_contain_text("log out of the learning system, log in")
    asked = len(visit.calls("LMSCommit"))
    visit.page.clock.run_for(600_000)
    assert len(visit.calls("LMSCommit")) == asked == 2


def test_what_is_in_trouble_stands_where_the_learner_is(play: Play) -> None:
    visit = play("strict")
    visit.weather(server="fails")
    visit.write(TEXT)
    visit.field.blur()
    visit.field.focus()
    expect(visit.part("trouble")).to_be_in_viewport()
    visit.go_to("benefits")
    expect(visit.part("trouble")).to_be_in_viewport()


def test_where_the_browser_refuses_storage_nothing_is_promised(
    play: Play, context: BrowserContext
) -> None:
    context.add_init_script(
        "if (window !== window.top) for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('no'); } });"
    )
    visit = play("strict")
    visit.weather(server="fails")
    visit.write(TEXT)
    visit.field.blur()
    expect(visit.part("trouble")).to_contain_text("this browser keeps nothing")
    visit.save_and_exit()
    expect(visit.part("end-text")).to_contain_text("could not keep it either")
    with visit.page.expect_download():
        visit.frame.locator("[data-end] [data-download-plan]").click()


@pytest.mark.parametrize(
    "options",
    [
        {"initializeAnswer": "True"},
        {"initializeAnswer": "1"},
        {"stickyError": "true"},
        {"getThrowsOnce": "true"},
        {},
    ],
    ids=lambda options: " ".join(options) or "plain",
)
def test_home_made_players_keep_all_by_commit(play: Play, options: dict[str, str]) -> None:
    visit = play("key-value", **options)
    visit.write(TEXT)
    visit.wait_until_server_has("My_own_words")
    visit.leave("killed")
    visit.page.evaluate("sessionStorage.clear()")
    visit.relaunch()
    expect(visit.field).to_have_value(TEXT)


def test_an_api_that_comes_late_is_found_and_no_key_is_lost(play: Play) -> None:
    visit = play("key-value", lateApi="4000")
    visit.go_to("activity")
    visit.field.focus()
    for key in TEXT:
        visit.page.keyboard.press(key if key != " " else "Space")
    visit.wait_until_server_has("My_own_words")
    expect(visit.field).to_have_value(TEXT)
    expect(visit.field).to_be_focused()


def test_data_that_are_cut_are_told_of_in_the_first_visit(play: Play) -> None:
    visit = play("key-value", cutAt="255")
    visit.write("x" * 300)
    expect(visit.part("trouble")).to_contain_text("keeps only 255 characters")
    visit.page.wait_for_function("player.summary().lessonLocation === 'activity'")
    visit.leave("killed")
    visit.page.evaluate("sessionStorage.clear()")
    visit.relaunch()
    expect(visit.frame.locator("#activity")).to_be_visible()


@pytest.mark.parametrize("lms", ["openedx", "opigno"])
def test_one_record_for_many_modules_completes_no_other(
    play: Play, content: Content, lms: str
) -> None:
    together = {"package": f"/{MODULE}/"}
    first = play(lms, SCORED, **together)
    first.write("Of the other module")
    first.complete(module_in(content, SCORED))
    first.page.wait_for_function("player.summary().suspendData.includes(':p')")
    first.leave()
    before = first.record()
    visit = play(lms, MODULE, first.page, **together)
    expect(visit.part("news")).to_contain_text("work of another module")
    expect(visit.part("outcome")).to_be_hidden()
    expect(visit.field).to_have_value("")
    assert visit.record()["suspendData"] == before["suspendData"]
    visit.part("go-on").click()
    visit.write(TEXT)
    visit.wait_until_server_has("My_own_words")
    visit.leave()
    again = play(lms, SCORED, first.page, **together)
    expect(again.field).to_have_value("Of the other module")
    expect(again.part("outcome")).to_be_visible()


def test_the_later_of_two_tabs_wins_and_the_earlier_one_says_so(play: Play) -> None:
    first = play("moodle")
    first.write("First")
    first.wait_until_server_has("First")
    second = play("moodle")
    expect(second.field).to_have_value("First")
    expect(first.part("trouble")).to_contain_text("open in another tab")
    expect(first.part("save-and-exit")).to_be_hidden()
    assert first.field.get_attribute("readonly") is not None
    second.write("Second")
    second.wait_until_server_has("Second")
    first.leave()
    second.leave()
    third = play("moodle")
    expect(third.field).to_have_value("Second")


def test_a_preview_in_moodle_can_be_used_and_records_nothing(play: Play, content: Content) -> None:
    visit = play("moodle", SCORED, reviewMode="browse")
    expect(visit.part("save-note")).to_contain_text("This is a preview")
    visit.write(TEXT)
    visit.complete(module_in(content, SCORED))
    assert visit.save_and_exit() == "Nothing new was recorded"
    record = visit.record()
    assert (record["lessonStatus"], record["suspendData"]) == ("not attempted", "")
    assert not visit.calls("LMSSetValue")
    visit.page.evaluate("player.launch({ reviewMode: null })")
    expect(visit.field).not_to_have_attribute("readonly", "")
    visit.page.wait_for_function("player.summary().lessonStatus !== 'completed'")


def test_with_a_slow_lms_the_page_is_used_at_once_and_a_screen_costs_one_post(play: Play) -> None:
    visit = play("esr", delay="400")
    posts = "player.session.messages.filter(({ kind }) => kind === 'post').length"
    assert visit.page.evaluate(posts) <= 1, "before the first click counts"
    for screen in ("benefits", "at-a-glance", "how-to-do-it"):
        visit.go_to(screen)
        expect(visit.frame.locator(f"#{screen}")).to_be_visible()
    sent = "player.session.log.some(({ args }) => args[0] === 'cmi.suspend_data')"
    visit.page.wait_for_function(sent)
    visit.page.wait_for_function("player.session.log.at(-1).call === 'LMSCommit'")
    before = visit.page.evaluate(posts)
    visit.go_to("benefits")
    visit.page.wait_for_function(f"{posts} > {before}")
    visit.page.wait_for_function("player.session.log.at(-1).call === 'LMSCommit'")
    assert visit.page.evaluate(posts) == before + 1


def test_the_count_is_in_characters_whatever_the_script(play: Play) -> None:
    visit = play("strict")
    visit.go_to("activity")
    count = visit.frame.locator("#activity .nhsuk-character-count__status").first
    for text in ("שלום", "SpO\u2082 😀"):
        visit.field.fill(text)
        expect(count).to_have_text(f"You have {350 - len(text)} characters remaining")


def test_a_text_too_long_names_its_field_and_takes_the_focus_there_once(play: Play) -> None:
    visit = play("strict")
    visit.write("😀" * 1000)
    visit.go_to("benefits")
    expect(visit.field).to_be_focused()
    expect(visit.part("trouble")).to_contain_text("Your text in 'The problem")
    visit.go_to("benefits")
    visit.page.wait_for_function("player.session.log.at(-1).call === 'LMSCommit'")
    expect(visit.frame.locator("#benefits h2")).to_be_focused()
