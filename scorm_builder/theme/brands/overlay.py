"""A brand over a catalogue and a theme: the same frozen values with other contents."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from scorm_builder.model import Brand, Catalogue
from scorm_builder.theme import Theme
from scorm_builder.theme.brands.loading import BrandSource

PAGE_STYLE = "page.css"
PRINT_STYLE = "print.css"
TEMPLATES = "templates/"

# The blues of our own style: the accent of a brand takes their place, and with it the contrast
# that each of them has.
_OUR_ACCENTS = ("#005eb8", "#004a96")


def branded_catalogue(catalogue: Catalogue, source: BrandSource) -> Catalogue:
    """The catalogue of a brand: its publisher, contact, stages' colours, site and identifier.

    What the catalogue says of its own site is not said of the brand's.

    No id has two hyphens in a row, so no identifier of a brand's package is that of another
    brand's or of one without: `kmf-modules-north--peer-assist`.
    """
    brand = _brand_of(source)
    colours = brand.colours.stages
    stages = tuple(
        stage.model_copy(update={"colour": getattr(colours, stage.id)}) if colours else stage
        for stage in catalogue.stages
    )
    return catalogue.model_copy(
        update={
            "publisher": brand.name,
            "contact": brand.contact,
            "site": brand.site,
            "accessibility": brand.accessibility,
            "privacy": brand.privacy,
            "identifier": catalogue.identifier + _own_ending(source.id),
            "stages": stages,
        }
    )


def identifier_without_brand(catalogue: Catalogue, theme: Theme) -> str:
    """The identifier of a catalogue as it was before the brand of the theme was laid over it."""
    return catalogue.identifier.removesuffix(_own_ending(theme.brand_id))


def _own_ending(brand: str) -> str:
    """What the identifier of a brand's packages has more; an id never ends with a hyphen."""
    return f"-{brand}-"


def branded_theme(theme: Theme, source: BrandSource) -> Theme:
    """The theme of a brand: its colours, logo, style and templates in the place of ours."""
    brand = _brand_of(source)
    own = {name: source.files.get(name, b"").decode() for name in (PAGE_STYLE, PRINT_STYLE)}
    header = f":root{{--brand-header:{brand.colours.header or brand.colours.accent}}}\n"
    on_page = header + theme.templates["brand/page.css"] + own[PAGE_STYLE]
    templates = {
        name: _recoloured(text, brand) if name.endswith(".css") else text
        for name, text in theme.templates.items()
    }
    overrides = {
        path.removeprefix(TEMPLATES): content.decode()
        for path, content in source.files.items()
        if path.startswith(TEMPLATES)
    }
    digest = hashlib.sha256(theme.digest.encode())
    for part in (brand.model_dump_json(), *source.files):
        digest.update(f"{len(part)}\0{part}".encode())
    for content in source.files.values():
        digest.update(hashlib.sha256(content).digest())
    return replace(
        theme,
        templates={
            **templates,
            "brand/print.css": header + theme.templates["brand/print.css"] + own[PRINT_STYLE],
        },
        assets={
            **{
                name: (_recoloured(content.decode(), brand) + on_page).encode()
                if name.endswith(".css")
                else content
                for name, content in theme.assets.items()
            },
            f"brand/{brand.logo.file}": source.files[brand.logo.file],
        },
        digest=digest.hexdigest(),
        brand=brand,
        brand_id=source.id,
        overrides=overrides,
        overrides_folder=source.place(TEMPLATES),
    )


def _recoloured(style: str, brand: Brand) -> str:
    for ours in _OUR_ACCENTS:
        style = style.replace(ours, brand.colours.accent)
    return style


def _brand_of(source: BrandSource) -> Brand:
    if source.brand is None:
        raise ValueError(f"the brand {source.id} has errors")
    return source.brand
