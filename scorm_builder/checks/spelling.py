"""British spelling: the dictionary, and the project's own words beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from scorm_builder.content.loader import Content
from scorm_builder.theme import ThemeMissing

DICTIONARY = Path(__file__).resolve().parents[1] / "_static" / "spelling"

MOST_SUGGESTIONS = 50
"""How many words get a suggestion: the dictionary looks for each one through all of its words."""

_LONGEST_WORD = 50
# A word: letters, with hyphens and apostrophes between them.
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
# What is not written in words: addresses, names in programs, numbers such as 5:30pm and 12th.
# Figures above or below the line too: m², CO₂.
_CODE = re.compile(r"[\d\u00b2\u00b3\u00b9\u2070-\u209f@_\\]|://")
_HOST = re.compile(r"(?:\w[\w-]*\.)+[a-z]{2,}(?:/.*)?")
# What stands before a hyphen and is no word of its own.
_PREFIXES = frozenset(
    "anti co de e ex inter intra micro mid multi non post pre pro re self semi sub un".split()
)
# Another rule has more to say of them.
_LATIN = frozenset({"eg", "ie"})


class Vocabulary:
    """The words that are right: those of the dictionary, and the project's own.

    A word of the project that has a capital is right only with it.
    """

    def __init__(self, own: Iterable[str] = (), folder: Path | None = None) -> None:
        """Raises ThemeMissing when the dictionary has not been built."""
        self._dictionary = _dictionary(folder or DICTIONARY)
        self._known: dict[str, bool] = {}
        self._suggested: dict[str, str | None] = {}
        self._own = frozenset(part for words in own for part in _WORD.findall(_plain(words)))

    def is_own(self, word: str) -> bool:
        """True for a word of the project."""
        return word in self._own or word.lower() in self._own

    def knows(self, word: str) -> bool:
        """True for a word that is spelt right, or the possessive of one."""
        if word not in self._known:
            self._known[word] = self._looked_up(word)
        return self._known[word]

    def _looked_up(self, word: str) -> bool:
        if len(word) > _LONGEST_WORD:
            return False
        if self.is_own(word) or self._dictionary.spell(word):
            return True
        return word.endswith("'s") and self.knows(word[:-2])

    def has_suggestion(self, word: str) -> bool:
        """False when a word would be one more than those that get a suggestion."""
        return word in self._suggested or len(self._suggested) < MOST_SUGGESTIONS

    def suggest(self, word: str) -> str | None:
        """The word that was probably meant; none when there were too many before it."""
        if word not in self._suggested:
            if len(word) > _LONGEST_WORD or not self.has_suggestion(word):
                return None
            self._suggested[word] = next(iter(self._dictionary.suggest(word)), None)
        return self._suggested[word]

    def misspelt(self, sentence: str) -> Iterator[str]:
        """The words of a sentence that are not right, in its order.

        A word with a capital inside the sentence is taken as a name, one in capitals as an
        abbreviation. A word with hyphens is right when its parts are.
        """
        first = True
        for written in _plain(sentence).split():
            if not _is_code(written):
                for word in _WORD.findall(written):
                    if not self.knows(word):
                        yield from self._wrong_parts(word.split("-"), first=first)
                    first = False
            first = first and not any(map(str.isalnum, written))

    def _wrong_parts(self, parts: list[str], *, first: bool) -> Iterator[str]:
        for index, part in enumerate(parts):
            named = part[1:] != part[1:].lower() or (
                part[0].isupper() and not (first and index == 0)
            )
            prefix = index < len(parts) - 1 and part.lower() in _PREFIXES
            skipped = len(part) == 1 or prefix or part.lower() in _LATIN or _is_foreign(part)
            if not (skipped or named or self.knows(part)):
                yield part


def _is_foreign(word: str) -> bool:
    """Whether a word is in other letters than those of which the dictionary knows anything."""
    return not unicodedata.name(word[0], "LATIN").startswith("LATIN")


@cache
def _dictionary(folder: Path) -> Any:
    """The dictionary in `folder`, read once a process."""
    from hunspell import Hunspell  # noqa: PLC0415  (only English content needs it)

    if not all((folder / name).is_file() for name in ("index.aff", "index.dic")):
        raise ThemeMissing(f"no spelling dictionary in {folder}")
    return Hunspell("index", hunspell_data_dir=str(folder))


def own_words(content: Content) -> tuple[str, ...]:
    """The project's own words as the catalogue lists them, valid or not."""
    data = content.catalogue_source.document.data
    words = data.get("words") if isinstance(data, dict) else None
    return tuple(w for w in words if isinstance(w, str)) if isinstance(words, list) else ()


def _is_code(written: str) -> bool:
    return bool(_CODE.search(written) or _HOST.fullmatch(written.strip("\"'()[],;:.!?")))


def _plain(text: str) -> str:
    """Straight apostrophes, as the dictionary has them."""
    return text.replace("’", "'")
