"""The pages of the site, each as bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scorm_builder.content.markdown import plain_text
from scorm_builder.model import LearningModule
from scorm_builder.render import Part, part_of, render
from scorm_builder.render.policy import guarded
from scorm_builder.render.views import Function
from scorm_builder.site.feed import releases
from scorm_builder.site.packages import Package
from scorm_builder.site.search import index_of
from scorm_builder.site.stock import Shown, Stock
from scorm_builder.theme.translations import language

HOME = "index.html"
SEARCH = "search.html"
ADMINISTRATORS = "administrators.html"
_MODULE_ROOT = "../../"
_MOST_NEWS = 5


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
    return _framed(stock, "home", stock.catalogue.programme.title, content)


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
        root=_MODULE_ROOT,
    )
    module = shown.module
    return _framed(
        stock,
        "tool" if shown == stock.tool() else "",
        module.title,
        content,
        root=_MODULE_ROOT,
        tag=module.language,
        description=module.summary,
    )


def search_page(stock: Stock, pages: Mapping[str, bytes]) -> bytes:
    """The search, with the text of the modules' `pages` in it; those are by their path."""
    index = [index_of(stock.catalogue, one, pages[one.address]) for one in stock.modules]
    content = _content(stock, "site/search.jinja", index=index)
    return _framed(stock, "search", _text(stock, "Search"), content)


def administrators_page(stock: Stock, packages: Sequence[Package]) -> bytes:
    """What LMS administrators must type or check."""
    content = _content(stock, "site/administrators.jinja", packages=packages)
    return _framed(stock, "administrators", _text(stock, "For LMS administrators"), content)


def _text(stock: Stock, text: str) -> str:
    """A text of the templates in the catalogue's language."""
    return language(stock.catalogue.language).translations.gettext(text)


def _content(stock: Stock, template: str, **context: Any) -> Part:
    catalogue = stock.catalogue
    return Part(template, catalogue.language, {"catalogue": catalogue, "root": "", **context})


def _framed(  # noqa: PLR0913  (what a page is, by name)
    stock: Stock,
    page: str,
    title: str,
    content: Part,
    *,
    root: str = "",
    tag: str | None = None,
    description: str | None = None,
) -> bytes:
    """A page with the frame of the site around its content, which is in the language `tag`."""
    catalogue, tool = stock.catalogue, stock.tool()
    context = {
        "catalogue": catalogue,
        "content": content,
        "description": description or plain_text(catalogue.programme.source),
        "page": page,
        "root": root,
        "address_of": Function("address_of", str),
        "tag": tag or catalogue.language,
        "title": title,
        "tool": tool and tool.address,
    }
    page = render(Part("site/page.jinja", catalogue.language, context), stock.theme)
    return guarded(page).encode()
