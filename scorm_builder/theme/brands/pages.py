"""A page made with templates of a brand, compared with the same page made without them.

What assistive technology and the page's script rely on must all be there still, and nothing may be
added that hides, runs or loads. So a brand can add and move things, and not weaken the page. It is
decided on the page as a browser parses it, where scripts run and where they do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from jinja2 import TemplateRuntimeError

from scorm_builder.content.markup import START, Element, parsed
from scorm_builder.theme.brands.allowed import is_known, may_be_added

_KEPT = frozenset(
    "id lang dir role alt for name type scope href src srcset title value colspan rowspan"
    " content charset required novalidate autocomplete rows".split()
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# With their words: what a reader finds a place by, and what says what a control is for.
_KEPT_WORDS = frozenset(
    {*_HEADINGS, "title", "label", "legend", "button", "th", "caption", "summary"}
)
_KEPT_PLACES = frozenset({"main", "header", "footer", "nav", "table", "fieldset"})
# Classes of ours that hide what has them, always, in print or until a script shows it.
_HIDING = frozenset(
    "nhsuk-u-visually-hidden nhsuk-u-frontend-not-supported-hidden nhsuk-skip-link"
    " nhsuk-radios__input nhsuk-radios__conditional--hidden nhsuk-character-count__message"
    " nhsuk-checkboxes__input nhsuk-checkboxes__conditional--hidden nhsuk-character-count__status"
    " app-only-scripted app-plan app-answers app-screen app-no-print".split()
)
# Whose text is a program or a style, and no words.
_SOURCES = frozenset({"script", "style"})
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
    """What `page` lacks of our own, and what it has too much, in words; each once."""
    found: dict[str, None] = {}
    if START.match(ours) and not START.match(page):
        found["the page does not start with <!DOCTYPE html>, <html>, <head>, <meta charset>"] = None
    for with_scripts in (True, False):
        theirs, before = _Marks(page, with_scripts), _Marks(ours, with_scripts)
        found |= dict.fromkeys(_compared(theirs, before))
    yield from found


def unknown_parts(page: str) -> Iterator[str]:
    """What in a page is in neither list of `allowed`, in words: nothing in a page of ours."""
    for with_scripts in (True, False):
        yield from _Marks(page, with_scripts).unknown


def _compared(theirs: _Marks, ours: _Marks) -> Iterator[str]:
    yield from (f"the page lacks {mark}" for mark in ours.kept - theirs.kept)
    yield from (f"{mark} is not allowed" for mark in theirs.unknown)
    yield from (f"{shown} is added" for shown, _ in theirs.risks - ours.risks)
    for name, count in (theirs.identifiers - ours.identifiers).items():
        if count + ours.identifiers[name] > 1:
            yield f"the id '{name}' stands twice"
    yield from theirs.faults
    yield from (f"a browser would have to mend it, {told}" for told in theirs.mended)


class _Marks:
    """What is to be kept in a page, what is not to be added to it, and what is wrong in it.

    Each risk is there as it is shown, and with all that must be the same in a page of ours.
    """

    def __init__(self, page: str, with_scripts: bool) -> None:
        self.kept: Counter[str] = Counter()
        self.risks: Counter[tuple[str, str]] = Counter()
        self.unknown: list[str] = []
        self.identifiers: Counter[str] = Counter()
        self.faults: list[str] = []
        found = parsed(page, with_scripts=with_scripts)
        self.mended = found.mended
        level = 0
        for element in found.root.walk():
            self._read(element)
            for name, value in element.attributes.items():
                self._read_attribute(element.name, name, value)
            if element.name in _HEADINGS:
                if level and int(element.name[1]) > level + 1:
                    told = f"<{element.name}> follows <h{level}>: a level is left out"
                    self.faults.append(told)
                level = int(element.name[1])

    def _read(self, element: Element) -> None:
        name = element.name
        if name in _KEPT_WORDS:
            self.kept[f"<{name}> '{' '.join(element.text.split())[:60]}'"] += 1
        elif name in _KEPT_PLACES:
            self.kept[f"<{name}>"] += 1
        if not is_known(name):
            self.unknown.append(f"<{name}>")
        elif not may_be_added(name):
            told = [
                f"{attribute}={value!r}"
                for attribute, value in sorted(element.attributes.items())
                if not may_be_added(name, attribute, value)
            ]
            source = element.text if name in _SOURCES else ""
            self.risks[f"<{name}>", " ".join((*told, source))] += 1
        if name == "img" and "alt" not in element.attributes:
            self.faults.append("a picture has no 'alt'")

    def _read_attribute(self, element: str, name: str, value: str) -> None:
        shown = f"<{element} {name}='{value[:60]}'>"
        if name in _KEPT or name.startswith(("aria-", "data-")):
            self.kept[shown] += 1
        if not is_known(element, name):
            self.unknown += [shown] if is_known(element) else []
        elif not may_be_added(element, name, value):
            self.risks[shown, value] += 1
        if name == "id":
            self.identifiers[value] += 1
        if name == "class":
            for word in value.split():
                if word in _HIDING or word.endswith("--reverse"):
                    self.risks[f"the class '{word}'", ""] += 1
