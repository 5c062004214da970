"""What may stand in a page: elements, their attributes, and addresses.

Two lists. What is in the first a template of a brand may add wherever it likes. What is in the
second stands in our own pages, and a brand's template may keep and move it, but add no more of it:
it runs, loads, takes input or hides. Whatever is in neither is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

_EVERYWHERE = frozenset(
    "aria-describedby aria-label aria-labelledby class dir id lang title".split()
)
_PLAIN = (
    "abbr address article aside b bdi bdo blockquote br cite code dd del dfn dl dt em figcaption"
    " figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd legend mark nav p pre q rp rt ruby s samp"
    " section span strong sub summary sup table tbody tfoot thead tr u ul var wbr caption div"
    " fieldset hgroup"
)
ADDED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), _EVERYWHERE),
    **{
        name: _EVERYWHERE | set(more.split())
        for name, more in {
            "a": "href hreflang rel",
            "col": "span",
            "colgroup": "span",
            "details": "open",
            "img": "alt height src width",
            "label": "for",
            "li": "value",
            "ol": "reversed start type",
            "td": "colspan headers rowspan",
            "th": "abbr colspan headers rowspan scope",
            "time": "datetime",
        }.items()
    },
}
"""What a template of a brand may add: the attributes of each element."""

_ONLY_OURS: Mapping[str, str] = {
    "a": "aria-current target",
    "audio": "controls preload src",
    "body": "style",
    "button": "type",
    "div": "aria-hidden",
    "form": "action novalidate",
    "head": "",
    "html": "",
    "input": "autocomplete maxlength name type value",
    "link": "href rel type",
    "main": "",
    "meta": "charset content http-equiv name",
    "noscript": "",
    "option": "selected value",
    "script": "defer src type",
    "select": "name",
    "source": "src type",
    "style": "",
    "svg path": "d",
    "svg svg": "aria-hidden focusable height viewbox width xmlns",
    "textarea": "maxlength name rows",
    "title": "",
    "track": "default kind label src srclang",
    "video": "controls playsinline poster preload",
}
_OURS_EVERYWHERE = frozenset({"hidden", "role", "style", "tabindex"})

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
# What a browser takes out of an address before it reads it (WHATWG URL, 4.4).
_AROUND = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")


def may_be_added(element: str, attribute: str = "", value: str = "") -> bool:
    """Whether a template of a brand may add an element, or this attribute of it."""
    if not attribute:
        return element in ADDED
    return attribute in ADDED.get(element, _EVERYWHERE) and is_own_or_link(attribute, value)


def is_known(element: str, attribute: str = "") -> bool:
    """Whether any page may have an element, or this attribute of it."""
    if element not in ADDED and element not in _ONLY_OURS:
        return False
    return (
        not attribute
        or attribute in ADDED.get(element, _EVERYWHERE)
        or attribute in _OURS_EVERYWHERE
        or attribute in _ONLY_OURS.get(element, "").split()
        or attribute.startswith("data-")
    )


def is_own_or_link(attribute: str, address: str) -> bool:
    """Whether an address leads into the package, or is that of a link that a reader can follow.

    True for what is no address.
    """
    if attribute not in ("href", "src"):
        return True
    read = address.strip(_AROUND).translate(_INSIDE)
    if _SCHEME.match(read):
        return attribute == "href" and bool(_LINK.match(read))
    # "\" is "/" to a browser, and two of them start the name of another server. A page is at most
    # one folder below the top of a site; above that are others' pages.
    path, query = re.split(r"[?#]", unquote(read).replace("\\", "/"), maxsplit=1)[0], "?" in read
    climbs = path.split("/").count("..") > 1
    return not path.startswith("/") and not climbs and not (query and attribute == "src")
