"""Words as they are said, where the glyphs of a line stand in another order than its letters.

In many scripts of India a vowel is drawn before the consonant that it follows. A PDF has the glyphs
as they are drawn; what is read aloud, searched and copied is the text that is given beside them
(ISO 32000-1, 14.9.4). What is drawn from right to left has it in the structure alone: PDFium, MuPDF
and poppler take a text beside it for what is seen, and turn it round.
"""

from __future__ import annotations

from typing import Any

from fontTools.unicodedata import script
from weasyprint.draw import text as drawing

_SCRIPTS = frozenset({"Beng", "Deva", "Gujr", "Guru", "Taml"})

_draw = drawing.draw_first_line


def _draw_with_words(stream: Any, textbox: Any, *how: Any) -> Any:
    """WeasyPrint's glyphs of a line, with its words where they do not tell them."""
    if not _needs_words(textbox.text):
        return _draw(stream, textbox, *how)
    words = f"FEFF{textbox.text.encode('utf-16-be').hex()}".encode()
    stream.stream.append(b"/Span <</ActualText <" + words + b">>> BDC")
    drawn = _draw(stream, textbox, *how)
    stream.stream.append(b"EMC")
    return drawn


def _needs_words(text: str) -> bool:
    return not text.isascii() and not _SCRIPTS.isdisjoint(map(script, text))


def speak_as_written() -> None:
    """From now on, what WeasyPrint draws in this process has its words."""
    drawing.draw_first_line = _draw_with_words
