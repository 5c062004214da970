"""What a worker process starts with, imported once for all of them by the fork server."""

from contextlib import suppress

import scorm_builder.pipeline.build

# Without Pango this fails here as it does in a worker, where a target says what is missing.
with suppress(OSError):
    import scorm_builder.printer.press  # noqa: F401
