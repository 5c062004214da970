"""Packages: a small one of anybody's as a folder and as a zip, and what is in one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from scorm_builder.jobs import Artifact
from scorm_builder.packaging.manifest import ADLCP, CP, MD
from scorm_builder.verify.codes import RULES
from tests.tools.user import COMMAND

VERIFY = (*COMMAND, "verify")

MANIFEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="tea" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org">
    <organization identifier="org"><title>Tea</title>
      <item identifier="item" identifierref="sco" isvisible="true"><title>Tea</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
    </resource>
  </resources>
</manifest>
"""

PAGE = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Tea</title></head></html>'
MISTAKE = 'identifierref="nowhere"'
# What is only untidy, and this sample has; the tests are about the command, not about the rules.
QUIET = {code: "off" for code in RULES if not code.startswith("ITM")}


def make(folder: Path, *, good: bool) -> Path:
    """A package in a folder, and the zip of it beside it."""
    folder.mkdir()
    manifest = MANIFEST if good else MANIFEST.replace('identifierref="sco"', MISTAKE)
    (folder / "imsmanifest.xml").write_text(manifest, encoding="utf-8")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as package:
        for name in ("imsmanifest.xml", "index.html"):
            package.write(folder / name, name)
    return path


NAMESPACES = {"cp": CP, "adlcp": ADLCP, "md": MD}


def unpacked(artifact: Artifact) -> dict[str, bytes]:
    """The files in a package."""
    with zipfile.ZipFile(io.BytesIO(artifact.content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def find(root: etree._Element, path: str) -> list[Any]:
    """What an XPath finds in a manifest."""
    found = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return found


def assert_valid(standard: etree.XMLSchema, root: etree._Element) -> None:
    """Fails with what the schema has to say."""
    assert standard.validate(root), str(standard.error_log)
