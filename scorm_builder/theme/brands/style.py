"""What the style sheets of a brand may say, so that they cannot weaken accessibility.

An allow-list of properties with bounds. Colours of text and grounds are not among them: those are
in brand.yaml, where their contrast is checked. Nothing can be hidden, moved, made smaller than the
text is now, or loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2

from scorm_builder.model import PAGE, contrast

_LEAST_CONTRAST_OF_LINES = 3.0
_PIXELS = {"px": 1.0, "rem": 16.0, "pt": 96 / 72, "mm": 96 / 25.4}
_GENERIC = ("serif", "sans-serif")
_LINES = frozenset({"solid", "dashed", "dotted", "double"})
_ALIGNMENTS = frozenset({"start", "end", "left", "right"})
_SIDES = ("top", "bottom", "left", "right", "inline-start", "inline-end")
_BORDERS = frozenset({"border", *(f"border-{side}" for side in _SIDES)})
_SPACES = frozenset(
    name if not side else f"{name}-{side}"
    for name in ("margin", "padding")
    for side in ("", *_SIDES, "block-start", "block-end")
)
PROPERTIES = sorted(
    {
        *_BORDERS,
        *_SPACES,
        "border-radius",
        "font-family",
        "font-size",
        "font-weight",
        "letter-spacing",
        "line-height",
        "text-align",
    }
)
"""The properties that a style sheet of a brand may set."""

# Classes that only a brand's own templates give: what has one is nobody else's.
_OWN = re.compile(r"\.brand-[a-z0-9-]+$")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a style sheet may not say: line and column count from 1."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class _Medium:
    """The bounds of a medium. Lengths in CSS pixels."""

    least_text: float
    told_least_text: str
    least_line: float
    families: bool


_MEDIA = {
    "page": _Medium(16, "16px", 1.5, families=True),
    "print": _Medium(9 * 96 / 72, "9pt", 1.15, families=False),
}


def style_faults(text: str, medium: str) -> Iterator[Fault]:
    """What the sheet may not say; `medium` is "page" or "print". Never raises."""
    if "<" in text:
        yield Fault(*_place_of(text, "<"), "'<' would end the style of the page")
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _rule_faults(rules, _MEDIA[medium])


def _place_of(text: str, character: str) -> tuple[int, int]:
    before = text[: text.index(character)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _rule_faults(rules: Sequence[Any], medium: _Medium) -> Iterator[Fault]:
    for rule in rules:
        if rule.type == "error":
            yield _fault(rule, f"this is not CSS: {rule.message}")
        elif rule.type == "at-rule":
            yield from _at_rule_faults(rule, medium)
        else:
            selector = tinycss2.serialize(rule.prelude).strip()
            if re.search(r"::|:(before|after|first)", selector):
                yield _fault(rule, f"'{selector[:60]}': no part that the page itself puts there")
            own = all(_OWN.search(part.strip()) for part in selector.split(","))
            yield from _block_faults(rule.content, medium, own)


def _at_rule_faults(rule: Any, medium: _Medium) -> Iterator[Fault]:
    if rule.lower_at_keyword != "media" or rule.content is None:
        yield _fault(rule, f"'@{rule.at_keyword}' is not allowed; only '@media' is")
        return
    inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    yield from _rule_faults(inner, medium)


def _block_faults(content: Any, medium: _Medium, own: bool) -> Iterator[Fault]:
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "error":
            yield _fault(item, f"this is not CSS: {item.message}")
        elif item.type != "declaration":
            yield _fault(item, "a rule inside a rule is not allowed")
        elif item.important:
            yield _fault(item, "'!important' is not allowed: it would overrule what readers need")
        else:
            problem = _declaration_problem(item, medium, own)
            if problem:
                yield _fault(item, problem)


def _fault(node: Any, message: str) -> Fault:
    return Fault(node.source_line, node.source_column, message)


def _declaration_problem(declaration: Any, medium: _Medium, own: bool) -> str | None:
    name = declaration.lower_name
    values = [token for token in declaration.value if token.type not in ("whitespace", "comment")]
    if name not in PROPERTIES:
        return f"'{name}' is not a property that a brand may set"
    if name in _SPACES and not own:
        return f"'{name}' is allowed only for classes of your own, which start with 'brand-'"
    if not values or any(t.type in ("url", "function", "error", "{} block") for t in values):
        return f"'{name}' takes a plain value: nothing that loads or computes"
    expected = _expected(name, values, medium)
    return f"'{name}' must be {expected}" if expected else None


def _expected(name: str, values: Sequence[Any], medium: _Medium) -> str | None:
    """What the value should be; None when it is."""
    if name in _BORDERS:
        return _border(values)
    if name in _SPACES or name == "border-radius":
        sizes = [_pixels(token) for token in values]
        fits = all(size is not None and 0 <= size <= 48 for size in sizes)
        return None if fits else "lengths from 0 to 48px, in px, rem, pt or mm"
    if name == "font-family":
        return _family(values, medium)
    return _single(name, values, medium)


def _single(name: str, values: Sequence[Any], medium: _Medium) -> str | None:
    token = values[0]
    number = token.value if token.type == "number" else None
    size = _pixels(token)
    fits, told = {
        "font-size": (
            size is not None and medium.least_text <= size <= 40,
            f"from {medium.told_least_text} to 40px, in px, rem, pt or mm",
        ),
        "font-weight": (
            (number is not None and 400 <= number <= 900)
            or (token.type == "ident" and token.lower_value in ("normal", "bold")),
            "normal, bold or a number from 400 to 900",
        ),
        "letter-spacing": (size is not None and 0 <= size <= 2, "from 0 to 2px"),
        "line-height": (
            number is not None and medium.least_line <= number <= 2,
            f"a number from {medium.least_line} to 2",
        ),
        "text-align": (
            token.type == "ident" and token.lower_value in _ALIGNMENTS,
            "start, end, left or right",
        ),
    }[name]
    return None if fits and len(values) == 1 else told


def _pixels(token: Any) -> float | None:
    """A length in CSS pixels; None for what is none."""
    if token.type == "number" and token.value == 0:
        return 0.0
    if token.type == "dimension" and token.lower_unit in _PIXELS:
        return float(token.value) * _PIXELS[token.lower_unit]
    return None


def _border(values: Sequence[Any]) -> str | None:
    told = "a width from 1px to 4px, a kind of line and a colour, such as 2px solid #1f5c4d"
    if len(values) != 3:
        return told
    width, line, colour = values
    size = _pixels(width)
    if size is None or not 1 <= size <= 4:
        return told
    if line.type != "ident" or line.lower_value not in _LINES:
        return told
    if colour.type != "hash" or not re.fullmatch("[0-9a-fA-F]{6}", colour.value):
        return told
    found = contrast(f"#{colour.value.lower()}", PAGE)
    if found < _LEAST_CONTRAST_OF_LINES:
        return f"a line with a contrast of at least 3 to 1; #{colour.value} has {found:.2f}"
    return None


def _family(values: Sequence[Any], medium: _Medium) -> str | None:
    if not medium.families:
        return "left out: the fonts of a handout are in the file"
    if any(t.type not in ("ident", "string", "literal") for t in values):
        return "names of fonts"
    last = values[-1]
    fits = last.type == "ident" and last.lower_value in _GENERIC
    return None if fits else "names of fonts that end with serif or sans-serif"
