"""What is beside the words of a module: pictures, the drawn diagram, videos and recordings."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from scorm_builder.model.texts import (
    CalendarDate,
    CaptionsName,
    DrawingName,
    FileName,
    Line,
    Part,
    Prose,
    RecordingName,
    ShortLine,
    VideoName,
    WebAddress,
    refuse_overdue,
)


class Picture(Part):
    """A picture file beside `module.yaml`."""

    file: FileName
    """File name, lower case, ending .png, .jpg, .webp or .heic. A phone's photo will do as it is.

    Example: circle-of-chairs.png
    """
    alternative: Line
    """What the picture says, for people who do not see it.

    Example: Four chairs in a small circle, with a larger circle of chairs around them.
    """


class Diagram(Part):
    """A drawing of the technique beside `module.yaml`: lines, shapes and a few words."""

    file: DrawingName
    """File name, lower case, ending .svg.

    Example: diagram.svg
    """
    alternative: Line
    """What the drawing says, for people who do not see it.

    Example: A home team and its visitors sit around one table.
    """


class Clip(Part):
    """What videos and recordings have in common: always a transcript."""

    title: ShortLine
    """The title of the clip.

    Example: A peer assist in 3 minutes
    """
    duration: ShortLine
    """How long it lasts, in words; say so if it is not known.

    Example: 3 minutes
    """
    address: WebAddress | None = None
    """Where the clip is on the web. Leave it out when it is not known.

    Example: https://www.gresham.ac.uk/watch-now/formula-1-and-its-contributions-healthcare
    """
    text_alternative: Prose | None = None
    """Where to find the clip, and what it covers; needed when there is no file and no address.

    Example: The clip is inside the NHS e-learning module.
    """
    transcript: Prose
    """The clip in words: what is said, and what is seen.

    Example: "Facilitator: Welcome. We are here to help the home team."
    """
    reviewed: CalendarDate
    """The day the clip, or what is said of it here, was last checked, YYYY-MM-DD.

    Example: 2026-11-20
    """
    next_review: CalendarDate
    """The day to check it again, YYYY-MM-DD.

    Example: 2027-11-20
    """

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        file = getattr(self, "file", None)
        if file is None and self.address is None and self.text_alternative is None:
            raise PydanticCustomError(
                "MOD-002",
                "a clip without a 'file' or an 'address' needs this key",
                {"at": ("text_alternative",)},
            )
        refuse_overdue(self.reviewed, self.next_review)
        return self


class Video(Clip):
    """A video clip: a file beside `module.yaml`, a link, or where to look; always a transcript.

    No video is loaded with the page: a package makes no third-party request at launch, and a file
    of its own is fetched when the learner plays it.
    """

    file: VideoName | None = None
    """A file beside module.yaml, ending .mp4 or .webm.

    Example: peer-assist.mp4
    """
    captions: CaptionsName | None = None
    """The WebVTT file with the captions of `file`, in the module's language.

    Example: peer-assist.vtt
    """
    poster: FileName | None = None
    """A still picture of `file`, shown until it is played.

    Example: peer-assist.jpg
    """

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.file is not None and self.captions is None:
            raise PydanticCustomError(
                "MOD-002", "a video 'file' needs this key", {"at": ("captions",)}
            )
        for name in ("captions", "poster"):
            if self.file is None and getattr(self, name) is not None:
                raise PydanticCustomError(
                    "MOD-015", "this goes with a 'file', and there is none", {"at": (name,)}
                )
        return self


class Recording(Clip):
    """Speech or other sound: a file beside `module.yaml`, a link, or where to look.

    The transcript is read in its place. Nothing is fetched before the learner plays it.
    """

    file: RecordingName | None = None
    """A file beside module.yaml, ending .mp3 or .m4a.

    Example: voices-of-a-team.mp3
    """
