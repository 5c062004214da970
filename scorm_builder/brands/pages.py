"""A page made with templates of a brand, compared with the same page made without them.

What assistive technology and the page's script rely on must all be there still, and nothing may be
added that hides, runs or loads. So a brand can add and move things, and not weaken the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from jinja2 import TemplateRuntimeError
from lxml import etree, html

_KEPT = frozenset(
    "id lang dir role alt for name type scope href src srcset title value colspan rowspan"
    " content charset required novalidate autocomplete rows".split()
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# With their words: what a reader finds a place by, and what says what a control is for.
_KEPT_WORDS = frozenset(
    {*_HEADINGS, "title", "label", "legend", "button", "th", "caption", "summary"}
)
_NOT_ADDED = frozenset(
    "script style link meta base iframe frame object embed applet form input select textarea option"
    " button audio video source track canvas marquee blink dialog template slot svg math"
    # These make texts pale or small.
    " font basefont big small center".split()
)
_NOT_SET = frozenset(
    "style hidden inert tabindex autofocus accesskey contenteditable aria-hidden role http-equiv"
    " srcset poster background action formaction ping target color bgcolor text link vlink alink"
    " popover".split()
)
# Classes of ours that hide what has them, always, in print or until a script shows it.
_HIDING = frozenset(
    "nhsuk-u-visually-hidden nhsuk-u-frontend-not-supported-hidden nhsuk-skip-link"
    " nhsuk-radios__input nhsuk-radios__conditional--hidden nhsuk-character-count__message"
    " nhsuk-checkboxes__input nhsuk-checkboxes__conditional--hidden nhsuk-character-count__status"
    " app-only-scripted app-plan app-answers app-screen app-no-print".split()
)
_LOADED = frozenset({"src", "data", "poster", "xlink:href"})
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|[/\\])", re.IGNORECASE)
_PLAIN_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_MOST_TOLD = 4


class PageWeakened(TemplateRuntimeError):
    """A template of a brand takes something away from a page, or adds what it must not.

    `template` is that of the page: the fault is in it, or in one that it takes in.
    """

    def __init__(self, problems: Sequence[str], template: str) -> None:
        self.template = template
        more = len(problems) - _MOST_TOLD
        told = [*problems[:_MOST_TOLD], *([f"and {more} more"] if more > 0 else [])]
        super().__init__("; ".join(told))


def lost_or_added(page: str, ours: str) -> Iterator[str]:
    """What `page` lacks of our own, and what it has too much, in words."""
    theirs, before = _Marks(page), _Marks(ours)
    for mark in before.kept - theirs.kept:
        yield f"the page lacks {mark}"
    for mark in theirs.risks - before.risks:
        yield f"{mark} is added"
    for name, count in (theirs.identifiers - before.identifiers).items():
        if count + before.identifiers[name] > 1:
            yield f"the id '{name}' stands twice"
    yield from theirs.faults


class _Marks:
    """What is to be kept in a page, what is not to be added to it, and what is wrong in it."""

    def __init__(self, page: str) -> None:
        self.kept: Counter[str] = Counter()
        self.risks: Counter[str] = Counter()
        self.identifiers: Counter[str] = Counter()
        self.faults: list[str] = []
        level = 0
        document: Any = html.document_fromstring(page.encode(), parser=_PARSER)
        for element in document.iter(etree.Element):
            self._read(element)
            for name, value in element.attrib.items():
                self._read_attribute(element.tag, name, value)
            if element.tag in _HEADINGS:
                if level and int(element.tag[1]) > level + 1:
                    self.faults.append(f"<{element.tag}> follows <h{level}>: a level is left out")
                level = int(element.tag[1])

    def _read(self, element: Any) -> None:
        tag = element.tag
        if tag in _KEPT_WORDS:
            self.kept[f"<{tag}> '{' '.join(element.text_content().split())[:60]}'"] += 1
        else:
            self.kept[f"<{tag}>"] += tag in ("main", "header", "footer", "nav", "table", "fieldset")
        if tag in _NOT_ADDED:
            self.risks[f"<{tag}>"] += 1
        if tag == "img" and element.get("alt") is None:
            self.faults.append("a picture has no 'alt'")

    def _read_attribute(self, tag: str, name: str, value: str) -> None:
        shown = f"<{tag} {name}='{value[:60]}'>"
        if name in _KEPT or name.startswith(("aria-", "data-")):
            self.kept[shown] += 1
        if name in _NOT_SET or name.startswith(("on", "data-")) or ":" in name:
            self.risks[shown] += 1
        if (name in _LOADED and _ELSEWHERE.match(value)) or (
            name == "href" and _ELSEWHERE.match(value) and not _PLAIN_LINK.match(value)
        ):
            self.risks[shown] += 1
        if name == "id":
            self.identifiers[value] += 1
        if name == "class":
            for word in value.split():
                if word in _HIDING or word.endswith("--reverse"):
                    self.risks[f"the class '{word}'"] += 1


_PARSER = html.HTMLParser(encoding="utf-8")
