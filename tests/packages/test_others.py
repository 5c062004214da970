"""Packages that other tools make, and that play everywhere, get no error."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from scorm_builder.diagnostics import Severity
from scorm_builder.verify import verify_path
from tests.conftest import ROOT
from tests.packages.cases import HERE


def test_a_packager_that_is_on_npm(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    for name in ("index.html", "style.css", "script.js"):
        shutil.copy(HERE / "_base" / name, source / name)
    script = HERE / "packager.cjs"
    modules = {"NODE_PATH": str(ROOT / "templates" / "node_modules")}
    subprocess.run(
        ["node", script, source, out], check=True, capture_output=True, env=os.environ | modules
    )
    (package,) = out.iterdir()
    found = verify_path(package, "package")
    assert {f.code for f in found if f.severity is Severity.WARNING} == {
        "ITM-018",  # No item has isvisible.
        "MAN-012",  # Metadata stands in two wrong places.
        "MD-002",  # The record is one of a later standard.
    }
    assert [f for f in found if f.severity is Severity.ERROR] == []
