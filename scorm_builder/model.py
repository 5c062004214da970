"""The content model: what `catalogue.yaml` and a `module.yaml` say, frozen and typed.

The classes are validated by pydantic: unknown keys are refused, lists become tuples, and a value
of the wrong kind is never silently converted. What a type cannot say (a stage that the catalogue
does not know, a missing picture) is in `checks.py`.

Text comes in three kinds. `Line` is plain text on one line. `Inline` is one paragraph of
CommonMark: links, code, emphasis. `Prose` is CommonMark with paragraphs and lists. Raw HTML,
headings and pictures are refused in all of them, so that no content can carry markup of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from scorm_builder.translations import is_known

_IDENTIFIER = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_FILE_NAME = r"^[a-z0-9][a-z0-9._-]*\.(png|jpg|jpeg)$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z]{2})?$"
_VERSION = r"^[0-9]+\.[0-9]+\.[0-9]+$"
_COLOUR = r"^#[0-9a-f]{6}$"
_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_WEB_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?"
    r"([/?#][^\x00-\x20<>\"'`\\{}|^\x7f-\U0010ffff]*)?",
    re.ASCII,
)
FORMS = {
    _IDENTIFIER: "lower-case letters and digits with single hyphens between, as in peer-assist",
    _FILE_NAME: "a lower-case file name without spaces that ends in .png or .jpg",
    _LANGUAGE: "a language such as en-GB or cy",
    _VERSION: "three numbers with dots between, as in 1.0.0",
    _COLOUR: "a colour such as #005eb8, in lower case",
    _EMAIL: "an email address",
}
"""The patterns of the model in an author's words."""
MINIMUM_CONTRAST = 4.5

Path = tuple[str | int, ...]


class TextKind(Enum):
    """How a text field is written: see the module's docstring."""

    LINE = "line"
    INLINE = "inline"
    PROSE = "prose"


def is_web_address(value: str) -> bool:
    """True for a plain http or https address: ASCII, a host with a dot, no user name, no space."""
    return _WEB_ADDRESS.fullmatch(value) is not None


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise PydanticCustomError("MOD-003", "this text has a line break; it must be one line")
    return value


def _iso_date(value: Any) -> Any:
    """Accepts exactly YYYY-MM-DD; pydantic alone would also take numbers and times."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
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
        raise PydanticCustomError(
            "MOD-008", "'{value}' is not a web address", {"value": value[:200]}
        )
    return value


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of `colour` (#rrggbb) with white, 1 to 21 (WCAG 2.2, contrast ratio)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def _refuse_repeats(what: str, values: Iterable[tuple[Path, str]]) -> None:
    """Refuses a second value; each comes with its path below the part that is validated."""
    seen: set[str] = set()
    for path, value in values:
        if value in seen:
            context = {"what": what, "value": value[:60], "at": path}
            raise PydanticCustomError("MOD-014", "{what} '{value}' stands twice", context)
        seen.add(value)


def _known_language(tag: str) -> str:
    if not is_known(tag):
        raise PydanticCustomError(
            "MOD-009", "'{tag}' is not a language whose dates are known", {"tag": tag}
        )
    return tag


_PLAIN = StringConstraints(strip_whitespace=True, min_length=1)

Line = Annotated[str, _PLAIN, AfterValidator(_one_line), TextKind.LINE]
ShortLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(_one_line),
    TextKind.LINE,
]
Inline = Annotated[str, _PLAIN, TextKind.INLINE]
Prose = Annotated[str, _PLAIN, TextKind.PROSE]
Identifier = Annotated[str, StringConstraints(pattern=_IDENTIFIER, max_length=60)]
FileName = Annotated[str, StringConstraints(pattern=_FILE_NAME, max_length=60)]
WebAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(_web_address)
]
CalendarDate = Annotated[date, BeforeValidator(_iso_date)]
LanguageTag = Annotated[str, StringConstraints(pattern=_LANGUAGE), AfterValidator(_known_language)]
Version = Annotated[str, StringConstraints(pattern=_VERSION, max_length=20)]
Colour = Annotated[str, StringConstraints(pattern=_COLOUR)]
StageName = Literal["before", "during", "after"]


class Part(BaseModel):
    """The base of every part of the model: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Picture(Part):
    """A picture file beside `module.yaml`."""

    file: FileName
    """File name, lower case, ending .png or .jpg."""
    alternative: Line
    """What the picture says, for people who do not see it."""


