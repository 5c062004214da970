"""Artifacts -> the output folder, all or nothing.

Everything is written to a new folder beside the output, which then takes its place. When anything
goes wrong before that, what stood there stays as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorm_builder.jobs import Artifact
from scorm_builder.model import Catalogue

CATALOGUE = "catalogue.json"
CHECKSUMS = "SHA256SUMS"
_FORMAT = 1


class OutputRefused(Exception):
    """The output folder is not ours to replace. Its text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One artifact as `catalogue.json` lists it; `size` is in bytes."""

    path: str
    target: str
    module: str
    title: str
    version: str
    language: str
    content_hash: str
    size: int
    sha256: str


def entry_of(artifact: Artifact) -> Entry:
    """The catalogue entry of an artifact."""
    return Entry(
        path=artifact.path,
        target=artifact.target,
        module=artifact.module,
        title=artifact.title,
        version=artifact.version,
        language=artifact.language,
        content_hash=artifact.content_hash,
        size=len(artifact.content),
        sha256=hashlib.sha256(artifact.content).hexdigest(),
    )


def publish(
    artifacts: Iterable[Artifact], catalogue: Catalogue, out: Path, *, keep_others: bool
) -> tuple[Entry, ...]:
    """Replaces the folder `out` by one with these artifacts; returns all that is now in it.

    With `keep_others`, artifacts of an earlier build that this one did not make again stay, if
    they still are what the catalogue there says. Raises OutputRefused for a folder that holds
    something else, and OSError when it cannot be written.
    """
    made = {artifact.path: artifact.content for artifact in artifacts}
    entries = {artifact.path: entry_of(artifact) for artifact in artifacts}
    earlier = _earlier_entries(out)
    if keep_others:
        for entry in earlier:
            content = _read_unchanged(out, entry) if entry.path not in made else None
            if content is not None and entry.module in catalogue.order:
                made[entry.path], entries[entry.path] = content, entry
    order = {module: index for index, module in enumerate(catalogue.order)}
    listed = tuple(
        sorted(entries.values(), key=lambda e: (order.get(e.module, len(order)), e.target, e.path))
    )
    _swap_in({**made, **_index_files(listed, catalogue)}, out)
    return listed


def _earlier_entries(out: Path) -> tuple[Entry, ...]:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputRefused(f"{out} is not a plain folder")
    if not out.is_dir() or not any(out.iterdir()):
        return ()
    try:
        listed: Any = json.loads((out / CATALOGUE).read_text(encoding="utf-8"))
        return tuple(Entry(**entry) for entry in listed["artifacts"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise OutputRefused(
            f"{out} holds files, but no {CATALOGUE} of an earlier build; "
            "choose another folder with --out, or empty this one"
        ) from error


def _read_unchanged(out: Path, entry: Entry) -> bytes | None:
    try:
        content = (out / entry.path).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == entry.sha256 else None


def _index_files(entries: tuple[Entry, ...], catalogue: Catalogue) -> dict[str, bytes]:
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
    sums.append((hashlib.sha256(text.encode()).hexdigest(), CATALOGUE))
    lines = "".join(f"{sha256}  {path}\n" for sha256, path in sorted(sums, key=lambda s: s[1]))
    return {CATALOGUE: text.encode(), CHECKSUMS: lines.encode()}


def _swap_in(files: Mapping[str, bytes], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-new-", dir=out.parent))
    previous = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    try:
        for path, content in files.items():
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        # mkdtemp makes a folder for its owner only; a published one is for everyone.
        mask = os.umask(0)
        os.umask(mask)
        staging.chmod(0o777 & ~mask)
        replaced = out.exists()
        if replaced:
            out.rename(previous / "previous")
        try:
            staging.rename(out)
        except BaseException:
            if replaced:
                (previous / "previous").rename(out)
            raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(previous, ignore_errors=True)
