"""What the pages and scripts of each SCO show together, and those of the whole package.

Read are the files that a SCO lists, and what these load or lead to. Where its scripts may load
more, anything in the package may belong to it.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from functools import cached_property

from scorm_builder.verify.manifest import Manifest, Resource
from scorm_builder.verify.package import Bomb, NotRead, Package
from scorm_builder.verify.package.zip_reader import Damaged
from scorm_builder.verify.pages.page_reader import PAGES
from scorm_builder.verify.pages.page_signs import scan_page, scan_style
from scorm_builder.verify.pages.script_signs import scan_script
from scorm_builder.verify.pages.signs import Signs, Teller

_SCRIPTS = (".cjs", ".js", ".mjs")
_STYLES = (".css",)
_TEXTS = (*PAGES, *_SCRIPTS, *_STYLES)
_LARGEST = 12_000_000
_MOST_READ = 60_000_000
_MOST_TAGS = 100_000
_MOST_STEPS = 200_000
# Editors on Windows save "Unicode" so, and browsers read it.
_MARKS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Sco:
    """A resource that items launch, the page that it opens with, and the files that belong to it.

    `is_whole` says that these are all, as nothing in them loads more.
    """

    resource: Resource
    page: str
    files: tuple[str, ...]
    is_whole: bool


@dataclass
class RunTime:
    """The signs of every text in a package, and the SCOs with theirs.

    `too_much` are the texts that were not read, and `damaged` those that cannot be. `steps` is how
    many files and links were followed, which has a bound for all SCOs together.
    """

    package: Package
    signs: dict[str, Signs] = field(default_factory=dict)
    launched: list[Sco] = field(default_factory=list)
    too_much: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    steps: int = 0

    @cached_property
    def scos(self) -> list[Sco]:
        """Those that are tracked: assets are not."""
        return [sco for sco in self.launched if sco.resource.scorm_type == "sco"]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words in any file."""
        return frozenset().union(*(signs.words for signs in self.signs.values()))

    @cached_property
    def files(self) -> list[str]:
        """The files that learners come to, in order; all, where it cannot be told."""
        if all(sco.is_whole for sco in self.launched):
            return sorted({path for sco in self.launched for path in sco.files})
        return sorted(self.signs)

    def words_of(self, sco: Sco) -> frozenset[str]:
        """The words in what may belong to a SCO."""
        if not sco.is_whole:
            return self.words
        return frozenset().union(*(self.signs[path].words for path in sco.files))

    def is_certain(self, sco: Sco) -> bool:
        """True when a word that was not found is not there, and not just put together."""
        if self.too_much or self.damaged:
            return False
        if not sco.is_whole:
            return self._all_are_plain
        return all(self.signs[path].is_plain for path in sco.files)

    @cached_property
    def _all_are_plain(self) -> bool:
        return all(signs.is_plain for signs in self.signs.values())


def read_runtime(manifest: Manifest) -> RunTime:
    """Reads the texts of a package, within bounds, and puts together what belongs to each SCO."""
    package = manifest.package
    found = RunTime(package)
    read = tags = 0
    for path, size in package.sizes.items():
        if not path.lower().endswith(_TEXTS):
            continue
        read += size
        if size > _LARGEST or read > _MOST_READ:
            found.too_much.append(path)
            continue
        try:
            content = package.read(path, _LARGEST)
        except (Damaged, Bomb, NotRead):
            found.damaged.append(path)  # Told by a rule of its own.
            continue
        if content.startswith(_MARKS_OF_UTF_16):
            content = content.decode("utf-16", "replace").encode("utf-8", "replace")
        signs = found.signs[path] = _signs_of(package, path, content, _MOST_TAGS - tags)
        tags += signs.tags
    for resource, _ in manifest.launched.values():
        page = manifest.entry(resource.href) if resource.href is not None else None
        if page is not None and page in found.signs and page.lower().endswith(PAGES):
            found.launched.append(_sco(manifest, found, resource, page))
    return found


def _signs_of(package: Package, path: str, content: bytes, most_tags: int) -> Signs:
    told = Teller(package, path, content)
    if path.lower().endswith(_STYLES):
        scan_style(told)
        return told.signs
    if path.lower().endswith(PAGES):
        scan_page(told, most_tags)
    scan_script(told)
    return told.signs


def _sco(manifest: Manifest, found: RunTime, resource: Resource, page: str) -> Sco:
    listed = [page]
    for other in manifest.closure(resource):
        found.steps += len(other.files) + 1
        if found.steps > _MOST_STEPS or manifest.is_spent:
            return Sco(resource, page, (page,), is_whole=False)
        listed += [entry for file in other.files if (entry := manifest.entry(file))]
    files: dict[str, None] = {}
    waiting = list(reversed(listed))
    while waiting:
        path = waiting.pop()
        if path in found.signs and path not in files:
            files[path] = None
            found.steps += len(found.signs[path].links)
            if found.steps > _MOST_STEPS:
                return Sco(resource, page, (page,), is_whole=False)
            waiting += found.signs[path].links
    loads_more = any(found.signs[path].loads_more for path in files)
    return Sco(resource, page, tuple(files), not loads_more)
