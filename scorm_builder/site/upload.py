"""What LMS administrators must type or check, as a table for a spreadsheet (RFC 4180).

It starts with a byte order mark, so that Excel reads it as UTF-8 and shows accents.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from scorm_builder.site.packages import Package

# A spreadsheet would run a cell that starts with one of these (OWASP, CSV injection).
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_table(packages: Sequence[Package]) -> bytes:
    """A row for each package below a row of names; only a byte order mark without a package."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    if packages:
        rows.writerow([_plain(fact.label) for fact in packages[0].facts])
    for package in packages:
        rows.writerow([_plain(fact.value) for fact in package.facts])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """A cell that a spreadsheet takes for text; an apostrophe is before what looks otherwise."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
