"""What WeasyPrint leaves out of the structure of a PDF.

It writes the language of the whole document alone; no scope of header cells; no labels but those of
markers; an element for each line of what goes over several, and empty ones; the address of a link
for its name; and neither the space at which a line was broken nor the order of letters that are
read from right to left. All this is known while it walks over the boxes of a page, and nowhere
later. Where spaces belong is noted in the catalogue, for `noted`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextvars import ContextVar
from itertools import zip_longest
from typing import Any, NamedTuple

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags

from scorm_builder.printer.noted import SPACES

LABEL = "data-label"
"""The attribute of what stands before an item of a list and names it."""

# ISO 32000-1, 14.8.5.5.
_NUMBERING = {"ol": "/Decimal", "ul": "/Disc", "A": "/UpperAlpha"}
_SCOPES = {"row": "/Row", "col": "/Column"}
# Elements of lines, of which there is one however many lines they take.
_OF_LINES = re.compile(r"/(H\d|Link|P|Span)")
_NEVER_EMPTY = ("/Div", "/NonStruct", "/Span")
_RIGHT_TO_LEFT = ("R", "AL")
_SPACES = re.compile(r"\s+")
# So many characters tell on either side where in its text a line was broken.
_AROUND = 16

_above: ContextVar[str | None] = ContextVar("_above", default=None)
# It has no other place where something can be added to an element.
_build = tags._build_box_tree


def build_in_full() -> None:
    """From now on, what WeasyPrint makes in this process has all of its structure."""
    tags._build_box_tree = _build_in_full


class _Page(NamedTuple):
    """What WeasyPrint hands on while it walks over the boxes of a page."""

    pdf: Any
    number: int
    marks: dict[int, bytes]
    """The reference to the element of each mark."""
    annotations: list[tuple[bytes, Any]]
    """Annotations, each with the reference to its element."""
    texts: Any
    """The mark of each piece of text."""


def _build_in_full(box: Any, parent: Any, *handed: Any) -> Iterator[Any]:
    """WeasyPrint's elements of the structure for a box, with what it leaves out."""
    page = _Page(*handed)
    pdf = page.pdf
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    above = _above.get() or pdf.catalog["Lang"].string
    own = box.style["lang"] or above
    ends, spoken = _spaces_and_letters(box, page.texts)
    noted = pdf.catalog.setdefault(SPACES, pydyf.Array())
    noted += (number for mark in ends for number in (page.number, mark))
    if box.link_annotation:
        box.link_annotation["Contents"] = pydyf.String(_name_of_link(box.element))
    token = _above.set(own)
    try:
        elements = list(_build(box, parent, *handed))
    finally:
        _above.reset(token)
    for mark, text in spoken.items():
        owner = _object(pdf, page.marks[mark])
        if owner["K"] == [mark]:
            owner["ActualText"] = pydyf.String(text)
    for element in elements:
        if own != above:
            element["Lang"] = pydyf.String(own)
        _complete(element, box, pdf)
        if element["S"] in _NEVER_EMPTY and not element["K"]:
            continue
        if not _joined(element, parent, box, page):
            yield element


def _complete(element: Any, box: Any, pdf: Any) -> None:
    """Adds what an element of the page says of its part."""
    kind, attributes = element["S"], box.element.attrib if box.element is not None else {}
    if kind == "/L":
        _put_lists_into_items(element, pdf)
        # A list without marks has letters in its words, or none.
        marked = box.style["list_style_type"] != "none"
        # What holds a list may be called one too.
        numbering = _NUMBERING.get(attributes.get("type") or box.element_tag)
        if numbering and (marked or box.element_tag == "ol"):
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
    elif kind == "/TH" and box.element_tag == "th":
        element["A"]["Scope"] = _SCOPES.get(attributes.get("scope", ""), "/Column")
    elif kind == "/LI":
        _put_label_first(element, pdf)
        _put_paragraphs_into_body(element, pdf)
    elif LABEL in attributes:
        element["S"] = "/Lbl"


def _joined(element: Any, parent: Any, box: Any, page: _Page) -> bool:
    """True when an element goes on with that of the line before, and was added to it."""
    if not isinstance(box, boxes.InlineBox) or not _OF_LINES.fullmatch(element["S"]):
        return False
    element.made_of = box.element
    earlier = _object(page.pdf, parent["K"][-1]) if parent["K"] else None
    if (
        earlier is None
        or getattr(earlier, "made_of", None) is not box.element
        or earlier["Pg"] != element["Pg"]
    ):
        return False
    earlier["K"].extend(element["K"])
    for kid in filter(None, (_object(page.pdf, one) for one in element["K"])):
        if "P" in kid:
            kid["P"] = earlier.reference
    for mark, owner in page.marks.items():
        if owner == element.reference:
            page.marks[mark] = earlier.reference
    for number, (owner, annotation) in enumerate(page.annotations):
        if owner == element.reference:
            page.annotations[number] = (earlier.reference, annotation)
    return True


