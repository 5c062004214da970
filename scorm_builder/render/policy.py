"""The Content-Security-Policy of a page: only its own files, and the style that it came with.

It stands in the page, as nobody knows what server will hand it out. A second line of defence: no
page of ours has anything that it stops, and what somebody adds to one later does not run or load.
"""

from __future__ import annotations

import base64
import hashlib

from jinja2 import TemplateRuntimeError
from lxml import html

from scorm_builder.content.markup import START

_ALLOWED = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'{hashes}",
    "img-src 'self' data:",
    "media-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)


def guarded(page: str) -> str:
    """The page with its policy, before everything that the policy is for.

    Raises jinja2.TemplateRuntimeError when the page does not start as ours do.
    """
    start = START.match(page)
    if start is None:
        raise TemplateRuntimeError("the page does not start as ours do")
    policy = "; ".join(_ALLOWED).format(hashes="".join(f" '{one}'" for one in _hashes(page)))
    meta = f'\n  <meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page[: start.end()] + meta + page[start.end() :]


def _hashes(page: str) -> list[str]:
    """Of every style in the page and every style attribute, each once, in their order."""
    # Where this parser and a browser see a page in two ways, the browser refuses the style.
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    sheets = [element.text or "" for element in root.iter("style")]
    attributes = [str(e.attrib["style"]) for e in root.iter() if "style" in e.attrib]
    # Hashes of attributes need a word more; it has no meaning for sheets.
    word = ["unsafe-hashes"] if attributes else []
    return [*word, *dict.fromkeys(map(_hash, (*sheets, *attributes)))]


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
