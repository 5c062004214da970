"""The file that sets severities by code, for `verify`.

`scorm-verify.toml`, or the table `[tool.scorm-verify]` of `pyproject.toml`:

    [severities]
    RES-005 = "off"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scorm_builder.diagnostics import Severity
from scorm_builder.report import nearest_code
from scorm_builder.verify.codes import RULES

FILE = "scorm-verify.toml"
PYPROJECT = "pyproject.toml"

_OFF = "off"
_WORDS = [*(severity.value for severity in Severity), _OFF]
_TABLE = "severities"


class BadConfiguration(Exception):
    """The file says what cannot be done. Its text names the file and what is wrong."""


def read_severities(path: Path | None, folder: Path) -> Mapping[str, Severity | None]:
    """The severity of each code that a file names; None for one that is switched off.

    The file is `path`; else `scorm-verify.toml` or else `pyproject.toml` in `folder`; else there is
    none. Raises BadConfiguration, and OSError when it cannot be read.
    """
    if path is None:
        there = [folder / name for name in (FILE, PYPROJECT) if (folder / name).is_file()]
        if not there:
            return {}
        path = there[0]
    try:
        data = tomllib.loads(path.read_bytes().decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if path.name == PYPROJECT and "scorm-verify" not in path.read_text(errors="replace"):
            return {}
        raise BadConfiguration(f"{path}: this is not TOML: {error}") from error
    if path.name == PYPROJECT:
        tools = data.get("tool", {})
        data = tools.get("scorm-verify", {}) if isinstance(tools, dict) else {}
    return _severities(data, path)


def _severities(data: Any, path: Path) -> Mapping[str, Severity | None]:
    """Every mistake in one message, as nobody wants to mend a file a line at a time."""
    if not isinstance(data, dict) or not isinstance(data.get(_TABLE, {}), dict):
        raise BadConfiguration(f"{path}: there must be a table [{_TABLE}]")
    unknown = [name for name in data if name != _TABLE]
    wrong = [f"{name!r} is not known; there is only the table [{_TABLE}]" for name in unknown]
    table = data.get(_TABLE, {})
    for code, word in table.items():
        if code not in RULES:
            near = nearest_code(code, RULES)
            meant = f"; did you mean {near}?" if near else "; 'scorm-builder explain' lists them"
            wrong.append(f"there is no code {code!r} for packages{meant}")
        if word not in _WORDS:
            wrong.append(f"{code}: {word!r} is not one of {', '.join(_WORDS)}")
    if wrong:
        raise BadConfiguration("; ".join(f"{path}: {one}" for one in wrong))
    return {code: None if word == _OFF else Severity(word) for code, word in table.items()}
