"""RES-018: what pages and style sheets need, and is not in the package.

Scripts are not run: what they load by themselves is not seen, and an address with a placeholder in
it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from scorm_builder.diagnostics import Diagnostic, Excerpt
from scorm_builder.verify.manifest import Manifest
from scorm_builder.verify.package import Bomb, NotRead, Package, difference, folded
from scorm_builder.verify.package.zip_reader import Damaged
from scorm_builder.verify.pages.page_reader import PAGES, Tag, place_in, tags, target_of

_LARGEST = 1_000_000
_MOST_TAGS = 100_000
_LOADING = tuple("a audio embed frame iframe img link object script source track video".split())
_LOADING_LINK = re.compile(r"\b(stylesheet|icon)\b", re.IGNORECASE)
_LINKED_FILES = (".htm", ".html", ".pdf")
_URL = re.compile(rb"""(?<![\w-])url\(\s{0,9}["']?([^"'()\\]{1,999}+)["')]""", re.IGNORECASE)

Link = tuple[int, int, str]
"""Where an address starts in a file, how long it is, and the address."""


def check_links(manifest: Manifest) -> Iterator[Diagnostic]:
    """RES-018: every local address of the pages and style sheets leads to a file."""
    package, most_tags = manifest.package, _MOST_TAGS
    if not package.has_files:
        return
    for path in list(package.sizes):
        lower = path.lower()
        if not lower.endswith((*PAGES, ".css")) or package.sizes[path] > _LARGEST:
            continue
        try:
            content = package.read(path, _LARGEST)
        except (Damaged, Bomb, NotRead):
            continue
        if lower.endswith(".css"):
            links = _links_of_style(content, 0)
        else:
            found = list(islice(tags(content), most_tags))
            most_tags -= len(found)
            links = _links_of_page(content, found)
        told: set[str] = set()
        for offset, length, address in links:
            target = target_of(path, address)
            if target and target not in package.sizes and target not in told:
                told.add(target)
                yield _missing(package, path, content, (offset, length, address), target)


def _missing(package: Package, path: str, content: bytes, link: Link, target: str) -> Diagnostic:
    offset, length, _ = link

    def place() -> tuple[int, int, Excerpt]:
        where, excerpt = place_in(package, path, content, offset, length)
        return where.line, where.column, excerpt

    other = package.folded.get(folded(target))
    told = f"there is no '{target}'" + (f"; {difference(target, other)}" if other else "")
    return package.found_at("RES-018", told, path, place)


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


def _links_of_page(content: bytes, found: list[Tag]) -> Iterator[Link]:
    """The addresses of files that a page with these tags loads or links to."""
    if any(tag.name == "base" for tag in found):
        return
    for tag in found:
        if tag.name == "style":
            start, stop = tag.body
            yield from _links_of_style(content[start:stop], start)
        elif tag.name in _LOADING:
            yield from _links_of_tag(tag)


def _links_of_tag(tag: Tag) -> Iterator[Link]:
    if tag.name == "link" and not _LOADING_LINK.search(tag.get("rel")):
        return
    for name in ("src", "href", "poster", "data"):
        found = tag.attributes.get(name)
        if found is None:
            continue
        plain = found.value.lower().partition("#")[0].partition("?")[0]
        if tag.name != "a" or plain.endswith(_LINKED_FILES):
            yield found.offset, len(found.value), found.value


LINK_RULES = (check_links,)
