"""CommonMark text with tables -> HTML, and what in it must be refused.

Raw HTML is never passed through: it is reported, and would be shown as text. Links may only be
plain web addresses, because content must not run scripts. Marks of which nothing is made are
reported too, so that no learner meets them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from scorm_builder.content.marks import FOOTNOTE, Problem, bullet_first, in_a_line, left_over
from scorm_builder.content.pasted import BULLETS, as_lists
from scorm_builder.content.tables import make_accessible, name_of
from scorm_builder.model import TextKind, is_web_address

_NAMES = {
    "html_inline": "an HTML tag",
    "html_block": "an HTML tag",
    "image": "a picture",
    "heading_open": "a heading",
    "blockquote_open": "a quotation block",
    "fence": "a code block",
    "code_block": "a block indented by four spaces or more",
    "hr": "a horizontal line",
}

# A line that starts with a letter that is no bullet, and has nothing that CommonMark, HTML or
# `marks` gives a meaning.
_PLAIN = re.compile(
    rf"(?!o[ \xa0\u2007\u202f]{{2}}|o\xa0)[^\W\d_]"
    rf"[^\x00-\x1f\x7f\\`*_\[\]<>&!\"~$|{BULLETS}]*"
)
_NAME_COLUMNS = "Write in the first row what is in each column: screen readers say it at each cell."
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_MORE_CELLS = "Name a column for each cell in the first row; write \\| for a line within a cell."
_NO_WORDS = "Write what it says, or take it out."

# A text is checked, counted and shown in several places.
_KEPT = 2048

# Browsers add it to what is typed.
_SCHEME = "https://"
_NOT_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def _is_plain(text: str) -> bool:
    """True for what is shown as it is written, as most texts are: there is nothing to parse."""
    return bool(_PLAIN.fullmatch(text)) and not text[-1].isspace()


@cache
def _renderer() -> MarkdownIt:
    parser = _parser(html=False)
    # Our rule for links is stricter than the library's; problems() reports what it refuses.
    parser.validateLink = is_web_address  # type: ignore[method-assign,assignment]
    parser.disable(["image", "heading", "lheading", "blockquote", "fence", "code", "hr"])
    return parser


@cache
def _inspector() -> MarkdownIt:
    parser = _parser(html=True)
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    # What is written with a backslash is told apart from a mark of which nothing is made.
    parser.disable("text_join")
    return parser


def _parser(*, html: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": html}).enable("table")
    parser.core.ruler.after("normalize", "pasted_lists", _take_pasted_lists)
    make_accessible(parser)
    return parser


def _take_pasted_lists(state: StateCore) -> None:
    if not state.inlineMode:
        state.src = as_lists(state.src)


@lru_cache(maxsize=_KEPT)
def render_prose(text: str) -> Markup:
    """The HTML of CommonMark with paragraphs, lists and tables."""
    if _is_plain(text):
        return Markup(f"<p>{text}</p>")  # noqa: S704  (nothing to escape)
    return Markup(_renderer().render(text).rstrip("\n"))  # noqa: S704  (made by the renderer)


@lru_cache(maxsize=_KEPT)
def render_inline(text: str) -> Markup:
    """The HTML of one paragraph of CommonMark, without a surrounding element."""
    if _is_plain(text):
        return Markup(text)  # noqa: S704  (nothing to escape)
    return Markup(_renderer().renderInline(text).strip())  # noqa: S704  (made by the renderer)


def _as_typed(address: str) -> str:
    """A web address as people type it: browsers add the https://, and write é as %C3%A9."""

    def letters(found: re.Match[str]) -> str:
        try:
            text = bytes.fromhex(found[0].replace("%", "")).decode()
        except UnicodeDecodeError:
            return found[0]
        return text if text.isalpha() else found[0]

    return _NOT_ASCII.sub(letters, address.removeprefix(_SCHEME))


def spell_out_addresses(page: str) -> str:
    """A page with the address of each link behind it, as paper needs it, and no https:// before it.

    Not done by the style: WeasyPrint makes links of their own, inside the link, of what that adds.
    """

    def spell_out(link: re.Match[str]) -> str:
        # As text: what may stand in an attribute may be markup behind it.
        address = html.escape(_as_typed(html.unescape(link[1])), quote=False)
        if link[1] == link[2]:
            return f"{link[0].removesuffix(f'{link[2]}</a>')}{address}</a>"
        return f"{link[0]} ({address})"

    return _LINK.sub(spell_out, page)


