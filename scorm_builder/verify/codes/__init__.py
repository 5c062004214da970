"""Every rule for packages, one row each, by chapter.

Codes are stable: a code is never given a new meaning, and a retired one is not used again.

- PKG: the zip and the names in it.
- MAN: the manifest as a document.
- ITM: organizations and items.
- RES: resources and their files.
- MD: metadata.
- RTE: the run-time, as far as pages and scripts show it.
- NHS and LMS: what single LMSs take, when they are asked for.
- PLAY: what a package does in a browser, when it is played.
"""

from __future__ import annotations

from collections.abc import Mapping

from scorm_builder.verify.codes.itm import ITM
from scorm_builder.verify.codes.man import MAN
from scorm_builder.verify.codes.md import MD
from scorm_builder.verify.codes.nhs import NHS
from scorm_builder.verify.codes.pkg import PKG
from scorm_builder.verify.codes.play import PLAY
from scorm_builder.verify.codes.res import RES
from scorm_builder.verify.codes.row import Rule
from scorm_builder.verify.codes.rte import RTE

__all__ = ["CHAPTERS", "RULES", "Rule"]

CHAPTERS: Mapping[str, Mapping[str, Rule]] = {
    "The zip": PKG,
    "The manifest": MAN,
    "Organizations and items": ITM,
    "Resources and files": RES,
    "Metadata": MD,
    "The run-time in pages and scripts": RTE,
    "Single LMSs": NHS,
    "Playing": PLAY,
}

RULES: Mapping[str, Rule] = {code: row for rows in CHAPTERS.values() for code, row in rows.items()}
