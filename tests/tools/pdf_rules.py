"""What holds for every PDF that this project makes: PDF/UA-1 and PDF/A-3a, read out of the file.

`assert_accessible` is called on each PDF that a test makes. A rule is a generator over the open
file that says what is wrong, in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pikepdf

from tests.tools.pdf import Object, Page, Tag, as_list, open_pdf, read_page, read_tags, to_unicode
from tests.tools.pdf_a_rules import archive_problems

_HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_PRINTED = 1 << 2
_FORBIDDEN_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm")


def assert_accessible(content: bytes) -> None:
    """The bytes of a PDF keep all rules; says which they break."""
    problems = list(problems_of(content))
    assert problems == [], "\n".join(problems)


def problems_of(content: bytes) -> Iterator[str]:
    """What is wrong with a PDF, a line for each finding."""
    pdf = open_pdf(content)
    tags = read_tags(pdf)
    pages = [read_page(page) for page in pdf.pages]
    yield from _identified(pdf, content)
    yield from _navigable(pdf, tags)
    yield from _structured(tags)
    yield from _tables_and_lists(tags)
    yield from _blocks(tags)
    yield from _marks_of_lists(tags)
    yield from _all_content_tagged(tags, pages)
    yield from _fonts(pdf, pages)
    yield from _links(pdf, tags)
    yield from _fields(pdf, tags)
    yield from _named(pdf)
    yield from _self_contained(pdf)
    yield from archive_problems(pdf, pages)


def _identified(pdf: pikepdf.Pdf, content: bytes) -> Iterator[str]:
    """The file says what it is, in its properties and in the XMP alike."""
    if not content.startswith(b"%PDF-1.7") or len(as_list(pdf.trailer.get("/ID"))) != 2:
        yield "the version is not 1.7, or there is no identifier of the file"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        expected = {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
        for name, value in expected.items():
            if metadata.get(name) != value:
                yield f"{name} in the XMP is {metadata.get(name)}"
        same = {"/Title": "dc:title", "/Subject": "dc:description", "/Creator": "xmp:CreatorTool"}
        for key, name in {**same, "/Keywords": "pdf:Keywords"}.items():
            if str(pdf.docinfo.get(key, "")) != metadata.get(name, ""):
                yield f"{key} is not the same as {name} in the XMP"
        if not metadata.get("dc:title"):
            yield "there is no title"
    xmp = pdf.Root.Metadata.read_raw_bytes()
    if b"pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<" not in xmp:
        yield "the XMP is not readable as it stands, or does not describe pdfuaid"
    intents = [intent for intent in pdf.Root.get("/OutputIntents", ()) if intent.S == "/GTS_PDFA1"]
    if len(intents) != 1 or intents[0].DestOutputProfile.N != 3:
        yield "there is no single output intent with three colours"


def _navigable(pdf: pikepdf.Pdf, tags: Tag) -> Iterator[str]:
    """Language, title bar, order of the tab key, bookmarks, page labels."""
    root: Object = pdf.Root
    if not root.get("/Lang"):
        yield "the language is not known"
    if not root.ViewerPreferences.get("/DisplayDocTitle"):
        yield "the window bar does not show the title"
    if root.MarkInfo.Marked is not True or root.MarkInfo.get("/Suspects"):
        yield "the file does not say that it is tagged"
    if any(page.get("/Tabs") != "/S" for page in pdf.pages):
        yield "the tab key does not follow the structure"
    if list(root.get("/PageLabels", {}).get("/Nums", ()))[:1] != [0]:
        yield "the pages have no labels"
    with pdf.open_outline() as outline:
        found = [title for item in outline.root for title in _titles(item)]
    headings = [tag.words() for tag in tags.find(*_HEADINGS)]
    if list(map(_letters, found)) != list(map(_letters, headings)):
        yield f"the bookmarks {found} are not the headings {headings}"


def _letters(text: str) -> list[str]:
    """What a text is compared by: glyphs stand in the order in which they are drawn."""
    return sorted("".join(text.split()))


def _titles(item: pikepdf.OutlineItem) -> list[str]:
    return [item.title, *(title for child in item.children for title in _titles(child))]


def _structured(tags: Tag) -> Iterator[str]:
    """Headings in order, and words for every figure."""
    if tags.kind != "Document":
        yield f"the structure starts with {tags.kind}"
    levels = [int(tag.kind[1]) for tag in tags.find(*_HEADINGS)]
    if levels[:1] != [1] or any(after - before > 1 for before, after in pairwise(levels)):
        yield f"the headings have the levels {levels}"
    for heading in tags.find(*_HEADINGS):
        if not heading.words():
            yield "a heading has no words"
    for figure in tags.find("Figure"):
        if not figure.alternative.strip():
            yield "a figure has no alternative text"


def _tables_and_lists(tags: Tag) -> Iterator[str]:
    """PDF/UA-1, 7.5: a cell names its headers. ISO 32000-1, 14.8.4.3.3: lists have their parts."""
    yield from _tables(tags)
    for tag in tags.walk():
        kinds = [child.kind for child in tag.tags]
        if tag.kind == "L":
            right = set(kinds) <= {"LI"}
        elif tag.kind == "LI":
            right = kinds in (["Lbl", "LBody"], ["LBody"])
        else:
            right = not {"LI", "LBody", "Lbl"} & set(kinds)
        if not right:
            yield f"{tag.kind} has {kinds} in it"


def _tables(tags: Tag) -> Iterator[str]:
    for table in tags.find("Table"):
        headers = table.find("TH")
        known = {header.identifier for header in headers if header.identifier}
        if not headers or not all(header.words() for header in headers):
            yield "a table has no headers, or one without words"
        if not all(header.scope in ("/Row", "/Column") for header in headers):
            yield "a header does not say of what it is"
        corners = [cell for head in table.find("THead") for cell in head.find("TD")]
        for cell in table.find("TD"):
            if cell in corners and not cell.words() and not cell.headers:
                continue
            if not cell.headers or not set(cell.headers) <= known:
                yield f"the cell '{cell.words()[:40]}' has no headers"


def _blocks(tags: Tag) -> Iterator[str]:
    """ISO 32000-1, annex L: text stands in paragraphs and the like, and nothing is empty."""
    for tag in tags.walk():
        kinds = {child.kind for child in tag.tags}
        if tag.kind in {"NonStruct", "P", "Span"} and not (kinds or tag.links or tag.fields):
            yield f"a {tag.kind} is empty"
        if tag.kind in {"Document", "Div", "Part", "Sect"} and {"", "Span"} & kinds:
            yield f"text stands in a {tag.kind} alone: {tag.words()[:40]}"


def _marks_of_lists(tags: Tag) -> Iterator[str]:
    """PDF/UA-1, 7.6: a list with marks says of which kind they are."""
    kinds = {"Disc": "\N{BULLET}", "Decimal": r"\d+\.?", "UpperAlpha": r"[A-Z]\.?"}
    for listed in tags.find("L"):
        marks = [tag.words() for item in listed.tags for tag in item.tags if tag.kind == "Lbl"]
        right = kinds.get(listed.numbering, "")
        if marks and not all(re.fullmatch(right, mark) for mark in marks):
            yield f"a list with the marks {marks} says {listed.numbering} of them"


def _all_content_tagged(tags: Tag, pages: list[Page]) -> Iterator[str]:
    """All that is painted stands in the structure once, or is an artifact."""
    found = [tag.mark for tag in tags.walk() if tag.mark]
    if len(found) != len(set(found)):
        yield "a piece of content stands in the structure twice"
    for number, page in enumerate(pages):
        for text in page.unmarked:
            yield f"page {number + 1} has untagged content: {text}"
        for mark, text in page.marked.items():
            if (number, mark) not in found:
                yield f"page {number + 1} has content outside the structure: {text}"


def _fonts(pdf: pikepdf.Pdf, pages: list[Page]) -> Iterator[str]:
    """Every font is in the file, and every glyph that is shown has a meaning (7.21.7)."""
    for font in _all_fonts(pdf):
        name = str(font.BaseFont)
        (inner,) = as_list(font.get("/DescendantFonts")) or [font]
        if not {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys()):
            yield f"{name} is not in the file"
        if "/ToUnicode" not in font:
            yield f"{name} does not say what its glyphs mean"
        elif {"\0", "\ufeff", "\ufffe"} & set("".join(to_unicode(font).values())):
            yield f"{name} has glyphs that mean nothing"
    for page, shown in zip(pdf.pages, pages, strict=True):
        for key, glyphs in shown.fonts.items():
            if not glyphs <= set(to_unicode(page.obj.Resources.Font[key])):
                yield f"{key} shows glyphs without a meaning"


def _all_fonts(pdf: pikepdf.Pdf) -> list[Object]:
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary)
        and item.get("/Type") == "/Font"
        and not str(item.Subtype).startswith("/CIDFont")
    ]


def _parents(pdf: pikepdf.Pdf) -> dict[int, Object]:
    """The parent tree: where a page or an annotation finds its place in the structure."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _links(pdf: pikepdf.Pdf, tags: Tag) -> Iterator[str]:
    """Every link is described, lies on its page and is tagged with its contents (7.18.5)."""
    known = {address for tag in tags.find("Link") if tag.words() for address in tag.links}
    parents = _parents(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        _, _, width, height = map(float, page.mediabox)
        for note in page.obj.get("/Annots", ()):
            left, bottom, right, top = map(float, note.Rect)
            if not (0 <= left < right <= width and 0 <= bottom < top <= height):
                yield f"an annotation is outside page {number}"
            if note.get("/F") != _PRINTED:
                yield f"an annotation of page {number} is hidden, or is not printed"
            parent = parents[int(note.StructParent)]
            kids = [kid for kid in as_list(parent.K) if not isinstance(kid, int)]
            if not any(kid.get("/Obj", kid).objgen == note.objgen for kid in kids):
                yield f"an annotation of page {number} is not in the structure"
            if note.Subtype == "/Link":
                name = str(note.get("/Contents", ""))
                if parent.S != "/Link" or str(note.A.URI) not in known or not name:
                    yield f"the link to {note.A.URI} is not tagged with its contents"
            elif note.Subtype != "/Widget":
                yield f"page {number} has a {note.Subtype}"


def _fields(pdf: pikepdf.Pdf, tags: Tag) -> Iterator[str]:
    """Every field has a name, a label, a Form tag, an appearance and a font of the file."""
    form: Object = pdf.Root.get("/AcroForm", {})
    fields = list(form.get("/Fields", ()))
    names = [str(field.T) for field in fields]
    forms = {name: tag.alternative for tag in tags.find("Form") for name in tag.fields}
    tagged = list(forms)
    if tagged != names or len(set(names)) < len(names):
        yield f"the fields {names} are tagged as {tagged}"
    if form.get("/NeedAppearances") or form.get("/XFA"):
        yield "the form asks to be drawn by the viewer"
    for field in fields:
        if not str(field.get("/TU", "")).strip() or not str(field.T).strip():
            yield f"the field '{field.get('/T')}' has no label"
        if not isinstance(field.get("/AP", {}).get("/N"), pikepdf.Stream):
            yield f"the field '{field.T}' has no appearance"
        if forms.get(str(field.T)) != str(field.get("/TU")):
            yield f"the tag of the field '{field.T}' has another name"
        if {"/A", "/AA"} & set(field.keys()):
            yield f"the field '{field.T}' does something by itself"
        font = str(field.DA).split("/")[1].split()[0]
        if f"/{font}" not in form.DR.Font:
            yield f"the field '{field.T}' has a font that is not in the file"


def _named(pdf: pikepdf.Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.7.2: elements with an id are listed in their order."""
    with_ids = {
        bytes(item.ID)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and "/ID" in item and "/S" in item
    }
    root: Object = pdf.Root.StructTreeRoot
    names = list(root.get("/IDTree", {}).get("/Names", ()))
    if [bytes(name) for name in names[::2]] != sorted(with_ids):
        yield "the ids are not all listed in their order"
    if any(name != one.get("/ID") for name, one in zip(names[::2], names[1::2], strict=True)):
        yield "an id leads to another element"


def _self_contained(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Nothing runs, opens by itself or is attached, and no picture asks to be smoothed."""
    if {"/OpenAction", "/AA"} & set(pdf.Root.keys()) or pdf.is_encrypted:
        yield "the file does something when it is opened, or is encrypted"
    if {"/EmbeddedFiles", "/JavaScript"} & set(pdf.Root.get("/Names", {}).keys()):
        yield "the file has scripts or attachments"
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            if item.get("/Interpolate") or "/F" in item:
                yield "a picture asks to be smoothed, or is outside the file"
        elif isinstance(item, pikepdf.Dictionary) and (
            item.get("/S") in _FORBIDDEN_ACTIONS or item.get("/Type") == "/Filespec"
        ):
            yield f"there is a {item.get('/S') or item.get('/Type')}"
