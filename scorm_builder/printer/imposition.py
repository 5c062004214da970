"""Finished PDFs laid side by side on the pages of another one: nothing is set in type again."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from scorm_builder.printer.finish import list_ids, save

_MARK = re.compile(rb"/MCID (\d+)")
_MARKED = re.compile(rb"/\w+\s+<</MCID \d+>>\s+BDC")
# What leads to other objects of the same file is made anew.
_LINKS = frozenset({"/P", "/Pg", "/K", "/StructParent"})
_HOLDING = (Dictionary, Array, pikepdf.Stream)


class Place(NamedTuple):
    """Where a page lies: on which sheet, from 0, and its lower left corner in points."""

    sheet: int
    left: float
    bottom: float


def impose(
    sheets: bytes, pieces: Sequence[tuple[bytes, Sequence[tuple[int, float, float]]]]
) -> bytes:
    """`sheets` with the pages of other PDFs on them, each page at its `Place`.

    All are what `press.print_pdf` makes. What is shown, read aloud, linked and listed in the
    outline goes along, one piece after the other; a font that several have is there once. A piece
    that comes again is only shown.
    """
    with pikepdf.open(io.BytesIO(sheets)) as pdf:
        under = _Sheets(pdf)
        laid: set[bytes] = set()
        for number, (content, places) in enumerate(pieces, start=1):
            with pikepdf.open(io.BytesIO(content)) as piece:
                layer = _Piece(under, piece, [Place(*one) for one in places], number)
                (layer.show if content in laid else layer.lay)()
            laid.add(content)
        under.close()
        return save(pdf)


class _Sheets:
    """The PDF on which others are laid, and what of them is on it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root: Any = pdf.Root
        self.pages: list[Any] = [page.obj for page in pdf.pages]
        self.painted = [[page.Contents.read_bytes()] for page in self.pages]
        self.entries: list[OutlineItem] = []
        # The elements of the marks on a page, or that of an annotation (ISO 32000-1, 14.7.4.4).
        self.numbers: Any = self.root.StructTreeRoot.ParentTree.Nums
        by_number = dict(zip(map(int, self.numbers[::2]), self.numbers[1::2], strict=True))
        self.marks: list[Any] = [by_number[int(page.StructParents)] for page in self.pages]
        self.digests = _Digests()
        self._known: dict[bytes, Any] = {}

    def shared(self, digest: bytes, copy: Callable[[], Any]) -> Any:
        """What is alike and on the sheets already, or else a copy."""
        if digest not in self._known:
            self._known[digest] = copy()
        return self._known[digest]

    def close(self) -> None:
        """Puts all of it into the file."""
        for page, painted in zip(self.pages, self.painted, strict=True):
            page.Contents.write(b"\n".join(painted))
        with self.pdf.open_outline() as outline:
            outline.root.extend(self.entries)
        list_ids(self.pdf)