def _put_label_first(item: Any, pdf: Any) -> None:
    """Takes the label of an item out of its body, before which it belongs."""
    if len(item["K"]) != 1:
        return
    body = _object(pdf, item["K"][0])
    for owner, reference in _walk(body, pdf):
        label = _object(pdf, reference)
        if label["S"] == "/Lbl":
            owner["K"].remove(reference)
            label["P"] = item.reference
            item["K"].insert(0, reference)
            return


def _put_paragraphs_into_body(item: Any, pdf: Any) -> None:
    """Puts the paragraphs of an item into a body, as it has nothing but a label and that."""
    parts = [(reference, _object(pdf, reference)) for reference in item["K"]]
    loose = [(reference, one) for reference, one in parts if one["S"] not in ("/Lbl", "/LBody")]
    if not loose:
        return
    kids = pydyf.Array([reference for reference, _ in loose])
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "P": item.reference, "K": kids, "Pg": item["Pg"]}
    )
    pdf.add_object(body)
    for reference, one in loose:
        item["K"].remove(reference)
        one["P"] = body.reference
    item["K"].append(body.reference)


def _put_lists_into_items(listed: Any, pdf: Any) -> None:
    """Puts a list that stands after an item of a list into it (ISO 32000-1, 14.8.4.3.3)."""
    for reference in list(listed["K"]):
        kid = _object(pdf, reference)
        if kid["S"] == "/LI":
            body = _object(pdf, kid["K"][-1])
        elif kid["S"] == "/L" and reference != listed["K"][0]:
            listed["K"].remove(reference)
            # Numbers grow in the order of reading: there may be a paragraph behind it.
            at = sum(_number(one) < kid.number for one in body["K"])
            body["K"].insert(at, reference)
            kid["P"] = body.reference


def _walk(element: Any, pdf: Any) -> Iterator[tuple[Any, bytes]]:
    """The elements below one, each with that in which it stands; not those of lists in it."""
    for reference in list(element["K"]):
        kid = _object(pdf, reference)
        if kid is not None and kid.get("S", "/L") != "/L":
            yield element, reference
            yield from _walk(kid, pdf)


def _number(reference: Any) -> int:
    """The number of the object that a reference leads to; 0 for a mark."""
    return int(reference.split()[0]) if isinstance(reference, bytes) else 0


def _object(pdf: Any, reference: Any) -> Any:
    """What a reference leads to; None for the number of a mark."""
    return pdf.objects[_number(reference)] if isinstance(reference, bytes) else None


def _name_of_link(element: Any) -> str:
    """What a link is called: its words, where it does not say otherwise."""
    name = element.attrib.get("aria-label") or "".join(element.itertext())
    return _SPACES.sub(" ", name).strip()


def _spaces_and_letters(box: Any, texts: Any) -> tuple[list[int], dict[int, str]]:
    """The marks of texts that end at a space, and what those in right-to-left letters say.

    These lie on the page in the order in which they are seen.
    """
    lines = [list(_texts_in(line)) for line in box.children if isinstance(line, boxes.LineBox)]
    if not lines or box.element is None:
        return [], {}
    source = _SPACES.sub(" ", "".join(box.element.itertext()))
    ends: list[int] = []
    spoken: dict[int, str] = {}
    for line, following in zip(lines, [*lines[1:], []], strict=True):
        left, right = (_SPACES.sub(" ", "".join(one.text for one in n)) for n in (line, following))
        broken = f"{left.rstrip()[-_AROUND:]} {right.lstrip()[:_AROUND]}"
        broken_here = bool(following) and broken in source
        for text, after in zip_longest(line, line[1:]):
            mark = texts[text]["mcid"]
            # A space that stands for itself is not painted either.
            ends_at_space = not after.text.strip() if after else broken_here
            if _is_turned(text):
                spoken[mark] = text.text + " " * ends_at_space
            elif ends_at_space:
                ends.append(mark)
    return ends, spoken


def _is_turned(text: Any) -> bool:
    """Whether a piece of text, or its points alone, lie in the order in which they are seen."""
    return text.style["direction"] == "rtl" or any(
        unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text.text
    )


def _texts_in(box: Any) -> Iterator[Any]:
    """The pieces of text of a line, but for those of blocks in it."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, (boxes.InlineBox, boxes.LineBox)):
            yield from _texts_in(child)
