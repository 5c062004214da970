"""The file that says how `verify` is to judge the packages of a folder.

`scorm-verify.toml`, or the table `[tool.scorm-verify]` of `pyproject.toml`:

    lms = ["moodle"]

    [severities]
    RES-005 = "off"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scorm_builder.diagnostics import Severity
from scorm_builder.report.codes import nearest_code
from scorm_builder.verify import PROFILES
from scorm_builder.verify.codes import RULES

FILE = "scorm-verify.toml"
PYPROJECT = "pyproject.toml"

_OFF = "off"
_WORDS = [*(severity.value for severity in Severity), _OFF]
_TABLE = "severities"
_LMS = "lms"


class BadConfiguration(Exception):
    """The file says what cannot be done. Its text names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Severities by code, None for one that is switched off; and LMSs whose limits count."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    lms: Sequence[str] = ()


def read_configuration(path: Path | None, folder: Path) -> Configuration:
    """What the file says that is to be used.

    The file is `path`; else `scorm-verify.toml` or else `pyproject.toml` in `folder`; else there is
    none. Raises BadConfiguration, and OSError when it cannot be read.
    """
    if path is None:
        there = [folder / name for name in (FILE, PYPROJECT) if (folder / name).is_file()]
        if not there:
            return Configuration()
        path = there[0]
    try:
        data = tomllib.loads(path.read_bytes().decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if path.name == PYPROJECT and "scorm-verify" not in path.read_text(errors="replace"):
            return Configuration()
        raise BadConfiguration(f"{path}: this is not TOML: {error}") from error
    if path.name == PYPROJECT:
        tools = data.get("tool", {})
        data = tools.get("scorm-verify", {}) if isinstance(tools, dict) else {}
    return _configuration(data, path)


def _configuration(data: Any, path: Path) -> Configuration:
    """Every mistake in one message, as nobody wants to mend a file a line at a time."""
    if not isinstance(data, dict) or not isinstance(data.get(_TABLE, {}), dict):
        raise BadConfiguration(f"{path}: there must be a table [{_TABLE}]")
    unknown = [name for name in data if name not in (_TABLE, _LMS)]
    wrong = [f"{name!r} is not known; there are {_LMS} and [{_TABLE}]" for name in unknown]
    table, lms = data.get(_TABLE, {}), data.get(_LMS, [])
    if not isinstance(lms, list) or not {*map(str, lms)} <= {*PROFILES}:
        wrong.append(f"{_LMS} must be a list with some of {', '.join(PROFILES)}")
        lms = []
    for code, word in table.items():
        if code not in RULES:
            near = nearest_code(code, RULES)
            meant = f"; did you mean {near}?" if near else "; 'scorm-builder explain' lists them"
            wrong.append(f"there is no code {code!r} for packages{meant}")
        if word not in _WORDS:
            wrong.append(f"{code}: {word!r} is not one of {', '.join(_WORDS)}")
    if wrong:
        raise BadConfiguration("; ".join(f"{path}: {one}" for one in wrong))
    severities = {code: None if word == _OFF else Severity(word) for code, word in table.items()}
    return Configuration(severities, tuple(lms))