class _Piece:
    """One PDF on its way onto the sheets."""

    def __init__(
        self, under: _Sheets, piece: pikepdf.Pdf, places: Sequence[Place], number: int
    ) -> None:
        self._under, self._piece, self._number = under, piece, number
        self._digests = _Digests()
        self._places: dict[Any, Place] = dict(
            zip((page.objgen for page in piece.pages), places, strict=True)
        )
        self._first_marks: dict[Any, int] = {}
        self._annotations: dict[Any, Any] = {}

    def show(self) -> None:
        """Puts there what is to be seen alone, as an artifact."""
        for page in self._piece.pages:
            self._paint(_MARKED.sub(b"/Artifact BMC", page.Contents.read_bytes()), page)

    def lay(self) -> None:
        """Puts there all of it."""
        for page in self._piece.pages:
            self._lay_page(page, self._places[page.objgen])
        theirs: Any = self._piece.Root
        [document] = self._under.root.StructTreeRoot.K
        part = self._new(Dictionary(Type=Name.StructElem, S=Name.Part, P=document))
        if theirs.Lang != self._under.root.Lang:
            part.Lang = String(str(theirs.Lang))
        part.K = Array([self._element(one, part) for one in theirs.StructTreeRoot.K[0].K])
        document.K.append(part)
        with self._piece.open_outline() as outline:
            self._under.entries += map(self._entry, outline.root)

    def _lay_page(self, page: pikepdf.Page, place: Place) -> None:
        sheet, marks = self._under.pages[place.sheet], self._under.marks[place.sheet]
        self._first_marks[page.objgen] = first = len(marks)
        content = page.Contents.read_bytes()
        for _ in range(1 + max(map(int, _MARK.findall(content)), default=-1)):
            marks.append(None)
        self._paint(_MARK.sub(lambda mark: b"/MCID %d" % (int(mark[1]) + first), content), page)
        for annotation in page.obj.get("/Annots", ()):
            new = self._new(self._without_links(annotation))
            new.Rect = _moved(new.Rect, place)
            self._annotations[annotation.objgen] = new
            if "/Annots" not in sheet:
                sheet.Annots = Array()
            sheet.Annots.append(new)

    def _paint(self, content: bytes, page: pikepdf.Page) -> None:
        """Adds the contents of a page to those of its sheet."""
        place = self._places[page.objgen]
        ours = self._under.pages[place.sheet].Resources
        content = self._with_resources(content, page.obj.Resources, ours)
        move = f"1 0 0 1 {place.left:.6f} {place.bottom:.6f} cm".encode()
        painted = self._under.painted[place.sheet]
        painted[:] = [b"q", *painted, b"Q\nq", move, content, b"Q"]

    def _with_resources(self, content: bytes, theirs: Any, ours: Any) -> bytes:
        """A content stream with the names that what it uses has on a sheet, and what it uses."""
        for category, resources in theirs.items():
            if category not in ours:
                ours[category] = Dictionary()
            for name, resource in resources.items():
                alike = self._digests.of(resource)
                here, new = ours[category], name
                if name in here and self._under.digests.of(here[name]) != alike:
                    new = f"{name}-{self._number}"
                    content = re.sub(re.escape(name.encode()) + rb"\b", new.encode(), content)
                here[new] = self._under.shared(alike, partial(self._copied, resource))
        return content

    def _element(self, old: Any, parent: Any) -> Any:
        """An element of the structure with all below it."""
        new = self._new(self._without_links(old))
        new.P = parent
        if "/Pg" in old:
            place = self._places[old.Pg.objgen]
            new.Pg = self._under.pages[place.sheet]
            if "/A" in new and "/BBox" in new.A:
                new.A.BBox = _moved(new.A.BBox, place)
        if "/ID" in new:
            new.ID = self._own_id(new.ID)
        if "/A" in new and "/Headers" in new.A:
            new.A.Headers = Array(map(self._own_id, new.A.Headers))
        new.K = Array([self._kid(kid, old, new) for kid in old.get("/K", ())])
        return new

    def _kid(self, kid: Any, old: Any, new: Any) -> Any:
        if not isinstance(kid, Dictionary):
            mark = int(kid) + self._first_marks[old.Pg.objgen]
            self._under.marks[self._places[old.Pg.objgen].sheet][mark] = new
            return mark
        if kid.get("/Type") != Name.OBJR:
            return self._element(kid, new)
        annotation, numbers = self._annotations[kid.Obj.objgen], self._under.numbers
        annotation.StructParent = int(numbers[-2]) + 1
        numbers.append(annotation.StructParent)
        numbers.append(new)
        sheet = self._under.pages[self._places[kid.Pg.objgen].sheet]
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=sheet)

    def _entry(self, item: OutlineItem) -> OutlineItem:
        there: Any = item.destination
        page, _, left, top, *_ = there
        place = self._places[page.objgen]
        left, top = float(left) + place.left, float(top) + place.bottom
        sheet = self._under.pages[place.sheet]
        new = OutlineItem(item.title, Array([sheet, Name.XYZ, left, top, 0]))
        new.children = [self._entry(child) for child in item.children]
        return new

    def _own_id(self, known: Any) -> String:
        return String(f"{self._number}-{known}")

    def _without_links(self, old: Any) -> Dictionary:
        return Dictionary({k: self._copied(v) for k, v in old.items() if k not in _LINKS})

    def _copied(self, old: Any) -> Any:
        if not isinstance(old, _HOLDING):
            return old
        return self._under.pdf.copy_foreign(self._piece.make_indirect(old))

    def _new(self, thing: Dictionary) -> Any:
        return self._under.pdf.make_indirect(thing)


def _moved(box: Any, place: Place) -> Array:
    left, bottom, right, top = map(float, box)
    x, y = place.left, place.bottom
    return Array([left + x, bottom + y, right + x, top + y])


class _Digests:
    """What tells the objects of one file apart, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}

    def of(self, thing: Any) -> bytes:
        """The same for two objects of any files only if they are alike in all that they hold."""
        if not (isinstance(thing, _HOLDING) and thing.is_indirect):
            return self._made(thing)
        if thing.objgen not in self._known:
            self._known[thing.objgen] = self._made(thing)
        return self._known[thing.objgen]

    def _made(self, thing: Any) -> bytes:
        digest = hashlib.sha256()
        if isinstance(thing, pikepdf.Stream):
            digest.update(thing.read_bytes())
        if isinstance(thing, (Dictionary, pikepdf.Stream)):
            for name, value in sorted(thing.items()):
                if name != "/Length":
                    digest.update(name.encode() + self.of(value))
        elif isinstance(thing, Array):
            for value in thing:
                digest.update(self.of(value))
        else:
            digest.update(repr(thing).encode())
        return digest.digest()
