"""How easily English is read: long sentences and paragraphs, reading age, words that trip up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scorm_builder.checks.sentences import opening, words
from scorm_builder.checks.texts import Finding, Text, start

MOST_WORDS = 20
MOST_SENTENCES = 3
READING_AGE = 14
# In a single text a few names or long words weigh more than in the whole.
HARD_READING_AGE = 16
# The index is an average: over fewer words, a name or two would decide it.
FEWEST_WORDS_OF_A_MODULE = 100
FEWEST_WORDS_OF_A_TEXT = 50
# The first grade is at the age of 6.
_AGE_BEFORE_GRADES = 5

_CONTRACTION = re.compile(r"\b[^\W\d_]+n['’]t\b", re.IGNORECASE)
_IN_FULL = {"can't": "cannot", "won't": "will not", "shan't": "shall not"}
_LATIN = re.compile(
    r"(?<![\w.@/-])(?:[Ee]\.[ ]?g\.|[Ii]\.[ ]?e\.|[Ee]g\b\.?|[Ii]e\b\.?|[Ee]tc\b\.?)(?![\w@/-])"
)
_IN_ENGLISH = {"eg": "for example, such as", "ie": "that is", "etc": "and so on"}


def long_sentences(text: Text) -> Iterator[Finding]:
    """A sentence has at most 20 words."""
    for sentence in text.sentences():
        count = len(words(sentence))
        if count > MOST_WORDS:
            message = f"a sentence has {count} words: '{opening(sentence)}'"
            yield Finding("STY-001", message, start(sentence))


def long_paragraphs(text: Text) -> Iterator[Finding]:
    """A paragraph has at most 3 sentences. A speaker's name is none."""
    for block in text.blocks:
        count = sum(not sentence.endswith(":") for sentence in text.sentences_of(block))
        if count > MOST_SENTENCES:
            message = f"a paragraph has {count} sentences: '{opening(block)}'"
            yield Finding("STY-002", message, start(block))


def hard_text(text: Text) -> Iterator[Finding]:
    """A text of some length is not far above the reading age of the whole."""
    age = reading_age(text.sentences(), FEWEST_WORDS_OF_A_TEXT)
    if age is not None and age > HARD_READING_AGE:
        message = f"the reading age is {age:.1f}; the target is {READING_AGE}"
        yield Finding("STY-003", message, start(text.blocks[0]))


def hard_module(texts: Iterable[Text]) -> str | None:
    """What is to be said when a whole module is above the reading age."""
    ours = (sentence for text in texts if not text.quoted for sentence in text.sentences())
    # Labels and items of lists are no sentences: they would make any module look easy.
    age = reading_age((s for s in ours if s[-1:] in ".?!"), FEWEST_WORDS_OF_A_MODULE)
    if age is None or age <= READING_AGE:
        return None
    return f"the reading age is {age:.1f}; the target is {READING_AGE}"


def reading_age(sentences: Iterable[str], fewest_words: int) -> float | None:
    """The age at which sentences are understood; None for too few words to tell.

    It is the Automated Readability Index (Smith and Senter, 1967) plus 5: the index is the school
    grade. Each sentence counts as it was written, so the stops in Dr. and 10.5 end none.
    """
    plain = [re.sub(r"[.!?…]", "", sentence) for sentence in sentences if len(words(sentence)) > 2]
    counted = sum(len(words(sentence)) for sentence in plain)
    if counted < fewest_words:
        return None
    tokens = [token for sentence in plain for token in sentence.split()]
    # With the full stop of each sentence.
    characters = sum(map(len, tokens)) + len(plain)
    index = 4.71 * characters / len(tokens) + 0.5 * counted / len(plain) - 21.43
    return index + _AGE_BEFORE_GRADES


def contractions(text: Text) -> Iterator[Finding]:
    """Negative contractions are written in full: some readers take them for their opposite."""
    for found in text.matches(_CONTRACTION):
        usual = found.lower().replace("’", "'")
        full = _IN_FULL.get(usual, f"{usual[:-3]} not")
        yield Finding("STY-004", f"'{found}' is a contraction", found, f"Write '{full}'.")


def latin(text: Text) -> Iterator[Finding]:
    """No eg, ie and etc: screen readers misread them, and not everybody knows them."""
    for found in text.matches(_LATIN):
        english = _IN_ENGLISH[re.sub(r"[. ]", "", found.lower())]
        remedy = f"Write it in English ({english}), or put the sentence another way."
        yield Finding("STY-005", f"'{found}' is not plain English", found, remedy)
