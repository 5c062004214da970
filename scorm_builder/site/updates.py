"""What has changed from one version to the next, and what learners keep of their work.

A bundle has no work of its own to keep: it is told of each module in it that has changed. Which
versions of modules were in an earlier bundle is told by the days in their histories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scorm_builder.model import AnyModule, Bundle, BundleRelease, Release
from scorm_builder.model.history import is_draft
from scorm_builder.runtime.structure import in_words, losses

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Update:
    """One version, its changes since the one before, and what becomes of learners' progress.

    `changes` are CommonMark.
    """

    version: str
    date: date
    changes: str
    progress: str


def updates_of(
    part: AnyModule | Bundle, modules: Iterable[AnyModule], _: Translate
) -> tuple[Update, ...]:
    """Every version in the history of a module or bundle, the newest first.

    `modules` has those that are in a bundle, and `_` translates a text.
    """
    history = part.history or ()
    if isinstance(part, Bundle):
        inside = tuple(modules)
        return tuple(_of_bundle(history, n, inside, _) for n in range(len(history)))
    releases = part.history or ()
    older = (*releases[1:], None)
    return tuple(
        Update(new.version, new.date, new.changes, _progress(old, new, _))
        for new, old in zip(releases, older, strict=False)
    )


def update_to(version: str, updates: Sequence[Update], _: Translate) -> tuple[str, str]:
    """The changes and the progress of the update to a version."""
    for update in updates:
        if update.version == version:
            return update.changes, update.progress
    if is_draft(version):
        return _("This is a draft"), _("Not known")
    return _("Not known"), _("Not known")


def _progress(old: Release | None, new: Release, _: Translate) -> str:
    if old is None or (old.structure is None and is_draft(old.version)):
        return _("This is the first version")
    if old.structure is None or new.structure is None:
        return in_words(None, _)
    return in_words(losses(old.structure, new.structure), _)


def _of_bundle(
    history: Sequence[BundleRelease], number: int, inside: Sequence[AnyModule], _: Translate
) -> Update:
    release, alone = history[number], len(history) == 1
    older = history[number + 1] if number + 1 < len(history) else None
    # The newest has the modules as they are now, also those that have changed after its day.
    until = release.date if number else None
    changed: list[_Changed] = []
    if older or alone:
        changed = list(_changed(inside, (older or release).date, until))
    told = [f"{one.name}: {' '.join(new.changes for new in one.new)}" for one in changed]
    changes = " ".join(told if alone and told else [release.changes, *told])
    progress = " ".join(f"{one.name}: {_fate(one, _)}." for one in changed)
    if not changed:
        progress = (
            _("Kept: learners go on where they were") if older else _("This is the first version")
        )
    return Update(release.version, release.date, changes, progress)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A module with newer versions: title and version, these versions, and the one before."""

    name: str
    new: Sequence[Release]
    old: Release | None


def _fate(one: _Changed, _: Translate) -> str:
    return _progress(one.old, one.new[0], _) if one.old else _("New in this package")


def _changed(inside: Iterable[AnyModule], since: date, until: date | None) -> Iterator[_Changed]:
    for module in inside:
        there = [one for one in module.history or () if until is None or one.date <= until]
        new = [one for one in there if one.date > since]
        if new:
            old = there[len(new)] if len(new) < len(there) else None
            yield _Changed(f"{module.title} {new[0].version}", new, old)
