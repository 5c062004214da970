"""The Atom feed of new versions (RFC 4287).

Ids hang on the catalogue's identifier, the module and the version alone, and dates come from the
history in the YAML: a feed that is built again is the same. Links are whole where the catalogue
says where the site is, as many readers do not know where they have a feed from.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from lxml import etree

from scorm_builder.content.markdown import plain_text
from scorm_builder.model import BundleRelease
from scorm_builder.site.stock import HOME, Stock
from scorm_builder.theme.translations import language

FEED = "feed.xml"

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
# Any fixed one would do; another would give every entry a new id.
_NAMESPACE = uuid.UUID("5a1d0d2e-3e0f-5f0b-9d0a-7f1c6b6f2c11")


@dataclass(frozen=True, slots=True)
class News:
    """One version of a module or bundle that there is; `address` is below the site's folder."""

    id: str
    title: str
    address: str
    version: str
    date: date
    changes: str
    language: str


def releases(stock: Stock) -> tuple[News, ...]:
    """Every version in the histories of what there is, the newest first."""
    there = {entry.module for entry in stock.several}
    catalogue = stock.catalogue
    found = [
        _news(bundle.id, bundle.title, f"administrators.html#{bundle.id}", catalogue.language, one)
        for bundle in catalogue.bundles or ()
        if bundle.id in there
        for one in bundle.history or ()
    ]
    found += [
        _news(shown.module.id, shown.module.title, shown.address, shown.module.language, one)
        for shown in stock.modules
        for one in shown.module.history or ()
    ]
    return tuple(sorted(found, key=lambda news: news.date, reverse=True))


def _news(name: str, title: str, address: str, tag: str, one: BundleRelease) -> News:
    return News(name, title, address, one.version, one.date, one.changes, tag)


def write_feed(stock: Stock) -> bytes:
    """The feed. A catalogue without any history has one without entries."""
    catalogue, news = stock.catalogue, releases(stock)
    _ = language(catalogue.language).translations.gettext
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    feed.set(f"{{{_XML}}}lang", catalogue.language)
    _add(feed, "id", _identifier(catalogue.identifier))
    title = _("%(programme)s: new versions") % {"programme": catalogue.programme.title}
    _add(feed, "title", title)
    _add(feed, "updated", _moment(max((one.date for one in news), default=_reviewed(stock))))
    _add(_add(feed, "author"), "name", catalogue.publisher)
    _add(feed, "rights", catalogue.licences.content)
    _add(feed, "link", rel="self", type="application/atom+xml", href=stock.public(FEED))
    _add(feed, "link", rel="alternate", type="text/html", href=stock.public(HOME))
    for one in news:
        entry = _add(feed, "entry")
        entry.set(f"{{{_XML}}}lang", one.language)
        _add(entry, "id", _identifier(catalogue.identifier, one.id, one.version))
        spoken = language(one.language).translations
        text = spoken.gettext("%(title)s, version %(version)s")
        _add(entry, "title", text % {"title": one.title, "version": one.version})
        _add(entry, "updated", _moment(one.date))
        _add(entry, "link", rel="alternate", type="text/html", href=stock.public(one.address))
        _add(entry, "summary", " ".join(plain_text(one.changes).split()))
    return etree.tostring(feed, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: etree._Element, name: str, text: str | None = None, **more: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", more)
    element.text = text
    return element


def _identifier(*names: str) -> str:
    return uuid.uuid5(_NAMESPACE, "/".join(names)).urn


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _reviewed(stock: Stock) -> date:
    """The day to name where no version has one: that of the last review."""
    return max((one.module.reviewed for one in stock.modules), default=date.min)
