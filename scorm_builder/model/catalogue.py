"""What all modules share: `catalogue.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from scorm_builder.model.colours import GroundColour
from scorm_builder.model.history import BundleRelease, refuse_disorder
from scorm_builder.model.statements import Accessibility, Privacy
from scorm_builder.model.texts import (
    EMAIL,
    IDENTIFIER,
    Identifier,
    Inline,
    LanguageTag,
    Part,
    ShortLine,
    StageName,
    SummaryLine,
    TitleLine,
    Version,
    WebAddress,
    refuse_repeats,
)

ALL_CARDS = "all-cards"
"""The id of the sheets with all quick reference cards. No module has the same."""


class Stage(Part):
    """A stage of the framework: always shown in words as well as in colour."""

    id: StageName
    """before, during or after.

    Example: before
    Example: during
    Example: after
    """
    title: ShortLine
    """The name of the stage in words.

    Example: Learning before
    Example: Learning during
    Example: Learning after
    """
    colour: GroundColour
    """Background of the stage's label, as #rrggbb; white text must be readable on it.

    Example: "#0b2447"
    Example: "#821d54"
    Example: "#00754a"
    """


class Programme(Part):
    """The programme that the modules belong to."""

    title: ShortLine
    """The programme's name.

    Example: Knowledge Mobilisation Framework modules
    """
    source: Inline
    """Where the techniques come from.

    Example: The techniques come from the NHS Knowledge Mobilisation Framework.
    """
    disclaimer: Inline
    """Says that this is not an NHS product.

    Example: This is not an NHS product.
    """


class Contact(Part):
    """Whom readers can ask."""

    name: ShortLine
    """A team or person.

    Example: The library team
    """
    email: Annotated[str, StringConstraints(pattern=EMAIL)] | None = None
    """An address for questions.

    Example: library@example.org
    """


class Licences(Part):
    """Under which licences the content and the software may be used."""

    content: ShortLine
    """The licence of the text.

    Example: CC BY 4.0
    """
    software: ShortLine
    """The licence of the software.

    Example: MIT
    """


class Tracking(Part):
    """How the packages report, for an LMS that needs it otherwise."""

    record_interactions: StrictBool = True
    """false leaves out each answer's own record (cmi.interactions), which some LMSs mishandle.

    Example: true
    """
    passed_counts_as: Literal["passed", "completed"] = "passed"
    """completed, for an LMS that does not take 'passed' as done (openedx-scorm-xblock PR104).

    Example: passed
    """


class Bundle(Part):
    """One package with several modules in it, for LMSs that show a menu.

    Each module stays a SCO of its own with its own tracking; the menu groups them by stage.
    """

    id: Identifier
    """Names the package. No module has the same id.

    Example: knowledge-mobilisation-framework
    """
    title: TitleLine
    """The title of the package.

    Example: Knowledge Mobilisation Framework
    """
    version: Version
    """Three numbers in quotes; raise it when a module in it changes.

    Example: "1.0.0"
    """
    summary: SummaryLine
    """One or two sentences, at most 300 characters: shown in the LMS.

    Example: All techniques of the framework in one package.
    """
    modules: Annotated[tuple[Identifier, ...], Field(min_length=1)] | None = None
    """The ids of its modules. Left out: all, in the order of the catalogue.

    Example: [peer-assist, retrospect]
    """
    history: Annotated[tuple[BundleRelease, ...], Field(min_length=1, max_length=100)] | None = None
    """Its versions, the newest first. `check` says what to write after a change."""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        refuse_disorder(self.history or (), ("history",))
        named = enumerate(self.modules or ())
        refuse_repeats("module", ((("modules", i), name) for i, name in named))
        return self


class Catalogue(Part):
    """What all modules share (`catalogue.yaml`)."""

    programme: Programme
    """The programme."""
    publisher: ShortLine
    """Who publishes the modules.

    Example: The library team
    """
    identifier: Annotated[str, StringConstraints(pattern=IDENTIFIER, max_length=40)]
    """Starts the identifier of every package: keep it for ever, LMS records hang on it.

    Example: kmf-modules
    """
    language: LanguageTag = "en-GB"
    """The language of this catalogue's own texts.

    Example: en-GB
    """
    contact: Contact
    """Whom readers can ask."""
    site: WebAddress | None = None
    """Where the site is published: the address of its folder, with a slash at the end.

    Handouts and cards then show the address of their page, and a code of it for phones. The site
    has a map for search engines, and its feed and its page for mistyped addresses link to it.

    Example: https://library.example.org/modules/
    """
    accessibility: Accessibility | None = None
    """The accessibility statement of the site."""
    privacy: Privacy | None = None
    """The privacy page of the site."""
    licences: Licences
    """The licences."""
    tracking: Tracking = Tracking()
    """How the packages report to the LMS."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=3, max_length=3)]
    """The three stages in their order."""
    order: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """The ids of all modules, in the order they are listed.

    Example: [peer-assist, retrospect]
    """

    bundles: Annotated[tuple[Bundle, ...], Field(min_length=1, max_length=10)] | None = None
    """Packages with several modules in them."""
    words: Annotated[tuple[ShortLine, ...], Field(min_length=1, max_length=1000)] | None = None
    """Words that the spelling check does not know and that are right.

    Example: [onboarding, Maranello]
    """

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        refuse_repeats("id", ((("stages", i, "id"), s.id) for i, s in enumerate(self.stages)))
        bundles = enumerate(self.bundles or ())
        refuse_repeats("id", ((("bundles", i, "id"), bundle.id) for i, bundle in bundles))
        refuse_repeats("module", ((("order", i), name) for i, name in enumerate(self.order)))
        return self

    def stage(self, name: str) -> Stage:
        """The stage called `name`. Raises KeyError when there is none."""
        for stage in self.stages:
            if stage.id == name:
                return stage
        raise KeyError(name)

    def bundle(self, name: str) -> Bundle:
        """The bundle called `name`. Raises KeyError when there is none."""
        for bundle in self.bundles or ():
            if bundle.id == name:
                return bundle
        raise KeyError(name)
