"""The structure of a version as one line of text, and what learners keep when it is replaced.

The line has all that saved work hangs on, and nothing else: whose work it is, a key for each
screen, the questions with a letter for their kind and a key for each thing that can be chosen, and
the fields. For example:

    x4k2pq:0ab.9t2:which-one.c.3fa.k0z,in-order.o.1d4.77x.p9q:first-step

It stands in the history of a module for each version, so that any two of them can be compared. The
run-time is told a hash of it, and compares keys by itself: `templates/module/runtime/`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scorm_builder.model import QUESTION_KINDS, AnyModule, LearningModule
from scorm_builder.runtime.keys import module_tag
from scorm_builder.runtime.outline import Asked, asked, screen_keys

_LETTERS = {"wish": "h"} | {name: kind.letter for name, kind in QUESTION_KINDS.items()}
# By the letter of the kind, as that is all that is known of an earlier version.
_TAKES_ALL = {kind.letter for kind in QUESTION_KINDS.values() if kind.takes_all}
_IN_WORDS = {kind.letter for kind in QUESTION_KINDS.values() if kind.in_words}
_HASH_CHARACTERS = 6
_OLD_FORM = re.compile(r"[0-9a-f]{6}")


def structure_of(module: AnyModule, programme: str) -> str:
    """The structure of a module of a programme, which is the catalogue's identifier.

    The order of anything has no influence on it, nor has any word but those that are chosen from.
    """
    written = module.activity.fields if isinstance(module, LearningModule) else ()
    return ":".join(
        [
            module_tag(programme, module.id),
            ".".join(sorted(screen_keys(module))),
            ",".join(sorted(map(_question_text, asked(module)))),
            ",".join(sorted(field.id for field in written)),
        ]
    )


def structure_hash(structure: str) -> str:
    """6 hexadecimal digits for a structure, as the page has it."""
    return hashlib.sha256(structure.encode()).hexdigest()[:_HASH_CHARACTERS]


def is_old_form(structure: str) -> bool:
    """True for 6 hexadecimal digits, which tell versions apart and nothing more."""
    return bool(_OLD_FORM.fullmatch(structure))


@dataclass(frozen=True, slots=True)
class Losses:
    """What of learners' work has no place in another version; nothing but ids.

    `afresh`: the work is not taken for this module's at all. `fields`: words that were written
    there are shown once. `questions`: their answers are gone. `again`: all who answered answer
    again, and what is left of their answer stands there. `in_part`: the same, for those alone who
    chose what is gone.
    """

    afresh: bool = False
    fields: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Losses()


def losses(old: str, new: str) -> Losses | None:
    """What is lost when the version with structure `new` takes the place of that with `old`.

    None where this cannot be told exactly, as one of them has the old form.
    """
    if is_old_form(old) or is_old_form(new):
        return None
    before, after = _parsed(old), _parsed(new)
    if before.tag != after.tag:
        return Losses(afresh=True)
    fates = {n: _fate(one, after.questions.get(n)) for n, one in before.questions.items()}

    def those(fate: str) -> set[str]:
        return {name for name, found in fates.items() if found == fate}

    return Losses(
        fields=tuple(sorted(those("fields") | set(before.fields) - set(after.fields))),
        questions=tuple(sorted(those("questions"))),
        again=tuple(sorted(those("again"))),
        in_part=tuple(sorted(those("in_part"))),
    )


def in_words(lost: Losses | None, _: Callable[[str], str] = str) -> str:
    """What becomes of learners' work, for people who run an LMS; `_` translates a text."""
    if lost is None:
        return _("Not known exactly")
    if lost.afresh:
        return _("Not kept: it is a new course for the LMS, and progress starts afresh")
    parts = [
        (lost.fields, _("words written in %(names)s have no place any more and are shown once")),
        (lost.questions, _("answers to %(names)s are gone")),
        (lost.again, _("%(names)s must be answered again")),
        (lost.in_part, _("%(names)s must be answered again by those who chose what is gone")),
    ]
    told = [text % {"names": ", ".join(names)} for names, text in parts if names]
    if not told:
        return _("Kept: learners go on where they were")
    return _("Kept, but for this: %(list)s; who has completed it stays so") % {
        "list": "; ".join(told)
    }


@dataclass(frozen=True, slots=True)
class _Question:
    kind: str
    options: frozenset[str]
    matches: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Structure:
    tag: str
    questions: dict[str, _Question]
    fields: tuple[str, ...]


def _fate(before: _Question, after: _Question | None) -> str | None:
    """Which of the losses a question is among."""
    if after is None or after.kind != before.kind:
        return "fields" if before.kind in _IN_WORDS else "questions"
    if before.kind in _TAKES_ALL and after.options - before.options:
        return "again"
    if before.matches - after.matches:
        return "in_part"
    # What remains in order stays in order.
    gone = before.kind not in _TAKES_ALL and before.options - after.options
    return "in_part" if gone else None


def _question_text(question: Asked) -> str:
    parts = [question.id, _LETTERS[question.kind], *sorted(question.options)]
    if question.matches:
        parts += ["", *sorted(question.matches)]
    return ".".join(parts)


def _parsed(structure: str) -> _Structure:
    tag, _, questions, fields = structure.split(":")
    return _Structure(tag, dict(map(_question_of, _listed(questions))), tuple(_listed(fields)))


def _question_of(text: str) -> tuple[str, _Question]:
    name, kind, *keys = text.split(".")
    at = keys.index("") if "" in keys else len(keys)
    return name, _Question(kind, frozenset(keys[:at]), frozenset(keys[at + 1 :]))


def _listed(text: str) -> Iterable[str]:
    return text.split(",") if text else ()
