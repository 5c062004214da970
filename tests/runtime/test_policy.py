"""The policy of each page: it stops what is not ours and nothing that is, wherever it plays."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact
from scorm_builder.theme import Theme
from scorm_builder.theme.brands.allowed import is_own_or_link
from tests.tools.browser import VIOLATIONS, until
from tests.tools.film import film_job
from tests.tools.learner import LMSS, Learner
from tests.tools.samples import built
from tests.tools.site import write

MODULE = "peer-assist"
STAGE, PLAIN, HEADER = "rgb(11, 36, 71)", "rgb(33, 43, 50)", "rgb(33, 43, 50)"

# What somebody could have put into a page, and the rule that stops it. Nothing of it does harm.
ADDED = {
    "<script>window.ran = 1</script>": "script-src",
    '<p onclick="window.ran = 1">a</p>': "script-src",
    '<script src="https://example.org/a.js"></script>': "script-src",
    '<img src="https://example.org/a.png" alt="">': "img-src",
    "<style>p { color: red }</style>": "style-src",
    '<p style="color: red">a</p>': "style-src",
    '<iframe src="https://example.org/"></iframe>': "frame-src",
    '<object data="a.svg"></object>': "object-src",
    '<base href="https://example.org/">': "base-uri",
    '<video src="https://example.org/a.webm"></video>': "media-src",
    '<link rel="stylesheet" href="https://example.org/a.css">': "style-src",
}


@pytest.fixture
def pages(site_files: dict[str, bytes], artifacts: dict[str, Artifact], tmp_path: Path) -> Path:
    """The site and a module in one folder, as somebody would unpack them."""
    write(site_files, tmp_path / "the site")
    package = tmp_path / "package.zip"
    package.write_bytes(artifacts[f"scorm12/{MODULE}.zip"].content)
    with ZipFile(package) as opened:
        opened.extractall(tmp_path / "the module")
    return tmp_path


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A window for pages from a folder; nothing fails in it."""
    context = browser.new_context()
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert errors == []


@pytest.mark.parametrize("where", ["the module/index.html", "the site/index.html"])
@pytest.mark.parametrize("added", ADDED)
def test_what_is_added_to_a_page_is_stopped(
    reader: Page, pages: Path, where: str, added: str
) -> None:
    file = pages / where
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("</title>", f"</title>{added}", 1), encoding="utf-8")
    with reader.expect_console_message(lambda told: "policy violation:" in told.text) as stopped:
        reader.goto(file.as_uri())
        reader.evaluate("document.querySelector('p')?.click()")
    assert ADDED[added] in stopped.value.text
    assert reader.evaluate("window.ran") is None
    VIOLATIONS.clear()


def test_every_page_of_the_site_and_every_module_has_a_policy(pages: Path) -> None:
    found = list(pages.rglob("*.html"))
    assert len(found) > 15
    for file in found:
        head = file.read_text(encoding="utf-8").partition("<title>")[0]
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', head)
        assert policy, file
        assert "default-src 'none'; script-src 'self'; " in policy[1]
        assert "unsafe-inline" not in policy[1]
        assert "unsafe-eval" not in policy[1]


def test_a_module_plays_from_a_folder(reader: Page, pages: Path) -> None:
    page = reader
    page.goto((pages / "the module/index.html").as_uri())
    expect(page.locator("html.app-scripted")).to_be_attached()
    expect(page.locator(".app-stage").first).to_have_css("background-color", STAGE)
    expect(page.locator("header")).to_have_css("background-color", HEADER)
    page.locator("[data-contents] a[href='#how-to-do-it']").click()
    drawn = "e => e.complete && e.naturalWidth > 0"
    assert page.locator(".app-diagram").evaluate(drawn)
    page.locator("[data-contents] a[href='#activity']").click()
    page.locator("[data-field='0']").fill("My words")
    with page.expect_download() as kept:
        page.locator("#activity [data-download-plan]").click()
    html = Path(kept.value.path()).read_text(encoding="utf-8")
    assert "My words" in html
    assert html.count("<style>body{") == 1
    page.evaluate("window.print = () => {}")
    page.locator("#activity [data-print-plan]").click()
    expect(page.locator("html.app-print-plan")).to_be_attached()


