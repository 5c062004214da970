"""The kinds of text and value that content is made of, and the base of every part.

Text comes in three kinds. `Line` is plain text on one line. `Inline` is one paragraph of
CommonMark: links, code, emphasis. `Prose` is CommonMark with paragraphs, lists and tables as GitHub
has them. Raw HTML, headings and pictures are refused in all of them, so that no content can carry
markup of its own; so is a mark of which nothing is made, as learners would see it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

from babel import Locale, UnknownLocaleError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from scorm_builder.model.addresses import WEB_ADDRESS, address_fault, is_web_address

# What is installed beside us has no business in the model, and looking for it takes time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

IDENTIFIER = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_FILE_NAME = r"^[a-z0-9][a-z0-9._-]*\.(png|jpg|jpeg|webp|heic|heif)$"
_DRAWING_NAME = r"^[a-z0-9][a-z0-9._-]*\.svg$"
LOGO_NAME = r"^[a-z0-9][a-z0-9._-]*\.(svg|png|jpg|jpeg)$"
_VIDEO_NAME = r"^[a-z0-9][a-z0-9._-]*\.(mp4|webm)$"
_RECORDING_NAME = r"^[a-z0-9][a-z0-9._-]*\.(mp3|m4a)$"
_CAPTIONS_NAME = r"^[a-z0-9][a-z0-9._-]*\.vtt$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z]{2})?$"
_VERSION = r"^[0-9]+\.[0-9]+\.[0-9]+$"
COLOUR = r"^#[0-9a-f]{6}$"
_CODE = r"^[A-Z]{3}-[0-9]{3}$"
_NAMES = r"[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*"
_KEYS = r"[0-9a-z]{3}([.][0-9a-z]{3})*"
_QUESTION = rf"[a-z][a-z0-9-]*[.][a-z]([.]{_KEYS})?([.][.]{_KEYS})?"
# The first is the old form. It is spelt out, so that whatever is taken can be taken apart.
STRUCTURE = rf"^([0-9a-f]{{6}}|[0-9a-z]{{6}}:{_KEYS}:({_QUESTION}(,{_QUESTION})*)?:({_NAMES})?)$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ON_ONE_LINE = r"^\s*\S[^\n\v\f\r\u0085\u2028\u2029]*\s*$"
_NOT_BLANK = r"\S"
FORMS = {
    IDENTIFIER: "lower-case letters and digits with single hyphens between, as in peer-assist",
    _FILE_NAME: "a lower-case file name without spaces that ends in .png, .jpg, .webp or .heic",
    _DRAWING_NAME: "a lower-case file name without spaces that ends in .svg",
    LOGO_NAME: "a lower-case file name without spaces that ends in .svg, .png or .jpg",
    _VIDEO_NAME: "a lower-case file name without spaces that ends in .mp4 or .webm",
    _RECORDING_NAME: "a lower-case file name without spaces that ends in .mp3 or .m4a",
    _CAPTIONS_NAME: "a lower-case file name without spaces that ends in .vtt",
    _LANGUAGE: "a language such as en-GB or cy",
    _VERSION: "three numbers with dots between, as in 1.0.0",
    COLOUR: "a colour such as #005eb8, in lower case",
    _CODE: "a code such as STY-001",
    STRUCTURE: "the text that 'check' tells to write, in quotes",
    EMAIL: "an email address",
    _DATE: "a date written YYYY-MM-DD",
    WEB_ADDRESS: "a web address that starts with https:// or http://",
    _ON_ONE_LINE: "one line of text that is not empty",
    _NOT_BLANK: "a text that is not empty",
}
"""The patterns of the model in an author's words."""

Path = tuple[str | int, ...]


class TextKind(Enum):
    """How a text field is written: see the module's docstring."""

    LINE = "line"
    INLINE = "inline"
    PROSE = "prose"

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """What JSON Schema says of such a text: its kind is there as `x-text`."""
        text = handler(schema)
        # What is left when blanks around it are gone is not empty.
        del text["minLength"]
        pattern = _ON_ONE_LINE if self is TextKind.LINE else _NOT_BLANK
        return {**text, "pattern": pattern, "x-text": self.value}


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise PydanticCustomError("MOD-003", "this text has a line break; it must be one line")
    return value


