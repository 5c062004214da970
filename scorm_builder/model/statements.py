"""What a publisher says of the accessibility of the site, and of readers' privacy on it.

Nothing here is shown in a module: only the site has these pages.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from scorm_builder.model.texts import CalendarDate, Inline, Part, Prose, WebAddress


class _Statement(Part):
    """A page of the site that the publisher may replace or leave out."""

    shown: StrictBool = True
    """false leaves out the page and the links to it.

    Example: true
    """
    address: WebAddress | None = None
    """The publisher's own page about this: links lead to it, and no other is made.

    Example: https://library.example.org/statement
    """

    @property
    def is_made(self) -> bool:
        """Whether the site has a page of ours for it."""
        return self.shown and self.address is None


class Accessibility(_Statement):
    """The accessibility statement. Left out: a page that says no more than is known."""

    commitment: Inline | None = None
    """What the publisher is committed to: shown first.

    Example: The library service wants everybody to be able to use its web pages.
    """
    status: Literal["full", "partial", "none"] | None = None
    """How far the site meets WCAG 2.2 at level AA. Left out: the page claims nothing.

    Example: partial
    """
    prepared: CalendarDate | None = None
    """The day the statement was prepared, YYYY-MM-DD.

    Example: 2026-11-24
    """
    reviewed: CalendarDate | None = None
    """The day it was last reviewed, YYYY-MM-DD.

    Example: 2027-11-24
    """
    tested: Prose | None = None
    """How the site was tested, when and by whom.

    Example: The library team tried each kind of page with NVDA and Firefox on 20 November 2026.
    """
    issues: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=50)] | None = None
    """What is not accessible: each with the reason, another way, and when it will be mended.

    Example: [The film on peer assists has no audio description. Its text says all that it shows.]
    """
    enforcement: Inline | None = None
    """Whom readers can turn to who are not content with the answer of the contact.

    Example: "Write to the
      [Equality Advisory and Support Service](https://www.equalityadvisoryservice.com/)."
    """

    @model_validator(mode="after")
    def _no_claim_alone(self) -> Self:
        """A status comes with its day, with how it is known, and with what is wrong."""
        if self.status is not None:
            for name in ("prepared", "tested"):
                if getattr(self, name) is None:
                    raise _needed(name, "a 'status' needs this key")
        if self.issues and self.status is None:
            raise _needed("status", "'issues' need this key")
        if self.issues and self.status == "full":
            raise PydanticCustomError(
                "MOD-015", "these do not go with the status 'full'", {"at": ("issues",)}
            )
        if self.status in ("partial", "none") and not self.issues:
            context = {"status": self.status, "at": ("issues",)}
            raise PydanticCustomError("MOD-002", "the status '{status}' needs this key", context)
        if self.reviewed and self.prepared and self.reviewed < self.prepared:
            raise PydanticCustomError(
                "MOD-015", "this date is before 'prepared'", {"at": ("reviewed",)}
            )
        return self


class Privacy(_Statement):
    """The privacy page. Left out: it says what the pages do, and of the server only whom to ask."""

    server: Prose | None = None
    """What the server that hands out the pages keeps, why and for how long, and readers' rights.

    Example: The server keeps for 30 days which pages were asked for and from where.
    """


def _needed(name: str, message: str) -> PydanticCustomError:
    return PydanticCustomError("MOD-002", message, {"at": (name,)})
