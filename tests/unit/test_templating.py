"""What a template can reach: plain data, functions of ours, and nothing that these lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import BuiltinMethodType, MethodType
from typing import Any

import pytest
from jinja2 import Environment, TemplateError
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro, TemplateReference
from markupsafe import Markup

from scorm_builder import render
from scorm_builder.content.loader import load
from scorm_builder.executors import SerialExecutor
from scorm_builder.jobs import Job, entry_of
from scorm_builder.model import Catalogue
from scorm_builder.pipeline.build import build_all
from scorm_builder.pipeline.plan import plan_edition
from scorm_builder.render import render_page
from scorm_builder.render.environment import METHODS, NotThere, Pages, environment
from scorm_builder.render.views import PLAIN, Function, View, as_json, view
from scorm_builder.site import build_site
from scorm_builder.targets import TARGETS
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource, branded_theme
from tests.conftest import ROOT
from tests.tools.samples import catalogue_data, job

DATA = PLAIN | {View, tuple}
"""The classes of what a template is handed, beside functions."""
MADE = DATA | {list, dict, Macro, TemplateModule, LoopContext, TemplateReference, NotThere}
"""The classes of what a template can make of it, and ask something of."""
FUNCTIONS = set("_ dict language_of ngettext plurals shuffled translate".split())


@dataclass
class Seen:
    """An environment, and what a template was handed in it."""

    pages: Environment
    handed: dict[str, Any]


@pytest.fixture(scope="module")
def seen(theme: Theme, brand: BrandSource) -> list[Seen]:
    """Every template of every target and of the site, with everything that a module can have."""
    found: list[Seen] = []
    patch = pytest.MonkeyPatch()

    def watched(theme: Theme, tag: str) -> Environment:
        pages = environment(theme, tag)
        get_template = pages.get_template

        def get(name: str, *given: Any) -> Any:
            template = get_template(name, *given)
            if not given:
                made = template.render

                def noted(handed: dict[str, Any]) -> str:
                    found.append(Seen(pages, handed))
                    return made(handed)

                patch.setattr(template, "render", noted)
            return template

        patch.setattr(pages, "get_template", get)
        return pages

    patch.setattr(render, "environment", watched)
    for case in ("maximal", "framework"):
        content = load(ROOT / "tests" / "golden" / case / "modules")
        edition = plan_edition(content, theme, tuple(content.modules), tuple(TARGETS), brand)
        results = build_all(edition.work(), SerialExecutor())
        made = [artifact for result in results for artifact in result.artifacts]
        files = {artifact.path: artifact.content for artifact in made}
        build_site(edition.everything, [entry_of(artifact) for artifact in made], files)
    patch.undo()
    return found


def names_of(value: Any) -> set[str]:
    return {*dir(value), *(value if type(value) is View else ())}


def led_to(pages: Environment, value: Any) -> Iterator[tuple[str, Any]]:
    """What a template gets to from a value: attributes, items and elements."""
    assert isinstance(pages, Pages)
    for name in names_of(value) if type(value) is not NotThere else ():
        found = getattr(value, name, None)
        if pages.is_safe_attribute(value, name, found):
            yield f".{name}", found
    if type(value) in (tuple, list):
        yield from ((f"[{number}]", item) for number, item in enumerate(value))
    if type(value) in (dict, View):
        yield from ((f"[{name!r}]", value[name]) for name in value)


def reachable(pages: Environment, roots: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Everything that a template gets to from some values, to any depth, with the way to it."""
    waiting, known = list(roots.items()), dict[int, Any]()
    while waiting:
        way, value = waiting.pop()
        if id(value) not in known:
            known[id(value)] = value
            yield way, value
            if not is_method(value):
                waiting += [(f"{way}{step}", found) for step, found in led_to(pages, value)]


