"""RES-018: what pages and style sheets need, and is not in the package.

Scripts are not run: what they load by themselves is not seen, and an address with a placeholder in
it is left alone. Every search goes forward only, so that no page can make it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.verify.finding import excerpt_of, finding
from scorm_builder.verify.manifest import Manifest
from scorm_builder.verify.package import Bomb, NotRead, Package
from scorm_builder.verify.zip_reader import Damaged

_LARGEST = 1_000_000
_LONGEST_TAG = 4_000
_PAGES = (".htm", ".html", ".xhtml")
_TAG = re.compile(
    rb"<(!--|style|script|template|textarea|base|img|link|source|audio|video|iframe|embed|track|a)"
    rb"(?![\w-])",
    re.IGNORECASE,
)
_CLOSED_BY = {b"script": b"</script", b"template": b"</template", b"textarea": b"</textarea"}
_ADDRESS = re.compile(
    rb"""(?<![\w-])(src|href|poster)\s{0,9}=\s{0,9}("[^"]{1,999}"|'[^']{1,999}'|[^\s"'>]{1,999})""",
    re.IGNORECASE,
)
_LOADING_LINK = re.compile(
    rb"""(?<![\w-])rel\s{0,9}=\s{0,9}["']?[^"'>]*\b(stylesheet|icon)\b""", re.IGNORECASE
)
_LINKED_FILES = (".htm", ".html", ".pdf")
_URL = re.compile(rb"""(?<![\w-])url\(\s{0,9}["']?([^"')]{1,999})["')]""", re.IGNORECASE)
_NO_FILE = re.compile(
    r"[a-z][a-z0-9+.-]*:|[/#?]|.*[{}<>$\[\]|`]|about:|$", re.IGNORECASE | re.DOTALL
)

Link = tuple[int, int, str]
"""Where an address starts in a file, how long it is, and the address."""


def check_links(manifest: Manifest) -> Iterator[Diagnostic]:
    """RES-018: every local address of the pages and style sheets leads to a file."""
    package = manifest.package
    if not package.has_files:
        return
    for path in list(package.sizes):
        lower = path.lower()
        if not lower.endswith((*_PAGES, ".css")) or package.sizes[path] > _LARGEST:
            continue
        try:
            content = package.read(path, _LARGEST)
        except (Damaged, Bomb, NotRead):
            continue
        links = _links_of_style(content, 0) if lower.endswith(".css") else _links_of_page(content)
        told: set[str] = set()
        for offset, length, address in links:
            target = _target(path, address)
            if target and target not in package.sizes and target not in told:
                told.add(target)
                yield _missing(package, path, content, (offset, length, address), target)


def _target(path: str, address: str) -> str:
    """The file that an address in the file `path` leads to; nothing when it is no local file."""
    plain = address.strip().partition("#")[0].partition("?")[0]
    if _NO_FILE.match(plain) or plain.endswith("/"):
        return ""
    return normpath(join(dirname(path), unquote(plain)))


def _missing(package: Package, path: str, content: bytes, link: Link, target: str) -> Diagnostic:
    offset, _, address = link
    start = max(content.rfind(b"\n", 0, offset), content.rfind(b"\r", 0, offset)) + 1
    line = content.count(b"\n", 0, offset) + 1
    before = content[start:offset].decode("utf-8", "replace")
    text = before + re.split(rb"[\r\n]", content[offset : offset + 400])[0].decode(
        "utf-8", "replace"
    )
    place = Location(package.name, line, len(before) + 1, package.inside(path))
    other = package.folded.get(target.casefold())
    told = f"there is no '{target}'" + (f"; the file is called '{other}'" if other else "")
    return finding("RES-018", place, told, excerpt=excerpt_of(text, len(before), len(address)))


def _links_of_style(content: bytes, start: int) -> Iterator[Link]:
    """The addresses in `url()` of a style sheet, without its comments."""
    position = 0
    while position < len(content):
        comment = content.find(b"/*", position)
        stop = comment if comment >= 0 else len(content)
        for match in _URL.finditer(content, position, stop):
            yield start + match.start(1), len(match[1]), match[1].decode("utf-8", "replace")
        end = content.find(b"*/", stop)
        if comment < 0 or end < 0:
            return
        position = end + 2


def _links_of_page(content: bytes) -> Iterator[Link]:
    """The addresses of files that a page loads or links to."""
    folded, position = content.lower(), 0
    if b"<base" in folded:
        return
    while match := _TAG.search(folded, position):
        name, start = match[1], match.end()
        if name == b"!--":
            end = folded.find(b"-->", start)
        else:
            end = folded.find(b">", start, start + _LONGEST_TAG)
            if end < 0:
                position = start
                continue
            yield from _links_of_tag(name, content, start, end)
        if end < 0:
            return
        position = end + 1
        if name == b"style":
            stop = folded.find(b"</style", position)
            yield from _links_of_style(content[position : stop if stop >= 0 else None], position)
            position = stop
        elif name in _CLOSED_BY:
            position = folded.find(_CLOSED_BY[name], position)
        if position < 0:
            return


def _links_of_tag(name: bytes, content: bytes, start: int, end: int) -> Iterator[Link]:
    tag = content[start:end]
    if name == b"link" and not _LOADING_LINK.search(tag):
        return
    for match in _ADDRESS.finditer(tag):
        written = match[2]
        quoted = written[:1] in (b'"', b"'")
        value = written[1:-1] if quoted else written
        address = value.decode("utf-8", "replace").replace("&amp;", "&")
        if name != b"a" or address.lower().partition("#")[0].partition("?")[0].endswith(
            _LINKED_FILES
        ):
            yield start + match.start(2) + quoted, len(value), address


LINK_RULES = (check_links,)
