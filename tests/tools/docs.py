"""Pages of the documentation."""

from __future__ import annotations

import re


def anchor(heading: str) -> str:
    """A heading as a link spells it on GitHub."""
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")
