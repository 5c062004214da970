"""What a run finds finished in the store, and why it makes the rest anew."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from scorm_builder.content.pictures import Photo, Unusable
from scorm_builder.content.preparing import prepare_anew
from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.jobs import AnyJob, BuildResult, Entry, Job, TargetResult
from scorm_builder.jobs.fingerprint import fingerprint, parts_of, reasons
from scorm_builder.pipeline.store import Store, as_data, diagnostics_from
from scorm_builder.pipeline.writers import stamp, writers
from scorm_builder.targets import TARGETS, printing
from scorm_builder.theme import letters

Files = Mapping[str, bytes]

_SITE = "site"
_FONTS = "fonts"
_SEGMENT = r"[a-z0-9][a-z0-9._-]*"
_OF_THE_SITE = re.compile(rf"upload\.csv|{_SITE}(/{_SEGMENT})+")


class Memory:
    """What is kept of finished files; `told` is called with a file and why it is made anew."""

    def __init__(
        self, store: Store | None = None, told: Callable[[str, str], None] = lambda *_: None
    ) -> None:
        self._store, self._told = store or Store(None), told
        self._recalled: dict[str, tuple[TargetResult, ...]] = {}

    def recall(self, job: AnyJob) -> tuple[TargetResult, ...]:
        """What targets have made of a job before."""
        known = f"{_subject(job, '')} {job.targets}"
        if known not in self._recalled:
            self._recalled[known] = self._looked_up(job)
        return self._recalled[known]

    def left(self, job: AnyJob) -> AnyJob | None:
        """The job without what was found; None when nothing is left."""
        found = {one.target for one in self.recall(job)}
        left = tuple(name for name in job.targets if name not in found)
        if not left or left == job.targets:
            # A job that is wanted whole keeps what is known of it.
            return job if left else None
        return replace(job, targets=left) if isinstance(job, Job) else job

    def _looked_up(self, job: AnyJob) -> tuple[TargetResult, ...]:
        found = []
        for target in job.targets:
            if not self._store.is_open:
                self._told(f"{target}/{job.id}", "there is no cache")
                continue
            subject, parts = _subject(job, target), _parts(job, target)
            result = self._store.find(fingerprint(subject, parts))
            last = self._store.read(f"last {subject}")
            if result is None or not _is_of(result, job, target):
                self._told(f"{target}/{job.id}", reasons(last[0] if last else None, parts))
                continue
            found.append(result)
            if last is None or last[0] != parts:
                self._store.write(f"last {subject}", parts)
        return tuple(found)

    def keep(self, job: AnyJob, result: BuildResult) -> None:
        """Keeps what was made of a job, but for what has errors."""
        if not self._store.is_open:
            return
        for one in result.made:
            if all(problem.severity is not Severity.ERROR for problem in one.diagnostics):
                subject, parts = _subject(job, one.target), _parts(job, one.target)
                self._store.keep(fingerprint(subject, parts), one)
                self._store.write(f"last {subject}", parts)

    def guides(
        self, jobs: Sequence[Job], entries: Sequence[Entry], files: Files, make: Callable[[], Files]
    ) -> Files:
        """What `make` makes of modules and finished files, beside copies of these."""
        if not self._store.is_open:
            return make()
        copied = {f"{_SITE}/{entry.path}": files[entry.path] for entry in entries}
        parts = {
            "files": str([sorted(asdict(one).items()) for one in entries]),
            # All of it: the order, and the histories of bundles, are told there alone.
            "whole catalogue": jobs[0].catalogue.model_dump_json(),
        }
        for job in jobs:
            one = parts_of(job, writers(printing=False), {*TARGETS, _FONTS})
            parts[f"module {job.id}"] = fingerprint(job.id, one)
        name = fingerprint(f"{_SITE} of {jobs[0].theme.brand_id}", parts)
        found = self._store.read(name)
        known = _unpacked(*found) if found else None
        if known is not None:
            return {**copied, **known}
        made = make()
        own = {path: content for path, content in made.items() if path not in copied}
        sizes = {path: len(content) for path, content in own.items()}
        self._store.write(name, {"sizes": sizes}, b"".join(own.values()))
        return made


class Pictures:
    """Pictures made ready, each once in a run, and kept from one run to the next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Photo | str] = {}

    def prepare(self, content: bytes) -> Photo:
        """A picture as it is shown. Raises Unusable."""
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._known:
            self._known[digest] = self._looked_up(content, digest)
        found = self._known[digest]
        if isinstance(found, str):
            raise Unusable(found)
        return found

    def _looked_up(self, content: bytes, digest: str) -> Photo | str:
        if not self._store.is_open:
            return _prepared(content)
        name = fingerprint("picture", {**writers(printing=False), "file": digest})
        kept = self._store.read(name)
        if kept is not None:
            (data, files), size = kept, kept[0]["size"]
            return data["problem"] or Photo(files[:size], files[size:] or None)
        found = _prepared(content)
        if isinstance(found, str):
            self._store.write(name, {"problem": found, "size": 0})
        else:
            about = {"problem": "", "size": len(found.packed)}
            self._store.write(name, about, found.packed + (found.printed or b""))
        return found


def _prepared(content: bytes) -> Photo | str:
    """A picture as it is shown, or what is wrong with it."""
    try:
        return prepare_anew(content)
    except Unusable as problem:
        return str(problem)


class Findings:
    """What was found in content, kept while the builder and its dictionary are the same."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def recall(
        self, made_of: Sequence[str], find: Callable[[], tuple[Diagnostic, ...]]
    ) -> tuple[Diagnostic, ...]:
        """What `find` finds, or has found of the same."""
        if not self._store.is_open:
            return find()
        parts = {str(number): text for number, text in enumerate(made_of)}
        name = fingerprint("findings", {**writers(printing=False), **parts, "assets": stamp()})
        kept = self._store.read(name)
        if kept is not None:
            return diagnostics_from(kept[0]["found"])
        found = find()
        self._store.write(name, {"found": as_data(found)})
        return found


def _is_of(result: TargetResult, job: AnyJob, target: str) -> bool:
    """Whether a record is of a job: whoever can write to the cache must not choose where we do."""
    artifact = result.artifact
    if result.target != target or artifact is None:
        return result.target == target
    stem, _, ending = artifact.path.rpartition(".")
    return stem == f"{target}/{job.id}" and ending.isalnum() and artifact.target == target


def _unpacked(data: Mapping[str, Any], content: bytes) -> dict[str, bytes] | None:
    """The files of a record of the site; None where it is none."""
    sizes = data.get("sizes")
    if not isinstance(sizes, dict) or not all(map(_OF_THE_SITE.fullmatch, sizes)):
        return None
    files, start = {}, 0
    for path, size in sizes.items():
        files[path] = content[start : start + size]
        start += size
    return files


def _parts(job: AnyJob, target: str) -> dict[str, str]:
    prints = target in printing()
    foreign = _own() - {target} | (set() if prints else {_FONTS})
    parts = parts_of(job, writers(printing=prints), foreign)
    return {**parts, "theme letters": letters.digest()} if prints else parts


def _own() -> set[str]:
    """The folders of the theme that belong to one kind of file each."""
    return {*TARGETS, _SITE, f"{_SITE}-rtl"}


def _subject(job: AnyJob, target: str) -> str:
    programme = job.catalogue.identifier
    return f"{target}/{job.id} of {programme} with '{job.theme.brand_id}'"
