"""Findings that an author leaves as they are, and exemptions that are of no use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from scorm_builder.content.loader import Content, Source
from scorm_builder.content.wording import spell
from scorm_builder.diagnostics import Diagnostic, Severity
from scorm_builder.diagnostics.codes import CODES, diagnose
from scorm_builder.model import Exemption, Path, walk

# Another form is wrong in itself, which the model says.
_CODE = re.compile(r"[A-Z]{3}-[0-9]{3}")


def without_exempt(
    content: Content, problems: Iterable[Diagnostic], names: Collection[str] = ()
) -> tuple[Diagnostic, ...]:
    """The problems but for those that a module exempts, and what is wrong with its exemptions.

    Only a warning can be exempt: what has an error cannot be built. Where modules are named, what
    others exempt was not all looked for, so none of that is said to be of no use.
    """
    left = list(problems)
    wrong: list[Diagnostic] = []
    for name, source in content.sources.items():
        for path, code, at in _exemptions(source):
            if code not in CODES:
                wrong.append(_told(source, "MOD-021", path, f"there is no code {code}"))
            elif CODES[code].severity is not Severity.WARNING:
                wrong.append(_told(source, "MOD-021", path, f"{code} is an error"))
            else:
                kept = [found for found in left if not _covers(source, code, at, found)]
                if len(kept) == len(left) and (not names or name in names):
                    wrong.append(_told(source, "MOD-020", path, f"there is no {code} at '{at}'"))
                left = kept
    return (*left, *wrong)


def _exemptions(source: Source) -> Iterator[tuple[Path, str, str]]:
    """The path, code and place of each exemption that has them."""
    for found in walk(source.part, source.document.data):
        if found.kind is Exemption:
            code, at = found.value.get("code"), found.value.get("at")
            if isinstance(code, str) and _CODE.fullmatch(code) and isinstance(at, str):
                yield found.path, code, at.strip()


def _covers(source: Source, code: str, at: str, found: Diagnostic) -> bool:
    same_file = found.location.file == source.document.file
    return same_file and found.code == code and found.message.startswith(f"{at}: ")


def _told(source: Source, code: str, path: Path, message: str) -> Diagnostic:
    return diagnose(code, source.document.place(path), f"{spell(path)}: {message}")
