"""The site: whole, linked within itself, in the catalogue's language; its feed and its table."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from scorm_builder.content.loader import Content
from scorm_builder.content.markdown import plain_text
from scorm_builder.jobs import Artifact, CollectionJob, Job, entry_of
from scorm_builder.model import (
    Bundle,
    ChoosingTool,
    Completion,
    LearningModule,
    TextKind,
    walk,
)
from scorm_builder.site import build_site
from scorm_builder.theme import Theme
from templates.assets import find_node
from tests.conftest import MODULES, ROOT
from tests.languages import artifacts_in, content_in
from tests.tools.samples import built, catalogue_data, job, module_data
from tests.tools.site import site_of, write

ATOM = "{http://www.w3.org/2005/Atom}"
# What the site does not say: where facts come from, and what only the checks or the LMS read.
NOT_SHOWN = set("sources exemptions history cases keywords poster captions".split())
PAGES = (
    "index.html",
    "search.html",
    "administrators.html",
    "accessibility.html",
    "privacy.html",
    "404.html",
)
SITE = "https://library.example.org/kmf"
NUMBER = "//p[starts-with(., 'Version ')]"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
STATEMENT: dict[str, Any] = {
    "commitment": "We want *everybody* to use it.",
    "status": "partial",
    "prepared": "2026-11-20",
    "reviewed": "2026-11-24",
    "tested": "By the *team*.",
    "issues": ["The film has no audio description.", "The map has no text."],
    "enforcement": "Write to [the commission](https://commission.example.org).",
}


def document(files: dict[str, bytes], path: str) -> Any:
    return html.document_fromstring(files[path].decode())


def pages(files: dict[str, bytes]) -> Iterator[tuple[str, Any]]:
    return ((path, document(files, path)) for path in files if path.endswith(".html"))


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_every_module_and_every_file_is_there(
    site_files: dict[str, bytes], artifacts: dict[str, Artifact]
) -> None:
    assert {path for path, _ in pages(site_files)} == {
        *PAGES,
        *(f"modules/{name}/index.html" for name in MODULES),
    }
    for path, artifact in artifacts.items():
        assert site_files[path] == artifact.content


def test_every_link_leads_to_something_in_the_folder(site_files: dict[str, bytes]) -> None:
    ids = {path: set(page.xpath("//@id")) for path, page in pages(site_files)}
    for path, page in pages(site_files):
        # What is loaded with the page, and what a reader can follow.
        loaded = page.xpath("//@src | //link/@href | //@poster | //form/@action")
        for address in (*loaded, *page.xpath("//a/@href")):
            parts = urlsplit(address)
            if parts.scheme in ("https", "http"):
                assert address not in loaded, address
                continue
            if parts.scheme == "data":
                continue
            assert not parts.scheme, address
            assert not parts.path.startswith("/"), address
            target = path
            if parts.path:
                target = _joined(path, unquote(parts.path))
                assert target in site_files, f"{path}: {address}"
            if parts.fragment:
                assert parts.fragment in ids[target], f"{path}: {address}"


def _joined(page: str, address: str) -> str:
    parts = page.split("/")[:-1]
    for step in address.split("/"):
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "/".join(parts)


def test_a_style_or_script_asks_for_nothing(site_files: dict[str, bytes]) -> None:
    style, script = site_files["site.css"].decode(), site_files["site.js"].decode()
    assert not re.search(r"url\((?!\"?data:)|@import", style)
    assert not re.search(r"\bfetch\(|XMLHttpRequest|import\(|https?://", script)


@pytest.mark.parametrize("name", MODULES)
def test_a_page_has_everything_that_its_module_says(
    site_files: dict[str, bytes], content: Content, name: str
) -> None:
    module = content.modules[name]
    page = document(site_files, f"modules/{name}/index.html")
    shown = text_of(page)
    for found in walk(type(module), module.model_dump(mode="json")):
        if isinstance(found.kind, TextKind) and not NOT_SHOWN & set(found.path):
            if found.path[-1] == "alternative":
                assert found.value in page.xpath("//img/@alt")
                continue
            plain = found.value if found.kind is TextKind.LINE else plain_text(found.value)
            for line in plain.splitlines():
                assert " ".join(line.split()) in shown, found.path


def test_neighbours_and_companions_are_links(
    site_files: dict[str, bytes], content: Content
) -> None:
    for name in MODULES:
        module = content.modules[name]
        links = document(site_files, f"modules/{name}/index.html").xpath("//main//a/@href")
        for other in module.named_modules():
            assert f"../{other}/index.html" in links


def test_files_are_linked_with_their_kind_and_size(
    site_files: dict[str, bytes], artifacts: dict[str, Artifact]
) -> None:
    page = document(site_files, "modules/peer-assist/index.html")
    size = -(-len(artifacts["handout/peer-assist.pdf"].content) // 1000)
    (link,) = page.xpath("//ul//a[contains(@href, 'handout/')]")
    assert text_of(link) == f"Handout: Peer assist (PDF, {size} KB)"
    told = [text_of(link) for link in page.xpath("//ul//a[contains(@href, '.zip')]")]
    assert [text.partition(" (")[0] for text in told] == ["Package for an LMS: Peer assist"]
    sheets = -(-len(artifacts["card/all-cards.pdf"].content) // 1000)
    for address in ("modules/peer-assist/index.html", "index.html"):
        (link,) = document(site_files, address).xpath("//ul//a[contains(@href, 'all-cards')]")
        assert text_of(link) == f"All quick reference cards on A4 sheets (PDF, {sheets} KB)"


def test_the_search_has_the_text_of_every_module(
    site_files: dict[str, bytes], content: Content
) -> None:
    (data,) = document(site_files, "search.html").xpath("//script[@id='search-index']")
    index = {row["title"]: row for row in json.loads(data.text)}
    assert list(index) == [content.modules[name].title for name in MODULES]
    for name in MODULES:
        module = content.modules[name]
        row = index[module.title]
        assert row["address"] == f"modules/{name}/index.html"
        text = " ".join(section["text"] for section in row["sections"])
        assert " ".join(plain_text(module.introduction).split()) in text
        if isinstance(module, LearningModule):
            assert " ".join(plain_text(module.questions[0].scenario).split()) in text
            assert row["stage"] in ("Learning before", "Learning during", "Learning after")
        else:
            assert isinstance(module, ChoosingTool)
            assert "Show techniques" not in text


def test_the_html_is_valid(site_files: dict[str, bytes], tmp_path: Path) -> None:
    node = find_node()
    assert node
    rules = {
        # The first is how components of NHS.UK are written; colours of stages come from the YAML.
        "no-redundant-role": "off",
        "no-inline-style": "off",
        "no-trailing-whitespace": "off",
    }
    config = tmp_path / "config.json"
    config.write_text(
        json.dumps({"root": True, "extends": ["html-validate:recommended"], "rules": rules})
    )
    folder = write({p: c for p, c in site_files.items() if p.endswith(".html")}, tmp_path / "site")
    tool = ROOT / "templates" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    command: list[str | Path] = [
        node,
        tool,
        "--config",
        config,
        "--formatter",
        "text",
        *sorted(folder.rglob("*.html")),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT / "templates"
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_same_content_makes_the_same_site(
    site_files: dict[str, bytes], content: Content, theme: Theme, artifacts: dict[str, Artifact]
) -> None:
    assert site_of(content, theme, reversed(list(artifacts.values()))) == site_files


def test_a_build_of_some_modules_shows_what_there_is(
    content: Content, theme: Theme, artifacts: dict[str, Artifact]
) -> None:
    there = [artifacts["scorm12/peer-assist.zip"], artifacts["handout/retrospect.pdf"]]
    files = site_of(content, theme, there)
    assert {path for path, _ in pages(files)} == {
        *PAGES,
        "modules/peer-assist/index.html",
        "modules/retrospect/index.html",
    }
    test_every_link_leads_to_something_in_the_folder(files)
    related = document(files, "modules/peer-assist/index.html").xpath("//*[@id='find-out-more']")[0]
    assert "../retrospect/index.html" in related.xpath(".//a/@href")
    assert "Community of practice" in text_of(related)
    assert [row[0] for row in rows_of(files)[1:]] == ["Peer assist"]


def test_without_a_package_the_page_for_administrators_says_so(
    content: Content, theme: Theme, artifacts: dict[str, Artifact]
) -> None:
    files = site_of(content, theme, [artifacts["handout/retrospect.pdf"]])
    assert "There is no package here." in text_of(document(files, "administrators.html"))
    assert files["upload.csv"] == b"\xef\xbb\xbf"


@pytest.mark.parametrize(("tag", "direction"), [("cy", "ltr"), ("ar", "rtl")])
def test_the_site_is_in_the_catalogue_s_language(theme: Theme, tag: str, direction: str) -> None:
    found = content_in(tag)
    assert found.catalogue is not None
    content = replace(found, catalogue=found.catalogue.model_copy(update={"language": tag}))
    files = site_of(content, theme, artifacts_in(tag).values())
    for path, page in pages(files):
        assert page.get("lang") == tag
        assert page.get("dir") == direction
        if tag == "cy":
            known = "Heb ddod o hyd" if path == "404.html" else "I weinyddwyr LMS"
            assert known in text_of(page), path
            assert "Search" not in text_of(page), path
    folder = "site" if direction == "ltr" else "site-rtl"
    assert files["site.css"] == theme.assets[f"{folder}/site.css"]


def test_a_module_in_another_language_than_the_catalogue_says_so(theme: Theme) -> None:
    files = site_of(content_in("ar"), theme, artifacts_in("ar").values())
    (page,) = (page for path, page in pages(files) if path.startswith("modules/"))
    assert page.get("lang") == "en-GB"
    (main,) = page.xpath("//main")
    assert (main.get("lang"), main.get("dir")) == ("ar", "rtl")


# Addresses from outside


@pytest.fixture(scope="module")
def public_files(
    content: Content, theme: Theme, artifacts: dict[str, Artifact]
) -> dict[str, bytes]:
    """The site of two techniques, in a catalogue that says where it is."""
    assert content.catalogue is not None
    catalogue = content.catalogue.model_copy(update={"site": SITE})
    there = [artifacts["scorm12/peer-assist.zip"], artifacts["handout/retrospect.pdf"]]
    return site_of(replace(content, catalogue=catalogue), theme, there)


def test_a_site_that_is_known_differs_only_in_what_others_keep_of_it(
    public_files: dict[str, bytes], content: Content, theme: Theme, artifacts: dict[str, Artifact]
) -> None:
    there = [artifacts["scorm12/peer-assist.zip"], artifacts["handout/retrospect.pdf"]]
    plain = site_of(content, theme, there)
    assert public_files.keys() - plain.keys() == {"sitemap.xml"}
    same = {path for path in plain if plain[path] == public_files[path]}
    assert same == {path for path in plain if not path.endswith((".html", ".xml"))}
    for path, page in pages(public_files):
        if path in ("404.html", "accessibility.html"):
            continue
        (link,) = page.xpath("//link[@rel='canonical']")
        assert link.get("href") == f"{SITE}/{path.removesuffix('index.html')}"
        link.drop_tree()
        # The content number hangs on all that a handout shows, and that has the address.
        before = document(plain, path)
        for number in (*page.xpath(NUMBER), *before.xpath(NUMBER)):
            number.drop_tree()
        assert text_of(page) == text_of(before)
        assert addresses_in(page) == addresses_in(before)
    assert not any(b"canonical" in content for content in plain.values())


def addresses_in(page: Any) -> list[str]:
    return [str(address) for address in page.xpath("//@href | //@src | //@action")]


def test_the_feed_of_a_known_site_has_whole_addresses(
    public_files: dict[str, bytes], site_files: dict[str, bytes]
) -> None:
    feed = etree.fromstring(public_files["feed.xml"])
    addresses = [str(link.get("href")) for link in feed.iter(f"{ATOM}link")]
    assert addresses[:2] == [f"{SITE}/feed.xml", f"{SITE}/"]
    assert f"{SITE}/modules/peer-assist/" in addresses
    for address in addresses:
        leads_to_a_page(address, public_files)
    # They are no addresses, so they stay when the site moves.
    ids = [str(one.text) for one in feed.iter(f"{ATOM}id")]
    before = etree.fromstring(site_files["feed.xml"])
    assert set(ids) <= {str(one.text) for one in before.iter(f"{ATOM}id")}


def leads_to_a_page(address: str, files: dict[str, bytes]) -> None:
    """The address is whole, and a server that has the site there has something for it."""
    assert address.startswith(f"{SITE}/")
    path = urlsplit(address).path.removeprefix("/kmf/")
    assert (f"{path}index.html" if path == "" or path.endswith("/") else path) in files


def test_the_map_has_every_page_that_others_may_find(
    public_files: dict[str, bytes], content: Content
) -> None:
    entries = etree.fromstring(public_files["sitemap.xml"]).findall(f"{SITEMAP}url")
    found = {
        str(one.findtext(f"{SITEMAP}loc")): one.findtext(f"{SITEMAP}lastmod") for one in entries
    }
    assert len(found) == len(entries)
    for address in found:
        leads_to_a_page(address, public_files)
    peer = content.modules["peer-assist"]
    changed = max([peer.reviewed, *(one.date for one in peer.history or ())])
    assert found[f"{SITE}/modules/peer-assist/"] == changed.isoformat()
    assert found[f"{SITE}/"] == max(str(day) for day in found.values() if day)
    assert found[f"{SITE}/privacy.html"] is None
    assert f"{SITE}/404.html" not in found
    assert f"{SITE}/search.html" not in found


@pytest.mark.parametrize(
    ("site", "robots"),
    [
        ("https://library.example.org", "Sitemap: https://library.example.org/sitemap.xml"),
        (SITE, None),
        (None, None),
    ],
)
def test_robots_are_told_of_the_map_where_they_look(
    theme: Theme, site: str | None, robots: str | None
) -> None:
    files = built_site(job(theme, "scorm12", catalogue=catalogue_data(site=site)))
    assert ("robots.txt" in files) is (robots is not None)
    assert ("sitemap.xml" in files) is (site is not None)
    if robots:
        assert robots in files["robots.txt"].decode().splitlines()


def test_the_map_takes_letters_of_other_alphabets(theme: Theme) -> None:
    catalogue = catalogue_data(site="https://example.org/llyfrgell/\u0175yl%20a'r")
    files = built_site(job(theme, "scorm12", catalogue=catalogue))
    (first, *_) = etree.fromstring(files["sitemap.xml"]).iter(f"{SITEMAP}loc")
    assert first.text == "https://example.org/llyfrgell/%C5%B5yl%20a'r/"


@pytest.mark.parametrize("site", [None, SITE])
def test_the_page_for_what_is_not_there_needs_no_file_beside_it(
    theme: Theme, site: str | None
) -> None:
    files = built_site(job(theme, "scorm12", catalogue=catalogue_data(site=site)))
    page = document(files, "404.html")
    assert page.xpath("//script | //link[@rel='stylesheet'] | //form") == []
    assert files["site.css"].decode() in files["404.html"].decode()
    links = [link for link in page.xpath("//a/@href") if link != "#maincontent"]
    assert bool(links) is bool(site)
    for link in links:
        leads_to_a_page(link, files)
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


# Statements


def statement_page(theme: Theme, name: str, **changes: Any) -> str:
    """What a page says of the sample, in one line."""
    files = built_site(job(theme, "scorm12", catalogue=catalogue_data(**changes)))
    return text_of(document(files, name).xpath("//main")[0])


def test_without_the_publisher_s_word_nothing_is_claimed(theme: Theme) -> None:
    said = statement_page(theme, "accessibility.html")
    assert "The publisher has not stated yet how far they do." in said
    assert "compliant" not in said
    assert "Sample team" in said
    for heading in ("What is not accessible", "not content", "How this statement was prepared"):
        assert heading not in said
    privacy = statement_page(theme, "privacy.html")
    assert "The publisher has not said here what of it is kept" in privacy
    assert "A module that you work on in an LMS" in privacy


def test_the_statement_has_what_the_publisher_says(theme: Theme) -> None:
    contact = {"name": "Sample team", "email": "sample@example.org"}
    said = statement_page(theme, "accessibility.html", accessibility=STATEMENT, contact=contact)
    for words in (
        "We want everybody to use it.",
        "They are partially compliant with level AA of the Web Content Accessibility Guidelines",
        "The film has no audio description.",
        "The map has no text.",
        "Contact: Sample team. sample@example.org",
        "Write to the commission.",
        "It was prepared on 20 November 2026. It was last reviewed on 24 November 2026.",
        "By the team.",
    ):
        assert words in said
    assert said.index("partially") < said.index("The film") < said.index("Contact")
    whole = {**STATEMENT, "status": "full"}
    del whole["issues"]
    assert "They are fully compliant" in statement_page(
        theme, "accessibility.html", accessibility=whole
    )
    none = {**STATEMENT, "status": "none"}
    assert "They are not compliant" in statement_page(
        theme, "accessibility.html", accessibility=none
    )


def test_the_privacy_page_has_what_the_publisher_says_of_the_server(theme: Theme) -> None:
    said = statement_page(theme, "privacy.html", privacy={"server": "It keeps *nothing*."})
    assert "It keeps nothing." in said
    assert "The publisher has not said" not in said


def test_a_publisher_can_replace_or_leave_out_the_statements(theme: Theme) -> None:
    elsewhere = "https://library.example.org/accessibility"
    catalogue = catalogue_data(
        site=SITE, accessibility={"address": elsewhere}, privacy={"shown": False}
    )
    files = built_site(job(theme, "scorm12", catalogue=catalogue))
    assert not {"accessibility.html", "privacy.html"} & files.keys()
    assert b"accessibility.html" not in files["sitemap.xml"]
    for _, page in pages(files):
        links = page.xpath("//footer//a")
        assert [(text_of(link), link.get("href")) for link in links] == [
            ("Accessibility statement", elsewhere)
        ]


def test_every_page_links_to_the_statements(site_files: dict[str, bytes]) -> None:
    for path, page in pages(site_files):
        links = [text_of(link) for link in page.xpath("//footer//li/a")]
        expected = [] if path == "404.html" else ["Accessibility statement", "Privacy"]
        assert links == expected, path


# The feed


def test_the_feed_is_valid_atom(site_files: dict[str, bytes]) -> None:
    """The rules of RFC 4287, section 4: what a feed and its entries must have, and how often."""
    feed = etree.fromstring(site_files["feed.xml"])
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(MODULES) + 1
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            (element,) = part.findall(f"{ATOM}{name}")
            assert element.text
        found = part.findtext(f"{ATOM}id", "")
        assert uuid.UUID(found.removeprefix("urn:uuid:")).urn == found
        moment = part.findtext(f"{ATOM}updated", "")
        assert datetime.fromisoformat(moment).tzinfo is not None
        alternates = [link.get("href") for link in part.findall(f"{ATOM}link[@rel='alternate']")]
        assert len(alternates) == 1
        assert urlsplit(alternates[0]).path in site_files
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("href") for link in feed.findall(f"{ATOM}link[@rel='self']")] == ["feed.xml"]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len({feed.findtext(f"{ATOM}id"), *ids}) == len(ids) + 1
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]


def test_ids_in_the_feed_hang_on_identifier_module_and_version_alone(theme: Theme) -> None:
    before = feed_ids(theme, module_data(), catalogue_data())
    renamed = module_data(title="Another title", summary="Another summary.")
    assert feed_ids(theme, renamed, catalogue_data(publisher="Somebody")) == before
    other = feed_ids(theme, module_data(), catalogue_data(identifier="others"))
    assert not set(other) & set(before)


def feed_ids(theme: Theme, module: dict[str, Any], catalogue: dict[str, Any]) -> list[str]:
    files = built_site(job(theme, "scorm12", module=module, catalogue=catalogue))
    return [str(element.text) for element in etree.fromstring(files["feed.xml"]).iter(f"{ATOM}id")]


# For LMS administrators


def rows_of(files: dict[str, bytes]) -> list[list[str]]:
    """The table as a spreadsheet reads it."""
    content = files["upload.csv"]
    assert content.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding"
    assert b"\n" not in content.replace(b"\r\n", b""), "RFC 4180"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_the_table_has_what_administrators_must_type(
    site_files: dict[str, bytes], content: Content
) -> None:
    head, *rows = rows_of(site_files)
    assert len(rows) == len(MODULES) + 1
    assert all(len(row) == len(head) for row in rows)
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    peer, module = told["Peer assist"], content.modules["peer-assist"]
    assert peer["Identifier"] == "kmf-modules-peer-assist"
    assert peer["Version"] == module.version
    assert peer["Description"] == module.summary
    assert peer["Keywords"] == "; ".join(module.keywords)
    assert peer["Duration"] == f"{module.learning_minutes} minutes"
    assert peer["Launch file"] == "index.html"
    assert peer["Mastery score"] == "None"
    assert peer["Completion rule"].startswith("Completed when every screen was opened and every")
    assert peer["SHA-256 of the file"] in site_files["administrators.html"].decode()
    assert told["Knowledge café"]["Identifier"] == "kmf-modules-knowledge-cafe"


def built_site(*jobs: Job) -> dict[str, bytes]:
    """The site of some jobs, which are the whole catalogue."""

    made = [artifact for one in jobs for artifact in built(one)]
    files = build_site(jobs, [entry_of(a) for a in made], {a.path: a.content for a in made})
    return {path.removeprefix("site/"): content for path, content in files.items()}


def facts_of(theme: Theme, **changes: Any) -> dict[str, str]:
    """What is told of the sample's package."""
    files = built_site(job(theme, "scorm12", module=module_data(**changes)))
    head, row = rows_of(files)
    return dict(zip(head, row, strict=True))


