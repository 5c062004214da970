"""The JSON Schema for editors: whole, true to the model, and true to the modules."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from scorm_builder.content.schema import REFERENCE, SCHEMAS, schema_text, words
from scorm_builder.model import MODULE_KINDS, QUESTION_KINDS, Catalogue, LearningModule, Part
from tests.conftest import ROOT
from tests.tools.samples import SAMPLE, catalogue_data, data_of, module_data

MODULES = sorted(path.parent.name for path in ROOT.glob("modules/*/module.yaml"))
SCHEMA = {kind: make() for kind, make in SCHEMAS.items()}
# What a schema of one key at a time cannot say: what the model checks with codes of its own.
ABOUT_SEVERAL_KEYS = {"MOD-002", "MOD-006", "MOD-009", "MOD-011", "MOD-014", "MOD-015", "MOD-017"}


def validator(schema: Any) -> Draft202012Validator:
    """A validator that knows dates as well."""
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


VALIDATOR = {kind: validator(schema) for kind, schema in SCHEMA.items()}


def wrong(kind: str, data: Any) -> list[str]:
    """The places and messages of what a schema refuses."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR[kind].iter_errors(data)]


def owners(kind: str) -> Iterator[tuple[str, Any]]:
    """Everything in a schema that has properties, by its name."""
    yield kind, SCHEMA[kind]
    yield from SCHEMA[kind]["$defs"].items()


PROPERTIES = [
    pytest.param(kind, name, node, id=f"{owner}.{name}")
    for kind in SCHEMA
    for owner, found in owners(kind)
    for name, node in found["properties"].items()
]


def fields() -> Iterator[tuple[str, type[Part]]]:
    """Every class of part in the schemas, with the name that it has there."""
    waiting: list[type[Part]] = [Part]
    for part in waiting:
        waiting += part.__subclasses__()
        if any(part.__name__ in SCHEMA[kind]["$defs"] for kind in SCHEMA):
            yield part.__name__, part


PARTS: list[tuple[str, type[Part]]] = [*fields(), ("catalogue", Catalogue)]
FIELDS = [
    pytest.param(node, part.model_fields[name], id=f"{owner}.{name}")
    for owner, part in PARTS
    for kind in SCHEMA
    for found in (dict(owners(kind)).get(owner, {}),)
    for name, node in found.get("properties", {}).items()
]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_is_json_schema(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMA[kind])
    assert json.loads(schema_text(kind)) == SCHEMA[kind]
    assert schema_text(kind).isascii()


@pytest.mark.parametrize(("kind", "_name", "node"), PROPERTIES)
def test_every_key_is_explained_and_has_an_example(kind: str, _name: str, node: Any) -> None:
    assert node["description"].endswith(".")
    assert "Example:" not in node["description"]
    assert node["examples"]
    assert node["markdownDescription"].startswith(node["description"])
    for example in node["examples"]:
        found = validator({**node, "$defs": SCHEMA[kind]["$defs"]}).iter_errors(example)
        assert [error.message for error in found] == []


@pytest.mark.parametrize(("node", "field"), FIELDS)
def test_the_model_takes_every_example(node: Any, field: Any) -> None:
    for example in node["examples"]:
        TypeAdapter(Annotated[field.annotation, "", *field.metadata]).validate_python(example)


def test_all_parts_are_seen() -> None:
    named = {name for kind in SCHEMA for name in SCHEMA[kind]["$defs"]}
    assert named == {name for name, _ in fields()}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_no_part_takes_keys_that_it_does_not_know(kind: str) -> None:
    for name, node in owners(kind):
        assert node.get("additionalProperties") is False or name == "module"


@pytest.mark.parametrize("name", MODULES)
def test_the_project_s_modules_are_valid(name: str) -> None:
    assert wrong("module", data_of(ROOT / "modules" / name / "module.yaml")) == []


@pytest.mark.parametrize("folder", [ROOT / "modules", SAMPLE], ids=["modules", "sample"])
def test_the_catalogues_are_valid(folder: Path) -> None:
    assert wrong("catalogue", data_of(folder / "catalogue.yaml")) == []


def test_the_sample_is_valid_and_its_kinds_may_be_left_out() -> None:
    data = module_data()
    assert "kind" not in data
    assert "kind" not in data["questions"][0]
    assert wrong("module", data) == []
    data["questions"][0]["kind"] = "single-choice"
    assert wrong("module", {**data, "kind": "technique"}) == []


