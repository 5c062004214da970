"""The model -> JSON Schema, from which editors complete and explain keys while an author types.

It says what one key can hold. Rules about several keys (an id that stands twice, a review before
the last one) are for `scorm-builder check` alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from scorm_builder.content.yaml_reader import read_yaml
from scorm_builder.model import FORMS, MODULE_KINDS, Brand, Catalogue, Part, described

REFERENCE = "#/$defs/"
_TEXTS = {
    "line": "plain text on one line",
    "inline": "one paragraph, which may have links and *emphasis*",
    "prose": "paragraphs, lists and tables, which may have links and *emphasis*",
}


def module_schema() -> dict[str, Any]:
    """The JSON Schema of a `module.yaml`, of either kind of module."""
    _, definitions = models_json_schema(
        [(part, "validation") for part in MODULE_KINDS.values()], schema_generator=_Generator
    )
    parts = {kind: {"$ref": REFERENCE + part.__name__} for kind, part in MODULE_KINDS.items()}
    return _finished({"title": "Module", **_by_kind(parts), **definitions})


def catalogue_schema() -> dict[str, Any]:
    """The JSON Schema of `catalogue.yaml`."""
    return _finished(Catalogue.model_json_schema(schema_generator=_Generator))


def brand_schema() -> dict[str, Any]:
    """The JSON Schema of `brand.yaml`."""
    return _finished(Brand.model_json_schema(schema_generator=_Generator))


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "module": module_schema,
    "catalogue": catalogue_schema,
    "brand": brand_schema,
}
"""What makes the schema of each kind of file."""


def schema_text(kind: str) -> str:
    """The schema of a kind of file in `SCHEMAS`, as JSON text."""
    return json.dumps(SCHEMAS[kind](), indent=2) + "\n"


class _Generator(GenerateJsonSchema):
    """pydantic's own, with examples, and in the form that editors complete best."""

    def sort(self, value: JsonSchemaValue, _parent_key: str | None = None) -> JsonSchemaValue:
        """Keeps the order of the model, which is that of a file."""
        return value

    def field_title_should_be_set(self, *_: object) -> bool:
        """A title would only repeat the key."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        part: type[Part] = schema["cls"]
        for name, node in made["properties"].items():
            description, examples = described(part, name)
            node["description"] = description
            if examples:
                node["examples"] = [_value(example) for example in examples]
            if node.get("default", "") is None:
                del node["default"]
            if "const" in node:
                # What an editor fills in.
                node["default"] = node["const"]
        # "ActivityField" is "Activity field": editors offer a whole part by this name.
        made["title"] = re.sub(r"\B([A-Z])", lambda match: f" {match[1].lower()}", made["title"])
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """One schema instead of two where there can be: editors say more of it."""
        inner = self.generate_inner(schema["schema"])
        if "type" not in inner:
            return {"anyOf": [inner, {"type": "null"}]}
        choices = {"enum": [*inner["enum"], None]} if "enum" in inner else {}
        return {**inner, "type": [inner["type"], "null"], **choices}

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return _by_kind({str(k): self.generate_inner(v) for k, v in schema["choices"].items()})


def _by_kind(parts: Mapping[str, JsonSchemaValue]) -> JsonSchemaValue:
    """What is one of several parts, as its `kind` says; the first when it says nothing.

    With `oneOf`, editors report the mistakes of all of them; so each is behind an `if`.
    """
    default, *others = parts
    kind = {
        "enum": [*parts],
        "default": default,
        "description": f"Which kind it is. Left out: {default}.",
        "examples": [*parts],
    }
    conditions: list[JsonSchemaValue] = [{"properties": {"kind": {"const": default}}}]
    conditions += [{"properties": {"kind": {"const": n}}, "required": ["kind"]} for n in others]
    return {
        "type": "object",
        "properties": {"kind": kind},
        "allOf": [
            {"if": condition, "then": part}
            for condition, part in zip(conditions, parts.values(), strict=True)
        ],
    }


def _finished(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with what needs all of its parts: composed examples, and words for authors."""
    for owner in (schema, *schema["$defs"].values()):
        for node in owner["properties"].values():
            if "examples" not in node:
                node["examples"] = [_composed(node, schema["$defs"])]
            node["markdownDescription"] = f"{node['description']}\n\n({words(node)})"
    for node in _nodes(schema):
        if isinstance(node.get("pattern"), str):
            # Not of the standard, and shown by editors instead of the pattern.
            node["patternErrorMessage"] = f"This must be {FORMS[node['pattern']]}."
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _nodes(value: Any) -> Iterable[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _nodes(below)


def _composed(node: Mapping[str, Any], parts: Mapping[str, Any], number: int = 0) -> Any:
    """The example with this number of what a node describes, made of those of its parts."""
    if "examples" in node:
        return node["examples"][number % len(node["examples"])]
    if "$ref" in node:
        return _composed(parts[node["$ref"].removeprefix(REFERENCE)], parts, number)
    if "anyOf" in node:
        return _composed(node["anyOf"][0], parts, number)
    if "allOf" in node:
        return _composed(node["allOf"][0]["then"], parts, number)
    if "items" in node:
        return [_composed(node["items"], parts, item) for item in range(node["minItems"])]
    return {name: _composed(below, parts, number) for name, below in node["properties"].items()}


def _value(example: str) -> Any:
    return read_yaml(example.encode(), "example").data


def words(node: Mapping[str, Any], name_part: Callable[[str], str] | None = None) -> str:
    """What a node takes, in an author's words; `name_part` names a part, by its key in `$defs`."""
    if "$ref" in node:
        name = node["$ref"].removeprefix(REFERENCE)
        return name_part(name) if name_part else "keys with values"
    if "anyOf" in node:
        return words(node["anyOf"][0], name_part)
    if "items" in node:
        items = words(node["items"], name_part)
        return f"a list of {_range(node, 'minItems', 'maxItems')}, each {items}"
    if "const" in node or "enum" in node:
        choices = [f"`{c}`" for c in node.get("enum", [node.get("const")]) if c is not None]
        return " or ".join([", ".join(choices[:-1]), choices[-1]] if choices[1:] else choices)
    return _plain_words(node)


def _plain_words(node: Mapping[str, Any]) -> str:
    if "boolean" in node.get("type", ()):
        return "true or false"
    if "integer" in node.get("type", ()):
        return f"a whole number, {_range(node, 'minimum', 'maximum')}"
    if "allOf" in node:
        return "keys with values, by its `kind`"
    text = _TEXTS.get(node.get("x-text", "")) or FORMS[node["pattern"]]
    limit = f", at most {node['maxLength']} characters" if "maxLength" in node else ""
    return text + limit


def _range(node: Mapping[str, Any], least: str, most: str) -> str:
    first, last = node[least], node.get(most)
    if last is None:
        return f"at least {first}"
    return f"{first}" if first == last else f"{first} to {last}"
