"""Drawings: what an SVG may hold, and what is refused in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_builder.content.drawing import MAXIMUM_BYTES, drawing_problems, with_fonts, words_of
from tests.conftest import MODULES, ROOT

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
GOOD = f"""<svg {NAMESPACE} viewBox="0 0 340 214">
  <!-- A comment is harmless. -->
  <g transform="translate(2 -3.5)">
    <path d="M1 2L3 4a1 1 0 0 1 2 2z" fill="#005eb8" stroke-dasharray="4 3"/>
    <text x="1" y="2">Home <tspan font-weight="700">team</tspan></text>
  </g>
</svg>
"""


def drawing(inside: str, root: str = f'{NAMESPACE} viewBox="0 0 9 9"') -> bytes:
    """A drawing with something in it."""
    return f"<svg {root}>{inside}</svg>".encode()


def test_shapes_and_words_are_fine() -> None:
    assert drawing_problems(GOOD.encode()) == ()
    assert words_of(GOOD.encode()) == ("Home team",)


def test_the_words_take_the_fonts_of_the_page() -> None:
    set_in_arimo = with_fonts(GOOD.encode(), "Arimo, Arimo Extended")
    assert b'font-family="Arimo, Arimo Extended"' in set_in_arimo
    assert words_of(set_in_arimo) == words_of(GOOD.encode())


@pytest.mark.parametrize(
    ("inside", "small"),
    [
        ('<text font-size="13">a</text>', False),
        ('<text font-size="12.9">a</text>', True),
        ('<g font-size="9px"><text>a</text></g>', True),
        ('<g font-size="9"><text font-size="14">a</text></g>', False),
        ('<text font-size="14">a <tspan font-size="5">b</tspan></text>', True),
        ("<text>a</text>", False),
    ],
)
def test_words_can_be_read_on_paper(inside: str, small: bool) -> None:
    found = drawing_problems(drawing(inside, f'{NAMESPACE} viewBox="0 0 340 214"'))
    assert [problem for problem in found if "13 is the least" in problem] == list(found)
    assert bool(found) == small


@pytest.mark.parametrize("module", [name for name in MODULES if name != "choosing-tool"])
def test_every_technique_has_a_small_drawing(module: str) -> None:
    content = (ROOT / "modules" / module / "diagram.svg").read_bytes()
    assert drawing_problems(content) == ()
    assert len(content) < 6000


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<style>@import 'https://example.org/a.css'</style>", "<style>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="https://example.org/a.png"/>', "<image>"),
        ('<use href="#a"/>', "<use>"),
        ('<a href="https://example.org/"><path/></a>', "<a>"),
        ('<animate attributeName="x"/>', "<animate>"),
        ("<set/>", "<set>"),
        ('<path onload="alert(1)"/>', "onload"),
        ('<path style="fill: red"/>', "style"),
        ('<g xmlns:x="http://www.w3.org/1999/xlink" x:href="a"/>', "href"),
        ('<path fill="url(#a)"/>', "fill"),
        ('<path fill="URL(https://example.org/)"/>', "fill"),
        ('<text font-family="Arial">a</text>', "font-family"),
        ('<text fill="red;stroke:blue">a</text>', "fill"),
        ('<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>', "<p>"),
        ("<?xml-stylesheet href='a.css'?>", "processing instruction"),
    ],
)
def test_what_could_run_or_load_is_refused(inside: str, expected: str) -> None:
    (problem,) = drawing_problems(drawing(inside))
    assert expected in problem


def test_what_a_drawing_tool_adds_is_told_in_one_problem() -> None:
    root = (
        f'{NAMESPACE} xmlns:i="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 9 9"'
        ' id="svg1" version="1.1" i:version="1.3"'
    )
    inside = """<i:view/><metadata/><defs/><g id="layer1" i:label="Layer 1">
      <rect style="fill:#fff" id="rect1"/>
      <text xml:space="preserve" style="fill:#000">a</text></g>"""
    (problem,) = drawing_problems(drawing(inside, root))
    assert problem == (
        "has what drawings do not take: version, <view>, <metadata>, <defs>, label, style"
    )
    many = "".join(f"<e{number}/>" for number in range(20))
    assert drawing_problems(drawing(many))[0].endswith("<e11> and 8 more")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "not well-formed"),
        (b"\x89PNG", "not well-formed"),
        (b"<svg>", "not well-formed"),
        (b"<svg/>", "starts with <svg>"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "starts with <html>"),
        (drawing("", NAMESPACE), "viewBox"),
        (drawing("", f'{NAMESPACE} viewBox="0 0 0 9"'), "viewBox"),
        (drawing("", f'{NAMESPACE} viewBox="0 0 9999 9"'), "viewBox"),
        (drawing("", f'{NAMESPACE} viewBox="0 0 9 9" width="900"'), "size of its own"),
        (drawing("<g/>" * 500), "elements"),
        (b" " * (MAXIMUM_BYTES + 1), "over 50 KB"),
    ],
)
def test_what_is_no_bounded_drawing_is_refused(content: bytes, expected: str) -> None:
    (problem,) = drawing_problems(content)
    assert expected in problem


def test_entities_are_neither_expanded_nor_loaded() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 9))
    for entities, reference in (
        (f'<!ENTITY e0 "x">{layers}', "&e8;"),
        ('<!ENTITY file SYSTEM "/etc/passwd">', "&file;"),
        ('<!ENTITY x "x">', "&x;"),
    ):
        content = f"<!DOCTYPE svg [{entities}]>".encode() + drawing(f"<text>{reference}</text>")
        problems = " ".join(drawing_problems(content))
        assert "has a document type" in problems or "not well-formed" in problems


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(drawing)))
def test_anything_is_judged_without_an_exception(content: bytes) -> None:
    assert all(isinstance(problem, str) for problem in drawing_problems(content))