SAME = "abc123:0ab.9t2:one.c.3fa.k0z:plan"
OTHER = "abc123:0ab.9t2:one.c.3fa.111:plan"
RENAMED = SAME.replace("abc123", "xyz789")


def release(
    version: str, structure: str | None = None, changes: str = "It is *new*.", day: int = 20
) -> dict[str, Any]:
    found = {"version": version, "date": f"2026-11-{day}", "changes": changes}
    return {**found, "structure": structure} if structure else found


PROGRESS = "Learners' progress when it takes the place of the last version"
CHANGES_TOLD = "Changes since the last version"


@pytest.mark.parametrize(
    ("history", "changes", "progress"),
    [
        ([release("1.1.0")], "It is new.", "This is the first version"),
        (
            [release("1.1.0", SAME), release("1.0.0", SAME, "First.")],
            "It is new.",
            "Kept: learners go on where they were",
        ),
        (
            [release("1.1.0", SAME), release("1.0.0", OTHER)],
            "It is new.",
            (
                "Kept, but for this: one must be answered again by those who chose what is gone; "
                "who has completed it stays so"
            ),
        ),
        (
            [release("1.1.0", SAME), release("1.0.0", RENAMED)],
            "It is new.",
            "Not kept: it is a new course for the LMS, and progress starts afresh",
        ),
        ([release("1.1.0", SAME), release("1.0.0")], "It is new.", "Not known exactly"),
        ([release("1.1.0", SAME), release("1.0.0", "a7af52")], "It is new.", "Not known exactly"),
        ([release("2.0.0")], "Not known", "Not known"),
        # Nobody had the draft.
        ([release("1.1.0"), release("0.9.0")], "It is new.", "This is the first version"),
    ],
)
def test_it_is_told_what_learners_keep(
    theme: Theme, history: list[dict[str, Any]], changes: str, progress: str
) -> None:
    facts = facts_of(theme, version="1.1.0", history=history)
    assert (facts[CHANGES_TOLD], facts[PROGRESS]) == (changes, progress)


