"""Handouts with a brand pass the same checks as ours, and show whose they are."""

from __future__ import annotations

import pytest

from scorm_builder.brands import BrandSource
from scorm_builder.jobs import Artifact
from tests.conftest import BRANDED
from tests.pdf import open_pdf, read_tags
from tests.pdf_rules import assert_accessible


@pytest.mark.parametrize("name", BRANDED)
def test_a_handout_with_a_brand_is_as_accessible(branded: dict[str, Artifact], name: str) -> None:
    assert_accessible(branded[f"handout/{name}.pdf"].content)


@pytest.mark.parametrize("name", BRANDED)
def test_a_handout_shows_the_logo_the_name_and_the_contact(
    branded: dict[str, Artifact], brand: BrandSource, name: str
) -> None:
    assert brand.brand is not None
    tags = read_tags(open_pdf(branded[f"handout/{name}.pdf"].content))
    figures = [tag.alternative for tag in tags.find("Figure")]
    assert brand.brand.logo.alternative in figures
    text = tags.words()
    assert f"Published by {brand.brand.name}." in text
    assert brand.brand.contact.email
    assert brand.brand.contact.email in text
