"""The spaces at which lines were broken, which `structure` notes while a page is made."""

from __future__ import annotations

import re
from typing import Any

import pikepdf
from pikepdf import Name

SPACES = "Spaces"
"""The key of the catalogue: the page and the mark of each piece of text that ends with a space."""

_SPACE = re.compile(rb"<([0-9a-fA-F]{4})> <0020>")
_FONT = re.compile(rb"/(\S+) [\d.]+ Tf")


def add_spaces(pdf: pikepdf.Pdf) -> None:
    """Adds a space to each of these texts; nothing is painted, and there is room behind a line.

    Without it the last word of a line and the first of the next are copied and read as one
    (ISO 32000-1, 14.8.2.5).
    """
    noted: Any = pdf.Root.get(f"/{SPACES}", ())
    marks: dict[int, list[int]] = {}
    for number, mark in zip(map(int, noted[::2]), map(int, noted[1::2]), strict=True):
        marks.setdefault(number, []).append(mark)
    for number, found in marks.items():
        page = pdf.pages[number]
        content = page.Contents.read_bytes()
        for mark in found:
            content = _spaced(content, mark, page)
        page.Contents.write(content)
    if noted:
        del pdf.Root[Name(f"/{SPACES}")]


def _spaced(content: bytes, mark: int, page: pikepdf.Page) -> bytes:
    start = content.index(b"<</MCID %d>>" % mark)
    end = content.index(b"\nEMC", start)
    last = content.rfind(b"] TJ", start, end)
    if last < 0:
        return content
    name = _FONT.findall(content, 0, last)[-1].decode()
    fonts: Any = page.obj.Resources.Font
    space = _SPACE.search(fonts[f"/{name}"].ToUnicode.read_bytes())
    if not space:
        return content
    return b"%s<%s>%s" % (content[:last], space[1], content[last:])
