"""What has changed from version to version: for LMS administrators and for the feed of the site."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import StringConstraints
from pydantic_core import PydanticCustomError

from scorm_builder.model.texts import (
    STRUCTURE,
    CalendarDate,
    Inline,
    Part,
    Path,
    Version,
)


class BundleRelease(Part):
    """One version of a bundle. Each module in it has a history of its own."""

    version: Version
    """Three numbers in quotes.

    Example: "1.0.0"
    """
    date: CalendarDate
    """The day it was given out, YYYY-MM-DD.

    Example: 2026-11-20
    """
    changes: Inline
    """What has changed since the version before, for the people who run an LMS.

    Example: This is the first version.
    """


class Release(BundleRelease):
    """One version of a module."""

    structure: Annotated[str, StringConstraints(pattern=STRUCTURE)] | None = None
    """Tells what learners keep of their work. The first version needs none; `check` says the rest.

    Example: "x4k2pq:0ab.9t2:which-one.c.3fa.k0z:first-step"
    """


def refuse_disorder(history: Sequence[BundleRelease], at: Path) -> None:
    """Refuses a history that is not newest first; `at` is its path below what is validated."""
    for index, (newer, older) in enumerate(pairwise(history), 1):
        if version_numbers(older.version) >= version_numbers(newer.version):
            raise PydanticCustomError(
                "MOD-015",
                "{older} is not below {newer}, which stands before it; the newest is first",
                {"older": older.version, "newer": newer.version, "at": (*at, index, "version")},
            )
        if older.date > newer.date:
            raise PydanticCustomError(
                "MOD-015",
                "this date is after that of the version before it; the newest is first",
                {"at": (*at, index, "date")},
            )


def version_numbers(version: str) -> tuple[int, ...]:
    """A version as numbers, which sort as people count: 1.10.0 comes after 1.9.0."""
    return tuple(int(number) for number in version.split("."))


def is_draft(version: str) -> bool:
    """Whether nobody has this version yet: it is below 1.0.0."""
    return version_numbers(version)[0] == 0
