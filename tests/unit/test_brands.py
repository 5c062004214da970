"""Brands: what is laid over catalogue and theme, and what a brand cannot do."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError

from scorm_builder.checks.brands import check_brand
from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact
from scorm_builder.model import Brand, Catalogue
from scorm_builder.pipeline.build import build_one
from scorm_builder.pipeline.plan import plan_edition
from scorm_builder.render import render_page
from scorm_builder.targets import TARGETS
from scorm_builder.targets.scorm12 import manifest_of
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import (
    BrandSource,
    PageWeakened,
    branded_catalogue,
    branded_theme,
    load_brand,
    lost_or_added,
)
from scorm_builder.theme.brands.style import PROPERTIES, style_faults
from tests.conftest import BRANDED, ROOT
from tests.tools.samples import catalogue_data, job

OUR_ACCENTS = re.compile("#005eb8|#004a96")


def named(brand: BrandSource, name: str) -> BrandSource:
    return replace(brand, id=name)


def test_a_brand_changes_the_imprint_and_keeps_the_licences(brand: BrandSource) -> None:
    ours = Catalogue.model_validate(catalogue_data())
    theirs = branded_catalogue(ours, brand)
    assert theirs.publisher == "Hollowbrook Library Service"
    assert theirs.contact.email == "library@example.org"
    assert [stage.colour for stage in theirs.stages] == ["#14322b", "#8a3412", "#1f6f5c"]
    assert theirs.licences == ours.licences
    assert theirs.programme == ours.programme
    Catalogue.model_validate(
        theirs.model_dump(mode="json", exclude={"identifier"}) | {"identifier": ours.identifier}
    )


def test_a_brand_s_site_says_nothing_that_another_publisher_has_said(brand: BrandSource) -> None:
    assert brand.brand is not None
    said = {"site": "https://example.org/", "privacy": {"server": "It keeps nothing."}}
    ours = Catalogue.model_validate(catalogue_data(**said))
    theirs = branded_catalogue(ours, brand)
    assert (theirs.site, theirs.privacy, theirs.accessibility) == (None, None, None)
    own = Brand.model_validate({**brand.brand.model_dump(), **said})
    theirs = branded_catalogue(ours, replace(brand, brand=own))
    assert (theirs.site, theirs.privacy) == (ours.site, ours.privacy)


@given(st.lists(st.sampled_from(["a", "b", "a-b", "b-a", "a-b-a", "ab"]), min_size=4, max_size=4))
def test_no_two_packages_of_different_brands_have_the_same_identifier(names: list[str]) -> None:
    catalogue = Catalogue.model_validate(catalogue_data())
    source = load_brand(ROOT / "brands" / "hollowbrook")
    one, other = ((names[0], names[1]), (names[2], names[3]))
    found = [
        f"{branded_catalogue(catalogue, named(source, brand)).identifier}-{module}"
        for brand, module in (one, other)
    ]
    assert (found[0] == found[1]) is (one == other)
    assert f"{catalogue.identifier}-{names[1]}" not in found


def test_the_accent_takes_the_place_of_ours_everywhere(theme: Theme, brand: BrandSource) -> None:
    ours = {**theme.assets, **{n: t.encode() for n, t in theme.templates.items()}}
    styles = [name for name in ours if name.endswith(".css")]
    assert any(OUR_ACCENTS.search(ours[name].decode()) for name in styles)
    changed = branded_theme(theme, brand)
    theirs = {**changed.assets, **{n: t.encode() for n, t in changed.templates.items()}}
    for name in styles:
        assert not OUR_ACCENTS.search(theirs[name].decode()), name
        assert len(re.findall("#1f5c4d", theirs[name].decode())) >= len(
            OUR_ACCENTS.findall(ours[name].decode())
        )


def test_a_theme_with_a_brand_is_another_and_can_be_sent_to_a_worker(
    theme: Theme, brand: BrandSource
) -> None:
    changed = branded_theme(theme, brand)
    assert changed != theme
    assert pickle.loads(pickle.dumps(changed)) == changed
    assert branded_theme(theme, brand) == changed
    for name, content in brand.files.items():
        other = replace(brand, files={**brand.files, name: content + b" "})
        assert branded_theme(theme, other) != changed, name


def test_a_brand_makes_the_same_bytes_again(
    content: Content, theme: Theme, brand: BrandSource, branded: dict[str, Artifact]
) -> None:
    edition = plan_edition(content, theme, BRANDED[:1], ("scorm12", "handout"), brand)
    for artifact in build_one(edition.jobs[0]).artifacts:
        assert artifact.content == branded[artifact.path].content


def test_the_package_has_identifiers_and_a_logo_of_its_own(
    theme: Theme, brand: BrandSource
) -> None:
    ours = job(theme)
    theirs = replace(
        ours,
        catalogue=branded_catalogue(ours.catalogue, brand),
        theme=branded_theme(theme, brand),
    )
    identifiers = [manifest_of(one, ()).identifier for one in (ours, theirs)]
    assert identifiers == ["samples-sample", "samples-hollowbrook--sample"]
    page = render_page("module/page.jinja", theirs)
    assert 'src="brand/logo.svg" alt="Hollowbrook Library Service"' in page
    assert "brand" not in render_page("module/page.jinja", ours)


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("a { display: none }", "not a property"),
        ("a { color: #eeeeee }", "not a property"),
        ("a { background: white }", "not a property"),
        ("a:focus { outline: 0 }", "not a property"),
        ("a { opacity: 0 }", "not a property"),
        ("a { --x: 1 }", "not a property"),
        ("a { font-size: 12px }", "from 16px"),
        ("a { font-size: 0.5rem }", "from 16px"),
        ("a { font-size: 1em }", "from 16px"),
        ("a { font-size: calc(1px) }", "plain value"),
        ("a { font-weight: 100 }", "400 to 900"),
        ("a { line-height: 1 }", "from 1.5"),
        ("a { letter-spacing: -1px }", "from 0 to 2px"),
        ("a { font-family: Wingdings }", "end with serif"),
        ("a { font-family: url(x), serif }", "plain value"),
        ("a { text-align: justify }", "start, end"),
        ("a { border: none }", "a width from 1px"),
        ("a { border: 1px solid #cccccc }", "at least 3 to 1; #cccccc has 1.4"),
        ("a { border: 1px solid transparent }", "a width from 1px"),
        ("a { border-radius: -1px }", "lengths from 0"),
        ("a { margin: 1px }", "classes of your own"),
        (".brand-a, a { margin: 1px }", "classes of your own"),
        (".brand-a { margin: -1px }", "lengths from 0"),
        ("a { font-weight: bold !important }", "'!important'"),
        ("a::before { font-weight: bold }", "no part that the page"),
        ("@import 'x.css';", "'@import' is not allowed"),
        ("@font-face { src: url(https://example.org/f) }", "'@font-face' is not allowed"),
        ("@media print { a { display: none } }", "not a property"),
        ("@media print", "'@media'"),
        ("a { b { display: none } }", "a rule inside"),
        ("a { border: 1px solid }", "a width from 1px"),
        ("</style><script>", "'<' would end the style"),
        ("a { } }", "not CSS"),
        ("a { font-weight }", "not CSS"),
    ],
)
def test_a_style_cannot_weaken_a_page(style: str, words: str) -> None:
    assert [fault for fault in style_faults(style, "page") if words in fault.message]


GOOD = """
/* All that a brand may set. */
h1, .app-stage { font-family: "Gill Sans", Verdana, sans-serif; font-size: 2rem; font-weight: 700 }
@media (min-width: 40em) {
  a { line-height: 1.6; letter-spacing: .5px; text-align: start }
}
.app-header { border-bottom: 4px solid #1f6f5c; border-radius: 6px 6px 0 0 }
.app-header .brand-note { margin: 0 1rem; padding-inline-start: 4mm }
"""


def test_a_style_may_set_what_it_is_told() -> None:
    assert list(style_faults(GOOD, "page")) == []
    told = (ROOT / "docs" / "how-to" / "brand.md").read_text(encoding="utf-8")
    for name in PROPERTIES:
        assert f"`{name}`" in told or re.match("(border|margin|padding)-", name), name


@pytest.mark.parametrize("medium", ["page", "print"])
@given(st.text())
def test_any_text_as_a_style_is_judged_without_an_exception(medium: str, text: str) -> None:
    lines = text.count("\n") + text.count("\r") + text.count("\f") + 1
    for fault in style_faults(text, medium):
        assert 1 <= fault.line <= lines


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('<main class="nhsuk-width-container">', "<div>"), "the page lacks <main>"),
        (('alt="', 'data-was="'), "has no 'alt'"),
        (('<html lang="en-GB"', "<html"), "lacks <html lang='en-GB'>"),
        (("</main>", '<img src="https://example.org/x.png" alt=""></main>'), "is added"),
        (("</main>", '<img src="//example.org/x.png" alt=""></main>'), "is added"),
        (("</main>", "<script>1</script></main>"), "<script> is added"),
        (("</main>", '<p onclick="x()">a</p></main>'), "onclick"),
        (("</main>", '<a href="javascript:x()">a</a></main>'), "javascript"),
        (("</main>", '<p style="color:#fff">a</p></main>'), "style"),
        (("</main>", '<p tabindex="1">a</p></main>'), "tabindex"),
        (("</main>", "<h1>Another</h1><h5>Deep</h5></main>"), "a level is left out"),
        (("</main>", '<p id="maincontent">a</p></main>'), "the id 'maincontent' stands twice"),
        (("<main", '<main aria-hidden="true"'), "aria-hidden"),
        (("</main>", "<input></main>"), "<input> is added"),
        (("</main>", '<font color="#eeeeee">a</font></main>'), "<font> is not allowed"),
        (("</main>", '<table bgcolor="#000000"><tr><td>a</table></main>'), "bgcolor"),
        (("</main>", '<p class="nhsuk-radios__input">a</p></main>'), "the class 'nhsuk-radios"),
        (("data-save-and-exit", "data-other"), "data-save-and-exit"),
        (("<h1 ", "<p "), "the page lacks <h1>"),
    ],
)
def test_a_template_cannot_weaken_a_page(
    theme: Theme, brand: BrandSource, change: tuple[str, str], words: str
) -> None:
    page = render_page("module/page.jinja", job(branded_theme(theme, brand)))
    assert list(lost_or_added(page, page)) == []
    changed = page.replace(*change)
    assert changed != page
    assert words in "; ".join(lost_or_added(changed, page))


def with_template(brand: BrandSource, theme: Theme, name: str, old: str, new: str) -> Theme:
    """The theme of the brand with a template of its own: ours with a text changed."""
    text = theme.templates[name].replace(old, new)
    assert text != theme.templates[name]
    own = {**brand.files, f"templates/{name}": text.encode()}
    source = replace(brand, files=own)
    assert check_brand(source, theme, TARGETS) == ()
    return branded_theme(theme, source)


def test_a_template_of_a_brand_adds_and_moves(theme: Theme, brand: BrandSource) -> None:
    added = '<p class="brand-note">Ask us <a href="https://example.org/">here</a>.</p>\n  </main>'
    changed = with_template(brand, theme, "module/page.jinja", "</main>", added)
    assert added in render_page("module/page.jinja", job(changed))


@pytest.mark.parametrize(
    "reach", ["''.__class__.__mro__", "language._locale", "cycler.__init__.__globals__"]
)
def test_a_template_of_a_brand_cannot_reach_beyond_the_page(
    theme: Theme, brand: BrandSource, reach: str
) -> None:
    changed = with_template(
        brand, theme, "module/page.jinja", "</main>", f"{{{{ {reach} }}}}</main>"
    )
    with pytest.raises(TemplateError):
        render_page("module/page.jinja", job(changed))


def test_a_page_that_is_weakened_names_its_template(theme: Theme, brand: BrandSource) -> None:
    changed = with_template(brand, theme, "module/page.jinja", "<main", "<div")
    with pytest.raises(PageWeakened, match="lacks <main>"):
        render_page("module/page.jinja", job(changed))
    [problem, *_] = build_one(job(changed, "scorm12")).diagnostics
    assert problem.code == "BRD-005"
    assert problem.location.file.endswith("hollowbrook/templates/module/page.jinja")


def test_links_in_a_brand_s_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("a { display: none }", encoding="utf-8")
    folder = tmp_path / "north"
    folder.mkdir()
    (folder / "page.css").symlink_to(tmp_path / "secret.css")
    source = load_brand(folder)
    assert source.files == {}
    assert [problem.code for problem in source.diagnostics] == ["YML-008"]


@pytest.mark.parametrize("link", ["north", "north/brand.yaml", "north/templates"])
def test_a_brand_or_its_file_that_is_a_link_is_refused_unread(tmp_path: Path, link: str) -> None:
    kept = tmp_path / "kept"
    (kept / "site").mkdir(parents=True)
    for name in ("brand.yaml", "page.css", "site/home.jinja"):
        (kept / name).write_text("password: [hunter2", encoding="utf-8")
    (tmp_path / "brands" / link).parent.mkdir(parents=True)
    target = kept / "brand.yaml" if link.endswith(".yaml") else kept
    (tmp_path / "brands" / link).symlink_to(target)
    source = load_brand(tmp_path / "brands" / "north")
    assert source.files == {}
    assert [problem.code for problem in source.diagnostics] == ["YML-008"]
    assert "hunter2" not in repr(source)


def test_a_colour_is_refused_with_its_number() -> None:
    data = {
        "name": "North",
        "logo": {"file": "logo.svg", "alternative": "North"},
        "colours": {"accent": "#0b2447"},
        "contact": {"name": "North"},
    }
    Brand.model_validate(data)
    for key, value in (("accent", "#0072ce"), ("header", "#808080")):
        colours = {"accent": "#0b2447", key: value}
        with pytest.raises(ValueError, match=r"has a contrast of (4\.\d\d|3\.95) to 1"):
            Brand.model_validate({**data, "colours": colours})
