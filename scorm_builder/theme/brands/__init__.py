"""Brands: an organisation's name, logo, colours and templates, laid over catalogue and theme.

A brand is data. It changes two frozen values before a build is planned, so that jobs and targets
need not know of it: a template asks whether there is a `brand`, and a style has its colours.

- `loading`: a folder `brands/<name>` to a `BrandSource`.
- `overlay`: a `BrandSource` over a catalogue and a theme.
- `style`: what the style sheets of a brand may say.
- `places`: where in a template of a brand a fault is.
- `pages`: that a page made with templates of a brand has all that it would have without them.
"""

from scorm_builder.theme.brands.loading import BRAND_FILE, BrandSource, brand_names, load_brand
from scorm_builder.theme.brands.overlay import (
    TEMPLATES,
    branded_catalogue,
    branded_theme,
    identifier_without_brand,
)
from scorm_builder.theme.brands.pages import PageWeakened, lost_or_added
from scorm_builder.theme.brands.places import place_in_brand

__all__ = [
    "BRAND_FILE",
    "TEMPLATES",
    "BrandSource",
    "PageWeakened",
    "brand_names",
    "branded_catalogue",
    "branded_theme",
    "identifier_without_brand",
    "load_brand",
    "lost_or_added",
    "place_in_brand",
]