@pytest.mark.parametrize("kind", QUESTION_KINDS)
def test_every_kind_of_question_is_valid_with_its_own_keys_only(kind: str) -> None:
    part = QUESTION_KINDS[kind]
    properties = SCHEMA["module"]["$defs"][part.__name__]["properties"]
    data = {name: node["examples"][0] for name, node in properties.items()}
    assert wrong("module", module_data(questions=[data])) == []
    for other in QUESTION_KINDS.keys() - {kind}:
        changed = module_data(questions=[{**data, "kind": other}])
        same = set(QUESTION_KINDS[other].model_fields) == set(part.model_fields)
        assert same or wrong("module", changed)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("titel",), "Sample", "$"),
        (("kind",), "tecnique", "$.kind"),
        (("stage",), "sometimes", "$.stage"),
        (("version",), 1.0, "$.version"),
        (("reviewed",), "20/11/2026", "$.reviewed"),
        (("reviewed",), "2026-02-30", "$.reviewed"),
        (("title",), "x" * 81, "$.title"),
        (("title",), "  ", "$.title"),
        (("title",), "two\nlines", "$.title"),
        (("learning_minutes",), 4, "$.learning_minutes"),
        (("tips",), [], "$.tips"),
        (("steps", 0, "titel"), "Begin", "$.steps[0]"),
        (("questions", 0, "kind"), "matching", "$.questions[0]"),
        (("questions", 0, "kind"), "mathcing", "$.questions[0].kind"),
        (("links", 0, "address"), "example.org", "$.links[0].address"),
        (("completion", "rule"), "never", "$.completion.rule"),
    ],
)
def test_refuses_what_is_misspelt_or_of_the_wrong_kind(
    path: tuple[Any, ...], value: Any, place: str
) -> None:
    data = module_data()
    put(data, path, value)
    found = wrong("module", data)
    assert found
    assert {message.split(": ")[0] for message in found} == {place}


def put(data: Any, path: tuple[Any, ...], value: Any) -> None:
    """Sets the value at a path."""
    for name in path[:-1]:
        data = data[name]
    data[path[-1]] = value


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path in some data, but for the whole."""
    if path:
        yield path
    for name in (
        data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    ):
        yield from places(data[name], (*path, name))


def is_miscounted(problem: Any) -> bool:
    """True for a list that pydantic finds too short, as it counts only its valid items."""
    return bool(
        problem["type"] == "too_short" and len(problem["input"]) >= problem["ctx"]["min_length"]
    )


def taken(kind: str, data: Any) -> bool:
    """True when the model has nothing against single keys of some data."""
    named = data.get("kind", "technique")
    part = MODULE_KINDS.get(named if isinstance(named, str) else "", LearningModule)
    try:
        (Catalogue if kind == "catalogue" else part).model_validate(data)
    except ValidationError as error:
        return all(p["type"] in ABOUT_SEVERAL_KEYS or is_miscounted(p) for p in error.errors())
    return True


RICH = [
    ("catalogue", catalogue_data()),
    *(("module", data_of(ROOT / "modules" / name / "module.yaml")) for name in MODULES),
    *(
        (
            "module",
            module_data(questions=[{n: p["examples"][0] for n, p in d["properties"].items()}]),
        )
        for d in (SCHEMA["module"]["$defs"][q.__name__] for q in QUESTION_KINDS.values())
    ),
]
VALUES = [
    *(None, True, False, 0, 1, -7, 3, 1000, 10**7, 1.5, [], {}, ["x"], [1], [None], {"x": 1}),
    *("", " ", "x", "X", " x ", "two\nlines", "a\u2028b", "x" * 90, "x" * 2001, "a-b", "a--b"),
    *("before", "technique", "choosing-tool", "matching", "true-false", "mastery-score"),
    *("2026-11-20", "2026-02-30", "2026-2-1", "20261120", "1.0.0", "1.0", "#00754a", "#00754A"),
    *("https://example.org/a?b#c", "http://example.org", "example.org", "javascript:alert(1)"),
    *("https://example.org/ä", "https://example.org/a b", "a@example.org", "a.png", "a.PNG"),
    *("a.mp4", "a.vtt", "STY-001", "sty-1", "en-GB", "cy", "english"),
]


@given(st.sampled_from(RICH), st.data())
def test_the_schema_and_the_model_agree(sample: tuple[str, Any], draw: st.DataObject) -> None:
    kind, original = sample
    data = copy.deepcopy(original)
    path = draw.draw(st.sampled_from(list(places(data))))
    change = draw.draw(st.sampled_from(["put", "remove", "add"]))
    value = draw.draw(st.sampled_from(VALUES))
    if change == "remove":
        holder = data
        for name in path[:-1]:
            holder = holder[name]
        del holder[path[-1]]
    else:
        put(
            data,
            (*path[:-1], "another") if change == "add" and isinstance(path[-1], str) else path,
            value,
        )
    found = wrong(kind, data)
    assert taken(kind, data) == (not found), found


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("stage", "`before`, `during` or `after`"),
        ("learning_minutes", "a whole number, 5 to 120"),
        ("completion", "keys with values"),
        ("links", "a list of 1 to 8, each keys with values"),
        ("title", "plain text on one line, at most 80 characters"),
        ("reviewed", "a date written YYYY-MM-DD"),
        ("kind", "`technique`"),
    ],
)
def test_says_in_words_what_a_key_takes(key: str, expected: str) -> None:
    node = SCHEMA["module"]["$defs"]["LearningModule"]["properties"][key]
    assert words(node) == expected
    named = words(node, lambda name: f"the part {name}")
    assert ("the part" in named) == (REFERENCE in json.dumps(node))
