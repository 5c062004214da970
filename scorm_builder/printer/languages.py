"""Which language each part of a PDF is in, so that it is read aloud with the right voice.

WeasyPrint writes the language of the whole document alone. What is in another language, such as a
Welsh card among English ones, must say so too (PDF/UA-1, 7.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import pydyf
from weasyprint.pdf import tags

_above: ContextVar[str | None] = ContextVar("_above", default=None)
# It has no other place where something can be added to an element.
_build = tags._build_box_tree


def _build_with_language(box: Any, parent: Any, pdf: Any, *others: Any) -> Iterator[Any]:
    """WeasyPrint's elements of the structure for a box; they say where the language changes."""
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
        yield element


def say_languages() -> None:
    """From now on, what WeasyPrint makes in this process says the language of each part."""
    tags._build_box_tree = _build_with_language
