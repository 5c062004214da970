"""What an organisation changes of the look and the imprint: `brand.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from scorm_builder.model.catalogue import Contact
from scorm_builder.model.colours import GroundColour, InkColour
from scorm_builder.model.statements import Accessibility, Privacy
from scorm_builder.model.texts import (
    LOGO_NAME,
    Inline,
    Part,
    ShortLine,
    TitleLine,
    WebAddress,
)


class Logo(Part):
    """The organisation's logo. It is shown 48 pixels high on white, and small on paper."""

    file: Annotated[str, StringConstraints(pattern=LOGO_NAME, max_length=60)]
    """A file beside brand.yaml. An SVG is drawn sharply at every size.

    Example: logo.svg
    """
    alternative: TitleLine
    """What the logo says, for those who do not see it: mostly the organisation's name.

    Example: Hollowbrook Library Service
    """


class BrandStages(Part):
    """The colours of the three stages; white text must be readable on each."""

    before: GroundColour
    """Background of the first stage, as #rrggbb.

    Example: "#14322b"
    """
    during: GroundColour
    """Background of the second stage, as #rrggbb.

    Example: "#7a2e10"
    """
    after: GroundColour
    """Background of the third stage, as #rrggbb.

    Example: "#1f6f5c"
    """


class BrandColours(Part):
    """The organisation's colours. The contrast of each is checked: at least 4.5 to 1."""

    accent: InkColour
    """Links, lines, step numbers and secondary buttons, as #rrggbb.

    It must be readable on white and on the light grey of the page, #f0f4f5.

    Example: "#1f5c4d"
    """
    header: GroundColour | None = None
    """Background of the header, as #rrggbb, with white text on it. Left out: the accent.

    Example: "#14322b"
    """
    stages: BrandStages | None = None
    """The colours of the stages. Left out: those of the catalogue."""


class Brand(Part):
    """What an organisation changes of the look and the imprint (`brand.yaml`)."""

    name: ShortLine
    """The organisation. It is named as the publisher.

    Example: Hollowbrook Library Service
    """
    logo: Logo
    """The logo."""
    colours: BrandColours
    """The colours."""
    contact: Contact
    """Whom readers can ask: shown at the foot of each page and in the handout."""
    footer: Inline | None = None
    """What else the organisation has to say at the foot of a page.

    Example: Hollowbrook Library Service is invented, to show what a brand looks like.
    """
    site: WebAddress | None = None
    """Where the organisation publishes its site: the address of its folder, as in catalogue.yaml.

    The one there is not used: it is that of the site without the brand.

    Example: https://library.example.org/modules/
    """
    accessibility: Accessibility | None = None
    """The organisation's accessibility statement. That of the catalogue is not used."""
    privacy: Privacy | None = None
    """The organisation's privacy page. That of the catalogue is not used."""
