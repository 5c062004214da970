"""Bytes of an XML document to UTF-8: by their mark, else as declared (XML 1.0, appendix F)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from scorm_builder.diagnostics import Excerpt
from scorm_builder.verify.finding import excerpt_of

_WINDOW = 400
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(r"""<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([^"'<>]{0,40})["']""")
_CHARSETS = re.compile(
    r"utf-8|utf-16(-le|-be)?|utf-32(-le|-be)?|ascii|iso8859-\d+|cp(437|85\d|125\d|932|949|950)|"
    r"koi8-[ru]|mac-roman|gb2312|gbk|gb18030|big5|shift_jis|euc_jp|euc_kr"
)


@dataclass(slots=True)
class Fault:
    """What kept a document from being read as it is, by the code of the rule, with its place."""

    code: str
    message: str
    line: int = 0
    column: int = 0
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document in UTF-8 without a mark, how it was written, and what is wrong with that."""

    source: bytes
    encoding: str
    has_mark: bool
    faults: list[Fault] = field(default_factory=list)


def decoded(raw: bytes) -> Decoded:
    """The text in UTF-8, and what is wrong with its bytes."""
    start = raw[:400]
    mark, found = next(((m, name) for m, name in _MARKS if start.startswith(m)), (b"", ""))
    has_mark = bool(mark) and b"<" not in mark
    body = raw[len(mark) :] if has_mark else raw
    head = body[:400].decode(found or "latin-1", "replace")
    declaration = _DECLARED.match(head)
    declared = declaration[1] if declaration else ""
    normal = _normal(declared)
    faults, message = [], ""
    if declared and not normal:
        message = f"no parser has to know the encoding '{declared}'"
    elif declared and found and not found.startswith(normal):
        message = f"it declares {declared}, and its first bytes are those of {found}"
    elif not found and normal.startswith(("utf-16", "utf-32")):
        message = f"it declares {declared}, and is not"
        normal = "utf-8"
    if message and declaration:
        faults.append(_fault(message, head, declaration.start(1), len(declared)))
    encoding = found or normal or "utf-8"
    if encoding == "utf-8" and _is_utf8(body):
        return Decoded(body, encoding, has_mark, faults)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        text = body.decode(encoding, "replace")
        place = len(body[: error.start].decode(encoding, "replace"))
        message = f"the byte 0x{body[error.start]:02x} cannot stand here in {encoding}"
        faults.append(_fault(message, text, place, 1))
    return Decoded(text.encode("utf-8", "replace"), encoding, has_mark, faults)


def _is_utf8(body: bytes) -> bool:
    """True when all of it is UTF-8; a piece at a time, as text may take four times the memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), 1 << 20):
            decoder.decode(body[start : start + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _normal(declared: str) -> str:
    """The usual name of a charset, or nothing when it is none that documents are written in."""
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return ""
    return name if _CHARSETS.fullmatch(name) else ""


def _fault(message: str, text: str, place: int, length: int) -> Fault:
    """MAN-003 at a place in a text."""
    line = 1 + text.count("\n", 0, place) + text.count("\r", 0, place)
    line -= text.count("\r\n", 0, place)
    start = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
    before = text[max(start, place - _WINDOW) : place]
    after = re.split(r"[\r\n]", text[place : place + _WINDOW])[0]
    excerpt = excerpt_of(before + after, len(before), length)
    return Fault("MAN-003", message, line, place - start + 1, excerpt)
