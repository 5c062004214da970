"""CommonMark text -> HTML, and what in it must be refused.

Raw HTML is never passed through: it is reported, and would be shown as text. Links may only be
plain web addresses, because content must not run scripts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

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

# A line that starts with a letter, and has nothing that CommonMark or HTML gives a meaning.
_PLAIN = re.compile(r"[^\W\d_][^\x00-\x1f\x7f\\`*_\[\]<>&!\"~]*")
# A text is checked, counted and shown in several places.
_KEPT = 2048

# Browsers add it to what is typed.
_SCHEME = "https://"
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def _is_plain(text: str) -> bool:
    """True for what is shown as it is written, as most texts are: there is nothing to parse."""
    return bool(_PLAIN.fullmatch(text)) and not text[-1].isspace()


@cache
def _renderer() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    # Our rule for links is stricter than the library's; problems() reports what it refuses.
    parser.validateLink = is_web_address  # type: ignore[method-assign,assignment]
    parser.disable(["image", "heading", "lheading", "blockquote", "fence", "code", "hr"])
    return parser


@cache
def _inspector() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    return parser


@lru_cache(maxsize=_KEPT)
def render_prose(text: str) -> Markup:
    """The HTML of CommonMark with paragraphs and lists."""
    if _is_plain(text):
        return Markup(f"<p>{text}</p>")  # noqa: S704  (nothing to escape)
    return Markup(_renderer().render(text).rstrip("\n"))  # noqa: S704  (made by the renderer)


@lru_cache(maxsize=_KEPT)
def render_inline(text: str) -> Markup:
    """The HTML of one paragraph of CommonMark, without a surrounding element."""
    if _is_plain(text):
        return Markup(text)  # noqa: S704  (nothing to escape)
    return Markup(_renderer().renderInline(text).strip())  # noqa: S704  (made by the renderer)


def spell_out_addresses(page: str) -> str:
    """A page with the address of each link behind it, as paper needs it, and no https:// before it.

    Not done by the style: WeasyPrint makes links of their own, inside the link, of what that adds.
    """

    def spell_out(link: re.Match[str]) -> str:
        # As text: what may stand in an attribute may be markup behind it.
        address = html.escape(html.unescape(link[1].removeprefix(_SCHEME)), quote=False)
        if link[1] == link[2]:
            return f"{link[0].removesuffix(f'{link[2]}</a>')}{address}</a>"
        return f"{link[0]} ({address})"

    return _LINK.sub(spell_out, page)


@lru_cache(maxsize=_KEPT)
def plain_text(text: str) -> str:
    """The words of a CommonMark text without its marks; one line a paragraph or list item."""
    if _is_plain(text):
        return text
    tokens = _renderer().parse(text)
    return "\n".join("".join(_words(token)) for token in tokens if token.type == "inline")


def _words(token: Token) -> Iterator[str]:
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "


@lru_cache(maxsize=_KEPT)
def _inspected(text: str) -> tuple[Token, ...]:
    return tuple(_inspector().parse(text))


def markup_problems(text: str, kind: TextKind) -> tuple[str, ...]:
    """What in `text` this project does not take, in words, in the order of the text."""
    if kind is TextKind.LINE or not text.strip() or _is_plain(text):
        return ()
    problems: list[str] = []
    blocks = _inspected(text)
    if kind is TextKind.INLINE and [token.type for token in blocks] != [
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]:
        problems.append("more than one plain paragraph")
    for token in _flat(blocks):
        if token.type in _NAMES:
            shown = token.content.strip().splitlines()[:1]
            problems.append(_NAMES[token.type] + (f" ({shown[0][:40]})" if shown else ""))
    return tuple(dict.fromkeys(problems))


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