def is_method(value: Any) -> bool:
    """Whether it is a method that is listed; those of Markup and loops are written in Python."""
    owner = getattr(value, "__self__", None)
    return type(value) in (BuiltinMethodType, MethodType) and (
        value.__name__ in METHODS.get(type(owner), ())
    )


def test_all_templates_were_seen(seen: list[Seen]) -> None:
    names = {name for one in seen for name in one.handed}
    assert {"module", "sides", "pages", "packages", "news", "index", "content"} <= names
    assert len(seen) > 30


def test_whatever_a_template_is_handed_leads_to_plain_data_alone(seen: list[Seen]) -> None:
    for one in seen:
        roots = {**one.handed, **one.pages.globals}
        for way, value in reachable(one.pages, roots):
            assert type(value) in DATA or type(value) is Function or is_method(value), way


def test_the_functions_of_a_template_are_listed(seen: list[Seen]) -> None:
    for one in seen:
        known = {name: v for name, v in one.pages.globals.items() if type(v) is Function}
        assert set(known) == FUNCTIONS
        # Nothing of a function can be asked for, and its text is the same in every process.
        assert list(led_to(one.pages, known["_"])) == []
        assert str(known["_"]) == "Function(_)"


def test_what_the_functions_and_filters_return_is_plain(theme: Theme) -> None:
    pages = environment(theme, "cy")
    given = {
        "a": ("_('%(n)s', n=1)", Markup),
        "b": ("language_of('ar')", View),
        "c": ("plurals('a', 'b')", dict),
        "d": ("shuffled('a', 4)", tuple),
        "e": ("translate('a')", str),
        "f": ("nhsuk.button({'text': 'a'})", Markup),
        "g": ("ngettext('a', 'b', 1)", Markup),
        "h": ("dict({'a': 1}, b=2)", dict),
        "i": ("'2026-11-20' | date", str),
        "j": ("2000 | number", str),
        "k": ("'*a*' | prose", Markup),
        "l": ("'*a*' | inline", Markup),
        "m": ("'*a*' | plain", str),
        "n": ("{'b': module} | tojson", Markup),
        "o": ("{'b': 1} | dictsort", list),
        "p": ("{'b': 1} | xmlattr", Markup),
    }
    module = View({"title": "T"})
    for text, kind in given.values():
        made = pages.compile_expression(text)(module=module)
        assert type(made) is kind, text
        for way, value in reachable(pages, {text: made}):
            assert type(value) in MADE or is_method(value), way


EVERYTHING = """
{% import "components/parts.jinja" as parts %}
{% macro inner(a) %}{{ probe(varargs, kwargs, caller, inner) }}{% endmacro %}
{% block body %}{{ probe(self, super, parts) }}{% endblock %}
{% call inner(1, 2, more=3) %}a{% endcall %}
{% for letter in "ab" recursive %}{{ probe(loop) }}{% endfor %}
{% set text %}a{% endset %}
{{ probe(text, [1], {"a": 1}, {}.items(), {}.values(), "a b".split(), [2, 1] | sort) }}
{{ probe([1] | map("abs"), [1] | select, "ab" | batch(1), "ab" | slice(1), nothing is defined) }}
{{ probe([{"a": 1}] | map(attribute="a"), 1 ~ "", -1, 1 / 2, 7 // 2) }}
"""


def test_what_a_template_makes_itself_leads_to_plain_data_alone(theme: Theme) -> None:
    noted: list[Any] = []
    pages = environment(theme, "en-GB")
    probe = Function("probe", lambda *found: noted.extend(found))
    pages.globals = {**pages.globals, "probe": probe}
    pages.from_string(EVERYTHING).render()
    kinds = {type(value).__name__ for value in noted}
    assert {"LoopContext", "Macro", "TemplateModule", "generator", "dict_items"} <= kinds
    for number, made in enumerate(noted):
        if type(made) not in MADE:
            # It can be gone through, and asked for nothing.
            assert type(made).__module__ in ("builtins", "jinja2.filters", "jinja2.runtime")
            assert [way for way, _ in led_to(pages, made)] == []
        for way, value in reachable(pages, {f"{number}": made}):
            listed = type(value) in MADE or type(value) is Function or is_method(value)
            assert value is made or listed, way


@pytest.mark.parametrize(
    "reach",
    [
        "module.model_dump_json()",
        "module.model_fields",
        "module.copy()",
        "catalogue.model_construct()",
        "catalogue.stage('before')",
        "brand.model_fields_set",
        "module.reviewed.today()",
        "language.translations",
        "nhsuk.get_template('a')",
        "module.title.encode()",
        "module.title.format()",
        "module.title.__class__",
        "module['__class__']",
        "module | attr('_values')",
        "[module] | map(attribute='_values') | join",
        "shuffled._called",
        "shuffled.__call__",
        "_.__globals__",
        "module.steps.append(1)",
        "module.steps[0].update({'title': 'x'})",
        "{}.pop('a')",
        "{}.items().mapping",
        "(1, 2).__add__",
        "lipsum()",
        "cycler('a')",
        "namespace(a=1)",
        "range(3)",
        "self.body()",
        "nhsuk.button({'text': shuffled})",
        "nhsuk.button(module)",
        "language_of('xx')",
        "3 | random",
        "module | pprint",
    ],
)
def test_a_template_reaches_no_more(theme: Theme, brand: BrandSource, reach: str) -> None:
    """The first of these were within reach of brands once."""
    text = theme.templates["module/page.jinja"].replace("</main>", f"{{{{ {reach} }}}}</main>")
    own = {**brand.files, "templates/module/page.jinja": text.encode()}
    with pytest.raises(TemplateError):
        render_page("module/page.jinja", job(branded_theme(theme, replace(brand, files=own))))


def test_our_templates_are_held_to_the_same(theme: Theme) -> None:
    text = "{{ module.title.encode() }}"
    ours = replace(theme, templates={**theme.templates, "own.jinja": text}, digest="other")
    with pytest.raises(SecurityError):
        render_page("own.jinja", job(ours))


def test_a_page_cannot_tell_what_was_made_before_it(theme: Theme) -> None:
    shared = "{% set kept = [] %}{% macro note(what) %}{% set _a = kept.append(what) %}{{ kept }}"
    texts = {
        "shared.jinja": shared + "{% endmacro %}",
        "own.jinja": '{% import "shared.jinja" as shared %}{{ shared.note(module.title) }}',
    }
    ours = replace(theme, templates={**theme.templates, **texts}, digest="kept")
    made = {render_page("own.jinja", job(ours)) for _ in range(3)}
    assert len(made) == 1


def test_a_view_has_the_names_of_its_values_and_no_others() -> None:
    found = view({"items": [1, 2], "keys": None, "a": {"b": Markup("<p>")}})
    assert (found.items, found["keys"], found.a.b) == ((1, 2), None, Markup("<p>"))
    assert ("a" in found, "b" in found, list(found), len(found)) == (
        (True, False, ["items", "keys", "a"], 3)
    )
    with pytest.raises(AttributeError):
        found.a = 1
    for name in ("values", "_x", "get"):
        with pytest.raises(AttributeError):
            getattr(found, name)
    assert as_json(found)["items"] == (1, 2)
    catalogue = Catalogue.model_validate(catalogue_data())
    assert view(catalogue) == view(catalogue) != view({})
    assert view(catalogue.stages[1]) == view(catalogue).stages[1]


@pytest.mark.parametrize(
    "value", [b"", object(), str, {1}, len, Job, iter(())], ids=lambda value: type(value).__name__
)
def test_nothing_else_can_be_handed_to_a_template(value: Any) -> None:
    for wrapped in (value, [value], {"a": value}):
        with pytest.raises(TypeError, match="cannot be handed"):
            view(wrapped)
