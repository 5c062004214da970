"""Artifacts -> the output folder, all or nothing.

Everything is written to a new folder beside the output, which then takes its place. When anything
goes wrong before that, what stood there stays as it was.

The output holds editions: that without a brand in the folder itself, and that of each brand in a
folder of its name, whole with its own catalogue and checksums. Editions that a run did not make
are copied into the new folder as they are.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorm_builder.jobs import Artifact, Entry, entry_of
from scorm_builder.model import Catalogue

CATALOGUE = "catalogue.json"
CHECKSUMS = "SHA256SUMS"
_FORMAT = 1
_ARTIFACT_PATH = re.compile(r"[a-z0-9-]+/[a-z0-9-]+\.[a-z0-9]+")
_LEFT_BY_DESKTOPS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class OutputRefused(Exception):
    """The output folder is not ours to replace. Its text says why."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What one run made for one brand; `brand` is blank for the edition without one.

    `guides` makes the files that tell people of the artifacts, such as the site, from the list of
    what is in the edition and the bytes of each path. Artifacts of an earlier build that this one
    did not make again stay if `keep` says so, and they still are what the catalogue there says.
    """

    artifacts: Iterable[Artifact]
    catalogue: Catalogue
    guides: Callable[[tuple[Entry, ...], Mapping[str, bytes]], Mapping[str, bytes]]
    keep: Callable[[Entry], bool] | None = None
    brand: str = ""


def publish(editions: Sequence[Publication], out: Path) -> tuple[tuple[Entry, ...], ...]:
    """Replaces the folder `out` by one with these editions; returns what is now in each of them.

    All of them are replaced or none. Raises OutputRefused for a folder that holds something else,
    and OSError when it cannot be written.
    """
    _put_back(out)
    while True:
        before = _identity(out)
        try:
            earlier = _read_editions(out)
            finished = [_finished(e, earlier.get(e.brand, ()), out) for e in editions]
            files = {path: content for _, made in finished for path, content in made.items()}
            others = earlier.keys() - {edition.brand for edition in editions}
            kept = {path for brand in others for path in _files_of(out, brand, earlier)}
            if _swap_in(files, kept, out, before):
                return tuple(entries for entries, _ in finished)
        except (OutputRefused, OSError) as error:
            # Another run may have replaced it meanwhile; then it is read again.
            if _identity(out) == before:
                # A disk that is full does not say so of a file.
                if isinstance(error, OSError) and error.filename is None:
                    error.filename = str(out)
                raise


def refuse_overlap(out: Path, sources: Sequence[Path]) -> None:
    """Raises OutputRefused where the output would replace content or the working folder.

    It is replaced as a whole, so it can be no part of content either.
    """
    resolved = out.resolve()
    for precious in (*(source.resolve() for source in sources), Path.cwd()):
        if precious == resolved or resolved in precious.parents:
            raise OutputRefused(f"--out {out} would replace {precious}; choose another folder")
    for source in sources:
        if source.resolve() in resolved.parents:
            raise OutputRefused(f"--out {out} would be a part of {source}; choose another folder")


def earlier_editions(out: Path) -> dict[str, tuple[Entry, ...]]:
    """What earlier builds left in the folder, by brand; nothing when that cannot be read.

    Raises OutputRefused for a folder that `publish` would not replace, before work is done.
    """
    while True:
        before = _identity(out)
        try:
            return _read_editions(out)
        except OSError:
            # What it holds can be told later; only `publish` needs to read it.
            return {}
        except OutputRefused:
            if _identity(out) == before:
                raise


def _finished(
    edition: Publication, earlier: tuple[Entry, ...], out: Path
) -> tuple[tuple[Entry, ...], dict[str, bytes]]:
    """What is in an edition, and its files by their path below the output."""
    catalogue = edition.catalogue
    # What is made of several modules is in front.
    order = {module: index for index, module in enumerate(catalogue.order)}
    made = {artifact.path: artifact.content for artifact in edition.artifacts}
    entries = {artifact.path: entry_of(artifact) for artifact in edition.artifacts}
    for entry in earlier:
        if edition.keep and entry.path not in made and edition.keep(entry):
            content = _read_unchanged(out / edition.brand / entry.path, entry)
            if content is not None:
                made[entry.path], entries[entry.path] = content, entry
    listed = tuple(
        sorted(entries.values(), key=lambda e: (order.get(e.module, -1), e.target, e.path))
    )
    guides = edition.guides(listed, made)
    files = {**made, **guides, **_index_files(listed, guides, edition)}
    folder = f"{edition.brand}/" if edition.brand else ""
    return listed, {folder + path: content for path, content in files.items()}


def _identity(out: Path) -> tuple[int, int] | None:
    """Tells one folder from the one that takes its place; None when there is none."""
    try:
        found = out.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _read_editions(out: Path) -> dict[str, tuple[Entry, ...]]:
    """The editions that earlier builds left, by brand. Raises OutputRefused."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputRefused(f"{out} is not a plain folder")
    brands = sorted(path.name for path in out.iterdir() if _is_brand(path)) if out.is_dir() else []
    editions = {brand: _read_entries(out / brand, ()) for brand in brands}
    if out.is_dir() and any(path.name not in brands for path in out.iterdir()):
        editions[""] = _read_entries(out, brands)
    return editions


