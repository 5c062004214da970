"""Diagrams are there, and hold nothing but shapes and words."""

from __future__ import annotations

from collections.abc import Iterator

from scorm_builder.content.drawing import drawing_problems
from scorm_builder.content.loader import Content
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import Diagram, walk


def check_diagrams(content: Content) -> Iterator[Diagnostic]:
    """Every diagram can be shown in pages and in print without any risk."""
    for source in content.sources.values():
        for found in walk(source.part, source.document.data):
            name = found.value.get("file") if found.kind is Diagram else None
            # A name with another ending is wrong in itself, which the model says.
            if not isinstance(name, str) or not name.endswith(".svg"):
                continue
            drawing = source.pictures.get(name)
            problems = ("is not there",) if drawing is None else drawing_problems(drawing)
            place = source.document.place((*found.path, "file"))
            for problem in problems:
                yield diagnose("MOD-026", place, f"{name} {problem}")
