"""A page as a browser parses it: its elements, and what a browser has to mend in it.

An HTML parser that follows the standard, not one that is nearly as good: what is decided about a
page must be decided about the page that a learner's browser makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

START = re.compile(r'\s*<!DOCTYPE html>\s*<html(?: [^<>]*)?>\s*<head>\s*<meta charset="utf-8">')
"""How a page of ours starts: as this is looked for at the very start, no comment can be one."""

# A part of a page has no doctype, and is parsed as a page of its own.
_OF_PARTS = frozenset({"expected-doctype-but-got-start-tag", "expected-doctype-but-got-chars"})


@dataclass(frozen=True, eq=False)
class Element:
    """An element of a page: its name in lower case, its attributes, and the elements in it.

    An element of SVG or MathML is named with its language: "svg path".
    """

    node: Any

    @cached_property
    def name(self) -> str:
        """The name."""
        space = self.node.namespace
        name: str = self.node.name.lower()
        return name if space in (None, "html") else f"{space} {name}"

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The attributes by their names in lower case; one without a value has a blank one."""
        found = self.node.attrs or {}
        return {name.lower(): value or "" for name, value in found.items()}

    @property
    def children(self) -> Iterator[Element]:
        """The elements directly in it; those of a template are in it too."""
        inside = getattr(self.node, "template_content", None)
        for owner in (self.node, inside):
            for child in getattr(owner, "children", None) or ():
                if not child.name.startswith(("#", "!")):
                    yield Element(child)

    @property
    def text(self) -> str:
        """All text in it, as it stands: of a script or a style, its source."""
        found, waiting = list[str](), [self.node]
        while waiting:
            node = waiting.pop()
            if node.name == "#text":
                found.append(node.data)
            waiting.extend(reversed(getattr(node, "children", None) or ()))
        return "".join(found)

    def walk(self) -> Iterator[Element]:
        """This element and all in it, in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(list(element.children)))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a browser makes of a page: its outermost element, and what it had to mend, in words."""

    root: Element
    mended: tuple[str, ...]


def parsed(page: str, *, with_scripts: bool) -> Parsed:
    """The page in a browser where scripts run, or do not: `<noscript>` is text in one of them."""
    # Here, as importing it takes long, and a check of content makes no page of a package.
    from justhtml import JustHTML  # noqa: PLC0415

    document = JustHTML(page, sanitize=False, collect_errors=True, scripting_enabled=with_scripts)
    errors = [error for error in document.errors if error.code not in _OF_PARTS]
    mended = (f"line {error.line}: {error.code.replace('-', ' ')}" for error in errors)
    (root,) = Element(document.root).children
    return Parsed(root, tuple(mended))
