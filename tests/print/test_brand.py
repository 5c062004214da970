"""Handouts and cards with a brand pass the same checks as ours, and show whose they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact
from scorm_builder.pipeline.build import build_one
from scorm_builder.pipeline.plan import plan_edition
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource
from tests.tools.pdf import open_pdf, read_tags
from tests.tools.pdf_rules import assert_accessible

PRINTED = ("handout/peer-assist.pdf", "handout/choosing-tool.pdf", "card/peer-assist.pdf")


@pytest.mark.parametrize("path", PRINTED)
def test_what_is_printed_with_a_brand_is_as_accessible(
    branded: dict[str, Artifact], path: str
) -> None:
    assert_accessible(branded[path].content)


@pytest.mark.parametrize("path", PRINTED)
def test_it_shows_the_logo_the_name_and_the_contact(
    branded: dict[str, Artifact], brand: BrandSource, path: str
) -> None:
    assert brand.brand is not None
    tags = read_tags(open_pdf(branded[path].content))
    figures = [tag.alternative for tag in tags.find("Figure")]
    assert brand.brand.logo.alternative in figures
    text = tags.words()
    assert f"Published by {brand.brand.name}." in text
    assert brand.brand.contact.email
    assert (brand.brand.contact.email in text) is path.startswith("handout/")


def test_every_handout_has_room_for_the_words_of_the_brand(
    content: Content, theme: Theme, brand: BrandSource
) -> None:
    """The fullest handout keeps to its two pages, and the fullest cards to their sides."""
    names = ("action-learning-sets",)
    edition = plan_edition(content, theme, names, ("handout", "card"), brand)
    for job in edition.jobs:
        assert build_one(job).diagnostics == ()


def test_a_footer_that_is_too_long_is_named_as_what_to_shorten(
    content: Content, theme: Theme, brand: BrandSource
) -> None:
    assert brand.brand is not None
    wordy = brand.brand.model_copy(update={"footer": "Ask us for evidence. " * 40})
    edition = plan_edition(
        content, theme, ("peer-assist",), ("handout",), replace(brand, brand=wordy)
    )
    (problem,) = build_one(edition.jobs[0]).diagnostics
    assert problem.code == "OUT-001"
    assert f"'footer', 'name' and 'contact' in {brand.folder}/brand.yaml" in problem.help
