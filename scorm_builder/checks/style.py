"""Every rule for English, on every text of every module that is written in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from scorm_builder.checks.reading import (
    contractions,
    hard_module,
    hard_text,
    latin,
    long_paragraphs,
    long_sentences,
)
from scorm_builder.checks.spelling import Vocabulary, own_words
from scorm_builder.checks.texts import Finding, Text, english_sources, texts_of
from scorm_builder.checks.writing import (
    asking_headings,
    capitals,
    dates,
    list_items,
    spelling,
    typography,
    vague_links,
)
from scorm_builder.content.loader import Content, Source, spell
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose

WHOLE_MODULE = "the whole module"
# More than an author mends in one go; a text from anywhere may have no end of them.
_MOST_FINDINGS = 200

_RULES = (
    long_sentences,
    long_paragraphs,
    hard_text,
    contractions,
    latin,
    asking_headings,
    dates,
    typography,
)
_RULES_WITH_WORDS = (capitals, spelling, list_items)


def check_style(content: Content) -> Iterator[Diagnostic]:
    """Modules in English follow the style guide and the dictionary."""
    sources = tuple(english_sources(content))
    if sources:
        vocabulary = Vocabulary(own_words(content))
        for source in sources:
            yield from islice(_check_module(source, vocabulary), _MOST_FINDINGS)


def _check_module(source: Source, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    texts = tuple(texts_of(source))
    if hard := hard_module(texts):
        yield diagnose("STY-003", source.document.place(()), f"{WHOLE_MODULE}: {hard}")
    for text in texts:
        for found in findings(text, vocabulary):
            place = source.document.find(text.path, found.words)
            message = f"{spell(text.path)}: {found.message}"
            yield diagnose(found.code, place, message, found.remedy)


def findings(text: Text, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What the rules find in a text. The title of somebody else's work is only seen as a link."""
    yield from vague_links(text)
    if not text.quoted:
        for rule in _RULES:
            yield from rule(text)
        for rule_with_words in _RULES_WITH_WORDS:
            yield from rule_with_words(text, vocabulary)
