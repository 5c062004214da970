"""The versions of modules and bundles: what has changed, and what learners keep.

The structure of each version is written down (`structure.structure_of`), so that whoever puts a
version in the place of another can be told exactly what becomes of learners' work. The first
version takes the place of none and needs none. One below 1.0.0 is a draft and needs no history.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scorm_builder.content.loader import Content, Source
from scorm_builder.content.wording import spell
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import AnyModule, Bundle, BundleRelease, Path, Release
from scorm_builder.model.history import is_draft, version_numbers
from scorm_builder.runtime.structure import Losses, in_words, is_old_form, losses, structure_of

UNWRITTEN = "Write here what has changed."
"""What stands in the lines to paste in the place of the author's words."""


def check_history(content: Content, today: date) -> Iterator[Diagnostic]:
    """A history begins with the version that there is, and tells its structure.

    What to write is told as lines to paste, dated `today`.
    """
    catalogue = content.catalogue
    if catalogue is None:
        return
    for folder, module in content.modules.items():
        structure = structure_of(module, catalogue.identifier)
        found = _Versioned(content.sources[folder], (), module, structure)
        yield from _problems(found, today)
        yield from _structures(found, module.history or (), today)
    for number, bundle in enumerate(catalogue.bundles or ()):
        found = _Versioned(content.catalogue_source, ("bundles", number), bundle, None)
        yield from _problems(found, today)
        yield from _newer_modules(found, bundle, content, today)


@dataclass(frozen=True, slots=True)
class _Versioned:
    """A module, or a bundle, and the path to it; a bundle has no structure."""

    source: Source
    path: Path
    part: AnyModule | Bundle
    structure: str | None

    def entry(self, version: str, today: date, structure: str | None = None) -> str:
        """The lines of an entry, as far from the margin as those that are there."""
        lines = [
            f'- version: "{version}"',
            f"  date: {today}",
            f"  changes: {UNWRITTEN}",
            *([f'  structure: "{structure}"'] if structure else []),
        ]
        first = (*self.path, "history", 0)
        there = first in self.source.document.places
        # A dash and a space stand before what an item is.
        column = self.source.document.place(first).column - 3 if there else self.margin + 2
        return "\n".join(f"{' ' * column}{line}" for line in lines)

    @property
    def margin(self) -> int:
        """How far from the margin its keys stand."""
        return self.source.document.place(self.path).column - 1 if self.path else 0


def _problems(found: _Versioned, today: date) -> Iterator[Diagnostic]:
    """What is wrong with the newest entry of a history, but for its structure."""
    history, version = found.part.history, found.part.version
    if not history:
        if not is_draft(version):
            lines = f"{' ' * found.margin}history:\n{found.entry(version, today)}"
            remedy = f"Put these lines in{_IN_WORDS}\n{lines}"
            yield _other_version(found, "this key is missing", found.path, remedy)
    elif history[0].version != version:
        wrong = f"the newest entry is for version {history[0].version}, not {version}"
        told = _in_check(found, history[0])
        structure = None if is_draft(history[0].version) else found.structure
        lines = found.entry(version, today, structure)
        remedy = f"{_PUT_FIRST}{_IN_WORDS}\n{lines}"
        where = (*found.path, "history", 0, "version")
        yield _other_version(found, f"{wrong}{told}", where, remedy)


def _in_check(found: _Versioned, older: BundleRelease) -> str:
    """What becomes of the work of learners who have an older version, to follow a message."""
    written = getattr(older, "structure", None)
    if found.structure is None or written is None:
        return ""
    return f"; work of learners who have {older.version}: {_fate(losses(written, found.structure))}"


def _fate(lost: Losses | None) -> str:
    told = in_words(lost)
    return told[0].lower() + told[1:]


