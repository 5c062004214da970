"""Modules + finished files -> the site: accessible web pages that say what is on paper and in zips.

Guidance for public bodies wants a PDF only beside a web page that says the same. The site works
from a folder, from a web server and below any path: all links between its pages are relative, it
carries copies of the files that it links to, and it asks for nothing else. What others keep or
find from outside has whole addresses, where the catalogue says where the site is. Everything here
is a pure function.

- `stock`: what there is: the modules that have files, and the files.
- `pages`: the pages. `search`: what the search looks through.
- `packages`: what an LMS administrator must type or check; `upload`: the same as a table.
- `feed`: the Atom feed of new versions. `sitemap`: the list of pages for search engines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from scorm_builder.jobs import Entry, Job
from scorm_builder.jobs.identity import brand_files, used_files
from scorm_builder.site.feed import FEED, write_feed
from scorm_builder.site.packages import packages_of
from scorm_builder.site.pages import (
    ACCESSIBILITY,
    ADMINISTRATORS,
    MISSING,
    SEARCH,
    administrators_page,
    home_page,
    missing_page,
    module_page,
    search_page,
    statement_pages,
)
from scorm_builder.site.sitemap import write_maps
from scorm_builder.site.stock import HOME, Stock
from scorm_builder.site.upload import write_table
from scorm_builder.theme.translations import language

FOLDER = "site"
"""Where the site is in the output."""
UPLOAD = "upload.csv"
"""The table for LMS administrators, in the output and in the site."""


def build_site(
    jobs: Sequence[Job], entries: Sequence[Entry], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of the site, and the table for administrators, by their path in the output.

    `jobs` has every module of the catalogue, one at least; those without an entry have no page, so
    that a build of some modules shows what there is. `files` has the bytes of each entry by its
    path. Raises jinja2.TemplateError for a fault in a template.
    """
    stock = Stock.of(jobs, entries)
    packages = packages_of(stock, files)
    table = write_table(packages)
    pages = {one.address: module_page(stock, one) for one in stock.modules}
    direction = language(stock.catalogue.language).direction
    assets = stock.theme.assets
    style = "site/site.css" if direction == "ltr" else "site-rtl/site.css"
    logo = brand_files(jobs[0])
    statements = statement_pages(stock)
    site = {
        HOME: home_page(stock),
        SEARCH: search_page(stock, pages),
        ADMINISTRATORS: administrators_page(stock, packages),
        **pages,
        **statements,
        MISSING: missing_page(stock, assets[style], logo),
        FEED: write_feed(stock),
        **write_maps(stock, _changes(stock, statements)),
        "site.css": assets[style],
        "site.js": assets["site/site.js"],
        # The style holds parts of nhsuk-frontend, whose licence goes with them.
        "licences/nhsuk-frontend.txt": assets["licences/nhsuk-frontend.txt"],
        UPLOAD: table,
        **{entry.path: files[entry.path] for entry in entries},
    }
    site |= logo
    for one in stock.modules:
        for path, content in used_files(one.job).items():
            if path not in logo:
                site[f"{one.folder}{path}"] = content
    return {UPLOAD: table, **{f"{FOLDER}/{path}": content for path, content in site.items()}}


def _changes(stock: Stock, statements: Iterable[str]) -> dict[str, date | None]:
    """The pages that others may find, each with the day of its last change where one is known."""
    newest = max((one.changed for one in stock.modules), default=None)
    said = stock.catalogue.accessibility
    stated = (said.reviewed or said.prepared) if said else None
    return {
        HOME: newest,
        **{one.address: one.changed for one in stock.modules},
        ADMINISTRATORS: newest,
        **{path: stated if path == ACCESSIBILITY else None for path in statements},
    }
