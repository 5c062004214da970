"""A folder `brands/<name>` -> its data and files, with every problem of brand.yaml in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scorm_builder.content.loader import read_document
from scorm_builder.content.pictures import without_metadata
from scorm_builder.content.wording import validate
from scorm_builder.content.yaml_document import YamlDocument
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.model import Brand

BRAND_FILE = "brand.yaml"
MAXIMUM_FILE_BYTES = 500_000
_ENDINGS = frozenset({".svg", ".png", ".jpg", ".jpeg", ".css", ".jinja"})


@dataclass(frozen=True, slots=True)
class BrandSource:
    """One brand as it was read. `brand` is None when brand.yaml is not valid.

    `id` is the name of its folder, `folder` the path to it as a user would type it. `files` maps
    paths in the folder to bytes; a file over `MAXIMUM_FILE_BYTES` has none.
    """

    id: str
    folder: str
    brand: Brand | None
    document: YamlDocument
    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]

    def place(self, path: str) -> str:
        """A file of the brand as a user would type it."""
        return f"{self.folder}/{path}"


def brand_names(root: Path) -> tuple[str, ...]:
    """The brands in the folder `root`, sorted; none when it is not there."""
    if not root.is_dir():
        return ()
    return tuple(sorted(path.parent.name for path in root.glob(f"*/{BRAND_FILE}")))


def load_brand(folder: Path) -> BrandSource:
    """Reads one brand. Links are left out: they lead anywhere."""
    document = read_document(folder, BRAND_FILE, within=folder.parent)
    brand, problems = validate(Brand, document)
    files = {
        path.relative_to(folder).as_posix(): _read(path)
        for path in sorted(folder.rglob("*") if not folder.is_symlink() else ())
        if path.suffix.lower() in _ENDINGS and path.is_file() and not path.is_symlink()
    }
    return BrandSource(
        id=folder.name,
        folder=folder.as_posix(),
        brand=brand,
        document=document,
        files=files,
        diagnostics=tuple(problems),
    )


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAXIMUM_FILE_BYTES:
        return b""
    return without_metadata(path.read_bytes())
