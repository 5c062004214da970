"""What there is to play: the packages of the last good build, and what stands in the way."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from scorm_builder.content.loader import Content, load
from scorm_builder.diagnostics import Diagnostic, sort_diagnostics
from scorm_builder.executors import SerialExecutor
from scorm_builder.jobs import Artifact
from scorm_builder.pipeline import Request, concerning, run
from scorm_builder.pipeline.store import Store
from scorm_builder.theme import load_theme, templates_folder

_PACKAGE = Path(__file__).resolve().parent.parent
_TARGETS = ("scorm12",)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where everything comes from: `assets` has the compiled style and script.

    Reviews are judged by the day `today`. `names` lists the modules to build; all, when empty. What
    is in the `store` is not made again, so that one word more is soon on the screen.
    """

    modules: Path
    templates: Path
    assets: Path
    today: date
    names: tuple[str, ...] = ()
    store: Store = field(default_factory=lambda: Store(None))


@dataclass(frozen=True, slots=True)
class Package:
    """One module's package as an LMS would unpack it. `digest` changes with any byte of it.

    `current` is False when the sources have changed since, but cannot be built.
    """

    title: str
    digest: str
    files: Mapping[str, bytes]
    current: bool = True


@dataclass(frozen=True, slots=True)
class Build:
    """The state after one build. `fault` is what went wrong outside of the content, or blank."""

    number: int = 0
    packages: Mapping[str, Package] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    fault: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the player page is told."""
        return {
            "number": self.number,
            "fault": self.fault,
            "modules": [
                {"id": name, "title": p.title, "digest": p.digest, "current": p.current}
                for name, p in self.packages.items()
            ],
            "problems": [
                {
                    "place": str(problem.location),
                    "severity": problem.severity.value,
                    "code": problem.code,
                    "message": problem.message,
                    "help": problem.help,
                }
                for problem in self.problems
            ],
        }


def default_sources(modules: Path, names: tuple[str, ...], today: date, store: Store) -> Sources:
    """The sources with the project's own look."""
    return Sources(modules, templates_folder(), _PACKAGE / "_static", today, names, store)


def rebuild(last: Build, sources: Sources, fault: str = "") -> Build:
    """Builds every module without errors anew; one with errors keeps its last good package."""
    try:
        return _build(last, sources, fault)
    except Exception as error:  # noqa: BLE001 - a template that is being edited may raise anything
        told = f"{type(error).__name__}: {error}"
        return replace(last, number=last.number + 1, fault=fault or told)


def _build(last: Build, sources: Sources, fault: str) -> Build:
    content = load(sources.modules)
    request = Request(
        content=content,
        theme=load_theme(sources.templates, sources.assets),
        today=sources.today,
        names=sources.names,
        targets=_TARGETS,
        together=False,
        forgiving=True,
        store=sources.store,
    )
    outcome = run(request, lambda _work: SerialExecutor())
    made = {r.module: _unpack(*r.artifacts) for r in outcome.results if r.artifacts}
    problems = concerning(outcome.problems, content, sources.names)
    return Build(
        number=last.number + 1,
        packages=_merge(last.packages, made, content),
        problems=sort_diagnostics((*problems, *outcome.found)),
        fault=fault,
    )


def _unpack(artifact: Artifact) -> Package:
    with zipfile.ZipFile(io.BytesIO(artifact.content)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    return Package(artifact.title, hashlib.sha256(artifact.content).hexdigest(), files)


def _merge(
    last: Mapping[str, Package], made: Mapping[str, Package], content: Content
) -> dict[str, Package]:
    """In the catalogue's order; what could not be built stays, unless its folder has gone."""
    stale = {name: replace(p, current=False) for name, p in last.items() if name in content.sources}
    known = {**stale, **made}
    order = content.catalogue.order if content.catalogue else ()
    return {name: known[name] for name in dict.fromkeys((*order, *known)) if name in known}
