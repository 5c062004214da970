"""An output folder, published from files that nobody had to build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scorm_builder.jobs import Artifact, Entry
from scorm_builder.model import Catalogue
from scorm_builder.pipeline.output import Publication, publish
from tests.tools.samples import catalogue_data

PAGE = "site/index.html"


def catalogue(*order: str) -> Catalogue:
    """The sample catalogue with these modules."""
    return Catalogue.model_validate(catalogue_data(order=list(order)))


def artifact(module: str = "one", target: str = "scorm12", content: bytes = b"zip") -> Artifact:
    """A finished file."""
    return Artifact(
        f"{target}/{module}.zip",
        target,
        module,
        f"Title of {module}",
        "1.0.0",
        "en-GB",
        "0",
        content,
    )


def guides(entries: Sequence[Entry], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A page in the place of the site; it is told of all that is there."""
    assert {entry.path for entry in entries} == set(files)
    return {PAGE: b"page"}


def put(
    out: Path,
    *artifacts: Artifact,
    order: tuple[str, ...] = ("one", "two"),
    keep: bool = False,
    brands: tuple[str, ...] = ("",),
) -> tuple[Entry, ...]:
    """Publishes some artifacts, for each of the brands; what is in the first edition."""
    kept = (lambda entry: entry.module in order) if keep else None
    editions = [Publication(artifacts, catalogue(*order), guides, kept, b) for b in brands]
    return publish(editions, out)[0]
