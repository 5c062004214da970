"""The rules of a style sheet that a page can use: a module carries no style of what it has not."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import groupby
from typing import Any

_CLASSES = re.compile(r'\bclass="([^"]*)"')


def style_for(sheet: bytes, page: str) -> bytes:
    """The style sheet with those rules of `sheet` that the page, or its script, may need.

    `sheet` is what `templates/assets.mjs` writes: each rule with the classes that it asks for.
    """
    written = _read(sheet)
    present = {name for names in _CLASSES.findall(page) for name in names.split()}
    used = [
        rule
        for rule in written["rules"]
        if any(present.issuperset(classes) for classes in rule["classes"])
    ]
    blocks = [
        _block(condition, "".join(rule["css"] for rule in rules))
        for condition, rules in groupby(used, key=lambda rule: str(rule["condition"]))
    ]
    return f"{written['notice']}\n{''.join(blocks)}".encode()


@lru_cache(maxsize=4)
def _read(sheet: bytes) -> Any:
    return json.loads(sheet)


def _block(condition: str, rules: str) -> str:
    return f"{condition}{{{rules}}}" if condition else rules
