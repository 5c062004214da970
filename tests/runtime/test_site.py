"""The site in a browser, from a folder: by keyboard, narrow, without a script, with axe-core."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact
from scorm_builder.model import Catalogue
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource
from tests.languages import artifacts_in, content_in
from tests.tools.accessibility import NO_OVERFLOW, axe_findings
from tests.tools.browser import PATIENCE
from tests.tools.site import site_of, write

KINDS = {
    "home": "index.html",
    "technique": "modules/peer-assist/index.html",
    "choosing tool": "modules/choosing-tool/index.html",
    "search": "search.html?q=facilitator",
    "administrators": "administrators.html",
    "accessibility": "accessibility.html",
    "privacy": "privacy.html",
    "not there": "404.html",
}
PUBLIC = "https://library.example.org/kmf/"
STATEMENT: dict[str, Any] = {
    "status": "partial",
    "prepared": "2026-11-20",
    "tested": "By us.",
    "issues": ["The film has no audio description."],
    "enforcement": "Write to [the commission](https://commission.example.org).",
}


@pytest.fixture(scope="module")
def folder(site_files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the site, unpacked in a folder whose name is not plain."""
    return write(site_files, tmp_path_factory.mktemp("the site")).as_uri()


@pytest.fixture
def page(browser: Browser, folder: str) -> Iterator[Page]:
    """A reader's window, from which nothing but the folder is asked for."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(PATIENCE)
    asked: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert errors == []
    assert [url for url in asked if not url.startswith((folder, "data:"))] == []


def focus(page: Page, name: str, most: int = 60) -> None:
    """Goes on with Tab to the link, button or field with this name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
              const element = document.activeElement;
              const label = element.labels && element.labels[0];
              const style = getComputedStyle(element);
              return [(label || element).textContent.trim(),
                style.outlineStyle !== "none" || style.boxShadow !== "none"
                || Boolean(label && element.matches("[type=radio]"))];
            }"""
        )
        assert told[1], f"no focus is seen on {told[0]}"
        if told[0] == name:
            return
    raise AssertionError(f"Tab does not come to {name}")


def test_the_site_is_walked_by_keyboard(page: Page, folder: str) -> None:
    """From home to a technique, to the choosing tool and its result, and to the search."""
    page.goto(f"{folder}/index.html")
    focus(page, "Skip to main content", 1)
    page.keyboard.press("Enter")
    focus(page, "Peer assist", 10)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Peer assist")
    focus(page, "What each answer would mean")
    page.keyboard.press("Enter")
    expect(page.locator(".app-feedback").first).to_be_visible()
    focus(page, "Community of practice")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Community of practice")

    focus(page, "Choose a technique", 6)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Choosing tool")
    focus(page, "Show techniques")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error=stage]")).to_be_visible()
    page.keyboard.press("Space")
    focus(page, "Learn from people who have done this")
    page.keyboard.press("Space")
    focus(page, "Show techniques")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result] h3").first).to_be_focused()
    focus(page, "Peer assist", 1)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Peer assist")

    focus(page, "Search all techniques", 3)
    page.keyboard.type("Cafe conversation")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-status]")).to_have_text(re.compile(r"\d+ results"))
    expect(page.get_by_label("Search all techniques")).to_be_focused()
    focus(page, "Knowledge café", 3)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Knowledge café")
    focus(page, "Accessibility statement")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Accessibility statement")
    focus(page, "Privacy")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Privacy")


def test_the_search_follows_what_is_typed(page: Page, folder: str) -> None:
    page.goto(f"{folder}/search.html")
    field, status = page.get_by_label("Search all techniques"), page.locator("[role=status]")
    expect(field).to_be_focused()
    expect(status).to_have_text("")
    field.fill("zzz")
    expect(status).to_contain_text("No results.")
    field.fill("ferrari")
    expect(status).to_have_text("1 result")
    expect(page.locator("[data-search-results] mark")).to_have_text("Ferrari")
    page.locator("[data-search-results] p a").click()
    expect(page.locator("#example")).to_be_in_viewport()
    page.go_back()
    field.fill("<img src=x onerror=alert(1)>")
    expect(status).to_contain_text("No results.")
    field.fill("")
    expect(status).to_have_text("")
    expect(page.locator("[data-search-results] li")).to_have_count(0)


def test_the_search_finds_what_a_librarian_types(page: Page, folder: str) -> None:
    """With other signs and accents than in the text, in the plural, and by first letters."""
    page.goto(f"{folder}/search.html")
    for query, first in {
        '"peer assist"': "Peer assist",
        "peer-assists": "Peer assist",
        "What is a peer assist?": "Peer assist",
        "knowledge CAFES": "Knowledge café",
        "communities of practice": "Community of practice",
        "leaver\u2019s toolkit": "Knowledge harvesting",
        "discharge lounge": "Peer assist",
        "aar": "After action review",
    }.items():
        page.get_by_label("Search all techniques").fill(query)
        page.keyboard.press("Enter")
        expect(page.locator("[data-search-results] h2 a").first).to_have_text(first)


def test_the_search_forgives_a_slip_and_says_so(page: Page, folder: str) -> None:
    page.goto(f"{folder}/search.html")
    field, status = page.get_by_label("Search all techniques"), page.locator("[role=status]")
    field.fill("retorspect")
    expect(status).to_have_text(
        re.compile(r"^\d+ results?\. No text has exactly these words; these have words that are")
    )
    expect(page.locator("[data-search-results] h2 a").first).to_have_text("Retrospect")
    expect(page.locator("[data-search-results] mark").first).to_have_text(
        "retrospect", ignore_case=True
    )
    field.fill("retrospect")
    expect(status).to_have_text(re.compile(r"^\d+ results?$"))


def test_back_and_a_reload_bring_the_search_again(page: Page, folder: str) -> None:
    page.goto(f"{folder}/index.html")
    page.get_by_role("link", name="Choose a technique").click()
    page.goto(f"{folder}/search.html")
    field, status = page.get_by_label("Search all techniques"), page.locator("[role=status]")
    field.fill("caf\u00e9 & ferrari")
    expect(status).to_contain_text("No results.")
    field.fill("ferrari")
    expect(status).to_have_text("1 result")
    assert page.url == f"{folder}/search.html?q=ferrari"
    page.reload()
    expect(field).to_have_value("ferrari")
    expect(status).to_have_text("1 result")
    page.locator("[data-search-results] p a").click()
    expect(page.locator("#example")).to_be_in_viewport()
    page.go_back()
    expect(field).to_have_value("ferrari")
    expect(status).to_have_text("1 result")
    # What was typed in between is no step of its own.
    page.go_back()
    expect(page.locator("h1")).to_have_text("Choosing tool")
    page.goto(f"{folder}/search.html?q=ferrari")
    expect(status).to_have_text("1 result")
    field.fill("")
    expect(status).to_have_text("")
    assert page.url == f"{folder}/search.html"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_page(page: Page, folder: str, kind: str) -> None:
    """axe-core finds nothing, it fits on 320 pixels, and print and forced colours keep it whole."""
    page.goto(f"{folder}/{KINDS[kind]}")
    if kind == "choosing tool":
        page.locator("[name=stage]").first.check()
        page.locator("[name=goal]").first.check()
        page.get_by_role("button", name="Show techniques").click()
    if kind == "search":
        expect(page.locator("[data-search-results] li").first).to_be_visible()
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(NO_OVERFLOW)
    assert axe_findings(page) == []
    page.emulate_media(forced_colors="active")
    if kind in ("home", "technique"):
        border = page.locator(".app-stage").first.evaluate("(e) => getComputedStyle(e).borderStyle")
        assert border == "solid"
    page.emulate_media(media="print", forced_colors="none")
    expect(page.locator("h1")).to_be_visible()
    for hidden in ("nav.site-menu", "form[role=search]"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_a_site_with_a_brand_passes_the_same_checks_and_shows_whose_it_is(
    browser: Browser,
    *,
    content: Content,
    theme: Theme,
    branded: dict[str, Artifact],
    brand: BrandSource,
    tmp_path: Path,
) -> None:
    assert brand.brand is not None
    folder = write(site_of(content, theme, branded.values(), brand), tmp_path).as_uri()
    page = browser.new_page(viewport={"width": 320, "height": 800})
    for kind in ("home", "technique", "administrators", "accessibility", "privacy", "not there"):
        page.goto(f"{folder}/{KINDS[kind]}")
        logo = page.get_by_role("img", name=brand.brand.logo.alternative)
        assert logo.evaluate("(e) => e.complete && e.naturalWidth > 0")
        expect(page.locator("footer")).to_contain_text(f"Published by {brand.brand.name}.")
        assert axe_findings(page) == []
        assert page.evaluate(NO_OVERFLOW)
    page.close()


@pytest.mark.parametrize(("tag", "direction"), [("cy", "ltr"), ("ar", "rtl"), ("en-GB", "ltr")])
def test_a_site_on_a_server_in_each_language(
    browser: Browser, theme: Theme, tag: str, direction: str
) -> None:
    """Every page passes the checks there; so does that for an address deep below, which is none."""
    spoken = "cy" if tag == "en-GB" else tag
    content = content_in(spoken)
    assert content.catalogue is not None
    said = {"accessibility": STATEMENT, "site": PUBLIC, "language": tag}
    catalogue = Catalogue.model_validate({**content.catalogue.model_dump(mode="json"), **said})
    files = site_of(replace(content, catalogue=catalogue), theme, artifacts_in(spoken).values())
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_default_timeout(PATIENCE)

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path.removeprefix("/kmf/"))
        path = f"{path}index.html" if path == "" or path.endswith("/") else path
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if path in files:
            route.fulfill(body=files[path], content_type=kind)
        else:
            route.fulfill(status=404, body=files["404.html"], content_type="text/html")

    page.route(f"{PUBLIC}**", answer)
    there = [path for path in files if path.endswith(".html")]
    for path in (*there, "modules/gone/away/for-ever.html", "gone"):
        page.goto(f"{PUBLIC}{path}")
        assert page.evaluate("getComputedStyle(document.documentElement).direction") == direction
        assert page.locator("main").evaluate("(e) => getComputedStyle(e).maxWidth") != "none", path
        assert axe_findings(page) == [], path
        assert page.evaluate(NO_OVERFLOW), path
        page.emulate_media(forced_colors="active")
        assert axe_findings(page) == [], path
        page.emulate_media(forced_colors="none")
    page.locator("main a").first.click()
    expect(page).to_have_url(f"{PUBLIC}index.html")
    page.close()


def test_print_opens_what_is_folded(page: Page, folder: str) -> None:
    page.goto(f"{folder}/{KINDS['technique']}")
    feedback = page.locator(".app-feedback").first
    assert not feedback.evaluate("(e) => e.checkVisibility({ contentVisibilityAuto: true })")
    page.emulate_media(media="print")
    assert feedback.evaluate("(e) => e.checkVisibility({ contentVisibilityAuto: true })")


def test_without_a_script_everything_can_be_read(browser: Browser, folder: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in KINDS.values():
        page.goto(f"{folder}/{address}")
        expect(page.locator("form:visible")).to_have_count(0)
        expect(page.locator("h1")).to_be_visible()
    page.goto(f"{folder}/{KINDS['choosing tool']}")
    expect(page.locator("#all-techniques h4 a").first).to_be_visible()
    page.locator("#all-techniques").get_by_role("link", name="Peer assist").click()
    expect(page.locator("h1")).to_have_text("Peer assist")
    page.goto(f"{folder}/{KINDS['search']}")
    expect(page.get_by_role("link", name="All techniques by stage")).to_be_visible()
    context.close()
