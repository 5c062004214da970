"""A finished page -> what the search looks through: just what a reader of the page sees."""

from __future__ import annotations

from typing import Any

from lxml import html

from scorm_builder.model import Catalogue, LearningModule
from scorm_builder.site.stock import Shown

_NOT_READ = "//*[@hidden] | //script | //form | //noscript"


def index_of(catalogue: Catalogue, shown: Shown, page: bytes) -> dict[str, Any]:
    """The title, address and keywords of a module's page, and the text of each of its sections."""
    module = shown.module
    document: Any = html.document_fromstring(page.decode())
    for element in document.xpath(_NOT_READ):
        element.drop_tree()
    return {
        "title": module.title,
        "stage": catalogue.stage(module.stage).title if isinstance(module, LearningModule) else "",
        "language": module.language,
        "address": shown.address,
        "keywords": " ".join(module.keywords),
        "sections": [
            {"id": section.get("id"), "title": _heading(section), "text": _text(section)}
            for section in document.xpath("//main//section[@id]")
        ],
    }


def _heading(section: Any) -> str:
    """The heading of a section, which then is no part of its text any more."""
    (heading,) = section.xpath("./h2")
    text = _text(heading)
    heading.drop_tree()
    return text


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())
