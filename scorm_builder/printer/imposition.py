"""Finished PDFs laid side by side on the pages of another one: nothing is set in type again."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from scorm_builder.printer.finish import list_ids, save

_MARK = re.compile(rb"/MCID (\d+)")
_MARKED = re.compile(rb"/\w+\s+<</MCID \d+>>\s+BDC")
# What leads to other objects of the same file is made anew.
_LINKS = frozenset({"/P", "/Pg", "/K", "/StructParent"})


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
        known: dict[bytes, Any] = {}
        laid: set[bytes] = set()
        for number, (content, places) in enumerate(pieces, start=1):
            with pikepdf.open(io.BytesIO(content)) as piece:
                layer = _Piece(pdf, piece, [Place(*one) for one in places], number, known)
                (layer.show if content in laid else layer.lay)()
            laid.add(content)
        list_ids(pdf)
        return save(pdf)


class _Piece:
    """One PDF on its way onto the sheets."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        piece: pikepdf.Pdf,
        places: Sequence[Place],
        number: int,
        known: dict[bytes, Any],
    ) -> None:
        self._pdf, self._piece, self._number, self._known = pdf, piece, number, known
        self._root: Any = pdf.Root
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
        root: Any = self._piece.Root
        [document] = self._root.StructTreeRoot.K
        part = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, P=document))
        if root.Lang != self._root.Lang:
            part.Lang = String(str(root.Lang))
        part.K = Array([self._element(one, part) for one in root.StructTreeRoot.K[0].K])
        document.K.append(part)
        with self._piece.open_outline() as theirs, self._pdf.open_outline() as ours:
            ours.root.extend(map(self._outline_item, theirs.root))

    def _lay_page(self, page: pikepdf.Page, place: Place) -> None:
        sheet: Any = self._pdf.pages[place.sheet].obj
        marks = self._parents(sheet.StructParents)
        self._first_marks[page.objgen] = first = len(marks)
        content = page.Contents.read_bytes()
        for _ in range(1 + max(map(int, _MARK.findall(content)), default=-1)):
            marks.append(None)
        content = _MARK.sub(lambda mark: b"/MCID %d" % (int(mark[1]) + first), content)
        self._paint(content, page)
        for annotation in page.obj.get("/Annots", ()):
            new = self._pdf.make_indirect(self._without_links(annotation))
            new.Rect = _moved(new.Rect, place)
            self._annotations[annotation.objgen] = new
            sheet.Annots = Array([*sheet.get("/Annots", ()), new])

    def _paint(self, content: bytes, page: pikepdf.Page) -> None:
        """Adds the contents of a page to those of its sheet."""
        place = self._places[page.objgen]
        sheet: Any = self._pdf.pages[place.sheet].obj
        content = self._with_resources(content, page.obj.Resources, sheet.Resources)
        move = f"1 0 0 1 {place.left:.6f} {place.bottom:.6f} cm".encode()
        before = sheet.Contents.read_bytes()
        sheet.Contents.write(b"\n".join((b"q", before, b"Q\nq", move, content, b"Q")))

    def _with_resources(self, content: bytes, theirs: Any, ours: Any) -> bytes:
        """A content stream with the names that what it uses has on a sheet, and what it uses."""
        for category, resources in theirs.items():
            if category not in ours:
                ours[category] = Dictionary()
            for name, resource in resources.items():
                alike = _digest(resource)
                if alike not in self._known:
                    self._known[alike] = self._copied(resource)
                here, new = ours[category], name
                if name in here and _digest(here[name]) != alike:
                    new = f"{name}-{self._number}"
                    content = re.sub(re.escape(name.encode()) + rb"\b", new.encode(), content)
                here[new] = self._known[alike]
        return content

    def _element(self, old: Any, parent: Any) -> Any:
        """An element of the structure with all below it."""
        new = self._pdf.make_indirect(self._without_links(old))
        new.P = parent
        if "/Pg" in old:
            place = self._places[old.Pg.objgen]
            new.Pg = self._pdf.pages[place.sheet].obj
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
            place = self._places[old.Pg.objgen]
            mark = int(kid) + self._first_marks[old.Pg.objgen]
            self._parents(self._pdf.pages[place.sheet].obj.StructParents)[mark] = new
            return mark
        if kid.get("/Type") != Name.OBJR:
            return self._element(kid, new)
        annotation = self._annotations[kid.Obj.objgen]
        tree = self._root.StructTreeRoot.ParentTree
        annotation.StructParent = int(tree.Nums[-2]) + 1
        tree.Nums = Array([*tree.Nums, annotation.StructParent, new])
        sheet = self._pdf.pages[self._places[kid.Pg.objgen].sheet].obj
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=sheet)

    def _outline_item(self, item: OutlineItem) -> OutlineItem:
        there: Any = item.destination
        page, _, left, top, *_ = there
        place = self._places[page.objgen]
        sheet = self._pdf.pages[place.sheet].obj
        left, top = float(left) + place.left, float(top) + place.bottom
        new = OutlineItem(item.title, Array([sheet, Name.XYZ, left, top, 0]))
        new.children = [self._outline_item(child) for child in item.children]
        return new

    def _parents(self, number: Any) -> Any:
        """The elements of the marks on a page (PDF 32000-1, 14.7.4.4)."""
        numbers = self._root.StructTreeRoot.ParentTree.Nums
        return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))[int(number)]

    def _own_id(self, known: Any) -> String:
        return String(f"{self._number}-{known}")

    def _without_links(self, old: Any) -> Dictionary:
        return Dictionary({k: self._copied(v) for k, v in old.items() if k not in _LINKS})

    def _copied(self, old: Any) -> Any:
        if not isinstance(old, (Dictionary, Array, pikepdf.Stream)):
            return old
        return self._pdf.copy_foreign(self._piece.make_indirect(old))


def _moved(box: Any, place: Place) -> Array:
    left, bottom, right, top = map(float, box)
    x, y = place.left, place.bottom
    return Array([left + x, bottom + y, right + x, top + y])


def _digest(thing: Any) -> bytes:
    """The same for two objects of different files only if they are alike in all that they hold."""
    digest = hashlib.sha256()
    if isinstance(thing, pikepdf.Stream):
        digest.update(thing.read_bytes())
    if isinstance(thing, (Dictionary, pikepdf.Stream)):
        for name, value in sorted(thing.items()):
            if name != "/Length":
                digest.update(name.encode() + _digest(value))
    elif isinstance(thing, Array):
        for value in thing:
            digest.update(_digest(value))
    else:
        digest.update(repr(thing).encode())
    return digest.digest()
