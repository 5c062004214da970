"""What one page, script or style sheet shows by itself, and the findings that it makes.

Nothing is run. Words are looked for as they are, so what a script puts together from pieces is not
seen; `Signs.is_veiled` says that this is likely.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.verify.finding import finding
from scorm_builder.verify.package import Package
from scorm_builder.verify.pages.outside import outside
from scorm_builder.verify.pages.page_reader import place_in

Load = tuple[int, str, bool]
"""What is loaded: where its address stands, the address, and whether it can change the page."""

SECRETS = (
    "it is a key of AWS",
    "it is a key of Stripe",
    "it is a private key",
    "it is a token of GitHub",
)
"""What is said of keys, which are not quoted."""

# A place costs a look at all that is before it.
_MOST_OF_A_FILE = 20


@dataclass(slots=True)
class Signs:
    """What one file shows.

    `found` are findings that stand for themselves, by code and what tells them from others of the
    package; `links` the files of the package that it loads or leads to; `unload` a finding of
    RTE-005, which counts when nothing listens to pagehide; `of_2004` those of RTE-004, which count
    when nothing speaks to an LMS of SCORM 2004; `tags` how many tags were read.
    """

    words: frozenset[str] = frozenset()
    links: list[str] = field(default_factory=list)
    loads_more: bool = False
    is_veiled: bool = False
    found: dict[tuple[str, str], Diagnostic] = field(default_factory=dict)
    unload: Diagnostic | None = None
    of_2004: list[Diagnostic] = field(default_factory=list)
    tags: int = 0

    @property
    def is_plain(self) -> bool:
        """True when a script has no way to hide a word, or to get it from elsewhere."""
        outside = ("RTE-011", "RTE-012", "RTE-013")
        return not self.is_veiled and not any(code in outside for code, _ in self.found)


class Teller:
    """Makes the findings of one file, each kind once."""

    def __init__(self, package: Package, path: str, content: bytes) -> None:
        self.package, self.path, self.content = package, path, content
        self.signs = Signs()

    def at(
        self, code: str, span: tuple[int, int], message: str, severity: Severity | None = None
    ) -> Diagnostic:
        """A finding about the bytes from the first to before the last of `span`."""
        start, stop = span
        place, excerpt = place_in(self.package, self.path, self.content, start, stop - start)
        # A secret need not go into a log as well.
        shown = None if message in SECRETS else excerpt
        return finding(code, place, message, excerpt=shown, severity=severity)

    def tell(
        self,
        code: str,
        span: tuple[int, int],
        message: str,
        severity: Severity | None = None,
        subject: str = "",
    ) -> None:
        """Keeps such a finding, unless there is one of the code and the subject, or message."""
        key = (code, subject or message)
        if key not in self.signs.found and len(self.signs.found) < _MOST_OF_A_FILE:
            self.signs.found[key] = self.at(code, span, message, severity)

    def tell_outside(self, loads: Iterable[Load]) -> None:
        """RTE-011 to RTE-013: what is loaded from elsewhere, once a host."""
        for offset, address, is_active in loads:
            told = outside(address, is_active=is_active)
            if told is not None:
                code, subject, message = told
                span = (offset, offset + len(address.encode()))
                self.tell(code, span, message, subject=subject)
