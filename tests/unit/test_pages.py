"""What may stand in a page: decided as a browser parses it, for brands and for our own pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from jinja2 import TemplateError

from scorm_builder.content.loader import Content
from scorm_builder.content.markup import parsed
from scorm_builder.jobs import Job
from scorm_builder.model import LearningModule
from scorm_builder.pipeline.plan import plan
from scorm_builder.render import render_page
from scorm_builder.render.policy import guarded
from scorm_builder.site.pages import home_page
from scorm_builder.site.stock import Stock
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource, PageWeakened, branded_theme, lost_or_added
from scorm_builder.theme.brands.allowed import is_own_or_link
from scorm_builder.theme.brands.pages import unknown_parts
from tests.conftest import MODULES
from tests.tools.modules import FULL, full_job
from tests.tools.samples import job


def pages_of(work: Job) -> list[str]:
    """Every page that is made of a module."""
    pages = [
        guarded(render_page("module/page.jinja", work)),
        render_page(f"handout/{work.module.kind}.jinja", work),
    ]
    if isinstance(work.module, LearningModule):
        sides = {"level": 1, "told": True, "tips": work.module.tips}
        pages += [render_page(f"card/{side}.jinja", work, **sides) for side in ("front", "back")]
    return pages


def assert_in_the_lists(page: str) -> None:
    assert list(unknown_parts(page)) == []
    for with_scripts in (True, False):
        assert parsed(page, with_scripts=with_scripts).mended == ()


@pytest.mark.parametrize("name", MODULES)
def test_our_own_pages_have_nothing_that_is_not_in_the_lists(
    content: Content, theme: Theme, name: str
) -> None:
    (work,) = plan(content, theme, (name,), ())
    for page in pages_of(work):
        assert_in_the_lists(page)


def test_so_has_a_module_with_every_part(theme: Theme, brand: BrandSource) -> None:
    for page in pages_of(full_job(branded_theme(theme, brand), module=FULL)):
        assert_in_the_lists(page)


def test_so_has_the_site(site_files: dict[str, bytes]) -> None:
    pages = [text.decode() for name, text in site_files.items() if name.endswith(".html")]
    assert len(pages) > 15
    for page in pages:
        assert_in_the_lists(page)


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ('<a href="java&#9;script:x()">a</a>', "is added"),
        ('<a href="&#1; JavaScript:x()">a</a>', "is added"),
        ('<a href="java&NewLine;script&colon;x()">a</a>', "is added"),
        ('<a href="data:text/html,a">a</a>', "is added"),
        ('<a href="/elsewhere">a</a>', "is added"),
        ('<img src="&#10;//example.org/a.png" alt="">', "is added"),
        ('<img src="\\\\example.org/a.png" alt="">', "is added"),
        ('<img src="/&#9;/example.org/a.png" alt="">', "is added"),
        ('<img src="https:example.org/a.png" alt="">', "is added"),
        ('<img src="a.png" srcset="//example.org/a.png 2x" alt="">', "srcset"),
        ('<p/onclick="x()">a</p>', "onclick"),
        ('<P ONCLICK="x()">a</P>', "onclick"),
        ("<SCRIPT>1</SCRIPT>", "<script> is added"),
        ('<script type="application/json">1</script>', "<script> is added"),
        ("<noscript><p title=\"</noscript><p onclick='x()'>\">a</p></noscript>", "onclick"),
        ("<template><p onclick='x()'>a</p></template>", "<template> is not allowed"),
        ("<svg><a href='a'><path d='a'/></a></svg>", "<svg a> is not allowed"),
        ("<svg onload='x()'></svg>", "onload"),
        ("<math></math>", "<math math> is not allowed"),
        ("<select><option>a</option></select>", "<select> is added"),
        ("<p popover>a</p>", "popover"),
        ("<a href='a.html' ping='b'>a</a>", "ping"),
        ("<a href='a.html' target='_top'>a</a>", "target"),
        ("<p is='own-part'>a</p>", "is='own-part'"),
        ("<own-part>a</own-part>", "<own-part> is not allowed"),
        ("<meta http-equiv='refresh' content='0'>", "<meta> is added"),
        ("<p>a", ""),
        ("<p>a</div>", "a browser would have to mend it, line"),
        ("<p>a</p><!-- ", "a browser would have to mend it, line"),
        ("<plaintext>", "<plaintext> is not allowed"),
        ("<p title='a'b='c'>a</p>", "<p b='c'> is not allowed"),
        ("<p title='a' title='b' onclick='x()'>a</p>", "onclick"),
    ],
)
def test_what_is_added_is_judged_as_a_browser_reads_it(
    theme: Theme, added: str, words: str
) -> None:
    ours = render_page("module/page.jinja", job(theme))
    page = ours.replace("</main>", f"{added}</main>")
    told = "; ".join(lost_or_added(page, ours))
    assert words in told
    assert bool(told) is bool(words)


@pytest.mark.parametrize(
    "added",
    [
        '<p class="brand-note" lang="cy">A note <a href="https://example.org/?a=1&amp;b=2">a</a></p>',
        '<h2>More</h2><ul><li>a</li></ul><ol start="2"><li>b</li></ol>',
        '<table><caption>a</caption><tr><th scope="col">a</th><td colspan="2">b</td></tr></table>',
        '<p><a href="mailto:a@example.org">a</a> <a href="TEL:1">b</a> <a href="#benefits">c</a>',
        '<figure><img src="brand/logo.svg" alt="Us"><figcaption>a</figcaption></figure>',
        "<details><summary>a</summary><p>b</p></details>",
        '<section aria-labelledby="own"><h2 id="own">a</h2><dl><dt>a</dt><dd>b</dd></dl></section>',
    ],
)
def test_what_a_brand_may_add(theme: Theme, added: str) -> None:
    ours = render_page("module/page.jinja", job(theme))
    assert list(lost_or_added(ours.replace("</main>", f"{added}</main>"), ours)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<meta charset="utf-8">', '<meta name="a" content="b"><meta charset="utf-8">'),
        ("<head>", "<head><!-- <head> -->"),
        ("<!DOCTYPE html>", ""),
    ],
)
def test_a_page_starts_as_ours_do_so_that_its_policy_comes_first(
    theme: Theme, old: str, new: str
) -> None:
    ours = render_page("module/page.jinja", job(theme))
    page = ours.replace(old, new, 1)
    assert "does not start with" in "; ".join(lost_or_added(page, ours))
    with pytest.raises(TemplateError, match="does not start"):
        guarded(page)


def test_a_part_of_a_page_cannot_swallow_what_comes_after_it(
    content: Content, theme: Theme, brand: BrandSource
) -> None:
    """The part by itself lacks nothing."""
    text = f"{theme.templates['site/home.jinja']}<!-- "
    files = {**brand.files, "templates/site/home.jinja": text.encode()}
    theirs = branded_theme(theme, replace(brand, files=files))
    jobs = plan(content, theirs, MODULES[:1], ())
    with pytest.raises(PageWeakened, match="the page lacks <footer>"):
        home_page(Stock.of(jobs, ()))


def test_addresses() -> None:
    assert is_own_or_link("href", " https://example.org/ ")
    assert is_own_or_link("src", "pictures/a.png")
    assert is_own_or_link("href", "../peer-assist/index.html")
    for climbing in ("../../a", "a/../../../b", "%2e%2e/..\\a", "..%2F../a"):
        assert not is_own_or_link("href", climbing)
    assert not is_own_or_link("src", "?logout")
    assert not is_own_or_link("src", "https://example.org/")
    assert is_own_or_link("title", "javascript: the good parts")
