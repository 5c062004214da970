"""A PDF as a screen reader meets it: its tags, with the text that stands under each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

# What a PDF holds is only known when it is read: numbers come as Python's own.
Object = Any

_MAPPINGS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_MAPPING = re.compile(rb"<([0-9a-fA-F]{2,4})> <([0-9a-fA-F]+)>")
INLINE = {"", "Link", "NonStruct", "Span"}
_SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
_PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}


@dataclass
class Tag:
    """One element of the structure tree, with what is below it.

    Text has a tag of its own, without a `kind`: `mark` is its page and its number there. What is
    painted in another order is told as the element says. `language`
    is blank where it is that of what is above. `links` maps the addresses of the annotations that
    belong to the tag to their descriptions; `fields` has the names of its fields.
    """

    kind: str
    text: str = ""
    mark: tuple[int, int] | None = None
    alternative: str = ""
    language: str = ""
    identifier: str = ""
    scope: str = ""
    numbering: str = ""
    headers: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        """This tag and all below it, in reading order."""
        yield self
        for tag in self.tags:
            yield from tag.walk()

    def find(self, *kinds: str) -> list[Tag]:
        """All tags of some types, in reading order."""
        return [tag for tag in self.walk() if tag.kind in kinds]

    def words(self) -> str:
        """All text from here down, with single spaces; blocks are apart, parts of lines are not."""
        return " ".join("".join(self._spoken()).split())

    def _spoken(self) -> Iterator[str]:
        around = "" if self.kind in INLINE else " "
        yield around + self.text
        for tag in self.tags:
            yield from tag._spoken()
        yield around


@dataclass
class Page:
    """The contents of one page, by what marks them."""

    marked: dict[int, str] = field(default_factory=dict)
    fonts: dict[str, set[int]] = field(default_factory=dict)
    artifacts: int = 0
    unmarked: list[str] = field(default_factory=list)


def open_pdf(content: bytes) -> pikepdf.Pdf:
    """A PDF to look into."""
    return pikepdf.open(io.BytesIO(content))


def to_unicode(font: Object) -> dict[int, str]:
    """What each glyph of a font means, as the file says."""
    stream = b"".join(_MAPPINGS.findall(font.ToUnicode.read_bytes()))
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in _MAPPING.findall(stream)
    }


@dataclass
class _Words:
    """The text that is read in the place of glyphs, until it has been read."""

    text: str


class _Reader:
    def __init__(self) -> None:
        self._resources: Object = None
        self._meanings: dict[str, dict[int, str]] = {}
        self._font = ""
        self._marks: list[int | str | _Words | None] = []
        self.page = Page()

    def read_all(self, content: Object, resources: Object) -> None:
        """Reads a page or a form, with the forms that it paints."""
        outside = self._resources, self._font
        self._resources = resources
        for name, font in resources.get("/Font", {}).items():
            if name not in self._meanings:
                self._meanings[name] = to_unicode(font)
        for instruction in pikepdf.parse_content_stream(content):
            operands, operator = list(instruction.operands), str(instruction.operator)
            self.read(operands, operator)
            painted = resources.XObject[operands[0]] if operator == "Do" else None
            if painted is not None and painted.Subtype == "/Form":
                self.read_all(painted, painted.Resources)
        self._resources, self._font = outside

    def read(self, operands: list[Object], operator: str) -> None:
        if operator in ("BDC", "BMC"):
            self._marks.append(self._mark(operands))
        elif operator == "EMC":
            self._marks.pop()
        elif operator == "Tf":
            self._font = str(operands[0])
        elif operator in _SHOWS_TEXT or operator in _PAINTS:
            self._take(operator, self._text(operands) if operator in _SHOWS_TEXT else "")

    def _mark(self, operands: list[Object]) -> int | str | _Words | None:
        if str(operands[0]) == "/Artifact":
            return "artifact"
        if len(operands) > 1 and "/MCID" in operands[1]:
            mark = int(operands[1].MCID)
            self.page.marked.setdefault(mark, "")
            return mark
        if len(operands) > 1 and "/ActualText" in operands[1]:
            return _Words(str(operands[1].ActualText))
        return None

    def _text(self, operands: list[Object]) -> str:
        """The meaning of the glyphs that an operator shows."""
        parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
        codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        glyphs = [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]
        self.page.fonts.setdefault(self._font, set()).update(glyphs)
        return "".join(
            self._meanings[self._font].get(glyph, "\N{REPLACEMENT CHARACTER}") for glyph in glyphs
        )

    def _take(self, operator: str, text: str) -> None:
        for spoken in self._marks:
            if isinstance(spoken, _Words):
                # They are read in the place of all glyphs that they stand for.
                text, spoken.text = (spoken.text, "") if text else ("", spoken.text)
        marks = (one for one in reversed(self._marks) if isinstance(one, int | str))
        mark = next(marks, None)
        if mark is None:
            self.page.unmarked.append(f"{operator} {text}".strip())
        elif isinstance(mark, int):
            self.page.marked[mark] = self.page.marked.get(mark, "") + text
        else:
            self.page.artifacts += 1


def read_page(page: pikepdf.Page) -> Page:
    """What stands on a page, under which marks."""
    reader = _Reader()
    reader.read_all(page, page.Resources)
    return reader.page


def read_tags(pdf: pikepdf.Pdf) -> Tag:
    """The structure tree with its texts."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    texts = [read_page(page).marked for page in pdf.pages]

    def take(element: Object, page: Object) -> Tag:
        page = element.get("/Pg", page)
        tag = _tag_of(element)
        spoken = element.get("/ActualText")
        for kid in as_list(element.get("/K")):
            if isinstance(kid, int):
                number = numbers[page.objgen]
                text = texts[number][kid] if spoken is None else str(spoken)
                tag.tags.append(Tag("", text, (number, kid)))
            elif kid.get("/Type") == "/OBJR":
                note = kid.Obj
                if note.Subtype == "/Widget":
                    tag.fields.append(str(note.T))
                else:
                    tag.links[str(note.A.URI)] = str(note.get("/Contents", ""))
            else:
                tag.tags.append(take(kid, page))
        return tag

    (document,) = as_list(pdf.Root.StructTreeRoot.K)
    return take(document, pdf.pages[0].obj)


def _tag_of(element: Object) -> Tag:
    """An element without what is below it."""
    attributes: Object = element.get("/A", {})
    return Tag(
        kind=str(element.S).removeprefix("/"),
        alternative=str(element.get("/Alt", "")),
        language=str(element.get("/Lang", "")),
        identifier=str(element.get("/ID", "")),
        scope=str(attributes.get("/Scope", "")),
        numbering=str(attributes.get("/ListNumbering", "")).removeprefix("/"),
        headers=tuple(str(header) for header in attributes.get("/Headers", ())),
    )


def as_list(value: Object | None) -> list[Object]:
    """What stands where the format allows one thing, several or none."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def outline(tag: Tag, depth: int = 0) -> Iterator[str]:
    """The tags as indented lines with their text: what is read aloud, in that order."""
    shown = [tag.kind, *([f"[{tag.alternative}]"] if tag.alternative else [])]
    inline = all(child.kind in INLINE for child in tag.walk() if child is not tag)
    yield "  " * depth + " ".join([*shown, *([tag.words()] if inline and tag.words() else [])])
    if not inline:
        for child in tag.tags:
            yield from outline(child, depth + 1)
