"""Pictures made ready to be shown, by the library that reads them when one is there."""

from __future__ import annotations

from scorm_builder.content.pictures import Photo


def prepare_anew(content: bytes) -> Photo:
    """A picture of any format that is taken, as it is shown. Raises pictures.Unusable."""
    # Here, as the library takes long to load, and most modules have drawings only.
    from scorm_builder.content.photos import prepared  # noqa: PLC0415

    return prepared(content)
