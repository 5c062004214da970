"""For search engines: the list of all pages (sitemaps.org), and where it is.

Both need whole addresses, so there is neither where the catalogue does not say where the site is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from lxml import etree

from scorm_builder.jobs.identity import site_root
from scorm_builder.model import in_ascii
from scorm_builder.site.stock import Stock

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_maps(stock: Stock, pages: Mapping[str, date | None]) -> dict[str, bytes]:
    """The list of these pages, by their path below the site's folder, each with its last change.

    Search engines look for robots.txt at the top of a server only, so it is there only for a site
    that is at the top.
    """
    root = site_root(stock.catalogue)
    if not root:
        return {}
    files = {SITEMAP: _sitemap(stock, pages)}
    if urlsplit(root).path == "/":
        where = in_ascii(stock.public(SITEMAP))
        files[ROBOTS] = f"User-agent: *\nAllow: /\nSitemap: {where}\n".encode()
    return files


def _sitemap(stock: Stock, pages: Mapping[str, date | None]) -> bytes:
    root = etree.Element(f"{{{_NAMESPACE}}}urlset", nsmap={None: _NAMESPACE})  # type: ignore[dict-item]
    for path, changed in pages.items():
        page = etree.SubElement(root, f"{{{_NAMESPACE}}}url")
        etree.SubElement(page, f"{{{_NAMESPACE}}}loc").text = in_ascii(stock.public(path))
        if changed:
            last = etree.SubElement(page, f"{{{_NAMESPACE}}}lastmod")
            last.text = changed.isoformat()
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
