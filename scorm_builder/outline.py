"""The screens of a module, and the tag that says whether saved answers still fit it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from scorm_builder.model import LearningModule


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of the module: a section of the page, with the name of its template."""

    id: str
    title: str


def screens(module: LearningModule) -> tuple[Screen, ...]:
    """The screens of a module in their order; a part that the module lacks has none."""
    activity = "Have a go" if module.activity.kind == "try-it-now" else "Plan it"
    found = [
        Screen("what-it-is", "What it is"),
        Screen("benefits", "Benefits"),
        Screen("at-a-glance", "At a glance"),
        Screen("how-to-do-it", "How to do it"),
    ]
    if module.example:
        found.append(Screen("example", "Example"))
    if module.videos:
        found.append(Screen("videos", "Videos"))
    found += [
        Screen("put-it-to-the-test", "Put it to the test"),
        Screen("activity", activity),
        Screen("find-out-more", "Find out more"),
    ]
    return tuple(found)


def structure_tag(module: LearningModule) -> str:
    """6 hexadecimal digits that change only when learners' saved answers would no longer fit.

    That is: the screens, the question ids and their number of options, the field ids. A change of
    wording keeps it, so a republished module does not lose anyone's progress.
    """
    structure = [
        [screen.id for screen in screens(module)],
        [[question.id, len(question.options)] for question in module.questions],
        [field.id for field in module.activity.fields],
    ]
    return hashlib.sha256(json.dumps(structure).encode()).hexdigest()[:6]