def _is_brand(folder: Path) -> bool:
    """True for a folder with the catalogue of a brand that is called like it."""
    try:
        listed = json.loads((folder / CATALOGUE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    named = isinstance(listed, dict) and listed.get("brand") == folder.name
    return named and not folder.is_symlink()


def _read_entries(folder: Path, brands: Sequence[str]) -> tuple[Entry, ...]:
    """What a build left in a folder, but for its folders `brands`."""
    present = {path for path in _files_below(folder) if path.split("/")[0] not in brands}
    if not present:
        return ()
    try:
        listed: Any = json.loads((folder / CATALOGUE).read_text(encoding="utf-8"))
        entries = tuple(_entry_from(row) for row in listed["artifacts"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise OutputRefused(
            f"{folder} holds files, but no {CATALOGUE} of an earlier build; "
            "choose another folder with --out, or empty this one"
        ) from error
    known = {CATALOGUE, CHECKSUMS, *_summed(folder), *(entry.path for entry in entries)}
    strange = present - known
    if strange:
        raise OutputRefused(
            f"{folder} holds {min(strange)}, which no build put there; "
            "move it away, or choose another folder with --out"
        )
    return entries


def _summed(folder: Path) -> set[str]:
    """The paths that the checksums of an earlier build name; none where they cannot be read."""
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return set()
    return {line.partition("  ")[2] for line in lines}


def _files_of(out: Path, brand: str, editions: Iterable[str]) -> set[str]:
    """The paths below `out` of the files of one of its editions."""
    if brand:
        return {f"{brand}/{path}" for path in _files_below(out / brand)}
    return {path for path in _files_below(out) if path.split("/")[0] not in editions}


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
    """The paths of all files below a folder, but for those that desktops leave.

    Raises OutputRefused for a link: what it leads to would be taken for what a build made.
    """
    paths = list(folder.rglob("*"))
    linked = min((path for path in paths if path.is_symlink()), default=None)
    if linked:
        raise OutputRefused(
            f"{linked} is a link, which no build put there; "
            "move it away, or choose another folder with --out"
        )
    return {
        path.relative_to(folder).as_posix()
        for path in paths
        if not path.is_dir() and path.name not in _LEFT_BY_DESKTOPS
    }


def _put_back(out: Path) -> None:
    """Puts back what a run that was killed in the middle of the swap had moved away."""
    if not out.exists() and not out.is_symlink():
        for previous in out.parent.glob(f"{glob.escape(f'.{out.name}-old-')}*/previous"):
            previous.rename(out)
            previous.parent.rmdir()
            return


def _read_unchanged(path: Path, entry: Entry) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == entry.sha256 else None


def _index_files(
    entries: tuple[Entry, ...], guides: Mapping[str, bytes], edition: Publication
) -> dict[str, bytes]:
    rows = [
        {
            name: value
            for name in Entry.__dataclass_fields__
            if (value := getattr(entry, name)) or name != "structure"
        }
        for entry in entries
    ]
    sums = {path: hashlib.sha256(content).hexdigest() for path, content in guides.items()}
    index = {
        "format": _FORMAT,
        **({"brand": edition.brand} if edition.brand else {}),
        "programme": edition.catalogue.programme.title,
        "publisher": edition.catalogue.publisher,
        "artifacts": rows,
        "guides": [
            {"path": path, "size": len(content), "sha256": sums[path]}
            for path, content in sorted(guides.items())
        ],
    }
    text = (json.dumps(index, indent=2, ensure_ascii=False) + "\n").encode()
    sums |= {entry.path: entry.sha256 for entry in entries}
    sums[CATALOGUE] = hashlib.sha256(text).hexdigest()
    lines = "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(sums.items()))
    return {CATALOGUE: text, CHECKSUMS: lines.encode()}


def _swap_in(
    files: Mapping[str, bytes], kept: Iterable[str], out: Path, before: tuple[int, int] | None
) -> bool:
    """Puts a folder with `files`, and the files `kept` of `out`, in the place of `out`.

    False when that is not the folder `before` any more: nothing has changed then.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-new-", dir=out.parent))
    previous = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent)) / "previous"
    try:
        for path, content in files.items():
            _room_for(staging / path).write_bytes(content)
        for path in kept:
            shutil.copyfile(out / path, _room_for(staging / path))
        # mkdtemp makes a folder for its owner only; a published one is for everyone.
        mask = os.umask(0)
        os.umask(mask)
        staging.chmod(0o777 & ~mask)
        if _identity(out) != before:
            return False
        if out.exists():
            out.rename(previous)
        staging.rename(out)
    finally:
        if previous.exists() and not out.exists():
            previous.rename(out)
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(previous.parent, ignore_errors=True)
    return True


def _room_for(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
