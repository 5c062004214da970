"""A module in Welsh and one in Arabic, in a real browser and in the real LMS run-time library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Locator, Page, Route, expect

from tests.languages import MODULES, artifacts_in, known_words, module_in, words_of
from tests.tools.accessibility import NO_OVERFLOW, axe_findings, states
from tests.tools.browser import go_to, open_module, serving
from tests.tools.lms import go_through, launch, record

ARABIC = "كيف نبدأ؟ «نعم» ١٢٣ 45, abc\nسطرٌ ثانٍ 🙂"
SAFE = re.compile(r"[A-Za-z0-9._:,-]+")
# All that is seen, heard or drawn by the style; what is in the script has its own test.
SAID = """() => {
  const said = [document.title];
  for (const element of document.querySelectorAll("body, body *:not(script, style, noscript)")) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
    }
    for (const name of ["aria-label", "aria-description", "alt", "title", "placeholder"]) {
      said.push(element.getAttribute(name) || "");
    }
    for (const side of ["::before", "::after"]) {
      const { content } = getComputedStyle(element, side);
      // The address of a link is content.
      said.push((content.match(/"[^"]*"/g) || []).join(" ").replace(/https?:[^")]*/g, ""));
    }
  }
  return said;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the module of each language."""
    packages = [artifacts_in(tag)["scorm12"] for tag in MODULES]
    with serving(packages, tmp_path_factory.mktemp("languages")) as address:
        yield address


@pytest.mark.parametrize(("tag", "direction"), [("ar", "rtl"), ("cy", "ltr")])
def test_the_page_says_its_language_and_direction(
    page: Page, site: str, tag: str, direction: str
) -> None:
    open_module(page, site, MODULES[tag])
    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    assert page.evaluate("getComputedStyle(document.body).direction") == direction


def test_the_catalogue_s_own_language_is_said_where_it_is_another(page: Page, site: str) -> None:
    open_module(page, site, MODULES["ar"])
    for words in (".app-header__programme", ".app-footer span >> nth=0"):
        expect(page.locator(words)).to_have_attribute("lang", "en-GB")
        expect(page.locator(words)).to_have_attribute("dir", "ltr")


@pytest.mark.parametrize("tag", MODULES)
def test_axe_finds_nothing_in_any_state(page: Page, site: str, tag: str) -> None:
    open_module(page, site, MODULES[tag])
    for state in states(page, module_in(tag)):
        assert axe_findings(page) == [], state


@pytest.mark.parametrize("tag", MODULES)
def test_a_phone_of_320_pixels_needs_no_sideways_scrolling(page: Page, site: str, tag: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_module(page, site, MODULES[tag])
    for state in states(page, module_in(tag)):
        assert page.evaluate(NO_OVERFLOW), state


def test_the_page_in_welsh_says_nothing_in_english(page: Page, site: str, tmp_path: Path) -> None:
    known = known_words("cy") | {"abc"}
    open_module(page, site, MODULES["cy"])
    for state in states(page, module_in("cy")):
        assert unknown(page, known) == set(), state
        page.emulate_media(media="print")
        assert unknown(page, known) == set(), f"{state} on paper"
        page.emulate_media(media="screen")
    go_to(page, "activity")
    with page.expect_download() as download:
        page.locator("#activity [data-download-plan]").click()
    assert download.value.suggested_filename == f"{MODULES['cy']}-fy-atebion.html"
    copy = tmp_path / "plan.html"
    download.value.save_as(copy)
    text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", copy.read_text(encoding="utf-8"))
    assert words_of(text) - known == set()
    page.locator("[data-clear-plan]").click()
    expect(page.locator("[data-announcement]")).to_have_text("Mae eich atebion wedi'u clirio.")


def unknown(page: Page | Frame, known: set[str]) -> set[str]:
    """The words of the page that neither its content nor its catalogue has."""
    return set().union(*map(words_of, page.evaluate(SAID))) - known


def test_a_whole_visit_in_welsh_says_nothing_in_english(context: BrowserContext, site: str) -> None:
    known = known_words("cy")
    _, frame = launch(context, site, MODULES["cy"])
    go_through(frame, module_in("cy"))
    expect(frame.locator("[data-outcome]")).to_be_visible()
    expect(frame.locator("[data-save-note]")).to_have_text("Wedi'i anfon i'ch system ddysgu")
    assert unknown(frame, known) == set()
    frame.locator("[data-save-and-exit]").click()
    expect(frame.locator("[data-end] h2")).to_have_text("Rydych wedi cwblhau'r modiwl hwn.")
    assert unknown(frame, known) == set()


def test_the_count_of_characters_is_in_welsh(page: Page, site: str) -> None:
    open_module(page, site, MODULES["cy"])
    go_to(page, "activity")
    described = page.locator("#field-people-info")
    expect(described).to_have_text("Gallwch roi hyd at 300 nod")
    count = page.locator("#activity .nhsuk-character-count__status").last
    for written, text in {
        0: "Mae gennych 300 nod ar ôl",
        299: "Mae gennych 1 nod ar ôl",
        300: "Mae gennych 0 nod ar ôl",
        302: "Mae gennych 2 nod yn ormod",
    }.items():
        page.locator("[data-field='1']").fill("x" * written)
        expect(count).to_have_text(text)


def test_the_count_of_characters_takes_the_right_plural(page: Page, site: str) -> None:
    """The Welsh word is the same for every number, so each form is given its name here."""

    def name_forms(route: Route) -> None:
        response = route.fetch()
        named = re.sub(
            r'(data-i18n\.characters-under-limit\.(\w+)="[^"]*)"', r'\1 \2"', response.text()
        )
        route.fulfill(response=response, body=named)

    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    page.route("**/index.html", name_forms)
    open_module(page, site, MODULES["cy"])
    go_to(page, "activity")
    count = page.locator("#activity .nhsuk-character-count__status").last
    for left, form in {1: "one", 2: "two", 3: "few", 6: "many", 11: "other"}.items():
        page.locator("[data-field='1']").fill("x" * (300 - left))
        expect(count).to_have_text(f"Mae gennych {left} nod ar ôl {form}")
    assert warnings == []


@pytest.mark.parametrize("tag", MODULES)
def test_a_language_from_right_to_left_has_the_mirror_image(
    page: Page, site: str, tag: str
) -> None:
    """Everything that stands on the left in Welsh stands on the right in Arabic."""
    mirrored = tag == "ar"
    open_module(page, site, MODULES[tag])

    def first_and_second(first: Locator, second: Locator) -> None:
        boxes = [first.bounding_box(), second.bounding_box()]
        left, right = (box for box in (boxes[::-1] if mirrored else boxes))
        assert left is not None
        assert right is not None
        assert left["x"] + left["width"] <= right["x"] + 1

    go_to(page, "how-to-do-it")
    first_and_second(page.locator(".app-layout__side"), page.locator(".app-layout__main"))
    programme = page.locator(".app-header__programme").bounding_box()
    assert programme is not None
    ends = (programme["x"], 1024 - programme["x"] - programme["width"])
    assert (ends[1] if mirrored else ends[0]) == 32
    first_and_second(
        page.locator("#how-to-do-it a[rel=prev]"), page.locator("#how-to-do-it a[rel=next]")
    )
    number = "(step) => getComputedStyle(step, '::before').{side}"
    for step in page.locator(".app-steps__step").all():
        side, other = ("right", "left") if mirrored else ("left", "right")
        assert step.evaluate(number.replace("{side}", side)) == "0px"
        assert float(step.evaluate(number.replace("{side}", other))[:-2]) > 400
        gaps = step.evaluate(
            """(step) => {
              const outer = step.getBoundingClientRect();
              const inner = step.firstElementChild.getBoundingClientRect();
              return { left: inner.left - outer.left, right: outer.right - inner.right };
            }"""
        )
        assert (gaps[side], gaps[other]) == (56, 0)
    go_to(page, "put-it-to-the-test")
    first_and_second(
        page.locator(".nhsuk-radios__input").first, page.locator(".nhsuk-radios__label").first
    )
    bar, track = (
        page.locator(f".app-progress__{part}").bounding_box() for part in ("bar", "track")
    )
    assert bar is not None
    assert track is not None
    gap_left, gap_right = (
        bar["x"] - track["x"],
        track["x"] + track["width"] - bar["x"] - bar["width"],
    )
    assert (gap_right < 2 < gap_left) if mirrored else (gap_left < 2 < gap_right)


@pytest.mark.parametrize(("tag", "turned"), [("ar", True), ("cy", False)])
def test_arrows_point_the_way_of_reading(page: Page, site: str, tag: str, turned: bool) -> None:
    open_module(page, site, MODULES[tag])
    go_to(page, "benefits")
    for arrow in page.locator("#benefits .nhsuk-pagination .nhsuk-icon").all():
        expected = "matrix(-1, 0, 0, 1, 0, 0)" if turned else "none"
        assert arrow.evaluate("(e) => getComputedStyle(e).transform") == expected
    go_to(page, "videos")
    summary = page.locator("#videos .nhsuk-details__summary")
    shape = summary.evaluate("(e) => getComputedStyle(e, '::before').clipPath")
    tip = r"\b0(px|%) 50%" if turned else r"\b100% 50%"
    assert re.search(tip, shape)


def test_arabic_answers_come_back_from_an_lms(context: BrowserContext, site: str) -> None:
    name = MODULES["ar"]
    page, frame = launch(context, site, name)
    go_to(frame, "activity")
    frame.locator("[data-field='0']").fill(ARABIC)
    page.close(run_before_unload=True)

    page, frame = launch(context, site, name)
    expect(frame.locator("#activity")).to_be_visible()
    assert frame.locator("[data-field='0']").input_value() == ARABIC
    assert SAFE.fullmatch(record(page, name)["suspend_data"])
    frame.locator("[data-contents] a").first.click()
    go_through(frame, module_in("ar"))
    page.wait_for_function(
        f"JSON.parse(localStorage.getItem('record:{name}')).core.lesson_status === 'completed'"
    )
