"""Judges any SCORM 1.2 package, whoever made it: bytes or a folder to findings.

Knows the standard and the LMSs, and shares no code with what writes our own packages, so that it
cannot share a mistake with it. Writes nothing, prints nothing, fetches nothing, and takes a bounded
time and memory whatever it is given. Imports lxml only when a manifest is compared with its schema.
"""

from __future__ import annotations

import mmap
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scorm_builder.diagnostics import Diagnostic, Severity, sort_diagnostics
from scorm_builder.verify.judge import judge
from scorm_builder.verify.manifest.schema import ControlDocumentsMissing
from scorm_builder.verify.package import (
    MOST_OF_A_CODE,
    MOST_READ,
    BareSource,
    FolderSource,
    Package,
    ZipSource,
    is_zip,
)
from scorm_builder.verify.package.zip_reader import Content, NotAZip, read_zip
from scorm_builder.verify.profiles import PROFILES

__all__ = [
    "MOST_OF_A_CODE",
    "PROFILES",
    "ControlDocumentsMissing",
    "settled",
    "verify",
    "verify_path",
]

# What is larger is mapped into memory instead of read.
_SMALL = 8_000_000


def verify(
    content: Content,
    name: str,
    *,
    severities: Mapping[str, Severity | None] | None = None,
    lms: Sequence[str] = (),
    most_read: int = MOST_READ,
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a zip or with a bare manifest, in the order of its files.

    `name` is what the findings call it. `severities` gives a code another severity, or none to
    leave it out. `lms` names LMSs of `PROFILES` whose limits are to be judged as well. No more than
    `most_read` bytes are read of it. Raises ControlDocumentsMissing when the schemas are not
    installed, and KeyError for an LMS that has no profile.
    """
    if not is_zip(content):
        package = Package(name, BareSource(content), has_files=False)
        return settled(judge(package, lms), severities)
    try:
        zip_file = read_zip(content)
    except NotAZip as error:
        empty = Package(name, BareSource(b""), has_files=False)
        return settled(iter((empty.found("PKG-001", str(error)),)), severities)
    package = Package(name, ZipSource(zip_file), most_read=most_read)
    return settled(judge(package, lms), severities)


def verify_path(
    path: Path,
    name: str | None = None,
    *,
    severities: Mapping[str, Severity | None] | None = None,
    lms: Sequence[str] = (),
) -> tuple[Diagnostic, ...]:
    """The same for a zip, a manifest or a folder on disk. Raises OSError when it cannot be read."""
    called = name if name is not None else str(path)
    if path.is_dir():
        return settled(judge(Package(called, FolderSource(path)), lms), severities)
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size <= _SMALL:
            return verify(file.read(), called, severities=severities, lms=lms)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return verify(content, called, severities=severities, lms=lms)


def settled(
    findings: Iterator[Diagnostic], severities: Mapping[str, Severity | None] | None
) -> tuple[Diagnostic, ...]:
    """Sorted, with the severities that the user wants, and no more of a code than can be read."""
    wanted = severities or {}
    counts: Counter[str] = Counter()
    kept: list[Diagnostic] = []
    for found in findings:
        severity = wanted.get(found.code, found.severity)
        if severity is None:
            continue
        counts[found.code] += 1
        if counts[found.code] <= MOST_OF_A_CODE:
            kept.append(replace(found, severity=severity))
    return sort_diagnostics(_with_counts(kept, counts))


def _with_counts(kept: Iterable[Diagnostic], counts: Counter[str]) -> Iterator[Diagnostic]:
    last = {found.code: found for found in kept}
    for found in kept:
        more = counts[found.code] - MOST_OF_A_CODE
        if more > 0 and found is last[found.code]:
            yield replace(found, message=f"{found.message} (and {more} more of this kind)")
        else:
            yield found
