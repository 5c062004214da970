"""Pages with a brand pass the same checks as ours, and show whose they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact
from scorm_builder.theme.brands import BrandSource
from tests.tools.accessibility import (
    NO_OVERFLOW,
    SCREENS_WITH_EVERY_CONTROL,
    assert_focus_can_be_seen,
    assert_the_keyboard_comes_to_the_content,
    assert_the_stage_has_a_border,
    axe_findings,
    states,
)
from tests.tools.browser import go_to, open_module, serving


@pytest.fixture(scope="module")
def site(branded: dict[str, Artifact], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server for the modules with the brand."""
    with serving(branded.values(), tmp_path_factory.mktemp("branded")) as address:
        yield address


@pytest.mark.parametrize("name", ["choosing-tool", "peer-assist"])
def test_axe_finds_nothing_and_a_phone_shows_everything_in_every_state(
    page: Page, site: str, content: Content, name: str
) -> None:
    open_module(page, site, name)
    for state in states(page, content.modules[name]):
        assert axe_findings(page) == [], state
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate(NO_OVERFLOW), state
        page.set_viewport_size({"width": 1024, "height": 768})


def test_the_keyboard_comes_to_the_content_at_once(page: Page, site: str) -> None:
    open_module(page, site, "peer-assist")
    assert_the_keyboard_comes_to_the_content(page)


@pytest.mark.parametrize(("name", "screen"), SCREENS_WITH_EVERY_CONTROL)
def test_focus_can_be_seen_on_every_control(page: Page, site: str, name: str, screen: str) -> None:
    open_module(page, site, name)
    go_to(page, screen)
    assert_focus_can_be_seen(page)


def test_high_contrast_keeps_the_stage_visible(page: Page, site: str) -> None:
    page.emulate_media(forced_colors="active")
    open_module(page, site, "peer-assist")
    assert_the_stage_has_a_border(page)


def test_the_page_shows_the_logo_the_name_and_the_contact(
    page: Page, site: str, brand: BrandSource
) -> None:
    assert brand.brand is not None
    open_module(page, site, "peer-assist")
    logo = page.get_by_role("img", name=brand.brand.logo.alternative)
    assert logo.evaluate("(e) => e.complete && e.naturalWidth > 0 && e.clientHeight") == 72
    footer = page.locator("footer")
    expect(footer).to_contain_text(f"Published by {brand.brand.name}.")
    expect(footer.get_by_role("link", name=brand.brand.contact.email or "")).to_be_visible()
    colour = page.locator(".app-header").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(20, 50, 43)"
    link = page.locator("[data-contents] a").nth(1)
    assert link.evaluate("(e) => getComputedStyle(e).color") == "rgb(31, 92, 77)"


def test_a_dark_logo_stays_on_white_where_the_reader_has_dark_colours(
    page: Page, site: str
) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    open_module(page, site, "peer-assist")
    ground = page.locator(".app-brand").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
