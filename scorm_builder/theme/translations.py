"""The interface in the learner's language: gettext catalogues, dates, numbers and direction.

Catalogues are `locale/<language>/LC_MESSAGES/messages.po`, read as they are written: there is no
compiled file that could be out of date. English is the language of the source.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

_LOCALE = Path(__file__).resolve().parent / "locale"
_MOST_PLURAL_SAMPLES = 200


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its tag (BCP 47), its direction ("ltr" or "rtl") and its texts."""

    tag: str
    direction: str
    translations: gettext.NullTranslations

    def date(self, value: date) -> str:
        """A date with the month in full and no day of the week: 12 December 2023."""
        return format_date(value, "d MMMM y", locale=self._locale)

    def number(self, value: int) -> str:
        """A whole number as the language groups and writes its digits: 1,000."""
        return format_decimal(value, locale=self._locale)

    def plurals(self, singular: str, plural: str) -> dict[str, str]:
        """The text for each plural category of the language (CLDR: one, two, few, other …)."""
        return {
            name: self.translations.ngettext(singular, plural, number)
            for name, number in _plural_samples(self.tag)
        }

    @property
    def script(self) -> str:
        """The letters that the language is written with, by ISO 15924: "Latn", "Arab"."""
        locale = self._locale
        likely = get_global("likely_subtags")
        # Chinese is written otherwise in Taiwan, Punjabi in Pakistan.
        told: str = likely.get(f"{locale.language}_{locale.territory}") or (
            likely.get(locale.language, "")
        )
        return locale.script or next((part for part in told.split("_") if len(part) == 4), "Latn")

    @property
    def name(self) -> str:
        """What it is called in English: "Polish"."""
        return str(self._locale.english_name or self.tag)

    @property
    def has_interface(self) -> bool:
        """Whether there is a catalogue for it, or it is English, which needs none."""
        return not {self.tag, self.tag.partition("-")[0]}.isdisjoint(catalogues())

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.tag, sep="-")


@cache
def language(tag: str) -> Language:
    """The language called `tag`; English texts when there is no catalogue for it.

    Raises babel.UnknownLocaleError for a tag that no language has: see `model.texts.is_known`.
    """
    return Language(tag, Locale.parse(tag, sep="-").text_direction, _translations(tag))


@cache
def _plural_samples(tag: str) -> tuple[tuple[str, int], ...]:
    """A number for each plural category of a language, in the order of their names."""
    category: Callable[[int], str] = Locale.parse(tag, sep="-").plural_form
    samples = {category(number): number for number in range(_MOST_PLURAL_SAMPLES, -1, -1)}
    return tuple(sorted({"other": 11, **samples}.items()))


@cache
def catalogues() -> frozenset[str]:
    """The languages that the interface can be shown in."""
    return frozenset({"en", *(path.name for path in _LOCALE.iterdir() if path.is_dir())})


def _translations(tag: str) -> gettext.NullTranslations:
    for name in (tag, tag.partition("-")[0]):
        path = _LOCALE / name / "LC_MESSAGES" / "messages.po"
        if path.is_file():
            with path.open("rb") as stream:
                catalogue = read_po(stream, locale=name.replace("-", "_"))
            compiled = io.BytesIO()
            write_mo(compiled, catalogue)
            compiled.seek(0)
            return gettext.GNUTranslations(compiled)
    return gettext.NullTranslations()
