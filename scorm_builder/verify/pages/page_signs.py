"""What a page or a style sheet shows: what it loads from where, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from scorm_builder.diagnostics import Severity
from scorm_builder.verify.pages.page_reader import Tag, tags, target_of
from scorm_builder.verify.pages.signs import Load, Teller

_LOADED_BY = {
    "audio": "src",
    "embed": "src",
    "frame": "src",
    "iframe": "src",
    "img": "src",
    "link": "href",
    "object": "data",
    "script": "src",
    "source": "src",
    "track": "src",
    "video": "src",
}
_PASSIVE = ("audio", "img", "source", "track", "video")
_LOADING_LINK = re.compile(
    r"\b(stylesheet|icon|preload|modulepreload|preconnect|dns-prefetch|manifest)\b", re.IGNORECASE
)
_STYLE_LOADS = re.compile(rb"""(?:@import|url\()\s{0,9}["']?((?:https?:)?//[^"')\s]{1,999})""")


def scan_page(told: Teller, most_tags: int) -> None:
    """The signs of the first `most_tags` tags of a page, but for those of its scripts."""
    media_end = 0
    for tag in islice(tags(told.content), most_tags):
        told.signs.tags += 1
        if tag.name in ("audio", "video") and tag.start >= media_end:
            end = told.content.find(f"</{tag.name}".encode(), tag.start)
            media_end = end if end >= 0 else len(told.content)
        elif tag.name == "style":
            told.tell_outside(_loads_of_style(told.content, *tag.body))
        told.tell_outside(_loads(tag))
        for name in ("src", "href", "data"):
            target = target_of(told.path, tag.get(name)) if tag.get(name) else ""
            if target in told.package.sizes:
                told.signs.links.append(target)
        span = (tag.start, tag.start + len(tag.name) + 1)
        # Old players stand in a film for browsers that cannot show it.
        if tag.start >= media_end and (plug_in := _plug_in(tag)):
            told.tell("RTE-014", span, f"it needs {plug_in}")
        if tag.name == "script" and tag.get("type").lower() == "module":
            is_odd = tag.get("src").endswith(".mjs")
            message = f"it is a module, '{tag.get('src')}'" if is_odd else "it is a module"
            told.tell("RTE-017", span, message, None if is_odd else Severity.INFO)


def scan_style(told: Teller) -> None:
    """The signs of a style sheet."""
    told.tell_outside(_loads_of_style(told.content, 0, len(told.content)))


def _loads(tag: Tag) -> Iterator[Load]:
    """What a tag loads by itself."""
    if tag.name == "link" and not _LOADING_LINK.search(tag.get("rel")):
        return
    is_active = tag.name not in (*_PASSIVE, "link") or "stylesheet" in tag.get("rel").lower()
    for name in (_LOADED_BY.get(tag.name, ""), "poster"):
        found = tag.attributes.get(name)
        if found is not None:
            yield found.offset, found.value, is_active


def _loads_of_style(content: bytes, start: int, stop: int) -> Iterator[Load]:
    """What a style sheet loads from elsewhere, without its comments."""
    while 0 <= start < stop:
        comment = content.find(b"/*", start, stop)
        end = comment if comment >= 0 else stop
        if content.find(b"//", start, end) >= 0:
            for match in _STYLE_LOADS.finditer(content, start, end):
                yield match.start(1), match[1].decode("utf-8", "replace"), False
        closed = content.find(b"*/", end, stop) if comment >= 0 else -1
        start = closed + 2 if closed >= 0 else -1


def _plug_in(tag: Tag) -> str:
    if tag.name == "applet":
        return "Java"
    if tag.name not in ("embed", "object"):
        return ""
    kind, source = tag.get("type").lower(), (tag.get("src") or tag.get("data")).lower()
    if "shockwave-flash" in kind or source.partition("?")[0].endswith(".swf"):
        return "Flash"
    if "java" in kind and "javascript" not in kind:
        return "Java"
    identifier = tag.get("classid").lower()
    if "d27cdb6e" in identifier:
        return "Flash"
    return "ActiveX" if identifier.startswith("clsid:") else ""
