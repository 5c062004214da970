"""What the codes in a report mean, those of content and those of packages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from scorm_builder.diagnostics import Rule
from scorm_builder.diagnostics.codes import CODES
from scorm_builder.verify.codes import RULES

ALL_CODES: Mapping[str, Rule] = {**CODES, **RULES}
"""What each code of content and of packages means, in the order of their tables."""

# Hyphens and leading zeros.
_NOT_TOLD_APART = re.compile(r"[^A-Z0-9]|(?<![0-9])0+")


def nearest_code(code: str, known: Iterable[str]) -> str | None:
    """The code that was probably meant: `RES5` for `RES-005` is nearer than any misspelling."""
    short = {_NOT_TOLD_APART.sub("", one): one for one in known}
    near = get_close_matches(_NOT_TOLD_APART.sub("", code.upper()), short, 1)
    return short[near[0]] if near else None
