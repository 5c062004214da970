"""Characters that nobody sees, and signs that only one font has: what a paste brings with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from scorm_builder.content.loader import Content, Source
from scorm_builder.content.pasted import NO_BREAK, as_lists
from scorm_builder.content.wording import spell
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose
from scorm_builder.model import Catalogue, Found, TextKind, walk

_NAMES = {
    "\t": "a tab",
    "\u00a0": "a no-break space",
    "\u00ad": "a soft hyphen",
    "\u034f": "a grapheme joiner",
    "\u061c": "a mark of direction",
    "\u180e": "a vowel separator",
    "\u2007": "a figure space",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u200e": "a mark of direction",
    "\u200f": "a mark of direction",
    "\u202f": "a narrow no-break space",
    "\u2060": "a word joiner",
}
_ANYWHERE = "\u00ad\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f"
# Some scripts cannot be written without these.
_IN_SCRIPTS = "\u061c\u200c-\u200f"
_USING_THEM = re.compile(r"[\u0530-\u1cff\u2e80-\ud7ff\U00010800-\U0001ffff]")
# What is held together is a number and its unit, or a mark as French sets it.
_HELD = re.compile(rf"(?<=[\d«])[{NO_BREAK}]|[{NO_BREAK}](?=[»:;!?%\d])")

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u034f\u180e\u200b\u2060\u200c\u200d\u200e\u200f\u061c"))
"""Takes what cannot be seen out of a text, by `str.translate`."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_NOT_READ = frozenset({"exemptions", "sources"})


def check_unseen(content: Content) -> Iterator[Diagnostic]:
    """Nothing is in a name that its author cannot have seen, or in a text that readers cannot see.

    One finding a text, at the first of its kind.
    """
    files = [(source.part, source) for source in content.sources.values()]
    for part, source in (*files, (Catalogue, content.catalogue_source)):
        for found in walk(part, source.document.data):
            if isinstance(found.kind, TextKind) and not _NOT_READ & {*found.path}:
                yield from _problems(source, found)


def _problems(source: Source, found: Found) -> Iterator[Diagnostic]:
    if found.value.isascii() and "\t" not in found.value:
        return
    name = spell(found.path)
    written = found.value if found.kind is TextKind.LINE else as_lists(found.value)
    unseen = _unseen(found.value) if found.kind is TextKind.LINE else []
    if unseen:
        told = ", ".join(f"{_name(one)} (U+{ord(one):04X})" for one in unseen)
        place = source.document.find(found.path, unseen[0], whole=False)
        yield diagnose("MOD-031", place, f"{name}: this text has {told}")
    private = [*dict.fromkeys(_PRIVATE.findall(written))]
    if private:
        told = ", ".join(f"U+{ord(one):04X}" for one in private)
        place = source.document.find(found.path, private[0], whole=False)
        yield diagnose("MOD-033", place, f"{name}: this text has {told}")


def _unseen(text: str) -> list[str]:
    """Those of a name, which is searched for and compared; each once, in their order."""
    wanted = _ANYWHERE if _USING_THEM.search(text) else _ANYWHERE + _IN_SCRIPTS
    found = re.findall(f"[{wanted}\t{NO_BREAK}]", _HELD.sub("", text))
    return [*dict.fromkeys(found)]


def _name(character: str) -> str:
    return _NAMES.get(character) or unicodedata.name(character, "a control character").lower()
