"""Problems of what is made with a brand, told to whoever can mend them."""

from __future__ import annotations

from dataclasses import replace

from jinja2 import TemplateError

from scorm_builder.diagnostics import Diagnostic, Location
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BRAND_FILE, TEMPLATES, PageWeakened, place_in_brand

# What a brand adds to a handout or card may be what does not fit.
_TOO_LONG = ("OUT-001", "OUT-004")


def fault_of_template(
    error: TemplateError, target: str, theme: Theme, location: Location
) -> Diagnostic:
    """What a template that cannot be rendered is to its user: a fault of a brand, or of ours.

    `target` is what it was rendered for; `location` is where a fault of ours is reported.
    """
    if isinstance(error, PageWeakened):
        # It is in the template of the page, or in one that this takes in.
        named = [n for n in theme.overrides if n == error.template or len(theme.overrides) == 1]
        file = theme.overrides_folder + "".join(named)
        return diagnose("BRD-005", Location(file.rstrip("/")), str(error))
    place = place_in_brand(error, theme)
    if place is None:
        return diagnose("OUT-003", location, f"{target}: {error}")
    remedy = "Correct this line of the brand's template, or remove the file to have ours."
    return diagnose("OUT-003", place, f"{target}: {error}", remedy)


def named_for_brand(problem: Diagnostic, theme: Theme) -> Diagnostic:
    """A problem of a module that is there with a brand says with which."""
    of_brand = problem.location.file.startswith(theme.overrides_folder.rstrip("/"))
    if not theme.brand or of_brand:
        return problem
    told = problem.help
    if problem.code in _TOO_LONG:
        brand = f"{theme.overrides_folder.removesuffix(TEMPLATES)}{BRAND_FILE}"
        told = f"Shorten 'footer', 'name' and 'contact' in {brand}. Or: {told}"
    message = f"with the brand {theme.brand_id}: {problem.message}"
    return replace(problem, message=message, help=told)