class AtAGlance(Part):
    """The facts a reader looks for first. Each is one short paragraph."""

    when: Inline
    """When to use the technique."""
    people: Inline
    """Who takes part, and how many."""
    time: Inline
    """How long it takes."""
    preparation: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=8)]
    """What to do beforehand, one item a task."""


class Step(Part):
    """One numbered step of how to do it."""

    title: ShortLine
    """What to do, starting with a verb."""
    text: Prose | None = None
    """More about the step."""
    questions: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=6)] | None = None
    """Questions to ask at this step."""
    picture: Picture | None = None
    """A picture that shows the step."""


class Example(Part):
    """A real case, only where the sources have one."""

    title: ShortLine
    """Names the case."""
    text: Prose
    """What happened."""
    picture: Picture | None = None
    """A picture that shows the case."""


class Video(Part):
    """A video clip: a link that the learner may open, or a text alternative; always a transcript.

    No video is ever loaded with the page: a package must make no third-party request at launch.
    """

    title: ShortLine
    """The title of the clip."""
    duration: ShortLine
    """How long it lasts, in words; say so if it is not known."""
    address: WebAddress | None = None
    """Where the clip is. Leave it out when it is not known."""
    text_alternative: Prose | None = None
    """Where to find the clip, and what it covers; needed when there is no address."""
    transcript: Prose
    """The clip in words."""

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.address is None and self.text_alternative is None:
            raise PydanticCustomError(
                "MOD-002",
                "a video without an 'address' needs this key",
                {"at": ("text_alternative",)},
            )
        return self


class Option(Part):
    """One answer that a learner can choose."""

    text: Inline
    """The answer."""
    correct: StrictBool = False
    """true when this answer is accepted. Several may be."""
    feedback: Prose
    """Why it is right, or when it would be."""


class Question(Part):
    """One 'put it to the test' scenario with a single choice."""

    id: Identifier
    """Stays the same when the wording changes: learners' answers are kept under it."""
    scenario: Prose
    """The situation."""
    question: Inline
    """What is asked."""
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=9)]
    """The answers to choose from."""

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        right = [option for option in self.options if option.correct]
        if not right:
            raise PydanticCustomError("MOD-011", "no option is marked 'correct: true'")
        if len(right) == len(self.options):
            raise PydanticCustomError("MOD-011", "every option is marked 'correct: true'")
        texts = ((("options", i, "text"), option.text) for i, option in enumerate(self.options))
        _refuse_repeats("option", texts)
        return self


class ActivityField(Part):
    """A free-text field that the learner fills in."""

    id: Identifier
    """Stays the same when the label changes: learners' words are kept under it."""
    label: ShortLine
    """What to write."""
    hint: Inline | None = None
    """A word of help."""
    rows: Annotated[StrictInt, Field(ge=1, le=10)] = 3
    """Height of the field, in lines."""
    max_characters: Annotated[StrictInt, Field(ge=20, le=1000)] = 300
    """The most a learner can write, in characters."""


class Activity(Part):
    """Something to do: try it now, or plan a real use."""

    kind: Literal["try-it-now", "plan-a-real-use"]
    """try-it-now, or plan-a-real-use."""
    title: ShortLine
    """Names the activity."""
    introduction: Prose
    """What to do."""
    minutes: Annotated[StrictInt, Field(ge=1, le=60)]
    """How long to allow, in minutes."""
    fields: Annotated[tuple[ActivityField, ...], Field(min_length=1, max_length=8)]
    """The fields to fill in."""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        ids = ((("fields", i, "id"), field.id) for i, field in enumerate(self.fields))
        _refuse_repeats("id", ids)
        return self


class Link(Part):
    """Something to read next. Without an address it is named, and not linked."""

    title: Line
    """The title of the page or document."""
    address: WebAddress | None = None
    """Where it is. Leave it out when it is not known."""
    note: Inline | None = None
    """What it offers, or how to find it."""


