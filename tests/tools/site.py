"""The site of some content: built from its modules, and written to a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from scorm_builder.content.loader import Content
from scorm_builder.jobs import Artifact, entry_of
from scorm_builder.pipeline.plan import plan_edition
from scorm_builder.site import FOLDER, build_site
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource


def site_of(
    content: Content,
    theme: Theme,
    artifacts: Iterable[Artifact],
    brand: BrandSource | None = None,
) -> dict[str, bytes]:
    """The files of the site by their path in its folder; these artifacts are there."""
    jobs = plan_edition(content, theme, (), (), brand).everything
    made = {artifact.path: artifact for artifact in artifacts}
    entries = [entry_of(artifact) for artifact in made.values()]
    files = build_site(jobs, entries, {path: made[path].content for path in made})
    assert files.pop("upload.csv") == files[f"{FOLDER}/upload.csv"]
    return {path.removeprefix(f"{FOLDER}/"): content for path, content in files.items()}


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """Writes files below a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder
