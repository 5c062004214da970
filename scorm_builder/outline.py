"""The screens of a module, and the tag that says whether saved answers still fit it."""

from __future__ import annotations

import hashlib
import json

from scorm_builder.model import LearningModule


def screens(module: LearningModule) -> tuple[str, ...]:
    """The ids of a module's screens in their order; a part that the module lacks has none."""
    return (
        "what-it-is",
        "benefits",
        "at-a-glance",
        "how-to-do-it",
        *(["example"] if module.example else []),
        *(["videos"] if module.videos else []),
        "put-it-to-the-test",
        "activity",
        "find-out-more",
    )


def structure_tag(module: LearningModule) -> str:
    """6 hexadecimal digits that change only when learners' saved answers would no longer fit.

    That is: the screens, the question ids and their number of options, the field ids. A change of
    wording keeps it, so a republished module does not lose anyone's progress.
    """
    structure = [
        list(screens(module)),
        [[question.id, len(question.options)] for question in module.questions],
        [field.id for field in module.activity.fields],
    ]
    return hashlib.sha256(json.dumps(structure).encode()).hexdigest()[:6]
