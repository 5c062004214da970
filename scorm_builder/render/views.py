"""What templates are handed: plain data that can be read, and with which nothing else can be done.

A template may come from somebody else, and whatever it is handed can be used in every way that its
class offers. So no object of the model, and none of a library, gets to a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NoReturn, final

from markupsafe import Markup
from pydantic import BaseModel

PLAIN: frozenset[type] = frozenset({str, Markup, int, float, bool, type(None)})
"""The classes of values that stand for themselves."""


@final
class View:
    """Values by name, to be read as `view.name` or `view["name"]`; it has no methods of its own.

    So a key may be called `items` or `keys`. Names that start with an underscore are no names.
    """

    __slots__ = ("_values",)
    _values: Mapping[str, Any]

    def __init__(self, values: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_values", MappingProxyType(dict(values)))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._values:
            raise AttributeError(name)
        return self._values[name]

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"{name} cannot be set")

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and self._values == other._values

    def __hash__(self) -> int:
        return hash(tuple(self._values))

    def __repr__(self) -> str:
        return f"View({', '.join(self._values)})"


@final
class Function:
    """What a template may call: a function by name, of which nothing else can be reached."""

    __slots__ = ("_called", "_name")

    def __init__(self, name: str, called: Callable[..., Any]) -> None:
        self._name = name
        self._called = called

    def __call__(self, *given: Any, **named: Any) -> Any:
        """What the function returns."""
        return self._called(*given, **named)

    def __repr__(self) -> str:
        return f"Function({self._name})"


def view(value: Any) -> Any:
    """A value as plain data: parts of the model, dataclasses and mappings become a `View`.

    A `Function` stays one. Lists become tuples, and dates texts such as 2026-11-20. Raises
    TypeError for anything else, so that nothing gets to a template that was not thought of.
    """
    if type(value) in PLAIN or isinstance(value, View | Function):
        return value
    if isinstance(value, BaseModel):
        return View({name: view(getattr(value, name)) for name in type(value).model_fields})
    if isinstance(value, Mapping):
        return View({name: view(item) for name, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(map(view, value))
    if type(value) is date:
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return View({field.name: view(getattr(value, field.name)) for field in fields(value)})
    raise TypeError(f"a template cannot be handed a {type(value).__name__}")


def as_json(value: Any) -> Any:
    """A `View` as what `json.dumps` takes, for its `default`. Raises TypeError for all else."""
    if isinstance(value, View):
        return {name: value[name] for name in value}
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")
