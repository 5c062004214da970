"""Where in a brand's own templates a fault is."""

from __future__ import annotations

import traceback

from jinja2 import TemplateSyntaxError

from scorm_builder.diagnostics import Location
from scorm_builder.theme import Theme


def place_in_brand(error: BaseException | None, theme: Theme) -> Location | None:
    """The innermost line of the theme's overrides that an error came from; None if from none."""
    found = None
    while error is not None and theme.overrides:
        lines = [(f.f_code.co_filename, line) for f, line in traceback.walk_tb(error.__traceback__)]
        if isinstance(error, TemplateSyntaxError):
            lines.append((error.filename or "", error.lineno))
        for file, line in lines:
            if file.startswith(theme.overrides_folder):
                found = Location(file, line, 1)
        error = error.__cause__
    return found
