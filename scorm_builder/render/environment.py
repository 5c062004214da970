"""The environment in which every template runs, ours and those of brands.

A template can read what `views` makes, call what is named here, and nothing else. The lists say
what is allowed: what a new release of Jinja adds is not there until somebody has thought about it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache, partial
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChainableUndefined,
    Environment,
    FunctionLoader,
    PackageLoader,
    StrictUndefined,
    Undefined,
)
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from scorm_builder.content.markdown import plain_text, render_inline, render_prose
from scorm_builder.model.texts import is_known
from scorm_builder.render.views import PLAIN, Function, View, as_json, view
from scorm_builder.runtime.outline import shuffled
from scorm_builder.theme import Theme
from scorm_builder.theme.kept import keep, read_kept
from scorm_builder.theme.translations import Language, language

_JINJA = package_version("jinja2")
# What can be called is known when a template is compiled.
_OURS = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
_OF_TEXTS = frozenset(
    "capitalize endswith isdigit lower lstrip partition removeprefix removesuffix replace"
    " rpartition rsplit rstrip split splitlines startswith strip title upper".split()
)
# What a template has made itself may be added to: what it is handed has no lists.
METHODS: Mapping[type, frozenset[str]] = {
    str: _OF_TEXTS,
    Markup: _OF_TEXTS,
    tuple: frozenset({"count", "index"}),
    list: frozenset({"append", "count", "index"}),
    dict: frozenset({"get", "items", "keys", "update", "values"}),
    LoopContext: frozenset({"cycle"}),
}
"""The methods that a template may call, by the class of what has them."""

_OF_LOOPS = frozenset(
    "depth depth0 first index index0 last length nextitem previtem revindex revindex0".split()
)
_FILTERS = frozenset(
    "abs batch capitalize center default dictsort e escape first float forceescape format"
    " indent int items join last length list lower map max min reject rejectattr replace reverse"
    " round safe select selectattr slice sort string striptags sum title tojson trim truncate"
    " unique upper wordcount wordwrap xmlattr".split()
)


class NotThere(StrictUndefined):
    """A name that is not known: an error wherever it is used, with the names that are."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, *more: Any, **named: Any
    ) -> None:
        name = more[0] if more else named.get("name")
        if hint is None and type(obj) is View:
            hint = f"there is no '{name}' here; known are {', '.join(obj)}"
        super().__init__(hint, obj, *more, **named)


