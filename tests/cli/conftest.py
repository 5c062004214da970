"""A user's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.user import (
    write_modules,
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A working directory with three modules."""
    write_modules(tmp_path / "modules")
    return tmp_path
