"""One small module in Welsh and one in Arabic: what they say, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from scorm_builder.content.loader import Content, load
from scorm_builder.content.markdown import plain_text
from scorm_builder.executors import SerialExecutor
from scorm_builder.jobs import Artifact
from scorm_builder.model import Catalogue, LearningModule, TextKind, walk
from scorm_builder.pipeline import check_content
from scorm_builder.pipeline.build import build_all
from scorm_builder.pipeline.plan import plan
from scorm_builder.targets import TARGETS
from scorm_builder.theme import load_theme
from scorm_builder.theme.translations import language
from tests.conftest import ROOT
from tests.tools.samples import TODAY

MODULES = {"ar": "musaada", "cy": "cymorth"}
TRANSLATED = ("cy",)
LOCALE = ROOT / "scorm_builder" / "theme" / "locale"

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


@cache
def content_in(tag: str) -> Content:
    """The module in a language, which has no problem but that the interface may be English."""
    loaded = load(Path(__file__).parent / tag)
    problems = check_content(loaded, TODAY)
    assert [problem.code for problem in problems] == ([] if tag in TRANSLATED else ["MOD-040"])
    return loaded


def module_in(tag: str) -> LearningModule:
    """The module in a language."""
    module = content_in(tag).modules[MODULES[tag]]
    assert isinstance(module, LearningModule)
    return module


@cache
def artifacts_in(tag: str) -> dict[str, Artifact]:
    """The package and the handout in a language, by target."""
    jobs = plan(content_in(tag), load_theme(), (MODULES[tag],), tuple(TARGETS))
    (result,) = build_all(jobs, SerialExecutor())
    assert result.diagnostics == ()
    return {artifact.target: artifact for artifact in result.artifacts}


def catalogue(tag: str) -> Catalog:
    """The translations of the interface into a language."""
    with (LOCALE / tag / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        return read_po(stream, locale=tag)


def messages(found: Catalog) -> Iterator[Message]:
    """Every message of a catalogue, but for its header."""
    return (message for message in found if message.id)


def texts_of(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """The texts of a message, which has several where it has plural forms."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def words_of(text: str) -> set[str]:
    """The words in a text, in lower case."""
    return {word.casefold() for word in _WORD.findall(text)}


def known_words(tag: str) -> set[str]:
    """All that a page in a language may say: the words of its content, catalogue and dates."""
    content = content_in(tag)
    parts = ((LearningModule, module_in(tag)), (Catalogue, content.catalogue))
    texts = [
        plain_text(found.value)
        for kind, part in parts
        if part is not None
        for found in walk(kind, part.model_dump(mode="json"))
        # The titles of the stages are in English there, and known to the translations.
        if isinstance(found.kind, TextKind) and found.path[0] != "stages"
    ]
    texts += [text for message in messages(catalogue(tag)) for text in texts_of(message.string)]
    texts += [
        language(tag).date(day) for day in (module_in(tag).reviewed, module_in(tag).next_review)
    ]
    texts += [artifacts_in(tag)["scorm12"].content_hash]
    return set().union(*map(words_of, texts))