def test_a_draft_is_told_as_one(theme: Theme) -> None:
    data = module_data(version="0.1.0")
    del data["history"]
    files = built_site(job(theme, "scorm12", module=data))
    head, row = rows_of(files)
    assert dict(zip(head, row, strict=True))[CHANGES_TOLD] == "This is a draft"


def test_all_versions_say_what_learners_keep(theme: Theme) -> None:
    history = [release("1.0.0", SAME), release("0.9.0", OTHER), release("0.8.0", OTHER)]
    page = document(
        built_site(job(theme, "scorm12", module=module_data(history=history))),
        "administrators.html",
    )
    told = [text_of(item) for item in page.xpath("//details//li")]
    assert [line.partition("progress: ")[2].partition(":")[0] for line in told] == [
        "Kept, but for this",
        "Kept",
        "This is the first version",
    ]


def bundle_facts(
    theme: Theme, bundle: list[dict[str, Any]], modules: Sequence[list[dict[str, Any]]]
) -> dict[str, str]:
    """What is told of a bundle with such a history, and modules with these."""
    names = [f"sample-{number}" for number in range(len(modules))]
    packed = {
        "id": "all-of-it",
        "title": "All of it",
        "version": bundle[0]["version"],
        "summary": "Every sample there is.",
        "history": bundle,
    }
    catalogue = catalogue_data(order=names, bundles=[packed])
    jobs = [
        job(
            theme,
            "scorm12",
            catalogue=catalogue,
            module=module_data(
                id=name, title=name.title(), version=history[0]["version"], history=history
            ),
        )
        for name, history in zip(names, modules, strict=True)
    ]
    whole = CollectionJob("scorm12", "all-of-it", tuple(jobs), jobs[0].location)
    works: list[Job | CollectionJob] = [*jobs, whole]
    artifacts = [artifact for work in works for artifact in built(work)]
    entries = [entry_of(artifact) for artifact in artifacts]
    files = build_site(jobs, entries, {one.path: one.content for one in artifacts})
    head, *rows = rows_of({"upload.csv": files["upload.csv"]})
    told = [dict(zip(head, row, strict=True)) for row in rows]
    return next(facts for facts in told if facts["Title"] == "All of it")


