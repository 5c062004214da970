"""What a new module, or lines that were pasted, say in the place of their author's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scorm_builder.checks.history import UNWRITTEN
from scorm_builder.content.loader import Content
from scorm_builder.content.starter import lines_to_replace
from scorm_builder.content.wording import spell
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import Catalogue, TextKind, walk


def check_leftovers(content: Content) -> Iterator[Diagnostic]:
    """Every text is the author's own. One finding for a file, at the first that is not."""
    files = [(source.part, source.document) for source in content.sources.values()]
    for part, document in (*files, (Catalogue, content.catalogue_source.document)):
        found = [
            (document.find(text.path, line), text.path)
            for text in walk(part, document.data)
            if isinstance(text.kind, TextKind) and (line := _unwritten(text.value))
        ]
        if found:
            place, path = min(found, key=lambda one: (one[0].line, one[0].column))
            more = f", as do {len(found)} texts in all" if len(found) > 1 else ""
            message = f"{spell(path)}: this still says 'Write here'{more}"
            yield diagnose("MOD-027", place, message)


def _unwritten(text: Any) -> str:
    """The first line of a text that the file had when it was new; blank when there is none."""
    lines = (line.strip() for line in str(text).splitlines())
    unwritten = {*lines_to_replace(), UNWRITTEN}
    return next((line for line in lines if line in unwritten), "")