class Completion(Part):
    """When the LMS is told that the learner is done (cmi.core.lesson_status).

    - `all-screens`: every screen was opened: completed.
    - `all-questions`: every screen was opened and every question answered: completed.
    - `mastery-score`: the same, and the score reaches `mastery_score`: passed. A learner may try
      each question again until it is right, so nobody fails.
    """

    rule: Literal["all-screens", "all-questions", "mastery-score"]
    """all-screens, all-questions or mastery-score."""
    mastery_score: Annotated[StrictInt, Field(ge=1, le=100)] | None = None
    """The score to reach, 1 to 100. Needed with the rule mastery-score, refused with the others."""

    @model_validator(mode="after")
    def _score_with_its_rule(self) -> Self:
        if self.scored and self.mastery_score is None:
            raise PydanticCustomError(
                "MOD-002", "the rule mastery-score needs this key", {"at": ("mastery_score",)}
            )
        if not self.scored and self.mastery_score is not None:
            raise PydanticCustomError(
                "MOD-015",
                "this does not go with the rule '{rule}'",
                {"rule": self.rule, "at": ("mastery_score",)},
            )
        return self

    @property
    def scored(self) -> bool:
        """True when the module sends a score."""
        return self.rule == "mastery-score"


class LearningModule(Part):
    """One technique: everything that its SCORM package and its handout say."""

    id: Identifier
    """The technique's name in the file system and in the LMS: the name of its folder."""
    title: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
        AfterValidator(_one_line),
        TextKind.LINE,
    ]
    """The technique's name, in sentence case."""
    version: Version
    """Three numbers, for example 1.0.0."""
    stage: StageName
    """before, during or after a piece of work."""
    language: LanguageTag = "en-GB"
    """The language of the text, for example en-GB or cy."""
    keywords: Annotated[tuple[ShortLine, ...], Field(min_length=1, max_length=12)]
    """Words to find it by."""
    learning_minutes: Annotated[StrictInt, Field(ge=5, le=120)]
    """How long a learner needs, in minutes."""
    summary: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
        AfterValidator(_one_line),
        TextKind.LINE,
    ]
    """One or two sentences, at most 300 characters: shown in the LMS and the catalogue."""
    introduction: Prose
    """What the technique is."""
    benefits: Annotated[tuple[Inline, ...], Field(min_length=3, max_length=5)]
    """What it brings, 3 to 5 items."""
    at_a_glance: AtAGlance
    """When, people, time and preparation."""
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=9)]
    """How to do it."""
    tips: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=6)]
    """What helps."""
    pitfalls: Annotated[tuple[Inline, ...], Field(min_length=1, max_length=6)]
    """What to avoid."""
    example: Example | None = None
    """A real case, where there is one."""
    videos: Annotated[tuple[Video, ...], Field(min_length=1, max_length=4)] | None = None
    """Video clips."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=5)]
    """Put it to the test."""
    activity: Activity
    """Have a go, or plan it."""
    links: Annotated[tuple[Link, ...], Field(min_length=1, max_length=8)]
    """Find out more."""
    reviewed: CalendarDate
    """The day the content was last reviewed, YYYY-MM-DD."""
    next_review: CalendarDate
    """The day the next review is due, YYYY-MM-DD."""
    completion: Completion
    """When the module counts as done."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = ((("questions", i, "id"), question.id) for i, question in enumerate(self.questions))
        _refuse_repeats("id", ids)
        if self.next_review <= self.reviewed:
            raise PydanticCustomError(
                "MOD-015", "this date is not after 'reviewed'", {"at": ("next_review",)}
            )
        return self


class Stage(Part):
    """A stage of the framework: always shown in words as well as in colour."""

    id: StageName
    """before, during or after."""
    title: ShortLine
    """For example: Learning before."""
    colour: Colour
    """Background of the stage's label, as #rrggbb; white text must be readable on it."""

    @field_validator("colour")
    @classmethod
    def _readable(cls, value: str) -> str:
        contrast = contrast_with_white(value)
        if contrast < MINIMUM_CONTRAST:
            raise PydanticCustomError(
                "MOD-017",
                "'{colour}' has a contrast of {contrast} to 1 with white text",
                {"colour": value, "contrast": f"{contrast:.2f}"},
            )
        return value


