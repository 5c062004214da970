"""`make fuzz`: random templates of a brand, which must end in a page that is safe, or in a fault.

A template is put together of pieces: Jinja's and HTML's, whole and torn. Whatever comes out is
judged a second time by another parser than the one that lets it through. Takes the seconds to run;
the other arguments are libFuzzer's. What breaks it is written to the working directory.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import Any

import atheris

with atheris.instrument_imports(
    include=["scorm_builder.theme.brands", "scorm_builder.render.environment"]
):
    from scorm_builder.render import Part, part_of, render
    from scorm_builder.theme.brands.allowed import is_own_or_link

from jinja2 import TemplateError
from lxml import html

from scorm_builder.jobs import Job, Listing
from scorm_builder.render.policy import guarded
from scorm_builder.theme import Theme, load_theme
from tests.tools.samples import job

PAGE = "own/page.jinja"
PART = "own/part.jinja"
OURS = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ module.title }}</title></head>
<body><main id="main"><h1>{{ module.title }}</h1>{% import "own/part.jinja" as part %}
{{ part.note(module) }}<noscript><p>a</p></noscript></main></body></html>
"""
OUR_PART = "{% macro note(what) %}<p>{{ what.summary }}</p>{% endmacro %}"

# Blanks stand between pieces; a dot in the middle is a blank in one.
PIECES = [
    piece.replace("·", " ")
    for pieces in (
        # Of Jinja: what is read, called and passed on.
        r"""
        {{ }} {% %} {# #} {{module.title}} {{module|prose}} {{module.summary|inline}} module
        catalogue others stages brand language nhsuk _ loop self super caller varargs screens
        run_time_data style fields .title .items .append .update .index .format .join .__class__
        ._values ._called ['_values'] [0] [1:] | |safe |map(attribute='a') |list |join |tojson
        |items |date |number |plain |first () (1) ('a') (module) ([]) ({}) ('%(a)s',a=1) {'a':1}
        [1,2] 'a' 1 -1 0.5 none true ~ + *
        """,
        # Of Jinja: what makes a template.
        r"""
        {%for·a·in·module%} {%for·a·in·screens·recursive%} {{loop(a)}} {%endfor%} {%if·a%}
        {%endif%} {%set·a=[]%} {%set·a%} {%endset%} {%macro·m(a)%} {%endmacro%} {{m(m)}} {{m}}
        {{_}} {%call·m(1)%} {%endcall%} {%filter·upper%} {%endfilter%} {%autoescape·false%}
        {%endautoescape%} {%include·"own/part.jinja"%} {%import·"own/part.jinja"·as·p%} {{p}}
        {{p.note}} {%block·b%} {%endblock%} {{self.b()}} {{nhsuk.button({"text":a})}}
        {{nhsuk.details({"html":"<p>"})}}
        """,
        # Of HTML, whole and torn.
        r"""
        <p> </p> <p < /> > <!-- --> <![CDATA[ ]]> &lt; &#9; &Tab; &colon; &amp; " ' = · /
        <a·href=" <a·href= javascript: java&#9;script: https://example.org/ mailto:a data:,
        //a.example \\ <img·src=" <img·alt=""·src="a.png"> <script> </script> <style> </style>
        <svg> </svg> <math> <template> </template> <select> </select> <option> <table> <tr>
        </table> <form> </form> <iframe> <noscript> </noscript> <textarea> </textarea> <title>
        </title> <plaintext> <base·href="a"> <meta·http-equiv="refresh"> <body·onload="a">
        ·onclick="a" ·style="a" ·class="a" ·hidden ·id="main" ·is="a" ·srcset="a"
        ·xlink:href="a" <h1> </h1> <h5>
        """,
    )
    for piece in pieces.split()
]
PIECES += ["\t", "\n", "\f", "\0"]
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}|<(?:class|module|function|built-in|bound)\b")
_LOADS = frozenset(
    "script style iframe object embed base link template svg math form input".split()
)


class Fuzz:
    """A theme with two templates of ours, and what a brand puts in their place."""

    def __init__(self) -> None:
        theme = load_theme()
        others = (Listing("other", "Other", "after", "It is so."),)
        self._job: Job = replace(job(theme, "scorm12"), others=others)
        self._theme = replace(
            theme, templates={**theme.templates, PAGE: OURS, PART: OUR_PART}, digest="fuzz"
        )
        self._number = 0
        self.made = 0

    def theme(self, name: str, text: str) -> Theme:
        """The theme with another text in the place of one of the templates."""
        self._number += 1
        return replace(self._theme, overrides={name: text}, digest=f"fuzz {self._number}")

    def try_bytes(self, data: bytes) -> None:
        """A template of the pieces that the bytes name, in one of four places."""
        if not data:
            return
        text = "".join(PIECES[number % len(PIECES)] for number in data[1:])
        name, whole = {
            0: (PAGE, OURS.replace("</main>", f"{text}</main>")),
            1: (PAGE, text),
            2: (PART, OUR_PART.replace("</p>", f"{text}</p>")),
            3: (PART, text + OUR_PART),
        }[data[0] % 4]
        page: Part = part_of(PAGE, self._job)
        try:
            made = render(page, self.theme(name, whole))
        except TemplateError:
            return
        self.made += 1
        assert_safe(guarded(made))


def assert_safe(page: str) -> None:
    """Nothing of a page runs, loads or is of the machine, as another parser sees it."""
    assert not _ADDRESS.search(page), page
    document: Any = html.document_fromstring(
        page.encode(), parser=html.HTMLParser(encoding="utf-8")
    )
    heads = [element.get("http-equiv") for element in document.iter("meta")]
    assert heads == [None, "Content-Security-Policy"]
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in _LOADS, element.tag
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), attribute
            assert attribute not in ("style", "srcset", "xlink:href"), attribute
            assert is_own_or_link(attribute, value), value


def main() -> None:
    """Runs for as long as the first argument says."""
    seconds, *options = sys.argv[1:]
    bounds = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=40"]
    fuzz = Fuzz()
    atheris.Setup([sys.argv[0], *bounds, *options], fuzz.try_bytes)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
