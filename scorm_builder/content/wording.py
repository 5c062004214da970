"""What the model refuses, in an author's words and at its place in the file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from scorm_builder.content.yaml_document import LINE_BREAK, YamlDocument
from scorm_builder.content.yaml_slips import slip_in
from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import FORMS, Part, description_of, part_at, without_kinds

AnyPart = TypeVar("AnyPart", bound=Part)


def validate(
    part: type[AnyPart], document: YamlDocument
) -> tuple[AnyPart | None, list[Diagnostic]]:
    """The part that a document means, or None; and all that is wrong with the document."""
    if document.data is None:
        return None, [*document.diagnostics]
    if not isinstance(document.data, dict):
        slip = _slip_at(document, document.place(()))
        found = _kind_of_value(document.data)
        message = f"expected keys with values, such as 'title: Peer assist', found {found}"
        refused = slip or diagnose("MOD-003", document.place(()), message)
        return None, [*document.diagnostics, refused]
    try:
        return part.model_validate(document.data), [*document.diagnostics]
    except ValidationError as error:
        # pydantic counts only the valid items of a list; the author counts those written.
        problems = [
            problem
            for problem in error.errors(include_url=False)
            if not (problem["type"] == "too_short" and _long_enough(problem))
        ]
        # A misspelt key is told once, and not as missing too.
        meant = {(*problem["loc"][:-1], _meant(part, problem)) for problem in problems}
        problems = [p for p in problems if p["type"] != "missing" or p["loc"] not in meant]
        # What a value must be says more than that it could be read in two ways.
        places = {without_kinds(problem["loc"]) for problem in problems}
        doubts = [doubt for path, doubt in document.doubts.items() if path in places]
        kept = [problem for problem in document.diagnostics if problem not in doubts]
        return None, [*kept, *(_translate(part, document, problem) for problem in problems)]


def _long_enough(problem: Any) -> bool:
    return isinstance(problem["input"], list) and (
        len(problem["input"]) >= problem["ctx"]["min_length"]
    )


def _translate(part: type[Part], document: YamlDocument, problem: Any) -> Diagnostic:
    """A pydantic error as a diagnostic in an author's words."""
    # A rule about several keys of a part names the one to look at.
    path: tuple[str | int, ...] = (*problem["loc"], *problem.get("ctx", {}).get("at", ()))
    unknown_kind = problem["type"] == "union_tag_invalid"
    if unknown_kind:
        path = (*path, "kind")
    code, message = _describe(problem, path, part)
    place = without_kinds(path)
    slip = code in _OF_A_SLIP and _slip_at(document, document.place(place))
    if slip:
        return slip
    name = spell(place)
    text = f"{name}: {message}" if name else message
    description = description_of(part, path)
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    explained = description and code in _EXPLAINED_BY_THEIR_KEY and not unknown_kind
    remedy = f"{key}: {description}" if explained else None
    remedy = problem.get("ctx", {}).get("remedy", remedy)
    if problem["type"] in _OF_TRUTH:
        remedy = _TRUTH.get(str(problem["input"]).lower(), remedy)
    return diagnose(code, _place(document, place, problem), text, remedy)


def _place(document: YamlDocument, path: Sequence[str | int], problem: Any) -> Location:
    """Where to look: at the words at fault, if the problem names them."""
    words = problem.get("ctx", {}).get("words")
    return document.find(tuple(path), words) if words else document.place(tuple(path))


def _slip_at(document: YamlDocument, place: Location) -> Diagnostic | None:
    """What was typed in the place of YAML's marks on this line or the next, if anything was."""
    lines = LINE_BREAK.split(document.text)
    for number in (place.line, place.line + 1):
        slip = slip_in(lines[number - 1]) if 0 < number <= len(lines) else None
        if slip:
            where = Location(place.file, number, slip.column + 1)
            return diagnose("YML-001", where, slip.message, slip.remedy)
    return None