def _iso_date(value: Any) -> Any:
    """Accepts exactly YYYY-MM-DD; pydantic alone would also take numbers and times."""
    if isinstance(value, str) and re.fullmatch(_DATE, value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError(
                "MOD-007", "'{value}' is not a day of the calendar", {"value": value}
            ) from error
    raise PydanticCustomError(
        "MOD-007", "{value} is not a date written YYYY-MM-DD", {"value": repr(value)[:60]}
    )


def _web_address(value: str) -> str:
    if not is_web_address(value):
        wrong, remedy = address_fault(value)
        context = {"value": value[:200], "wrong": wrong, "words": value[:200]}
        if remedy:
            context["remedy"] = remedy
        raise PydanticCustomError("MOD-008", "'{value}' {wrong}", context)
    return value


def is_known(tag: str) -> bool:
    """True when Babel knows the language, so that dates and numbers can be written in it."""
    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _known_language(tag: str) -> str:
    if not is_known(tag):
        raise PydanticCustomError(
            "MOD-009", "'{tag}' is not a language whose dates are known", {"tag": tag}
        )
    return tag


def refuse_repeats(what: str, values: Iterable[tuple[Path, str]]) -> None:
    """Refuses a second value; each comes with its path below the part that is validated."""
    seen: set[str] = set()
    for path, value in values:
        if value in seen:
            context = {"what": what, "value": value[:60], "at": path}
            raise PydanticCustomError("MOD-014", "{what} '{value}' stands twice", context)
        seen.add(value)


def refuse_overdue(reviewed: date, next_review: date) -> None:
    """Refuses a next review that is not after the last one."""
    if next_review <= reviewed:
        raise PydanticCustomError(
            "MOD-015", "this date is not after 'reviewed'", {"at": ("next_review",)}
        )


_PLAIN = StringConstraints(strip_whitespace=True, min_length=1)


Line = Annotated[str, _PLAIN, AfterValidator(_one_line), TextKind.LINE]
ShortLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(_one_line),
    TextKind.LINE,
]
TitleLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_one_line),
    TextKind.LINE,
]
SummaryLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(_one_line),
    TextKind.LINE,
]
Inline = Annotated[str, _PLAIN, TextKind.INLINE]
Prose = Annotated[str, _PLAIN, TextKind.PROSE]
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER, max_length=60)]
FileName = Annotated[str, StringConstraints(pattern=_FILE_NAME, max_length=60)]
DrawingName = Annotated[str, StringConstraints(pattern=_DRAWING_NAME, max_length=60)]
VideoName = Annotated[str, StringConstraints(pattern=_VIDEO_NAME, max_length=60)]
RecordingName = Annotated[str, StringConstraints(pattern=_RECORDING_NAME, max_length=60)]
CaptionsName = Annotated[str, StringConstraints(pattern=_CAPTIONS_NAME, max_length=60)]
WebAddress = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2000),
    AfterValidator(_web_address),
    Field(json_schema_extra={"pattern": WEB_ADDRESS}),
]
CalendarDate = Annotated[
    date, BeforeValidator(_iso_date), Field(json_schema_extra={"pattern": _DATE})
]
LanguageTag = Annotated[str, StringConstraints(pattern=_LANGUAGE), AfterValidator(_known_language)]
Version = Annotated[str, StringConstraints(pattern=_VERSION, max_length=20)]
CodeName = Annotated[str, StringConstraints(pattern=_CODE)]
StageName = Literal["before", "during", "after"]


class Part(BaseModel):
    """The base of every part of the model: frozen, and closed to keys it does not know.

    The docstring of a field is its description; a last paragraph `Example: …` gives a value for it
    as YAML, which editors and the reference show. More such lines give the same field of the next
    items of a list.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
