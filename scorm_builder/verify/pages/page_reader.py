"""The tags of an HTML page, and where something stands in a text. Every search goes forward only.

Nothing is run and nothing is built: what a script makes of a page is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from scorm_builder.diagnostics import Excerpt, Location
from scorm_builder.verify.finding import excerpt_of
from scorm_builder.verify.package import Package

PAGES = (".htm", ".html", ".xhtml")

_NO_FILE = re.compile(
    r"[a-z][a-z0-9+.-]*:|[/#?]|.*[{}<>$\[\]|`]|about:|$", re.IGNORECASE | re.DOTALL
)
_LONGEST_TAG = 4_000
_LONGEST_BEFORE = 1_000
_TAG = re.compile(
    rb"<(!--|style|script|template|textarea|noscript|html|meta|body|base|img|link|source|audio|video"
    rb"|iframe|frame|embed|object|applet|track|a)(?![\w-])"
)
# What is in them is no part of the page.
_CLOSED_BY = {
    b"noscript": b"</noscript",
    b"script": b"</script",
    b"style": b"</style",
    b"template": b"</template",
    b"textarea": b"</textarea",
}
_ATTRIBUTE = re.compile(
    rb"""(?<![\w:-])([a-z][\w:-]{0,40})\s{0,9}=\s{0,9}("[^"]{0,3999}+"|'[^']{0,3999}+'|[^\s"'>]{1,999}+)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """The value of an attribute, and where it starts in the page."""

    offset: int
    value: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag of a page, with the part of the page in it when this is a script or a style."""

    name: str
    start: int
    attributes: dict[str, Attribute]
    body: tuple[int, int]

    def get(self, name: str) -> str:
        """The value of an attribute, or nothing."""
        found = self.attributes.get(name)
        return found.value if found else ""


def tags(content: bytes) -> Iterator[Tag]:
    """The tags of a page that load, link or run something, but for those in comments."""
    # A copy in small letters: a search in it is one pass, where one without regard to case is not.
    folded, position = content.lower(), 0
    while match := _TAG.search(folded, position):
        name, start = match[1], match.end()
        if name == b"!--":
            position = folded.find(b"-->", start)
            if position < 0:
                return
            continue
        end = folded.find(b">", start, start + _LONGEST_TAG)
        if end < 0:
            position = start
            continue
        position, stop = end + 1, end + 1
        if name in _CLOSED_BY:
            stop = folded.find(_CLOSED_BY[name], position)
            position = stop = len(content) if stop < 0 else stop
        yield Tag(name.decode(), match.start(), _attributes(content, start, end), (end + 1, stop))


def _attributes(content: bytes, start: int, end: int) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {}
    for match in _ATTRIBUTE.finditer(content[start:end]):
        written = match[2]
        quoted = written[:1] in (b'"', b"'")
        value = (written[1:-1] if quoted else written).decode("utf-8", "replace")
        attribute = Attribute(start + match.start(2) + quoted, unescape(value))
        found.setdefault(match[1].decode().lower(), attribute)
    return found


def place_in(
    package: Package, path: str, content: bytes, offset: int, length: int
) -> tuple[Location, Excerpt]:
    """The place of some bytes of a file, and the piece of their line around them."""
    start = max(content.rfind(b"\n", 0, offset), content.rfind(b"\r", 0, offset)) + 1
    line = content.count(b"\n", 0, offset) + 1
    before = content[start:offset].decode("utf-8", "replace")
    rest = re.split(rb"[\r\n]", content[offset : offset + 400], maxsplit=1)[0]
    place = Location(package.name, line, len(before) + 1, package.inside(path))
    near = before[-_LONGEST_BEFORE:]
    written = len(content[offset : offset + length].decode("utf-8", "replace"))
    return place, excerpt_of(near + rest.decode("utf-8", "replace"), len(near), written)


def target_of(path: str, address: str) -> str:
    """The file that an address in the file `path` leads to; nothing when it is no local file.

    Browsers take a backslash for a slash. Letters that are not UTF-8 cannot be compared.
    """
    plain = address.strip().partition("#")[0].partition("?")[0].replace("\\", "/")
    decoded = unquote(plain)
    if _NO_FILE.match(plain) or plain.endswith("/") or "\N{REPLACEMENT CHARACTER}" in decoded:
        return ""
    return normpath(join(dirname(path), decoded))
