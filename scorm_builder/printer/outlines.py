"""The words of a figure as shapes: the figure's description tells them.

Firefox gives a screen reader the description of a figure and then the letters in it. Of letters
that are drawn as shapes nothing is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import pikepdf
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

_FIGURE = re.compile(rb"/Figure\s+<</MCID \d+>>\s+BDC\n")
_MARK = re.compile(rb"\b(BDC|BMC|EMC)\n")
_TEXT = re.compile(rb"^BT\n(.*?)^ET$", re.DOTALL | re.MULTILINE)
_STEP = re.compile(rb"(?:(.*) )?(\S+)\n")
_SHOWN = re.compile(rb"<([0-9a-f]*)>|(-?[\d.]+)")
_THOUSAND = 1000
_DIGITS = 4
# What is done with a letter, by the rendering mode of the text (ISO 32000-1, 9.3.6).
_PAINTED = {b"0": b"f", b"1": b"S", b"2": b"B", b"3": b"n"}


def outline_words(pdf: pikepdf.Pdf) -> None:
    """Draws the words of all figures as shapes: where they stand, and as they look."""
    for page in pdf.pages:
        content = page.Contents.read_bytes()
        parts, done = [], 0
        for start, end in _figures(content):
            parts += [content[done:start], _drawn(content[start:end], page.obj.Resources)]
            done = end
        if done:
            page.Contents.write(b"".join((*parts, content[done:])))


def _drawn(figure: bytes, resources: Any) -> bytes:
    return _TEXT.sub(lambda text: _shapes(text[1], resources.Font), figure)


def _figures(content: bytes) -> Iterator[tuple[int, int]]:
    """Where the contents of each figure begin and end."""
    for begin in _FIGURE.finditer(content):
        depth = 1
        for mark in _MARK.finditer(content, begin.end()):
            depth += -1 if mark[1] == b"EMC" else 1
            if not depth:
                yield begin.end(), mark.start()
                break


def _shapes(text: bytes, fonts: Any) -> bytes:
    """The shapes of what WeasyPrint writes between BT and ET."""
    now = {b"Tm": b"1 0 0 1 0 0", b"Tr": b"0", b"Ts": b"0", b"Tf": b""}
    parts = []
    for operands, operator in _STEP.findall(text):
        if operator in now:
            now[operator] = operands
        elif operator == b"TJ":
            name, size = now[b"Tf"].decode().split()
            file = fonts[name].DescendantFonts[0].FontDescriptor.FontFile2
            letters = _letters(file.read_bytes())
            parts += [b"q", now[b"Tm"] + b" cm"]
            for moved, path in _painted(operands, letters, float(size), float(now[b"Ts"])):
                parts += [moved, path, _PAINTED[now[b"Tr"]], b"Q"]
            parts.append(b"Q")
        elif operator not in (b"BDC", b"EMC"):
            # A colour, or the like.
            parts.append(operands + b" " + operator)
    return b"\n".join(parts)


def _painted(
    glyphs: bytes, letters: _Letters, size: float, rise: float
) -> Iterator[tuple[bytes, bytes]]:
    """Where each glyph of a line is drawn, from its start, and its path."""
    along, scale = 0.0, size / letters.em
    for shown, move in _SHOWN.findall(glyphs):
        along -= float(move or 0) / _THOUSAND * size
        for at in range(0, len(shown), _DIGITS):
            path, width = letters.glyph(int(shown[at : at + _DIGITS], 16))
            if path:
                yield f"q {scale:.6f} 0 0 {scale:.6f} {along:.4f} {rise:.4f} cm".encode(), path
            along += width / _THOUSAND * size


class _Letters:
    """The glyphs of a font as paths."""

    def __init__(self, font_file: bytes) -> None:
        self._font = TTFont(io.BytesIO(font_file), lazy=True)
        self._order = self._font.getGlyphOrder()
        self._outlines = self._font.getGlyphSet()
        self.em: int = self._font["head"].unitsPerEm
        self.glyph = cache(self._drawn)

    def _drawn(self, number: int) -> tuple[bytes, int]:
        """The path of a glyph, in the font's units, and its width in thousandths of its size."""
        glyph = self._outlines[self._order[number]]
        pen = _Path(self._outlines)
        glyph.draw(pen)
        return "\n".join(pen.steps).encode(), round(glyph.width * _THOUSAND / self.em)


@lru_cache(maxsize=8)
def _letters(font_file: bytes) -> _Letters:
    return _Letters(font_file)


class _Path(BasePen):  # type: ignore[misc]  # fontTools is not typed
    """A path as a PDF writes it."""

    def __init__(self, outlines: Any) -> None:
        super().__init__(outlines)
        self.steps: list[str] = []

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = (f"{number:.0f}" for point in points for number in point)
        self.steps.append(" ".join((*numbers, operator)))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", pt)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("c", *points)

    def _closePath(self) -> None:  # noqa: N802
        self._add("h")
