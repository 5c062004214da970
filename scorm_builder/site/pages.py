"""The pages of the site, each as bytes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from scorm_builder.content.markdown import plain_text
from scorm_builder.jobs.identity import site_root
from scorm_builder.model import LearningModule
from scorm_builder.render import Part, part_of, render
from scorm_builder.render.policy import guarded
from scorm_builder.render.views import Function
from scorm_builder.site.feed import releases
from scorm_builder.site.packages import TARGET, Package
from scorm_builder.site.search import index_of
from scorm_builder.site.stock import HOME, Shown, Stock
from scorm_builder.theme.translations import language

SEARCH = "search.html"
ADMINISTRATORS = "administrators.html"
ACCESSIBILITY = "accessibility.html"
PRIVACY = "privacy.html"
MISSING = "404.html"
"""What a server hands out for an address that leads nowhere: several have this name for it."""
_MOST_NEWS = 5
_KINDS = {"png": "png", "svg": "svg+xml"}


def home_page(stock: Stock) -> bytes:
    """The framework by stage, and what is new."""
    stages = [
        (
            stage,
            [
                _link_to(one)
                for one in stock.modules
                if isinstance(one.module, LearningModule) and one.module.stage == stage.id
            ],
        )
        for stage in stock.catalogue.stages
    ]
    several = [entry for entry in stock.several if not entry.path.endswith(".zip")]
    news = releases(stock)[:_MOST_NEWS]
    tool = stock.tool()
    content = _content(
        stock,
        "site/home.jinja",
        stages=stages,
        tool=tool and _link_to(tool),
        several=several,
        news=news,
    )
    return _framed(stock, HOME, stock.catalogue.programme.title, content)


def _link_to(shown: Shown) -> dict[str, Any]:
    return {"module": shown.module, "address": shown.address}


def module_page(stock: Stock, shown: Shown) -> bytes:
    """Everything that a module says, in the module's language."""
    addresses = {one.module.id: f"../{one.module.id}/index.html" for one in stock.modules}
    content = part_of(
        "site/module.jinja",
        shown.job,
        addresses=addresses,
        files=shown.files,
        several=stock.several,
        root=_root_of(shown.address),
    )
    module = shown.module
    return _framed(
        stock,
        shown.address,
        module.title,
        content,
        tag=module.language,
        description=module.summary,
    )


def search_page(stock: Stock, pages: Mapping[str, bytes]) -> bytes:
    """The search, with the text of the modules' `pages` in it; those are by their path."""
    index = [index_of(stock.catalogue, one, pages[one.address]) for one in stock.modules]
    content = _content(stock, "site/search.jinja", index=index)
    return _framed(stock, SEARCH, _text(stock, "Search"), content)


def administrators_page(stock: Stock, packages: Sequence[Package]) -> bytes:
    """What LMS administrators must type or check."""
    content = _content(stock, "site/administrators.jinja", packages=packages)
    return _framed(stock, ADMINISTRATORS, _text(stock, "For LMS administrators"), content)


def statement_pages(stock: Stock) -> dict[str, bytes]:
    """The accessibility statement and the privacy page, where the publisher has no other."""
    texts = (_text(stock, "Accessibility statement"), _text(stock, "Privacy"))
    said = (stock.catalogue.accessibility, stock.catalogue.privacy)
    files = [*stock.several, *(entry for one in stock.modules for entry in one.files)]
    packed = any(entry.target == TARGET for entry in files)
    pages, address = {}, site_root(stock.catalogue)
    for path, title, statement in zip((ACCESSIBILITY, PRIVACY), texts, said, strict=True):
        if statement is None or statement.is_made:
            name = path.removesuffix(".html")
            more = {"statement": statement, "address": address, "packed": packed}
            content = _content(stock, f"site/{name}.jinja", **more)
            pages[path] = _framed(stock, path, title, content)
    return pages


def missing_page(stock: Stock, style: bytes, files: Mapping[str, bytes]) -> bytes:
    """What a server hands out for an address that leads nowhere, in a folder of any depth.

    It brings `style` and the brand's logo along, which `files` has by its path. Its links are whole
    where the site is known; else there are none, as they would lead nowhere too.
    """
    root = site_root(stock.catalogue)
    inlined = {path: _data_of(path, content) for path, content in files.items()}
    return _framed(
        stock,
        MISSING,
        _text(stock, "Page not found"),
        _content(stock, "site/missing.jinja", root=root),
        root=root,
        linked=bool(root),
        style=Markup(style.decode()),  # noqa: S704  (compiled from ours)
        address_of=Function("address_of", inlined.__getitem__),
    )


def _data_of(path: str, content: bytes) -> str:
    """A picture as an address that has all of it."""
    kind = _KINDS.get(path.rpartition(".")[2], "jpeg")
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _root_of(path: str) -> str:
    """The way from a page to the site's folder."""
    return "../" * path.count("/")


def _text(stock: Stock, text: str) -> str:
    """A text of the templates in the catalogue's language."""
    return language(stock.catalogue.language).translations.gettext(text)


def _content(stock: Stock, template: str, **context: Any) -> Part:
    catalogue = stock.catalogue
    return Part(template, catalogue.language, {"catalogue": catalogue, "root": "", **context})


def _framed(  # noqa: PLR0913  (what a page is, by name)
    stock: Stock,
    path: str,
    title: str,
    content: Part,
    *,
    tag: str | None = None,
    description: str | None = None,
    **more: Any,
) -> bytes:
    """A page with the frame of the site around its content, which is in the language `tag`.

    `path` is where it is below the site's folder. `more` takes the place of what all pages have.
    """
    catalogue, tool = stock.catalogue, stock.tool()
    context = {
        "catalogue": catalogue,
        "content": content,
        "description": description or plain_text(catalogue.programme.source),
        "path": path,
        "root": _root_of(path),
        "canonical": stock.public(path) if site_root(catalogue) else None,
        "linked": True,
        "style": None,
        "address_of": Function("address_of", str),
        "tag": tag or catalogue.language,
        "title": title,
        "tool": tool and tool.address,
        **more,
    }
    page = render(Part("site/page.jinja", catalogue.language, context), stock.theme)
    return guarded(page).encode()
