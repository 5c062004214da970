"""Colours: what is readable on what (WCAG 2.2, 1.4.3 Contrast (Minimum))."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from scorm_builder.model.texts import COLOUR

MINIMUM_CONTRAST = 4.5
"""Of text with what it stands on, 1.4.3; it includes the 3 for borders and focus of 1.4.11."""
WHITE = "#ffffff"
PAGE = "#f0f4f5"
"""The grey behind a page of NHS.UK frontend."""


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (#rrggbb), 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _below_white_text(value: str) -> str:
    found = contrast(value, WHITE)
    if found < MINIMUM_CONTRAST:
        raise PydanticCustomError(
            "MOD-017",
            "'{colour}' has a contrast of {contrast} to 1 with white text",
            {"colour": value, "contrast": f"{found:.2f}"},
        )
    return value


def _on_the_page(value: str) -> str:
    found = contrast(value, PAGE)
    if found < MINIMUM_CONTRAST:
        raise PydanticCustomError(
            "BRD-001",
            "'{colour}' has a contrast of {contrast} to 1 with the grey of the page, {page}",
            {"colour": value, "contrast": f"{found:.2f}", "page": PAGE},
        )
    return value


_Colour = Annotated[str, StringConstraints(pattern=COLOUR)]
GroundColour = Annotated[_Colour, AfterValidator(_below_white_text)]
"""A colour that white text is readable on."""
InkColour = Annotated[_Colour, AfterValidator(_on_the_page)]
"""A colour that is readable on white and on the grey of the page, and white text on it."""
