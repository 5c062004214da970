"""What every report is made of: what came of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import quote

from scorm_builder.diagnostics import (
    Diagnostic,
    Location,
    Severity,
    visible,
    visible_in_place,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file or package: what was found in it, or else why it could not be read."""

    name: str
    found: tuple[Diagnostic, ...] = ()
    unread: str = ""


class Tally:
    """Counts outcomes as they pass, so that none of them need be kept.

    `severities` counts what was found, `outcomes` what was looked at, `with_findings` how many of
    those have something to tell, and `unread` how many could not be read.
    """

    def __init__(self) -> None:
        self.severities: Counter[Severity] = Counter()
        self.outcomes = 0
        self.with_findings = 0
        self.unread = 0

    def count(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The same outcomes, counted."""
        for outcome in outcomes:
            self.outcomes += 1
            self.unread += bool(outcome.unread)
            self.with_findings += bool(outcome.found)
            self.severities.update(found.severity for found in outcome.found)
            yield outcome


def path_of(location: Location) -> str:
    """The file of a place, in a package below the package's own path."""
    return f"{location.file}/{location.inside}" if location.inside else location.file


def address_of(path: str) -> str:
    """A path as a reference by which a URI names a file: relative unless the path is not."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())


def visible_lines(text: str) -> str:
    """`text` as `visible` has it, but for the ends of its lines."""
    return "\n".join(map(visible, text.split("\n")))


def made_visible(outcome: Outcome) -> Outcome:
    """An outcome all of whose texts can be printed, and put into XML and JSON."""
    return Outcome(
        visible(outcome.name),
        tuple(
            replace(
                found,
                location=replace(
                    found.location,
                    file=visible(found.location.file),
                    inside=visible(found.location.inside),
                ),
                message=visible(found.message),
                help=visible_lines(found.help),
                excerpt=found.excerpt
                and replace(found.excerpt, text=visible_in_place(found.excerpt.text)),
            )
            for found in outcome.found
        ),
        visible(outcome.unread),
    )
