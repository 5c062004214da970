"""Every rule for English, on every text of every module that is written in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
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
from scorm_builder.content.loader import Content, Source
from scorm_builder.content.wording import spell
from scorm_builder.diagnostics import Diagnostic
from scorm_builder.diagnostics.codes import diagnose

Finder = Callable[[], tuple[Diagnostic, ...]]
Recall = Callable[[Sequence[str], Finder], tuple[Diagnostic, ...]]
"""What a finder finds, or has found in an earlier run of the same texts."""

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


def find_anew(made_of: Sequence[str], find: Finder) -> tuple[Diagnostic, ...]:  # noqa: ARG001
    """What `find` finds, where nothing is kept."""
    return find()


def check_style(
    content: Content, names: Collection[str] = (), recall: Recall = find_anew
) -> Iterator[Diagnostic]:
    """The named modules in English, or all, follow the style guide and the dictionary."""
    words = own_words(content)
    vocabulary = cache(lambda: Vocabulary(words))
    for source in english_sources(content, names):
        document = source.document
        made_of = ("style", document.file, document.text, *words)

        def find(source: Source = source) -> tuple[Diagnostic, ...]:
            return tuple(islice(_check_module(source, vocabulary()), _MOST_FINDINGS))

        yield from recall(made_of, find)


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
