"""What a learner reads around the content, in a language that nobody has translated it into."""

from __future__ import annotations

from collections.abc import Iterator

from scorm_builder.content.loader import Content
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.theme.translations import language


def check_interface(content: Content) -> Iterator[Diagnostic]:
    """The interface is in the language of a module, or it is said what stays English."""
    for name, module in content.modules.items():
        spoken = language(module.language)
        if not spoken.has_interface:
            message = (
                f"language: there is no interface in {spoken.name} ('{module.language}'): buttons,"
                " headings and messages stay English, in the module, the handout and the card;"
                f" the content, dates and numbers are in {spoken.name}"
            )
            yield diagnose("MOD-040", content.sources[name].document.place(("language",)), message)
