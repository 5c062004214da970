"""What there is: the modules that have files, in the catalogue's order, and the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scorm_builder.jobs import Entry, Job
from scorm_builder.jobs.identity import folder_of, site_root
from scorm_builder.model import AnyModule, Catalogue
from scorm_builder.theme import Theme

HOME = "index.html"
"""The page that a server hands out for its folder."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A module with a page in the site, and its finished files."""

    job: Job
    files: tuple[Entry, ...]

    @property
    def module(self) -> AnyModule:
        """The module."""
        return self.job.module

    @property
    def folder(self) -> str:
        """Its folder below the site's, which no other file of the site can be in."""
        return folder_of(self.module.id)

    @property
    def address(self) -> str:
        """The path of its page below the site's folder."""
        return f"{self.folder}{HOME}"

    @property
    def changed(self) -> date:
        """The day of its last review, or of its newest version where that is later."""
        return max([self.module.reviewed, *(one.date for one in self.module.history or ())])


@dataclass(frozen=True, slots=True)
class Stock:
    """All that the site shows. `several` has the files that are made of several modules."""

    catalogue: Catalogue
    theme: Theme
    modules: tuple[Shown, ...]
    several: tuple[Entry, ...]

    @classmethod
    def of(cls, jobs: Sequence[Job], entries: Sequence[Entry]) -> Stock:
        """What there is of these modules, one at least."""
        files: dict[str, list[Entry]] = {}
        ordered = sorted(entries, key=_for_readers_first)
        for entry in ordered:
            files.setdefault(entry.module, []).append(entry)
        shown = [Shown(job, tuple(files.get(job.module.id, ()))) for job in jobs]
        known = {job.module.id for job in jobs}
        return cls(
            catalogue=jobs[0].catalogue,
            theme=jobs[0].theme,
            modules=tuple(one for one in shown if one.files),
            several=tuple(entry for entry in ordered if entry.module not in known),
        )

    def public(self, address: str) -> str:
        """A path below the site's folder as others find it: whole where the site is known.

        A page that servers hand out for its folder has the folder's address.
        """
        root = site_root(self.catalogue)
        return root + address.removesuffix(HOME) if root else address

    def tool(self) -> Shown | None:
        """The choosing tool, where there is one."""
        return next((one for one in self.modules if one.module.kind == "choosing-tool"), None)


def _for_readers_first(entry: Entry) -> tuple[bool, bool, str]:
    """Sorts what people read before what an LMS does, and the handout first."""
    return entry.path.endswith(".zip"), entry.target != "handout", entry.path
