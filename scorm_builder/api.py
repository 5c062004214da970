"""What other programs may import: four verbs, and what they answer with.

Everything else in this package is private and may change with any version. Nothing here prints,
ends the program or asks for anything. What a verb does not need is not imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scorm_builder.diagnostics import Diagnostic, Rule

if TYPE_CHECKING:  # heavy, and needed only when they are called
    from scorm_builder.jobs import Entry
    from scorm_builder.pipeline import Outcome, Request

__all__ = [
    "Built",
    "NotPossible",
    "Rule",
    "build",
    "check_content",
    "explain",
    "verify_package",
]


class NotPossible(Exception):
    """What was asked for cannot be done here. Its text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build.

    `problems` are in the order of the files. `entries` has what is now in the output folder, by its
    path there with its size in bytes and its SHA-256. It is empty when a problem is an error: the
    folder is then as it was.
    """

    problems: tuple[Diagnostic, ...]
    entries: tuple[Entry, ...]


def build(  # noqa: PLR0913  (all but two by name)
    folder: str | Path,
    out: str | Path,
    *,
    names: Sequence[str] = (),
    targets: Sequence[str] = (),
    today: date | None = None,
    cache: str | Path | None = None,
    executor: Executor | None = None,
) -> Built:
    """Builds the modules of `folder`, and replaces the folder `out` or leaves it as it was.

    `names` has the modules and `targets` what to make of them: all, when they are empty. Reviews
    are judged on the day `today`. What is in the folder `cache` is not made again, and what is made
    is kept there. The work is done by `executor`, which is shut down after it, and in this process
    without one. The same input gives the same bytes. Raises NotPossible, OSError
    when `out` cannot be written, and what the executor raises when its workers are gone.
    """
    from jinja2 import TemplateError  # noqa: PLC0415

    from scorm_builder.diagnostics import has_errors, sort_diagnostics  # noqa: PLC0415
    from scorm_builder.pipeline import publish  # noqa: PLC0415
    from scorm_builder.pipeline.output import (  # noqa: PLC0415
        OutputRefused,
        earlier_editions,
        refuse_overlap,
    )
    from scorm_builder.pipeline.store import Store  # noqa: PLC0415
    from scorm_builder.targets import TARGETS  # noqa: PLC0415

    request = _request(folder, names, targets or tuple(TARGETS), today)
    store = Store(Path(cache) if cache else None)
    try:
        refuse_overlap(Path(out), [Path(folder)])
        request = replace(request, earlier=earlier_editions(Path(out)), out=Path(out), store=store)
        outcome = _run(request, executor)
        if outcome.missing:
            raise NotPossible(outcome.missing)
        problems = sort_diagnostics((*outcome.problems, *outcome.found))
        made = () if has_errors(problems) else publish(outcome)
        store.trim()
    except OutputRefused as error:
        raise NotPossible(str(error)) from error
    except TemplateError as error:
        raise NotPossible(f"the site: {error}") from error
    return Built(problems, tuple(entry for entries in made for entry in entries))


def check_content(
    folder: str | Path, *, names: Sequence[str] = (), today: date | None = None
) -> tuple[Diagnostic, ...]:
    """Every problem of the modules in `folder`, in the order of the files; nothing is written.

    `names` has the modules: all, when it is empty. Reviews are judged on the day `today`. Handouts
    and cards are tried as well, where the libraries of the operating system are there. Raises
    NotPossible.
    """
    from scorm_builder.diagnostics import sort_diagnostics  # noqa: PLC0415
    from scorm_builder.pipeline import concerning  # noqa: PLC0415
    from scorm_builder.targets import printing  # noqa: PLC0415

    request = replace(_request(folder, names, printing(), today), together=False)
    outcome = _run(request)
    found = sort_diagnostics((*outcome.problems, *outcome.found))
    return concerning(found, request.content, names)


def explain(code: str) -> Rule:
    """What a code of a problem means, why it matters and how to mend it. Raises KeyError."""
    from scorm_builder.report.codes import ALL_CODES  # noqa: PLC0415

    return ALL_CODES[code.upper()]


def verify_package(
    package: str | Path | bytes, *, lms: Sequence[str] = ()
) -> tuple[Diagnostic, ...]:
    """What is wrong with a SCORM 1.2 package, whoever made it, in the order of its files.

    It is a zip, a manifest or an unpacked folder by its path, or the bytes of one of the first two.
    `lms` names LMSs whose limits are judged as well. Nothing of it is run, unpacked or fetched.
    Raises NotPossible, and OSError when it cannot be read.
    """
    from scorm_builder.verify import (  # noqa: PLC0415
        PROFILES,
        ControlDocumentsMissing,
        verify,
        verify_path,
    )

    for name in lms:
        if name not in PROFILES:
            raise NotPossible(f"there is no LMS {name!r}; there are: {', '.join(PROFILES)}")
    try:
        if isinstance(package, bytes):
            return verify(package, "package", lms=lms)
        return verify_path(Path(package), lms=lms)
    except ControlDocumentsMissing as error:
        raise NotPossible(str(error)) from error


def _request(
    folder: str | Path, names: Sequence[str], targets: Sequence[str], today: date | None
) -> Request:
    from scorm_builder.content.loader import load  # noqa: PLC0415
    from scorm_builder.pipeline import Request  # noqa: PLC0415
    from scorm_builder.targets import TARGETS  # noqa: PLC0415
    from scorm_builder.theme import ThemeMissing, load_theme  # noqa: PLC0415

    if not Path(folder).is_dir():
        raise NotPossible(f"there is no folder {folder}")
    content = load(Path(folder))
    for wanted, known in ((names, content.sources), (targets, TARGETS)):
        for name in wanted:
            if name not in known:
                raise NotPossible(f"there is no {name!r}; there are: {', '.join(known)}")
    if not content.sources:
        raise NotPossible(f"{folder} has no module folders")
    try:
        theme = load_theme()
    except ThemeMissing as error:
        raise NotPossible(str(error)) from error
    day = today or datetime.now(UTC).date()
    chosen = tuple(name for name in TARGETS if name in targets)
    return Request(content, theme, day, tuple(names), chosen)


def _run(request: Request, executor: Executor | None = None) -> Outcome:
    from scorm_builder.executors import SerialExecutor  # noqa: PLC0415
    from scorm_builder.pipeline import run  # noqa: PLC0415
    from scorm_builder.theme import ThemeMissing  # noqa: PLC0415

    try:
        return run(request, lambda _work: executor or SerialExecutor())
    except ThemeMissing as error:
        raise NotPossible(str(error)) from error