def test_a_film_plays_from_a_folder(reader: Page, theme: Theme, tmp_path: Path) -> None:
    (artifact,) = built(film_job(theme))
    (tmp_path / "a.zip").write_bytes(artifact.content)
    with ZipFile(tmp_path / "a.zip") as package:
        package.extractall(tmp_path / "a")
    reader.goto((tmp_path / "a/index.html").as_uri())
    reader.locator("[data-contents] a[href='#videos']").click()
    reader.locator("video").evaluate("film => { film.muted = true; return film.play(); }")
    until(reader, "document.querySelector('video').currentTime > 0.2")


@pytest.mark.parametrize("title", LMSS)
def test_an_lms_with_a_stricter_policy_shows_the_module_styled(
    context: BrowserContext, site: str, content: Content, title: str
) -> None:
    """No style in a page is allowed there: the first screen's comes from a file instead."""

    def add_policy(route: Route) -> None:
        answer = route.fetch()
        told = {"content-security-policy": "default-src 'self'; img-src 'self' data:"}
        route.fulfill(response=answer, headers={**answer.headers, **told})

    learner = Learner(context, site, content.modules[MODULE], LMSS[title])
    context.route(re.compile(f"/{MODULE}/index.html"), add_policy)
    learner.page.goto(learner.address)
    learner.page.wait_for_function("window.ready")
    expect(learner.sco.locator("html.app-scripted")).to_be_attached()
    expect(learner.sco.locator(".app-stage").first).to_have_css("background-color", PLAIN)
    expect(learner.sco.locator("header")).to_have_css("background-color", HEADER)
    learner.sco.locator("[data-contents] a[href='#activity']").click()
    expect(learner.sco.locator(".app-screen:visible")).to_have_count(1)
    expect(learner.sco.locator("#activity")).to_be_visible()
    stopped = [told for told in VIOLATIONS if "policy violation:" in told]
    assert stopped
    assert all("style-src" in told for told in stopped)
    VIOLATIONS.clear()


READ = """(addresses) => addresses.map((address) => {
  const link = document.createElement("a");
  link.setAttribute("href", address);
  return [link.protocol, link.hostname];
})"""
PIECES = (
    "javascript JavaScript https http mailto tel data file blob"
    " : // / \\\\ . .. # ? a example.org @ %09"
).split()
BLANKS = ["", "", "", "", " ", "\t", "\n", "\r", "\0", "\x01", "\x0b", "\x1f", "\xa0", "\u2028"]


def addresses(count: int) -> list[str]:
    """Texts that look like addresses, with what browsers take out of them."""
    chance = random.Random(12)
    many = [
        "".join(chance.choice(BLANKS) + chance.choice(PIECES) for _ in range(chance.randint(1, 5)))
        for _ in range(count)
    ]
    known = "java\tscript:void(0)|\x01javascript:void(0)|JAVASCRIPT:void(0)|\\\\a|/\t/a".split("|")
    return [*many, *known]


def test_no_address_that_is_taken_for_our_own_leads_elsewhere_in_a_browser(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/{MODULE}/index.html")
    own = site.split("//")[1].partition(":")[0]
    tried = addresses(20_000)
    judge: Callable[[str, str], bool] = is_own_or_link
    taken = 0
    for address, (protocol, host) in zip(tried, page.evaluate(READ, tried), strict=True):
        if judge("src", address):
            assert (protocol, host) == ("http:", own), address
        if judge("href", address):
            taken += 1
            is_link = re.match(r"\W*(https?|mailto|tel)", address, re.IGNORECASE)
            assert protocol in ("http:", "https:", "mailto:", "tel:") if is_link else host == own
    assert taken > 1_000