# A line that is not what it looks like is a key that nobody knows, or a text in a list's place.
_OF_A_SLIP = frozenset({"MOD-001", "MOD-003"})
_OF_TRUTH = frozenset({"bool_type", "bool_parsing"})
_TRUTH = {
    **dict.fromkeys(("yes", "y", "on", "true"), "Write true, without quotes."),
    **dict.fromkeys(("no", "n", "off", "false"), "Write false, without quotes."),
}


_EXPLAINED_BY_THEIR_KEY = frozenset({"MOD-002", "MOD-003", "MOD-004", "MOD-005", "MOD-006"})


def spell(path: Sequence[str | int]) -> str:
    """A path as an author counts: ('steps', 1, 'title') is 'steps, item 2, title'."""
    return ", ".join(f"item {step + 1}" if isinstance(step, int) else step for step in path)


def _describe(problem: Any, path: tuple[str | int, ...], part: type[Part]) -> tuple[str, str]:
    kind: str = problem["type"]
    limits = problem.get("ctx", {})
    value = problem["input"]
    if kind[:4] in ("MOD-", "YML-", "BRD-"):
        return kind, problem["msg"]
    if kind == "missing":
        return "MOD-002", "this key is missing"
    if kind == "extra_forbidden":
        return "MOD-001", _unknown_key(str(path[-1]), part_at(part, path[:-1]))
    if value is None:
        return "MOD-004", "no value is given"
    if kind == "string_too_short" or (kind == "too_short" and not value):
        return "MOD-004", "this is empty"
    return _describe_value(kind, limits, value)


def _unknown_key(key: str, owner: type[Part] | None) -> str:
    near = _near(key, owner)
    known = ", ".join(owner.model_fields) if owner else ""
    return "this key is not known" + (
        f"; did you mean '{near}'?" if near else f"; known here: {known}"
    )


def _near(key: str, owner: type[Part] | None) -> str:
    """The key of a part that is spelt much like this one; blank when there is none."""
    return next(
        iter(difflib.get_close_matches(key, tuple(owner.model_fields) if owner else (), 1)), ""
    )


def _meant(part: type[Part], problem: Any) -> str:
    """What a key that is not known was to be; blank for all other problems."""
    if problem["type"] != "extra_forbidden":
        return ""
    *above, key = problem["loc"]
    return _near(str(key), part_at(part, tuple(above)))


def _describe_value(kind: str, limits: Mapping[str, Any], value: Any) -> tuple[str, str]:
    if kind in _LIMITS:
        count = value if isinstance(value, int) else len(value)
        return "MOD-005", _LIMITS[kind].format(count=count, **limits)
    if kind == "union_tag_invalid":
        return "MOD-006", f"{_show(limits['tag'])} is not one of {limits['expected_tags']}"
    if kind == "literal_error":
        return "MOD-006", f"{_show(value)} is not one of {limits['expected']}"
    if kind == "string_pattern_mismatch":
        if hidden := next((c for c in str(value) if not c.isprintable()), None):
            return "MOD-009", f"a character that cannot be seen (U+{ord(hidden):04X}) is in it"
        return "MOD-009", f"{_show(value)} is not {FORMS[limits['pattern']]}"
    expected = _EXPECTED.get(kind, "another kind of value")
    return "MOD-003", f"expected {expected}, found {_kind_of_value(value)}"


_LIMITS = {
    "too_short": "the list has {count} of at least {min_length} items",
    "too_long": "the list has {count} items; at most {max_length} fit",
    "string_too_long": "{count} characters; at most {max_length} are allowed",
    "greater_than_equal": "{count} is too small; at least {ge}",
    "less_than_equal": "{count} is too large; at most {le}",
}

_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list of items, each after a hyphen",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "union_tag_not_found": "keys with values",
}


def _kind_of_value(value: Any) -> str:
    match value:
        case bool():
            return f"{str(value).lower()} (put it in quotes if it is a text)"
        case int() | float():
            return f"the number {value} (put it in quotes if it is a text)"
        case str():
            return f"the text {_show(value)}"
        case dict():
            return "keys with values (a text with ': ' in it needs quotes)"
        case list():
            return "a list"
        case _:
            return "nothing"


def _show(value: Any) -> str:
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"