UNCHANGED = [release("1.0.0", changes="First.", day=20)]
CHANGED = [release("1.1.0", SAME, "Plainer.", 22), release("1.0.0", OTHER, "First.", 20)]
NEW = [release("1.0.0", changes="New.", day=22)]


@pytest.mark.parametrize(
    ("bundle", "modules", "changes", "progress"),
    [
        ([release("1.0.0")], [UNCHANGED], "It is new.", "This is the first version"),
        # Nobody raised the version, though a module in it has changed.
        (
            [release("1.0.0")],
            [UNCHANGED, CHANGED],
            "Sample-1 1.1.0: Plainer.",
            (
                "Sample-1 1.1.0: Kept, but for this: one must be answered again by those who chose "
                "what is gone; who has completed it stays so."
            ),
        ),
        (
            [release("1.1.0", day=22), release("1.0.0", changes="First.")],
            [UNCHANGED, CHANGED, NEW],
            "It is new. Sample-1 1.1.0: Plainer. Sample-2 1.0.0: New.",
            (
                "Sample-1 1.1.0: Kept, but for this: one must be answered again by those who chose "
                "what is gone; who has completed it stays so. Sample-2 1.0.0: New in this package."
            ),
        ),
        (
            [release("1.1.0", day=21), release("1.0.0", changes="First.")],
            [UNCHANGED],
            "It is new.",
            "Kept: learners go on where they were",
        ),
    ],
)
def test_of_a_bundle_it_is_told_what_has_changed_in_it(
    theme: Theme,
    bundle: list[dict[str, Any]],
    modules: list[list[dict[str, Any]]],
    changes: str,
    progress: str,
) -> None:
    facts = bundle_facts(theme, bundle, modules)
    assert (facts[CHANGES_TOLD], facts[PROGRESS]) == (changes, progress)


