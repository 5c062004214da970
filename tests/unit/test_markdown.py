"""Markdown in fields: what comes out is a handful of elements, and all else is reported."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from scorm_builder.content.markdown import (
    bad_links,
    links,
    markup_problems,
    plain_text,
    render_inline,
    render_prose,
)
from scorm_builder.content.pasted import as_lists
from scorm_builder.model import TextKind, is_web_address

ELEMENTS = {"a", "br", "code", "em", "li", "ol", "p", "strong", "ul"} | {
    *("div", "table", "thead", "tbody", "tr", "th", "td")
}
ATTRIBUTES = {"href", "start", "title", "scope", "class", "role", "tabindex", "aria-label"}


def told(text: str, kind: TextKind = TextKind.PROSE) -> list[str]:
    """What is said of a text."""
    return [problem.message for problem in markup_problems(text, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one", "<p>one</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("2. two", '<ol start="2">\n<li>two</li>\n</ol>'),
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        (
            "[a](https://example.org/b?c=d&e)",
            '<p><a href="https://example.org/b?c=d&amp;e">a</a></p>',
        ),
        ("<https://example.org>", '<p><a href="https://example.org">https://example.org</a></p>'),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
        ("\\<b>", "<p>&lt;b&gt;</p>"),
    ],
)
def test_prose(text: str, expected: str) -> None:
    assert render_prose(text) == expected
    assert markup_problems(text, TextKind.PROSE) == ()
    assert bad_links(text, TextKind.PROSE) == ()


def test_inline_has_no_paragraph() -> None:
    assert render_inline("a *b*\nc") == "a <em>b</em>\nc"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a <b>bold</b> move", "an HTML tag (<b>)"),
        ("<script>alert(1)</script>", "an HTML tag (<script>alert(1)</script>)"),
        ("<!-- hidden -->", "an HTML tag (<!-- hidden -->)"),
        ("![a](https://example.org/a.png)", "a picture (a)"),
        ("# Heading", "a heading"),
        ("Heading\n===", "a heading"),
        ("> said", "a quotation block"),
        ("```\ncode\n```", "a code block (code)"),
        ("    indented", "a block indented by four spaces or more (indented)"),
        ("***", "a horizontal line"),
    ],
)
def test_refuses_what_has_a_field_of_its_own_or_is_markup(text: str, problem: str) -> None:
    assert problem in told(text)


@pytest.mark.parametrize("text", ["one\n\ntwo", "- one", "1. one", "|a|\n|-|\n|b|"])
def test_an_inline_text_is_one_paragraph(text: str) -> None:
    assert told(text, TextKind.INLINE) == ["more than one plain paragraph"]


def test_nothing_is_said_twice() -> None:
    assert told("# one", TextKind.INLINE) == ["a heading"]
    assert told("• one", TextKind.INLINE) == ["a bullet of its own (•)"]


@pytest.mark.parametrize("kind", list(TextKind))
@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_text_is_not_a_matter_of_markup(text: str, kind: TextKind) -> None:
    assert markup_problems(text, kind) == ()


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "/etc/passwd",
        "page.html",
        "#part",
        "mailto:a@example.org",
        "ftp://example.org",
        "https://localhost",
        "https://user:secret@example.org",
        "https:example.org",
        "http://",
    ],
)
def test_a_link_leads_to_a_plain_web_address_or_is_refused(target: str) -> None:
    text = f"[a]({target})"
    assert len(bad_links(text, TextKind.INLINE)) == 1
    assert "href" not in render_inline(text)
    assert not is_web_address(target)


def test_links_are_found_wherever_they_are_written() -> None:
    text = "<javascript:a> [b](javascript:b) [c]\n\n[c]: javascript:c\n\n- [d](<javascript:d>)"
    assert bad_links(text, TextKind.PROSE) == tuple(f"javascript:{letter}" for letter in "abcd")


def targets(rendered: str) -> list[str]:
    """The addresses of the links in some HTML."""
    root = html.fragment_fromstring(rendered, create_parent="div")
    return [str(link.get("href")) for link in root.iter("a")]


def test_only_links_to_web_addresses_are_rendered() -> None:
    text = "[a](https://example.org/a) [b](javascript:b)\n\n- <https://example.org/c>"
    assert targets(render_prose(text)) == ["https://example.org/a", "https://example.org/c"]


def test_plain_text_has_the_words_alone() -> None:
    text = "One *two* `three`\n[four](https://example.org)\n\n- five\n- six"
    assert plain_text(text) == "One two three four\nfive\nsix"


PIECES = (
    "a b - 1. * ** _ ` [ ] ( ) ]( ![ < > </ ! # & &lt; &#106; \\ : / http:// https://a.bc "
    "javascript: data: <script> onerror= \" ' <!-- --> <a:b> | ~~~ ``` = === --- +"
).split()
MARKUP = st.lists(st.sampled_from([*PIECES, " ", "\n", "\n\n", "\t"]), max_size=30).map("".join)

# The YAML reader lets no control character through.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=100)


@given(WORDS | MARKUP)
@example("[]()")
@example("![]()")
@settings(max_examples=600)
def test_whatever_is_written_only_harmless_elements_come_out(text: str) -> None:
    for rendered in (render_prose(text), render_inline(text)):
        for element in html.fragment_fromstring(rendered, create_parent="div").iterdescendants():
            assert element.tag in ELEMENTS
            assert set(element.attrib) <= ATTRIBUTES
            address = str(element.get("href", "https://example.org"))
            # A link to nowhere is the one that comes out all the same; it is always reported.
            assert is_web_address(address) or (
                not address
                and ("" in bad_links(text, TextKind.PROSE) or markup_problems(text, TextKind.PROSE))
            )


@given(MARKUP)
@settings(max_examples=600)
def test_what_is_not_reported_is_rendered_as_it_was_meant(text: str) -> None:
    if not bad_links(text, TextKind.PROSE) and not markup_problems(text, TextKind.PROSE):
        rendered = render_prose(text)
        expected = MarkdownIt("commonmark").enable("table").render(text).rstrip("\n")
        assert "<table" in expected or rendered == expected


@pytest.mark.parametrize(
    "piece", ["[", "![", "*a ", "`", "<", "*", "[a](", "> ", "- ", "a**b_c", "<!--", "&", "x\n"]
)
@pytest.mark.usefixtures("watchdog")
def test_long_repeated_marks_come_to_an_end(piece: str) -> None:
    text = piece * 10_000
    assert render_prose(text)
    assert bad_links(text, TextKind.PROSE) == ()
    assert len(markup_problems(text, TextKind.PROSE)) <= 1


def test_links_are_told_with_their_words() -> None:
    text = "See [the *whole* `page`](https://a.org/x) or <https://b.org>, not ![a](b.png) text."
    assert links(text) == (
        ("the whole page", "https://a.org/x"),
        ("https://b.org", "https://b.org"),
    )
    assert links("[](https://a.org) [x]") == (("", "https://a.org"),)


@given(st.text(st.sampled_from("aé1 .,:;'’-–+#=|()?/%$\u00a0\u2028\t\"&<>*_`[]!~\\\n")))
@example("1. one")
@example("a ")
@example("Setext\n===")
def test_what_has_no_marks_is_shown_as_the_parser_shows_it(text: str) -> None:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.validateLink = is_web_address  # type: ignore[method-assign,assignment]
    parser.disable(["image", "heading", "lheading", "blockquote", "fence", "code", "hr"])
    lists = as_lists(text)
    expected = parser.render(lists).rstrip("\n")
    assert "<table" in expected or render_prose(text) == expected
    assert render_inline(text) == parser.renderInline(text).strip()
    tokens = [token for token in parser.parse(lists) if token.type == "inline"]
    if not markup_problems(text, TextKind.PROSE):
        assert len(plain_text(text).split("\n")) == max(len(tokens), 1)


def test_a_table_says_at_each_cell_what_it_is_about() -> None:
    box = html.fragment_fromstring(render_prose("|When|*Who*|\n|---|--:|\n|Now|You|"))
    assert dict(box.items()) == {
        "class": "app-table",
        "role": "group",
        "tabindex": "0",
        "aria-label": "When, Who",
    }
    assert [cell.get("scope") for cell in box.iter("th")] == ["col", "col"]
    assert ["".join(cell.itertext()) for cell in box.iter("td")] == ["Now", "You"]
    # A style would be stopped by the policy of a page.
    assert [cell.get("class") for cell in box.iter("td")] == [None, "app-table__end"]
    assert not any(part.get("style") for part in box.iter())
    assert plain_text("|When|Who|\n|-|-|\n|Now|You|") == "When\nWho\nNow\nYou"


def test_rows_have_heads_where_the_first_column_has_no_name() -> None:
    box = html.fragment_fromstring(render_prose("||Mon|\n|-|-|\n|Ward|x|"))
    cells = [(cell.tag, cell.get("scope"), cell.text) for row in box.iter("tr") for cell in row]
    assert cells == [
        ("td", None, None),
        ("th", "col", "Mon"),
        ("th", "row", "Ward"),
        ("td", None, "x"),
    ]
    assert told("||\n|-|\n|x|") == ["a table whose columns have no names"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("• one\n• two", "- one\n- two"),
        ("\uf0b7\tone\n\uf0a7\u00a0\u00a0two", "- one\n- two"),
        ("• one\no\ttwo\n• three", "- one\n  - two\n- three"),
        ("One:\n– two\n– three\nand – four", "One:\n- two\n- three\nand – four"),
        ("- one\n-\u00a0two", "- one\n- two"),
        ("1)\u00a0one\n2.\t\u00a0two", "1) one\n2. two"),
        ("\t• one", "  - one"),
        ("a team\n– all of it – meets", "a team\n– all of it – meets"),
        ("o ben i waelod\no nyrsys", "o ben i waelod\no nyrsys"),
        ("-5 is low\n10.5 is not", "-5 is low\n10.5 is not"),
    ],
)
def test_pasted_marks_of_items_make_lists(text: str, expected: str) -> None:
    assert as_lists(text) == expected
    assert as_lists(expected) == expected
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "problem", "words"),
    [
        ("A fact.[^1]\n\n[^1]: A source.", "a footnote ([^1])", "[^1]"),
        ("[^1]: https://example.org/\n\nA fact.[^1]", "a footnote ([^1])", "[^1]"),
        ("It is ~~old~~.", "words that are struck through (~~old~~)", "~~old~~"),
        ("$x^2$ is", "a formula ($x^2$)", "$x^2$"),
        ("So $$a = b$$.", "a formula ($$a = b$$)", "$$a = b$$"),
        ("- [ ] one", "a box to tick ([ ])", "[ ]"),
        ("[x] one", "a box to tick ([x])", "[x]"),
        (
            "[a](https://example.org/b c)",
            "a link with a space in its address (](https://example.org/b c))",
            "](https://example.org/b c)",
        ),
        ("[a](https://example.org", "a link that is not closed (](https://example.org)", None),
        ("one • two", "a bullet within a line (•)", "•"),
        ("**Note: ** one", "stars that make nothing bold (**)", "**"),
        (
            "| A | B |\n|---|---|\n| 1 | 2\\|3 | 4 |",
            "a row with more cells than columns (| 1 | 2\\|3 | 4 |)",
            "| 1 | 2\\|3 | 4 |",
        ),
        ("| one | two |", "a row without its table (| one | two |)", "| one | two |"),
    ],
)
def test_marks_that_learners_would_see_are_found(text: str, problem: str, words: str) -> None:
    (first, *_) = markup_problems(text, TextKind.PROSE)
    assert first.message == problem
    assert first.words in text
    assert words is None or first.words == words
    assert first.remedy
    # Where they are meant to be seen, a backslash says so.
    escaped = text.replace("[^1]: ", "").replace("\\", "")
    for mark in "[]~$*•|":
        escaped = escaped.replace(mark, f"\\{mark}" if mark != "•" else "·")
    assert told(escaped) == []


@pytest.mark.parametrize(
    "text", ["$5 to $10, or US$5 (CA$7)", "2 ~ 3", "a [sic] b", "`~~a~~ $x$`", "5 * 3 * 2", "x|y"]
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("title", "problem"),
    [
        ("**Ward** round", "stars (**)"),
        ("*Ward* round", "stars (*Ward*)"),
        ("• Ward", "a bullet of its own (•)"),
        ("See [this](https://example.org)", "a link ([this](https://example.org))"),
        ("Ward<br/>round", "an HTML tag (<br/>)"),
        ("Ward &amp; home", "an HTML entity (&amp;)"),
        ("[ ] Ward", "a box to tick ([ ])"),
    ],
)
def test_a_line_is_shown_as_it_is_written(title: str, problem: str) -> None:
    assert told(title, TextKind.LINE) == [problem]


@pytest.mark.parametrize("title", ["R&D", "A <- B", "5 * 3", "Q&A; more", "x < y", "[draft] Ward"])
def test_a_line_may_have_any_sign(title: str) -> None:
    assert told(title, TextKind.LINE) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- one\n-\n- two", "an item without words (-)"),
        ("1. one\n2.", "an item without words (2.)"),
        ("a) one\nb) two", "a list with letters, which run on in one line (a) one)"),
        ("i. one\nii. two", "a list with letters, which run on in one line (i. one)"),
        ("Ward\tBeds\nA1\t4", "rows with tabs, which run on in one line (Ward\tBeds)"),
    ],
)
def test_lists_and_rows_that_are_none_here_are_found(text: str, problem: str) -> None:
    assert told(text) == [problem]


@pytest.mark.parametrize(
    "text",
    ["a) one and\nc) two", "A tab\tin a line\nand none below", "a. one", "| A |\n|---|\n|  |"],
)
def test_what_only_looks_like_them_stays(text: str) -> None:
    assert told(text) == []
