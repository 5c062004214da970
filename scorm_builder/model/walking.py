"""Walking over content by the model: works on data that is not valid too."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from scorm_builder.model.questions import QUESTION_KINDS, question_kind
from scorm_builder.model.texts import Part, Path, TextKind


@dataclass(frozen=True, slots=True)
class Found:
    """A value in unvalidated data, with its path and what the model says of its place.

    `kind` is the text kind of a text, or the class of a part.
    """

    path: Path
    kind: TextKind | type[Part]
    value: Any


def walk(part: type[Part], data: Any, path: Path = ()) -> Iterator[Found]:
    """Every part and text of `data`, as far as it has the shape of `part`, in the model's order.

    Works on data that is not valid, so that one run can report every problem in it.
    """
    if not isinstance(data, dict):
        return
    yield Found(path, part, data)
    for name, kind, many in _holding(part):
        # What should be a list and is none, or the other way round, is wrong as a whole.
        if name in data and isinstance(data[name], list) is many:
            value = data[name]
            for where, item in (
                [((*path, name, index), item) for index, item in enumerate(value)]
                if isinstance(value, list)
                else [((*path, name), value)]
            ):
                if isinstance(kind, TextKind):
                    if isinstance(item, str):
                        yield Found(where, kind, item)
                else:
                    yield from walk(_as_written(kind, item), item, where)


def _as_written(kind: type[Part], item: Any) -> type[Part]:
    """The class of a part whose data says of which kind it is."""
    if kind in QUESTION_KINDS.values() and isinstance(item, dict):
        return QUESTION_KINDS.get(question_kind(item) or "", kind)
    return kind


@cache
def _holding(part: type[Part]) -> tuple[tuple[str, TextKind | type[Part], bool], ...]:
    """The fields of a part that hold texts and parts, of what kind, and whether in a list."""
    return tuple(
        (name, kind, _is_list(field.annotation))
        for name, field in part.model_fields.items()
        if (kind := _kind_of(field.annotation, field.metadata)) is not None
    )


def _is_list(annotation: Any) -> bool:
    """Whether a field has a list, looking through Optional and Annotated."""
    if getattr(annotation, "__origin__", None) is tuple:
        return True
    return any(map(_is_list, getattr(annotation, "__args__", ())))


def _kind_of(annotation: Any, metadata: Iterable[Any]) -> TextKind | type[Part] | None:
    """What a field holds, looking through Optional, tuple and Annotated."""
    for mark in metadata:
        if isinstance(mark, TextKind):
            return mark
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _kind_of(argument, getattr(argument, "__metadata__", ()))
        if found is not None:
            return found
    return None


def part_at(part: type[Part], path: Path) -> type[Part] | None:
    """The class of the part at `path` below `part`; None when there is none.

    The path may have the kind of a question after its number, as pydantic's paths do.
    """
    current: type[Part] | None = part
    for name in path:
        if isinstance(name, int):
            continue
        if current in QUESTION_KINDS.values() and name in QUESTION_KINDS:
            current = QUESTION_KINDS[name]
            continue
        if current is None or name not in current.model_fields:
            return None
        field = current.model_fields[name]
        kind = _kind_of(field.annotation, field.metadata)
        current = kind if isinstance(kind, type) else None
    return current


def without_kinds(path: Path) -> Path:
    """A path of pydantic's without the kinds of questions that it has after their numbers."""
    return tuple(
        name
        for before, name in zip((None, *path), path, strict=False)
        if not (isinstance(before, int) and name in QUESTION_KINDS)
    )


def described(part: type[Part], name: str) -> tuple[str, tuple[str, ...]]:
    """A field's description and its examples, all from its docstring; see `texts.Part`."""
    text, _, last = _docstrings(part).get(name, "").partition("\n\nExample: ")
    examples = tuple(example.strip() for example in last.split("\nExample: ") if example)
    return " ".join(text.split()), examples


def description_of(part: type[Part], path: Path) -> str:
    """The description of the field at `path` below `part`; "" when there is none."""
    names = tuple(name for name in path if isinstance(name, str))
    owner = part_at(part, names[:-1])
    return described(owner, names[-1])[0] if owner and names else ""


@cache
def _docstrings(part: type[Part]) -> dict[str, str]:
    """What stands below each field of a part, its own or of a part that it extends.

    pydantic would read the source of every part at each start.
    """
    found: dict[str, str] = {}
    for owner in reversed(part.__mro__):
        if issubclass(owner, Part):
            (written,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
            for field, text in pairwise(getattr(written, "body", ())):
                match field, text:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(docstring))),
                    ):
                        found[name] = inspect.cleandoc(docstring)
    return found
