"""A user's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.project import Project
from tests.tools.user import NAMES


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A working directory with three modules."""
    return Project(tmp_path).with_modules(*NAMES).folder
