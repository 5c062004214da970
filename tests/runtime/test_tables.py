"""A table in a text: on a phone it moves within its box, by finger and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from scorm_builder.theme import Theme
from tests.tools.accessibility import NO_OVERFLOW, axe_findings
from tests.tools.browser import serving, until
from tests.tools.samples import built, job, module_data

COLUMNS = 9
TABLE = "\n".join(
    [
        "| Role |" + "".join(f" Responsibility {n} |" for n in range(COLUMNS)),
        "|---|" + "--:|" * COLUMNS,
        "| Ward manager |" + " Responsible |" * COLUMNS,
    ]
)
MOVED = "document.querySelector('.app-table').scrollLeft > 0"


@pytest.fixture
def phone(
    theme: Theme, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """A module with a wide table on its first screen, 320 pixels wide."""
    made = built(job(theme, "scorm12", module=module_data(introduction=TABLE)))
    with serving(made, tmp_path_factory.mktemp("table")) as site:
        context = browser.new_context(viewport={"width": 320, "height": 640})
        page = context.new_page()
        page.goto(f"{site}/sample/index.html")
        yield page
        context.close()


def test_a_wide_table_needs_no_sideways_scrolling_of_the_page(phone: Page) -> None:
    box = phone.get_by_role("group", name="Role, Responsibility 0")
    assert box.evaluate("(box) => box.scrollWidth > box.clientWidth")
    assert phone.evaluate(NO_OVERFLOW)
    assert axe_findings(phone) == []
    assert phone.get_by_role("columnheader").count() == COLUMNS + 1
    right = phone.get_by_role("cell", name="Responsible").first
    assert right.evaluate("(cell) => getComputedStyle(cell).textAlign") == "right"


def test_who_has_no_mouse_can_move_it(phone: Page) -> None:
    box = phone.locator(".app-table")
    for _ in range(40):
        phone.keyboard.press("Tab")
        if box.evaluate("(box) => box === document.activeElement"):
            break
    assert box.evaluate("(box) => getComputedStyle(box).outlineStyle") == "solid"
    phone.keyboard.press("ArrowRight")
    until(phone, MOVED)


def test_the_site_has_the_style_of_tables_too(theme: Theme) -> None:
    for name in ("site/site.css", "site-rtl/site.css", "module-rtl/module.css.json"):
        assert b".app-table" in theme.assets[name], name