class Pages(SandboxedEnvironment):
    """A Jinja environment in which nothing can be reached or called that is not listed here."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Whether a template may read an attribute."""
        kind = type(obj)
        if kind is View or kind is TemplateModule:
            return not attr.startswith("_")
        return attr in METHODS.get(kind, ()) or (kind is LoopContext and attr in _OF_LOOPS)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call something: a macro, a function of ours, a method above."""
        if type(obj) in (Function, Macro):
            return True
        owner = getattr(obj, "__self__", None)
        return getattr(obj, "__name__", None) in METHODS.get(type(owner), ())


class _Compiled(BytecodeCache):
    """Templates that were compiled once: in memory, and if they are of a package also beside it.

    `kind` tells environments apart, as one template is compiled to different code in them.
    """

    def __init__(self, kind: str, *, of_package: bool) -> None:
        self._kind, self._of_package = kind, of_package
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        found = self._kept.get(bucket.key)
        if found is None and self._of_package:
            found = read_kept(*self._name(bucket))
        if found is not None:
            self._kept[bucket.key] = found
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = made = bucket.bytecode_to_string()
        if self._of_package:
            keep(*self._name(bucket), made)

    def _name(self, bucket: Bucket) -> tuple[str, bytes]:
        """Under what it is kept, and what it was made of: source, Python and Jinja."""
        made_of = f"Python {sys.version}, Jinja {_JINJA}, {_OURS}, {bucket.checksum}"
        return f"template-{self._kind}-{bucket.key[:16]}", made_of.encode()


def environment(theme: Theme, tag: str) -> Environment:
    """The environment of a theme in the language `tag`, for one page.

    Templates are compiled once a process. What a template keeps in a list of its own is gone with
    the page, so that no page can tell which others were made before it.
    """
    return _environment(theme, tag).overlay()


@lru_cache(maxsize=8)
def _environment(theme: Theme, tag: str) -> Pages:
    spoken = language(tag)
    pages = Pages(
        loader=FunctionLoader(theme.source_of),
        undefined=NotThere,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # What a brand brings is not kept where our own code is.
        bytecode_cache=_Compiled("page", of_package=not theme.overrides),
    )
    pages.globals.clear()
    pages.globals.update(
        {name: Function(name, called) for name, called in _functions(spoken).items()},
        language=_described(spoken),
        brand=view(theme.brand),
        nhsuk=View({name: Function(name, partial(_component, name)) for name in _components()}),
    )
    pages.filters = {
        **{name: FILTERS[name] for name in _FILTERS},
        "date": lambda day: spoken.date(date.fromisoformat(day)),
        "inline": render_inline,
        "number": spoken.number,
        "plain": plain_text,
        "prose": render_prose,
    }
    pages.policies["json.dumps_function"] = partial(json.dumps, default=as_json)
    return pages


def _functions(spoken: Language) -> dict[str, Any]:
    """What a template in a language may call by its name."""
    texts = spoken.translations

    def gettext(text: str, /, **values: Any) -> Markup:
        return Markup(texts.gettext(text)) % values  # noqa: S704  (a text of ours)

    def ngettext(one: str, more: str, number: int, /, **values: Any) -> Markup:
        return Markup(texts.ngettext(one, more, number)) % values  # noqa: S704  (a text of ours)

    return {
        "_": gettext,
        "dict": dict,
        "language_of": _language_of,
        "ngettext": ngettext,
        "plurals": spoken.plurals,
        "shuffled": shuffled,
        # For texts of the content that the catalogues may know; "%" in them is no placeholder.
        "translate": texts.gettext,
    }


def _language_of(tag: str) -> View:
    if not is_known(tag):
        raise LookupError(f"there is no language {tag}")
    return _described(language(tag))


def _described(spoken: Language) -> View:
    return View({"tag": spoken.tag, "direction": spoken.direction})


# Buttons, icons and the like are the same on many screens and pages.
_COMPONENTS: dict[str, Markup] = {}
_MOST_COMPONENTS = 4096

# The one component whose macro is not called like its folder.
_MACRO_NAMES = {"doDontList": "list"}


@cache
def _nhsuk() -> Environment:
    """The NHS.UK components, which need an environment that forgives undefined values.

    So these macros run in theirs, and hand finished markup to ours.
    """
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja", "templates"),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_Compiled("component", of_package=True),
        auto_reload=False,
    )


@cache
def _components() -> tuple[str, ...]:
    """The names of the components as functions: `characterCount`."""
    found = (re.fullmatch("nhsuk/components/([a-z-]+)/macro.jinja", name) for name in _names())
    return tuple(re.sub("-([a-z])", lambda m: m[1].upper(), one[1]) for one in found if one)


def _names() -> list[str]:
    return _nhsuk().list_templates()


def _component(name: str, given: Any, caller: Macro | None = None) -> Markup:
    """A component with its parameters, which are plain data that the template has put together."""
    _refuse_other_than_plain(given)
    if caller is not None:
        return _made(name, given, caller)
    key = f"{name} {given!r}"
    if key not in _COMPONENTS:
        if len(_COMPONENTS) >= _MOST_COMPONENTS:
            _COMPONENTS.clear()
        _COMPONENTS[key] = _made(name, given)
    return _COMPONENTS[key]


def _made(name: str, given: Any, caller: Macro | None = None) -> Markup:
    folder = re.sub("[A-Z]", lambda capital: f"-{capital.group().lower()}", name)
    module = _nhsuk().get_template(f"nhsuk/components/{folder}/macro.jinja").module
    macro = getattr(module, _MACRO_NAMES.get(name, name))
    made: Markup = macro(given) if caller is None else macro(given, caller=caller)
    return made


def _refuse_other_than_plain(given: Any) -> None:
    if isinstance(given, Undefined):
        str(given)  # Says which name is not known.
    if type(given) is dict:
        given = given.values()
    elif type(given) not in (list, tuple):
        if type(given) not in PLAIN:
            raise TypeError(f"a component takes plain values, and no {type(given).__name__}")
        return
    for item in given:
        _refuse_other_than_plain(item)