@lru_cache(maxsize=_KEPT)
def plain_text(text: str) -> str:
    """The words of a CommonMark text without its marks; one line a paragraph, item or cell."""
    if _is_plain(text):
        return text
    tokens = _inspected(text)
    return "\n".join("".join(_words(token)) for token in tokens if token.type == "inline")


def _words(token: Token) -> Iterator[str]:
    for child in token.children or ():
        if child.type in ("text", "text_special", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "


@lru_cache(maxsize=_KEPT)
def _inspected(text: str) -> tuple[Token, ...]:
    return tuple(_inspector().parse(text))


def markup_problems(text: str, kind: TextKind) -> tuple[Problem, ...]:
    """What in `text` this project does not take, in the order of the text, each once."""
    if not text.strip():
        return ()
    if kind is TextKind.LINE:
        return tuple(in_a_line(text))
    if _is_plain(text):
        return ()
    blocks = _inspected(text)
    problems = [*_refused(blocks), *_lost_cells(blocks, as_lists(text).split("\n"))]
    for token in blocks:
        problems += left_over(_shown(token)) if token.type == "inline" else ()
    if kind is TextKind.INLINE:
        bullet = bullet_first(text)
        if [token.type for token in blocks] != ["paragraph_open", "inline", "paragraph_close"]:
            problems = [*problems] or [bullet or Problem("more than one plain paragraph")]
    return tuple(dict.fromkeys(problems))


def _refused(blocks: Iterable[Token]) -> Iterator[Problem]:
    """What has a field of its own, or is markup."""
    flat = tuple(_flat(blocks))
    for token, following in zip(flat, (*flat[1:], None), strict=False):
        if token.type in _NAMES:
            shown = token.content.strip().splitlines()[:1]
            name = _NAMES[token.type] + (f" ({shown[0][:40]})" if shown else "")
            words = shown[0] if shown else (following.content if following else "")
            yield Problem(name, words)
        elif token.type == "link_open" and following and following.content.startswith("^"):
            # A footnote that is an address alone is taken for a link by its name.
            words = f"[{following.content}]"
            yield Problem(f"a footnote ({words[:40]})", words, FOOTNOTE)
        elif token.type == "list_item_open" and following and following.type == "list_item_close":
            yield Problem(f"an item without words ({token.info}{token.markup})", "", _NO_WORDS)
        elif token.type == "table_open" and not name_of(token):
            yield Problem("a table whose columns have no names", "|", _NAME_COLUMNS)


def _lost_cells(blocks: Iterable[Token], lines: Sequence[str]) -> Iterator[Problem]:
    """The rows of tables that have more cells than there are columns: no parser shows these."""
    columns = 0
    for token in blocks:
        if token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and columns and token.map:
            row = lines[token.map[0]].strip()
            cells = len(_BETWEEN_CELLS.findall(row.removeprefix("|").removesuffix("|"))) + 1
            if cells > columns:
                yield Problem(f"a row with more cells than columns ({row[:40]})", row, _MORE_CELLS)


def _shown(token: Token) -> str:
    """The text of a paragraph as it is shown, but for what was meant to be shown so."""
    return "".join(
        "\n"
        if child.type in ("softbreak", "hardbreak")
        else child.content
        if child.type == "text" or child.info == "entity"
        else "\ufffc"
        if child.content
        else ""
        for child in token.children or ()
    )


def bad_links(text: str, kind: TextKind) -> tuple[str, ...]:
    """The link targets in `text` that are not plain web addresses."""
    if kind is TextKind.LINE:
        return ()
    return tuple(target for _, target in links(text) if not is_web_address(target))


def links(text: str) -> tuple[tuple[str, str], ...]:
    """The words and the target of each link of a CommonMark text."""
    if _is_plain(text):
        return ()
    found: list[tuple[str, str]] = []
    inside = False
    for token in _flat(_inspected(text)):
        if token.type == "link_open":
            found.append(("", str(token.attrs["href"])))
        elif found and inside and token.type in ("text", "code_inline"):
            words, target = found[-1]
            found[-1] = (words + token.content, target)
        inside = token.type == "link_open" or (inside and token.type != "link_close")
    return tuple(found)


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()
