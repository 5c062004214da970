"""The Content-Security-Policy of a page: only its own files, and the style that it came with.

It stands in the page, as nobody knows what server will hand it out. A second line of defence: no
page of ours has anything that it stops, and what somebody adds to one later does not run or load.
"""

from __future__ import annotations

import base64
import hashlib

from jinja2 import TemplateRuntimeError

from scorm_builder.content.markup import START, parsed

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
    elements = list(parsed(page, with_scripts=True).root.walk())
    sheets = [element.text for element in elements if element.name == "style"]
    attributes = [e.attributes["style"] for e in elements if "style" in e.attributes]
    # Hashes of attributes need a word more; it has no meaning for sheets.
    word = ["unsafe-hashes"] if attributes else []
    return [*word, *dict.fromkeys(map(_hash, (*sheets, *attributes)))]


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
