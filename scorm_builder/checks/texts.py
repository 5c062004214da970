"""A module's data -> its texts, as a reader meets them, and what a rule finds in one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from scorm_builder.checks.sentences import sentences
from scorm_builder.checks.unseen import UNSEEN
from scorm_builder.content.loader import Content, Source
from scorm_builder.content.markdown import plain_text
from scorm_builder.model import (
    Clip,
    Exemption,
    FactSource,
    Link,
    Part,
    Path,
    TextKind,
    walk,
)

_NEVER_SHOWN = (Exemption, FactSource)
_ENOUGH_TO_FIND = 8


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a module: the part that it belongs to, and its words without marks.

    `blocks` has its paragraphs and list items. `quoted` is True for the title of somebody else's
    work, whose words are not ours to change.
    """

    path: Path
    owner: type[Part]
    kind: TextKind
    written: str
    blocks: tuple[str, ...]
    quoted: bool = False

    @property
    def key(self) -> str:
        """The name of the field that holds it."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    def sentences(self) -> Iterator[str]:
        """The sentences of all its paragraphs."""
        for block in self.blocks:
            yield from self.sentences_of(block)

    def sentences_of(self, block: str) -> Iterator[str]:
        """The sentences of one of its paragraphs."""
        return sentences(block, spoken=self.key == "transcript")

    def matches(self, pattern: re.Pattern[str]) -> Iterator[str]:
        """What of it matches a pattern."""
        for block in self.blocks:
            for found in pattern.finditer(block):
                yield found.group()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a text: `words` are those at fault, `remedy` how to mend just these."""

    code: str
    message: str
    words: str
    remedy: str | None = None


def start(text: str) -> str:
    """Enough of a text to find it in the file."""
    return " ".join(text.split()[:_ENOUGH_TO_FIND])


def texts_of(source: Source) -> Iterator[Text]:
    """Every text of a module that somebody reads, valid or not, in the model's order."""
    owners: dict[Path, tuple[type[Part], Any]] = {}
    for found in walk(source.part, source.document.data):
        if not isinstance(found.kind, TextKind):
            owners[found.path] = (found.kind, found.value)
            continue
        # An item of a list of texts has its number after the key.
        above = found.path[:-1] if found.path[:-1] in owners else found.path[:-2]
        owner, data = owners[above]
        if owner not in _NEVER_SHOWN:
            quoted = found.path[-1] == "title" and (
                owner is Link or (issubclass(owner, Clip) and bool(data.get("address")))
            )
            blocks: tuple[str, ...] = (found.value.translate(UNSEEN),)
            if found.kind is not TextKind.LINE:
                blocks = tuple(plain_text(found.value).translate(UNSEEN).splitlines())
            yield Text(found.path, owner, found.kind, found.value, blocks, quoted)


def english_sources(content: Content, names: Collection[str] = ()) -> Iterator[Source]:
    """Those of the named modules, or of all, that are written in English."""
    for name, source in content.sources.items():
        if names and name not in names:
            continue
        data = source.document.data
        language = data.get("language", "en-GB") if isinstance(data, dict) else None
        if isinstance(language, str) and language.split("-")[0] == "en":
            yield source
