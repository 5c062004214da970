"""What WeasyPrint leaves out of the structure of a PDF: languages, and how lists are marked.

It writes the language of the whole document alone. What is in another language, such as a Welsh
card among English ones, must say so too, to be read aloud with the right voice (PDF/UA-1, 7.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import pydyf
from weasyprint.pdf import tags

# ISO 32000-1, 14.8.5.5.
_NUMBERING = {"ol": "/Decimal", "ul": "/Disc"}

_above: ContextVar[str | None] = ContextVar("_above", default=None)
# It has no other place where something can be added to an element.
_build = tags._build_box_tree


def _build_in_full(box: Any, parent: Any, pdf: Any, *others: Any) -> Iterator[Any]:
    """WeasyPrint's elements of the structure for a box, with what it leaves out."""
    above = _above.get() or pdf.catalog["Lang"].string
    own = box.style["lang"] or above
    token = _above.set(own)
    try:
        elements = list(_build(box, parent, pdf, *others))
    finally:
        _above.reset(token)
    for element in elements:
        if own != above:
            element["Lang"] = pydyf.String(own)
        # A list without marks has letters in its words, or none.
        marked = box.style["list_style_type"] != "none"
        # What holds a list may be called one too.
        numbering = _NUMBERING.get(box.element_tag)
        if element["S"] == "/L" and numbering and (marked or box.element_tag == "ol"):
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        yield element


def build_in_full() -> None:
    """From now on, what WeasyPrint makes in this process has all of its structure."""
    tags._build_box_tree = _build_in_full
