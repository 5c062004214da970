"""The versions of modules and bundles: what has changed, and whether learners start again.

A learner's saved work fits a module as long as its structure is the same (`outline.structure_tag`).
The tag of each version is written down, so that no change of structure goes out unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scorm_builder.codes import diagnose
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.loader import Content, Source, spell
from scorm_builder.model import AnyModule, Bundle, Path
from scorm_builder.model.history import version_numbers
from scorm_builder.outline import structure_tag

UNWRITTEN = "Write here what has changed."
"""What stands in the lines to paste in the place of the author's words."""


def check_history(content: Content, today: date) -> Iterator[Diagnostic]:
    """A history begins with the version that there is, and with its structure.

    What to write is told as lines to paste, dated `today`.
    """
    for folder, module in content.modules.items():
        found = _Versioned(content.sources[folder], (), module, structure_tag(module))
        yield from _problems(found, today)
    catalogue = content.catalogue
    for number, bundle in enumerate((catalogue and catalogue.bundles) or ()):
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

    def entry(self, version: str, today: date) -> str:
        """The lines of an entry, as far from the margin as those that are there."""
        lines = [
            f'- version: "{version}"',
            f"  date: {today}",
            f"  changes: {UNWRITTEN}",
            *([f'  structure: "{self.structure}"'] if self.structure else []),
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
    history, version = found.part.history, found.part.version
    if not history:
        wrong, where = "this key is missing", found.path
        lines = f"{' ' * found.margin}history:\n{found.entry(version, today)}"
        yield _other_version(found, wrong, where, f"Put these lines in{_IN_WORDS}\n{lines}")
    elif history[0].version != version:
        wrong = f"the newest entry is for version {history[0].version}, not {version}"
        where = (*found.path, "history", 0, "version")
        lines = found.entry(version, today)
        yield _other_version(found, wrong, where, f"{_PUT_FIRST}{_IN_WORDS}\n{lines}")
    elif found.structure is not None:
        written = getattr(history[0], "structure", None)
        if written != found.structure:
            yield _other_structure(found, written, today)


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


def _other_structure(found: _Versioned, written: str | None, today: date) -> Diagnostic:
    path = (*found.path, "history", 0, "structure")
    place, version = found.source.document.place(path), found.part.version
    right = f'structure: "{found.structure}"'
    if written is None:
        message = f"{spell(path)}: this key is missing"
        return diagnose("MOD-025", place, message, f"Write in this entry: {right}")
    message = (
        f"{spell(path)}: version {version} was '{written}', "
        "and questions, fields or screens have changed"
    )
    # The first number says that something does not go on as it was.
    raised = f"{int(version.partition('.')[0]) + 1}.0.0"
    remedy = (
        f"If no learner has version {version} yet, write here: {right}\n"
        f"    If learners have it, they would start again: raise 'version' to \"{raised}\", "
        f"and put these lines under 'history', before the others:\n{found.entry(raised, today)}"
    )
    return diagnose("MOD-025", place, message, remedy)
