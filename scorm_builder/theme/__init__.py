"""The look: template files and compiled assets, read once into a frozen value.

A theme is data, not a folder, so that rendering is a pure function which a worker process can run
without the disk, and so that a build's fingerprint can name the theme by its digest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path

from scorm_builder.model import Brand

_PACKAGE = Path(__file__).resolve().parents[1]
# What is in them is read when it is needed; it would go to every process that builds a page.
_NOT_SHOWN = frozenset({"letters", "spelling"})
_FONT = re.compile(r'url\("((?:fonts|letters)/[^"]+\.\w+)"\)')
_SLICED = re.compile(r'url\("(letters/\w+)-\d+"\)')
LIST_OF_SLICES = "unicode.json"
"""The name of the list of slices in the folder of a script: see `theme.letters`."""

_FAMILY = re.compile(r'@font-face \{\s+font-family: "([^"]+)"')
SIGNS = "components/signs.css"
"""The style sheet with fonts for what those of a language do not have."""

_COMPILED = tuple(
    f"{folder}/{name}"
    for folder, names in (
        ("licences", "nhsuk-frontend.txt"),
        ("module", "choosing-tool.js module.css.json module.js style.css"),
        ("module-rtl", "module.css.json style.css"),
        ("site", "site.css site.js"),
        ("site-rtl", "site.css"),
        ("xsd", "adlcp_rootv1p2.xsd ims_xml.xsd imscp_rootv1p1p2.xsd imsmd_rootv1p2p1.xsd"),
    )
    for name in names.split()
)
_NOT_OURS = "node_modules"


class ThemeMissing(Exception):
    """Compiled assets or templates are not there: the project is not set up, or was set up once."""


@dataclass(frozen=True, eq=False)
class Theme:
    """Templates by name, and compiled assets by name.

    `digest` is the SHA-256 of every name and content, as 64 hexadecimal digits. `brand` is what a
    brand has laid over it, if one has, and `brand_id` that brand's name; `overrides` are the
    brand's own templates, which stand in `overrides_folder`.
    """

    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    digest: str
    brand: Brand | None = None
    brand_id: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    overrides_folder: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Theme) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def without_overrides(self) -> Theme:
        """The same look with our own templates."""
        return replace(self, overrides={}, digest=f"{self.digest}, our templates")

    def by_name(self) -> Theme:
        """The same look without what is in it, for a process that holds it: see `hold`."""
        return replace(self, templates={}, assets={}, brand=None, overrides={})

    def in_full(self) -> Theme:
        """The look that this process holds, of one that came by its name. Raises KeyError."""
        return self if self.templates else _HELD[self.digest]

    def source_of(self, template: str) -> tuple[str, str, None] | None:
        """A template's text, and the file that is named when it fails, as Jinja's loaders want."""
        if template in self.overrides:
            return self.overrides[template], self.overrides_folder + template, None
        text = self.templates.get(template)
        return None if text is None else (text, template, None)

    def folder(self, name: str) -> dict[str, bytes]:
        """The assets below the folder `name`, by file name."""
        prefix = f"{name}/"
        return {
            path.removeprefix(prefix): content
            for path, content in self.assets.items()
            if path.startswith(prefix)
        }

    def script_styles(self, scripts: Iterable[str]) -> tuple[str, ...]:
        """The style sheets that add the fonts of scripts (ISO 15924), of those that have one."""
        names = dict.fromkeys(f"components/{script.lower()}.css" for script in scripts)
        return tuple(name for name in names if name in self.templates)

    def fonts(self, styles: Iterable[str]) -> dict[str, bytes]:
        """The fonts that style sheets of the theme name, in their order.

        Those that few documents need are no part of it: they are read where the package has them.
        """
        names = (name for style in styles for name in _FONT.findall(self.templates[style]))
        return {name: self.assets.get(name) or _font(name) for name in names}

    def font_families(self, styles: Iterable[str]) -> str:
        """The names of these fonts, those of the last style sheet first, and signs at the end."""
        last_first = tuple(styles)[::-1]
        order = sorted(last_first, key=lambda name: name == SIGNS)
        names = (_FAMILY.findall(self.templates[style]) for style in order)
        return ", ".join(dict.fromkeys(chain.from_iterable(names)))


_HELD: dict[str, Theme] = {}


def hold(themes: Iterable[Theme]) -> None:
    """Keeps looks in this process, so that each job that comes here names its own and is small."""
    _HELD.update({theme.digest: theme for theme in themes})


def templates_folder() -> Path:
    """The templates: inside an installed package, or beside it in a source tree."""
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


@lru_cache(maxsize=32)
def _font(name: str) -> bytes:
    return (_PACKAGE / "_static" / name).read_bytes()


def load_theme(templates: Path | None = None, assets: Path | None = None) -> Theme:
    """Reads the theme from disk.

    Raises ThemeMissing when its assets have not been built, or are those of an older source tree.
    """
    template_root = templates or templates_folder()
    asset_root = assets or _PACKAGE / "_static"
    texts = {
        path.relative_to(template_root).as_posix(): path.read_text(encoding="utf-8")
        for folder in sorted(template_root.iterdir() if template_root.is_dir() else ())
        if folder.is_dir() and folder.name != _NOT_OURS
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".jinja", ".css")
    }
    files = {
        path.relative_to(asset_root).as_posix(): path.read_bytes()
        for folder in sorted(asset_root.iterdir() if asset_root.is_dir() else ())
        if folder.is_dir() and folder.name not in _NOT_SHOWN
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    if not texts or not any(name.startswith("module/") for name in files):
        raise ThemeMissing(f"no compiled assets in {asset_root}")
    css = "".join(texts.values())
    fonts = {*_FONT.findall(css), *(f"{name}/{LIST_OF_SLICES}" for name in _SLICED.findall(css))}
    there = {*files, *(name for name in fonts if (asset_root / name).is_file())}
    if missing := sorted({*_COMPILED, *fonts} - there):
        raise ThemeMissing(f"the compiled assets are out of date: there is no {missing[0]}")
    digest = hashlib.sha256()
    for name, content in [*((n, t.encode()) for n, t in texts.items()), *files.items()]:
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return Theme(texts, files, digest.hexdigest())