class Programme(Part):
    """The programme that the modules belong to."""

    title: ShortLine
    """The programme's name."""
    source: Inline
    """Where the techniques come from."""
    disclaimer: Inline
    """Says that this is not an NHS product."""


class Contact(Part):
    """Whom readers can ask."""

    name: ShortLine
    """A team or person."""
    email: Annotated[str, StringConstraints(pattern=_EMAIL)] | None = None
    """An address for questions."""


class Licences(Part):
    """Under which licences the content and the software may be used."""

    content: ShortLine
    """For example: CC BY 4.0."""
    software: ShortLine
    """For example: MIT."""


class Tracking(Part):
    """How the packages report, for an LMS that needs it otherwise."""

    record_interactions: StrictBool = True
    """false leaves out each answer's own record (cmi.interactions), which some LMSs mishandle."""
    passed_counts_as: Literal["passed", "completed"] = "passed"
    """completed, for an LMS that does not take 'passed' as done (openedx-scorm-xblock PR104)."""


class Catalogue(Part):
    """What all modules share (`catalogue.yaml`)."""

    programme: Programme
    """The programme."""
    publisher: ShortLine
    """Who publishes the modules."""
    identifier: Annotated[str, StringConstraints(pattern=_IDENTIFIER, max_length=40)]
    """Starts the identifier of every package: keep it for ever, LMS records hang on it."""
    language: LanguageTag = "en-GB"
    """The language of this catalogue's own texts."""
    contact: Contact
    """Whom readers can ask."""
    licences: Licences
    """The licences."""
    tracking: Tracking = Tracking()
    """How the packages report to the LMS."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=3, max_length=3)]
    """The three stages in their order."""
    order: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """The ids of all modules, in the order they are listed."""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        _refuse_repeats("id", ((("stages", i, "id"), s.id) for i, s in enumerate(self.stages)))
        _refuse_repeats("module", ((("order", i), name) for i, name in enumerate(self.order)))
        return self

    def stage(self, name: str) -> Stage:
        """The stage called `name`. Raises KeyError when there is none."""
        for stage in self.stages:
            if stage.id == name:
                return stage
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Found:
    """A value in unvalidated data, with its path and what the model says of its place.

    `kind` is the text kind of a text, or the class of a part.
    """

    path: Path
    kind: TextKind | type[Part]
    value: Any


def walk(part: type[Part], data: Any, path: Path = ()) -> Iterator[Found]:
    """Every part and text of `data`, as far as it has the shape of `part`, in the model's order.

    Works on data that is not valid, so that one run can report every problem in it.
    """
    if not isinstance(data, dict):
        return
    yield Found(path, part, data)
    for name, field in part.model_fields.items():
        if name in data:
            kind = _kind_of(field.annotation, field.metadata)
            value = data[name]
            if kind is None:
                continue
            for where, item in (
                [((*path, name, index), item) for index, item in enumerate(value)]
                if isinstance(value, list)
                else [((*path, name), value)]
            ):
                if isinstance(kind, TextKind):
                    if isinstance(item, str):
                        yield Found(where, kind, item)
                else:
                    yield from walk(kind, item, where)


def _kind_of(annotation: Any, metadata: Iterable[Any]) -> TextKind | type[Part] | None:
    """What a field holds, looking through Optional, tuple and Annotated."""
    for mark in metadata:
        if isinstance(mark, TextKind):
            return mark
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _kind_of(argument, getattr(argument, "__metadata__", ()))
        if found is not None:
            return found
    return None


def part_at(part: type[Part], path: Path) -> type[Part] | None:
    """The class of the part at `path` below `part`; None when there is none."""
    current: type[Part] | None = part
    for name in path:
        if isinstance(name, int):
            continue
        if current is None or name not in current.model_fields:
            return None
        field = current.model_fields[name]
        kind = _kind_of(field.annotation, field.metadata)
        current = kind if isinstance(kind, type) else None
    return current


def description_of(part: type[Part], path: Path) -> str:
    """The docstring of the field at `path` below `part`; "" when there is none."""
    names = [name for name in path if isinstance(name, str)]
    owner = part_at(part, tuple(names[:-1]))
    field = owner.model_fields.get(names[-1]) if owner and names else None
    return (field.description or "") if field else ""