def _newer_modules(
    found: _Versioned, bundle: Bundle, content: Content, today: date
) -> Iterator[Diagnostic]:
    """A bundle is another one when a module in it is, and says so by its version.

    Days are compared, as a bundle does not say which versions are in it.
    """
    history = bundle.history or ()
    if not history or history[0].version != bundle.version or content.catalogue is None:
        return
    newer = [
        f"{name} {module.version}"
        for name in bundle.modules or content.catalogue.order
        if (module := content.modules.get(name)) and _changed_after(module, history[0].date)
    ]
    if newer:
        message = f"{spell(found.path)}: version {bundle.version} is older than {', '.join(newer)}"
        first, second, _ = version_numbers(bundle.version)
        raised = f"{first}.{second + 1}.0"
        remedy = (
            f"Raise 'version' of the bundle to \"{raised}\". {_PUT_FIRST}{_IN_WORDS}\n"
            f"{found.entry(raised, today)}"
        )
        place = found.source.document.place((*found.path, "version"))
        yield diagnose("MOD-029", place, message, remedy)


def _changed_after(module: AnyModule, day: date) -> bool:
    """Whether a version that is not its first came after the day."""
    history = module.history or ()
    return len(history) > 1 and history[0].date > day


_PUT_FIRST = "Put these lines under 'history', before the others"
_IN_WORDS = ", and say in your own words what has changed:"


def _other_version(found: _Versioned, wrong: str, where: Path, remedy: str) -> Diagnostic:
    message = f"{spell((*found.path, 'history'))}: {wrong}"
    return diagnose("MOD-024", found.source.document.place(where), message, remedy)


def _structures(
    found: _Versioned, history: tuple[Release, ...], today: date
) -> Iterator[Diagnostic]:
    """What is wrong with the structures in the history of a module with several versions."""
    version = found.part.version
    # Nobody has a draft, so nobody's work is kept from it.
    history = tuple(release for release in history if not is_draft(release.version))
    if not history or found.structure is None:
        return
    is_newest = history[0].version == version
    if is_newest and history[0].structure != found.structure:
        written = history[0].structure
        if written and not is_old_form(written):
            yield _changed(found, written, today)
        elif len(history) > 1:
            wrong = f"'{written}' does not tell enough" if written else "this key is missing"
            wrong += _in_check(found, history[1])
            remedy = f'Write in this entry: structure: "{found.structure}"'
            yield _wrong_structure(found, 0, wrong, remedy)
    older = 1 if is_newest else 0
    if older < len(history) and history[older].structure is None:
        given = history[older].version
        yield _wrong_structure(
            found,
            older,
            "this key is missing, so nobody can tell what learners keep",
            f"Copy it from the build of version {given} that was given out: in its catalogue.json, "
            f"'structure' of scorm12/{found.part.id}.zip. If nobody has version {given}, "
            "take its entry out.",
        )


def _changed(found: _Versioned, written: str, today: date) -> Diagnostic:
    """MOD-025 for a version whose structure has changed after it was written down."""
    version, lost = found.part.version, losses(written, found.structure or "")
    right = f'write here: structure: "{found.structure}"'
    if len(found.part.history or ()) == 1:
        right = "take this line out: the first version needs none"
    # The first number says that something does not go on as it was.
    first, second, _ = version_numbers(version)
    raised = f"{first + 1}.0.0" if lost else f"{first}.{second + 1}.0"
    changed = f"questions, fields or screens have changed since version {version} was written down"
    if lost and lost.afresh:
        changed = (
            f"version {version} was of a module with another id, "
            "or of a catalogue with another identifier"
        )
    message = f"{changed}; work of learners who have it: {_fate(lost)}"
    remedy = (
        f"If no learner has version {version} yet, {right}\n"
        f"    If learners have it, raise 'version' to \"{raised}\", and put these lines under "
        f"'history', before the others:\n{found.entry(raised, today, found.structure)}"
    )
    return _wrong_structure(found, 0, message, remedy)


def _wrong_structure(found: _Versioned, number: int, wrong: str, remedy: str) -> Diagnostic:
    path = (*found.path, "history", number, "structure")
    return diagnose("MOD-025", found.source.document.place(path), f"{spell(path)}: {wrong}", remedy)
