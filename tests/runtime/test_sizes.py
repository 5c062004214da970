"""How much a learner's browser loads: bounds that a hospital's network sets."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from scorm_builder.jobs import Artifact
from tests.conftest import MODULES

MOST_PACKED = 60_000
# Page, style and script; and the same with the drawings.
MOST_LOADED = 150 * 1024
MOST_WITH_DRAWINGS = 160 * 1024
NOT_COUNTED = (".xsd", ".png", ".jpg", ".mp4", ".webm", ".vtt", ".woff2")


@pytest.mark.parametrize("name", MODULES)
def test_a_package_is_small(artifacts: dict[str, Artifact], name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(artifacts[f"scorm12/{name}.zip"].content)) as package:
        entries = [e for e in package.infolist() if not e.filename.endswith(NOT_COUNTED)]
    assert sum(entry.compress_size for entry in entries) <= MOST_PACKED
    names = {re.sub(r"\.[0-9a-f]{10}\.", ".", e.filename): e for e in entries}
    not_loaded = {"imsmanifest.xml", "licences/nhsuk-frontend.txt", "style.css"}
    assert names.keys() >= not_loaded
    loaded = [entry for name, entry in names.items() if name not in not_loaded]
    assert names.keys() - not_loaded - {"pictures/diagram.svg"} == {
        "index.html",
        "module.css",
        "module.js",
    }
    drawings = sum(e.file_size for e in loaded if e.filename.endswith(".svg"))
    assert sum(e.file_size for e in loaded) - drawings <= MOST_LOADED
    assert sum(e.file_size for e in loaded) <= MOST_WITH_DRAWINGS
