"""Tables in texts, made so that everybody can read them."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# A style in the page would not be let through by its policy.
_ALIGNED = {"text-align:right": "app-table__end", "text-align:center": "app-table__middle"}


def make_accessible(parser: MarkdownIt) -> None:
    """Tells a parser to make tables whose heads say what they are the head of.

    A table that is wider than the screen is moved within a box of its own. Who has no mouse can
    get there and hear what it is, as it is called like its columns.
    """
    parser.core.ruler.push("accessible_tables", _mark_tables)
    parser.add_render_rule("table_open", _open)
    parser.add_render_rule("table_close", _close)


def name_of(table: Token) -> str:
    """The names of the columns; blank where none has one."""
    return str(table.meta["name"])


def _mark_tables(state: StateCore) -> None:
    """Gives each table its name and each head its scope.

    Where the first column has no name, the first cell of each row is the head of the row.
    """
    names: list[str] = []
    table = Token("", "", 0)
    column = 0
    has_corner = False
    for index, token in enumerate(state.tokens):
        if token.type == "table_open":
            table, names, has_corner = token, [], False
        elif token.type == "table_close":
            table.meta["name"] = ", ".join(names)
        elif token.type == "tr_open":
            column = 0
        elif token.type in ("th_open", "td_open"):
            inline, closing = state.tokens[index + 1 : index + 3]
            name = "".join(one.content for one in inline.children or ()).strip()
            if token.type == "th_open" and name:
                names.append(name)
                token.attrs = {"scope": "col", **_aligned(token)}
            elif token.type == "th_open":
                has_corner = has_corner or column == 0
                token.tag = closing.tag = "td"
                token.attrs = {}
            elif has_corner and column == 0:
                token.tag = closing.tag = "th"
                token.attrs = {"scope": "row", **_aligned(token)}
            else:
                token.attrs = {**_aligned(token)}
            column += 1


def _aligned(cell: Token) -> dict[str, str | int | float]:
    aligned = _ALIGNED.get(str(cell.attrs.get("style")))
    return {"class": aligned} if aligned else {}


def _open(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    name = html.escape(name_of(tokens[index]))
    return f'<div class="app-table" role="group" tabindex="0" aria-label="{name}">\n<table>\n'


def _close(*_: Any) -> str:
    return "</table>\n</div>\n"
