"""The names of what a package's page loads: they change with the content, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree, html

from scorm_builder.jobs import Artifact, Job
from scorm_builder.render import names_by_content
from scorm_builder.targets.scorm12 import package_files, sco_files
from scorm_builder.theme import Theme
from scorm_builder.theme.brands import BrandSource, branded_catalogue, branded_theme
from tests.tools.modules import CLIPS, OTHER_DRAWING, full_job

NAMED = re.compile(r"[A-Za-z0-9._/-]+\.[0-9a-f]{10}\.[a-z0-9]+")
KEPT = {"index.html", "licences/nhsuk-frontend.txt"}


def loaded_by(page: bytes) -> set[str]:
    """What a page loads from its package."""
    root: Any = html.document_fromstring(page.decode())
    found = root.xpath("//@src | //style/@data-file | //link[@rel='stylesheet']/@href | //@poster")
    return {str(address) for address in found}


@pytest.fixture
def branded(theme: Theme, brand: BrandSource) -> Job:
    """The module with every part, and with a logo."""
    work = full_job(theme)
    catalogue = branded_catalogue(work.catalogue, brand)
    return replace(work, theme=branded_theme(theme, brand), catalogue=catalogue)


def test_every_link_of_a_page_leads_to_a_file(branded: Job) -> None:
    files = sco_files(branded)
    assert loaded_by(files["index.html"]) == files.keys() - KEPT
    endings = {name.rpartition(".")[2] for name in files.keys() - KEPT}
    assert endings == {"css", "js", "png", "jpg", "svg", "webm", "vtt", "mp3"}
    assert all(map(NAMED.fullmatch, files.keys() - KEPT))


def test_nothing_but_the_page_loads_a_file(branded: Job) -> None:
    for name, content in sco_files(branded).items():
        if name.endswith((".css", ".svg", ".vtt")):
            assert b"url(" not in content.replace(b"url(data:", b""), name
            assert b"@import" not in content
            assert b"href=" not in content


def test_the_manifest_lists_the_names_that_there_are(branded: Job) -> None:
    files = package_files(branded)
    root: Any = etree.fromstring(files["imsmanifest.xml"])
    listed = {str(href) for href in root.xpath("//*[local-name()='file']/@href")}
    assert listed == files.keys() - {"imsmanifest.xml"}


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("pictures/step.png", {"pictures": {"step.png": b"other"}}),
        ("pictures/clip.png", {"pictures": {"clip.png": b"other"}}),
        ("pictures/diagram.svg", {"pictures": {"diagram.svg": OTHER_DRAWING}}),
        ("clips/clip.webm", {"clips": {"clip.webm": b"other"}}),
        ("clips/clip.vtt", {"clips": {"clip.vtt": b"other"}}),
        ("clips/voice.mp3", {"clips": {"voice.mp3": b"other"}}),
        ("module.js", {"theme": {"module/module.js": b"other"}}),
        (
            "module.css",
            {"theme": {"module/module.css.json": b'{"notice": "other", "rules": []}'}},
        ),
    ],
)
def test_other_content_changes_its_own_name_alone(
    theme: Theme, path: str, change: dict[str, dict[str, bytes]]
) -> None:
    before = full_job(theme)
    after = replace(
        before,
        pictures={**before.pictures, **change.get("pictures", {})},
        clips={**before.clips, **change.get("clips", {})},
        theme=replace(theme, assets={**theme.assets, **change.get("theme", {})}),
    )
    changed = set(sco_files(before)) ^ set(sco_files(after))
    assert len(changed) == 2
    stem, _, ending = path.rpartition(".")
    assert all(re.fullmatch(rf"{stem}\.[0-9a-f]{{10}}\.{ending}", name) for name in changed)


def test_a_change_of_words_changes_no_name(theme: Theme) -> None:
    before = full_job(theme)
    module = before.module.model_copy(update={"title": "Another title"})
    assert set(sco_files(replace(before, module=module))) == set(sco_files(before))
    assert names_by_content(CLIPS) == names_by_content(dict(CLIPS))


def test_in_a_bundle_each_folder_has_its_own(artifacts: dict[str, Artifact]) -> None:
    whole = artifacts["scorm12/knowledge-mobilisation-framework.zip"]
    with zipfile.ZipFile(io.BytesIO(whole.content)) as package:
        names = set(package.namelist())
        pages = [name for name in names if name.endswith("/index.html")]
        for page in pages:
            folder = page.removesuffix("index.html")
            assert {folder + path for path in loaded_by(package.read(page))} <= names
    assert len(pages) > 1
