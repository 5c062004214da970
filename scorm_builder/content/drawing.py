"""What an SVG drawing may hold, and the words in it.

A drawing is shown in pages and in print, in the fonts of each. It may only draw: nothing in it
runs, moves, links or loads. What is not on these lists is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

MAXIMUM_BYTES = 50_000
_MOST_ELEMENTS = 400
_MOST_UNITS = 2000
_LEAST_OF_WIDTH = 9 / 235.5
_NUMBER = re.compile(r"\d+(\.\d+)?")
_MOST_NAMES = 12
_SVG = "{http://www.w3.org/2000/svg}"

_ELEMENTS = frozenset(
    "svg g title desc path rect circle ellipse line polyline polygon text tspan".split()
)
_ATTRIBUTES = frozenset(
    "viewBox x y x1 y1 x2 y2 cx cy r rx ry width height d points transform fill fill-rule stroke"
    " stroke-width stroke-dasharray stroke-linecap stroke-linejoin dx dy text-anchor font-size"
    " font-weight id version".split()
) | {"{http://www.w3.org/XML/1998/namespace}space"}
# Numbers, colours, names and matrices: no address, and no url().
_VALUE = re.compile(r"(?!.*url)[\w\s#.,()%+-]*", re.IGNORECASE | re.DOTALL)
_VIEW = re.compile(r"0 0 (\d{1,4}(?:\.\d+)?) (\d{1,4}(?:\.\d+)?)")


def drawing_problems(content: bytes) -> tuple[str, ...]:
    """What stands in the way of showing an SVG, in words; each once, in their order."""
    if len(content) > MAXIMUM_BYTES:
        return (f"is over {MAXIMUM_BYTES // 1000} KB",)
    try:
        root = _parse(content)
    except (etree.XMLSyntaxError, ValueError):
        return ("is not well-formed XML in UTF-8",)
    return tuple(dict.fromkeys(_problems(root)))


@lru_cache(maxsize=32)
def words_of(content: bytes) -> tuple[str, ...]:
    """The texts that a good drawing shows."""
    texts = _parse(content).iter(f"{_SVG}text")
    return tuple(" ".join("".join(text.itertext()).split()) for text in texts)


def with_fonts(content: bytes, families: str, *, comments: bool = False) -> bytes:
    """A good drawing with its words in the first of these fonts that there is.

    What somebody noted in it is left out, but for where `comments` are asked for.
    """
    root = _parse(content)
    if not comments:
        etree.strip_tags(root, etree.Comment)
    root.set("font-family", families)
    written: bytes = etree.tostring(root, encoding="utf-8")
    return written


def _parse(content: bytes) -> Any:
    """Raises XMLSyntaxError; entities are not resolved, and nothing is loaded."""
    safe = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(content, safe)


def _problems(root: Any) -> Iterator[str]:
    if root.getroottree().docinfo.doctype:
        yield "has a document type"
    if root.tag != f"{_SVG}svg":
        yield f"starts with <{_short(root.tag)}>, not with <svg> of the SVG namespace"
        return
    view = _VIEW.fullmatch(root.get("viewBox", ""))
    if view is None or not all(0 < float(side) <= _MOST_UNITS for side in view.groups()):
        yield f'needs viewBox="0 0 width height", each at most {_MOST_UNITS}'
    if {"width", "height"} & set(root.attrib):
        yield "has a size of its own; the viewBox is enough"
    elements = list(root.iter())
    if len(elements) > _MOST_ELEMENTS:
        yield f"has {len(elements)} elements; at most {_MOST_ELEMENTS} are allowed"
    yield from _parts_problems(elements)
    if view is not None:
        yield from _small_letters(root, float(view[1]))


def _small_letters(root: Any, width: float) -> Iterator[str]:
    """Of words that are less than 9 points high on a handout, where a drawing is 83 mm wide."""
    least = width * _LEAST_OF_WIDTH
    sizes = {size for text in root.iter(f"{_SVG}text", f"{_SVG}tspan") for size in _sizes_of(text)}
    small = sorted(size for size in sizes if size < least)
    if small:
        yield (
            f'has words with font-size="{small[0]:g}", too small to read on paper; at this width'
            f" {math.ceil(least)} is the least"
        )


def _sizes_of(text: Any) -> Iterator[float]:
    """The size of an element's words, which may be that of a group around it."""
    for element in (text, *text.iterancestors()):
        size = _NUMBER.match(element.get("font-size", ""))
        if size:
            yield float(size[0])
            return


def _parts_problems(parts: list[Any]) -> Iterator[str]:
    if any(not isinstance(part.tag, str) and part.tag is not etree.Comment for part in parts):
        yield "has a processing instruction or an entity"
    elements = [part for part in parts if isinstance(part.tag, str)]
    names = tuple(dict.fromkeys(name for element in elements for name in _not_taken(element)))
    if names:
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        yield f"has what drawings do not take: {', '.join(names[:_MOST_NAMES])}{more}"
    for element in elements:
        for key, value in element.attrib.items():
            if key in _ATTRIBUTES and not _VALUE.fullmatch(value):
                name = _short(element.tag)
                yield f'has {key}="{value[:40]}" in a <{name}>, which drawings do not take'


def _not_taken(element: Any) -> Iterator[str]:
    """The names of an element and its attributes that a drawing may not have."""
    if element.tag.removeprefix(_SVG) not in _ELEMENTS:
        yield f"<{_short(element.tag)}>"
    else:
        yield from (_short(key) for key in element.attrib if key not in _ATTRIBUTES)


def _short(name: str) -> str:
    """A name without its namespace, and not too long for a message."""
    return name.rpartition("}")[2][:40]
