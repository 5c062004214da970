"""How English is written: headings, capitals, dates, links, items of lists, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scorm_builder.checks.sentences import opening, words
from scorm_builder.checks.spelling import MOST_SUGGESTIONS, Vocabulary
from scorm_builder.checks.texts import Finding, Text
from scorm_builder.content.markdown import links
from scorm_builder.model import Activity, Clip, Example, Link, Module, Step, TextKind

_HEADED = (Module, Step, Example, Activity, Clip)
_LISTS = ("benefits", "preparation", "tips", "pitfalls")
_SHOWN = 60

# Without what has a number, as COVID-19 has.
_WORD = re.compile(r"(?<!\w)[^\W\d_]++(?:['’-][^\W\d_]++)*+(?!-?[\d_])")
_SHOUTED_LETTERS = 5
# Abbreviations that are words as well.
_LETTERS = frozenset({"IT", "US"})

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})"
    r"|\d{1,2}[.-]\d{1,2}[.-]\d{4}"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}"
    rf"|{_ORDINAL}(?:[ ]of)?[ ]{_MONTH}(?:,?[ ]\d{{4}})?"
    rf"|{_MONTH}[ ](?:the[ ])?(?:{_ORDINAL}(?:,?[ ]\d{{4}})?|\d{{1,2}},?[ ]\d{{4}})"
    rf"|\d{{1,2}}[ ]{_MONTH},[ ]\d{{4}}"
    rf"|0\d[ ]{_MONTH}(?:[ ]\d{{4}})?"
    rf"|\d{{1,2}}[ ]{_SHORT_MONTH}(?:[ ]\d{{4}})?"
    r")(?![\w/-])"
)

_VAGUE = frozenset(
    "here|click|click here|click this|click this link|find out more|go|learn more|link|more"
    "|more information|read more|read this|see here|see more|this|this document|this link"
    "|this page|this site|this website|website".split("|")
)

_CURLY = re.compile("[‘’“”]")
_DASH = "[-\u2013\u2014]"
_DAY_OR_MONTH = rf"(?:{_MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_NUMBER = r"[£$€]?\d[\d.,:]{0,8}(?:[ap]m|%)?"
# Not inside a telephone number, a date or a code.
_RANGE = re.compile(
    rf"(?<![\w/.,:-])(?:(?!0\d){_NUMBER}[ ]?{_DASH}[ ]?(?!0){_NUMBER}"
    rf"|{_DAY_OR_MONTH}[ ]?{_DASH}[ ]?{_DAY_OR_MONTH})(?![\w/]|{_DASH}\w)"
)


def asking_headings(text: Text) -> Iterator[Finding]:
    """A heading says what comes, and does not ask."""
    heading = text.key == "title" and issubclass(text.owner, _HEADED)
    if heading and text.written.rstrip(" \"'’”)").endswith("?"):
        yield Finding("STY-006", "this heading is a question", text.written)


def capitals(text: Text, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Capitals are for abbreviations: not for a long word, nor for words in a row."""
    for block in text.blocks:
        run: list[re.Match[str]] = []
        for word in _WORD.finditer(block):
            if _is_shouted(word.group(), vocabulary):
                run.append(word)
            else:
                yield from _told(block, run)
                run = []
        yield from _told(block, run)


def _told(block: str, run: list[re.Match[str]]) -> Iterator[Finding]:
    lengths = [len(word.group()) for word in run]
    if max(lengths, default=0) >= _SHOUTED_LETTERS or sum(n > 1 for n in lengths) > 1:
        shown = block[run[0].start() : run[-1].end()]
        yield Finding("STY-007", f"'{shown[:_SHOWN]}' is in capitals", shown)


def _is_shouted(word: str, vocabulary: Vocabulary) -> bool:
    """True for a word in capitals that is too long for an abbreviation, or a plain word."""
    if not word.isupper() or word in _LETTERS or vocabulary.is_own(word):
        return False
    return len(word) >= _SHOUTED_LETTERS or vocabulary.knows(word.lower())


def dates(text: Text) -> Iterator[Finding]:
    """A date is written as 12 December 2023."""
    for found in text.matches(_DATE):
        yield Finding("STY-008", f"'{found}' is not how a date is written", found)


def vague_links(text: Text) -> Iterator[Finding]:
    """The words of a link say where it leads."""
    if text.owner is Link and text.key == "title":
        named = [(text.written, text.written)]
    elif text.kind is TextKind.LINE:
        named = []
    else:
        named = [(name, f"[{name}]") for name, _ in links(text.written)]
    for name, written in named:
        if " ".join(words(name.lower())).strip(".:!>… ") in _VAGUE:
            yield Finding("STY-009", f"the link '{name}' does not say where it leads", written)


def spelling(text: Text, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Words are in the dictionary, or in the project's own list."""
    for sentence in text.sentences():
        for word in vocabulary.misspelt(sentence):
            near = vocabulary.suggest(word)
            remedy = f"Did you mean '{near}'? " if near else ""
            if not vocabulary.has_suggestion(word):
                remedy = f"Only the first {MOST_SUGGESTIONS} such words get a suggestion. "
            remedy += "If the word is right, add it under 'words' in catalogue.yaml."
            message = f"'{word[:_SHOWN]}' is not in the dictionary"
            yield Finding("STY-010", message, word, remedy)


def list_items(text: Text, vocabulary: Vocabulary) -> Iterator[Finding]:
    """An item of a list starts with a small letter, unless with a name, and has no full stop."""
    item = text.blocks[0].split() if text.blocks and text.key in _LISTS else []
    if not item:
        return
    following = item[1] if len(item) > 1 else ""
    if item[0][0].isupper() and not _is_name(item[0], following, vocabulary):
        message = f"this item starts with a capital: '{opening(text.blocks[0])}'"
        yield Finding("STY-014", message, item[0])
    if item[-1][-1] in ".;," and not item[-1].endswith(("..", "etc.")):
        yield Finding("STY-014", f"this item ends with '{item[-1][-1]}'", item[-1])


def _is_name(word: str, following: str, vocabulary: Vocabulary) -> bool:
    """True for a word that always has its capital: a name, an abbreviation, or I."""
    bare = re.sub(r"['’].*|\W+$", "", word)
    if bare == "I" or (len(bare) > 1 and bare[1:] != bare[1:].lower()):
        return True
    return following[:1].isupper() or vocabulary.is_own(bare) or not vocabulary.knows(bare.lower())


def typography(text: Text) -> Iterator[Finding]:
    """Quotes are straight, and a range has "to", which every screen reader says."""
    for mark in dict.fromkeys(text.matches(_CURLY)):
        straight = "'" if mark in "‘’" else '"'
        yield Finding("STY-015", f"the curly mark {mark}", mark, f"Write {straight} instead.")
    for found in text.matches(_RANGE):
        shown = found.rstrip(".,: ")
        remedy = f"Write '{re.sub(f'[ ]?{_DASH}[ ]?', ' to ', shown)}'."
        yield Finding("STY-015", f"the range '{shown}' is written with a dash", shown, remedy)