@pytest.mark.parametrize(
    ("rule", "score", "told"),
    [
        ("all-screens", None, "Completed when every screen was opened"),
        ("mastery-score", 80, "Passed when .* at least 80; never failed"),
    ],
)
def test_the_rule_and_the_score_are_told(
    theme: Theme, rule: str, score: int | None, told: str
) -> None:
    completion = Completion.model_validate({"rule": rule, "mastery_score": score})
    facts = facts_of(theme, completion=completion.model_dump())
    assert re.fullmatch(told, facts["Completion rule"])
    assert facts["Mastery score"] == (str(score) if score else "None")


@pytest.mark.parametrize("title", ["=1+1", "+44", "-1", "@SUM(A1)"])
def test_no_cell_is_a_formula(theme: Theme, title: str) -> None:
    assert facts_of(theme, title=title)["Title"] == f"'{title}"
    assert facts_of(theme, title='Say "=1", please')["Title"] == 'Say "=1", please'


def test_a_module_of_a_bundle_is_told_apart(site_files: dict[str, bytes], content: Content) -> None:
    page = document(site_files, "administrators.html")
    (bundle,) = content.catalogue.bundles or () if content.catalogue else ()
    assert isinstance(bundle, Bundle)
    section = page.get_element_by_id(bundle.id)
    assert "One for each item of the menu" in text_of(section)
    assert text_of(section).count("Each module in it has its own") == 2
