"""Finished work, kept from one run to the next: files in a folder, named by a hash.

A record is written beside its place and moved there in one step, so that neither a second run nor a
kill can leave half of one. It starts with the hash of the rest: what is damaged, cut or of another
format is not there. Nothing that is read is run. When the folder cannot be used, nothing is kept.

What was used last stays longest: a record's time is that of its last use, and `trim` removes the
oldest beyond a number of bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scorm_builder.diagnostics import Diagnostic, Location, Severity
from scorm_builder.jobs import Artifact, TargetResult
from scorm_builder.theme.kept import PARTIAL, write_at_once

_HASH_CHARACTERS = 64
_OURS = re.compile(rf"[0-9a-f]{{2}}/([0-9a-f]{{62}}|{re.escape(PARTIAL)}\w+)")
_MOST_BYTES = 1_000_000_000
# A file that is being written is not older than this, in seconds.
_ABANDONED_AFTER = 3600


class Store:
    """What was finished before, in a folder; without one, nothing is found and nothing kept."""

    def __init__(self, folder: Path | None, most_bytes: int = _MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self.trouble = ""
        """Why nothing could be kept, as the system says it; blank where all is well."""

    @property
    def is_open(self) -> bool:
        """False where nothing can be kept."""
        return self._folder is not None

    def is_empty(self) -> bool:
        """True where nothing can be found: nothing was ever kept there, or nothing can be."""
        return self._folder is None or not self._folder.is_dir()

    def read(self, name: str) -> tuple[dict[str, Any], bytes] | None:
        """What is kept under a name: plain data, and bytes. None when there is nothing whole."""
        if self._folder is None:
            return None
        path = self._path(self._folder, name)
        try:
            record = path.read_bytes()
        except OSError:
            return None
        whole = record[:_HASH_CHARACTERS] == _hash(record[_HASH_CHARACTERS:])
        head, _, content = record[_HASH_CHARACTERS:].partition(b"\n")
        if not whole:
            return None
        with suppress(OSError):
            os.utime(path)
        try:
            data = json.loads(head)
        except ValueError:
            return None
        # A record that somebody has given another name is not what it is asked for.
        known = isinstance(data, dict) and data.get("name") == name
        return (data["data"], content) if known else None

    def write(self, name: str, data: Mapping[str, Any], content: bytes = b"") -> None:
        """Keeps plain data and bytes under a name, where that can be done."""
        if self._folder is None:
            return
        head = json.dumps({"name": name, "data": data}, ensure_ascii=True)
        rest = head.encode() + b"\n" + content
        path = self._path(self._folder, name)
        try:
            write_at_once(path, _hash(rest) + rest)
        except OSError as error:
            self.trouble = f"{self._folder}: {error.strerror or error}"

    def find(self, fingerprint: str) -> TargetResult | None:
        """What a target made of a job with this fingerprint."""
        found = self.read(fingerprint)
        if found is None:
            return None
        data, content = found
        try:
            artifact = data["artifact"] and Artifact(**data["artifact"], content=content)
            return TargetResult(data["target"], artifact, diagnostics_from(data["diagnostics"]))
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, fingerprint: str, result: TargetResult) -> None:
        """Keeps what a target made of a job."""
        artifact = result.artifact
        about = artifact and {
            name: getattr(artifact, name)
            for name in Artifact.__dataclass_fields__
            if name != "content"
        }
        data = {
            "target": result.target,
            "artifact": about,
            "diagnostics": as_data(result.diagnostics),
        }
        self.write(fingerprint, data, artifact.content if artifact else b"")

    def trim(self) -> None:
        """Removes what was not used for longest, where there is more than there may be.

        Only what is called as `write` calls it: anybody may name a folder that has more in it.
        """
        if self._folder is None:
            return
        with suppress(OSError):
            ours = (
                path
                for path in self._folder.glob("??/*")
                if _OURS.fullmatch(path.relative_to(self._folder).as_posix()) and path.is_file()
            )
            found = [(path, path.stat()) for path in ours]
            newest = max((one.st_mtime for _, one in found), default=0.0)
            room = self._most_bytes
            for path, one in sorted(found, key=lambda pair: -pair[1].st_mtime):
                room -= one.st_size
                abandoned = (
                    path.name.startswith(PARTIAL) and one.st_mtime < newest - _ABANDONED_AFTER
                )
                if room < 0 or abandoned:
                    path.unlink(missing_ok=True)

    @staticmethod
    def _path(folder: Path, name: str) -> Path:
        key = hashlib.sha256(name.encode()).hexdigest()
        return folder / key[:2] / key[2:]


def as_data(diagnostics: tuple[Diagnostic, ...]) -> list[dict[str, Any]]:
    """Diagnostics of content as plain data. They have no excerpt."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "message": one.message,
            "help": one.help,
            "location": asdict(one.location),
        }
        for one in diagnostics
    ]


def diagnostics_from(data: list[dict[str, Any]]) -> tuple[Diagnostic, ...]:
    """The same, from what `as_data` made of them."""
    return tuple(
        Diagnostic(
            **{
                **one,
                "severity": Severity(one["severity"]),
                "location": Location(**one["location"]),
            }
        )
        for one in data
    )


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
