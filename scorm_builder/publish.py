"""Artifacts -> the output folder, all or nothing.

Everything is written to a new folder beside the output, which then takes its place. When anything
goes wrong before that, what stood there stays as it was.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from scorm_builder.jobs import Artifact, Entry, entry_of
from scorm_builder.model import Catalogue

CATALOGUE = "catalogue.json"
CHECKSUMS = "SHA256SUMS"
PAGE = "index.html"
_FORMAT = 1
_ARTIFACT_PATH = re.compile(r"[a-z0-9-]+/[a-z0-9-]+\.[a-z0-9]+")
_LEFT_BY_DESKTOPS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class OutputRefused(Exception):
    """The output folder is not ours to replace. Its text says why."""


def publish(
    artifacts: Iterable[Artifact],
    catalogue: Catalogue,
    out: Path,
    page: Callable[[tuple[Entry, ...]], bytes],
    *,
    keep_others: bool,
) -> tuple[Entry, ...]:
    """Replaces the folder `out` by one with these artifacts; returns all that is now in it.

    `page` makes the HTML page of the catalogue from the list of what is there.

    With `keep_others`, artifacts of an earlier build that this one did not make again stay, if
    they still are what the catalogue there says. Raises OutputRefused for a folder that holds
    something else, and OSError when it cannot be written.
    """
    _put_back(out)
    bundles = (bundle.id for bundle in catalogue.bundles or ())
    order = {module: index for index, module in enumerate((*bundles, *catalogue.order))}
    made = {artifact.path: artifact.content for artifact in artifacts}
    entries = {artifact.path: entry_of(artifact) for artifact in artifacts}
    earlier = _earlier_entries(out)
    if keep_others:
        for entry in earlier:
            content = _read_unchanged(out, entry) if entry.path not in made else None
            if content is not None and entry.module in order:
                made[entry.path], entries[entry.path] = content, entry
    listed = tuple(
        sorted(entries.values(), key=lambda e: (order.get(e.module, len(order)), e.target, e.path))
    )
    _swap_in({**made, **_index_files(listed, catalogue, page(listed))}, out)
    return listed


def _earlier_entries(out: Path) -> tuple[Entry, ...]:
    """What an earlier build left in `out`; read again when another run replaces it meanwhile."""
    while True:
        before = _identity(out)
        try:
            return _read_entries(out)
        except (OutputRefused, OSError):
            if _identity(out) == before:
                raise


def _identity(out: Path) -> tuple[int, int] | None:
    """Tells one folder from the one that takes its place; None when there is none."""
    try:
        found = out.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _read_entries(out: Path) -> tuple[Entry, ...]:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputRefused(f"{out} is not a plain folder")
    if not out.is_dir() or not any(out.iterdir()):
        return ()
    try:
        listed: Any = json.loads((out / CATALOGUE).read_text(encoding="utf-8"))
        entries = tuple(_entry_from(row) for row in listed["artifacts"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise OutputRefused(
            f"{out} holds files, but no {CATALOGUE} of an earlier build; "
            "choose another folder with --out, or empty this one"
        ) from error
    strange = _files_below(out) - {CATALOGUE, CHECKSUMS, PAGE, *(entry.path for entry in entries)}
    if strange:
        raise OutputRefused(
            f"{out} holds {min(strange)}, which no build put there; "
            "move it away, or choose another folder with --out"
        )
    return entries


def _entry_from(row: Any) -> Entry:
    """An entry of a catalogue that anybody may have changed. Raises ValueError and TypeError."""
    entry = Entry(**row)
    kinds = {name: int if name == "size" else str for name in Entry.__dataclass_fields__}
    if not all(isinstance(getattr(entry, name), kind) for name, kind in kinds.items()):
        raise ValueError(f"{row} has a value of the wrong kind")
    if not _ARTIFACT_PATH.fullmatch(entry.path):
        raise ValueError(f"{entry.path} is not the path of an artifact")
    return entry


def _files_below(folder: Path) -> set[str]:
    """The paths of all files and links below a folder, but for those that desktops leave."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if (path.is_symlink() or not path.is_dir()) and path.name not in _LEFT_BY_DESKTOPS
    }


def _put_back(out: Path) -> None:
    """Puts back what a run that was killed in the middle of the swap had moved away."""
    if not out.exists() and not out.is_symlink():
        for previous in out.parent.glob(f"{glob.escape(f'.{out.name}-old-')}*/previous"):
            previous.rename(out)
            previous.parent.rmdir()
            return


def _read_unchanged(out: Path, entry: Entry) -> bytes | None:
    try:
        content = (out / entry.path).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == entry.sha256 else None


def _index_files(entries: tuple[Entry, ...], catalogue: Catalogue, page: bytes) -> dict[str, bytes]:
    rows = [
        {name: getattr(entry, name) for name in Entry.__dataclass_fields__} for entry in entries
    ]
    index = {
        "format": _FORMAT,
        "programme": catalogue.programme.title,
        "publisher": catalogue.publisher,
        "artifacts": rows,
    }
    text = json.dumps(index, indent=2, ensure_ascii=False) + "\n"
    sums = [(entry.sha256, entry.path) for entry in entries]
    lists = {CATALOGUE: text.encode(), PAGE: page}
    sums += [(hashlib.sha256(content).hexdigest(), name) for name, content in lists.items()]
    lines = "".join(f"{sha256}  {path}\n" for sha256, path in sorted(sums, key=lambda s: s[1]))
    return {**lists, CHECKSUMS: lines.encode()}


def _swap_in(files: Mapping[str, bytes], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-new-", dir=out.parent))
    previous = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent)) / "previous"
    try:
        for path, content in files.items():
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        # mkdtemp makes a folder for its owner only; a published one is for everyone.
        mask = os.umask(0)
        os.umask(mask)
        staging.chmod(0o777 & ~mask)
        if out.exists():
            out.rename(previous)
        staging.rename(out)
    finally:
        if previous.exists() and not out.exists():
            previous.rename(out)
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(previous.parent, ignore_errors=True)
