"""How much a learner's browser loads: bounds that a hospital's network sets."""

from __future__ import annotations

import io
import zipfile

import pytest

from scorm_builder.jobs import Artifact
from tests.conftest import MODULES

MOST_PACKED = 60_000
MOST_LOADED = 175_000
NOT_COUNTED = (".xsd", ".png", ".jpg", ".mp4", ".webm", ".vtt", ".woff2")


@pytest.mark.parametrize("name", MODULES)
def test_a_package_is_small(artifacts: dict[str, Artifact], name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(artifacts[f"scorm12/{name}.zip"].content)) as package:
        entries = [e for e in package.infolist() if not e.filename.endswith(NOT_COUNTED)]
    assert sum(entry.compress_size for entry in entries) <= MOST_PACKED
    not_loaded = ("imsmanifest.xml", "licences/nhsuk-frontend.txt", "style.css")
    loaded = [e for e in entries if e.filename not in not_loaded]
    parts = {"index.html", "module.css", "module.js"}
    assert {e.filename for e in loaded} - {"pictures/diagram.svg"} == parts
    assert sum(entry.file_size for entry in loaded) <= MOST_LOADED
